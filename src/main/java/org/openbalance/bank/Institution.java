package org.openbalance.bank;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.openbalance.api.Product;
import org.openbalance.platform.Hashes;

/// A bank as a network's directory has it.
///
/// @param reference what the network calls it, for ever: the bank's id is made of it, unless it is one of
/// [WellKnownBanks]
/// @param country of ISO 3166, two letters
/// @param code the three digits that its NUBANs are checked with, if it has any; its six digits of NIBSS Instant
/// Payment will do
/// @param logo the https address of its picture, if there is one
/// @param corporate whether it serves firms
/// @param personal whether it serves persons
/// @param dailyReads as [Bank#dailyReads]
public record Institution(
        String reference,
        String name,
        String country,
        Optional<String> code,
        Optional<String> logo,
        boolean corporate,
        boolean personal,
        Set<Product> products,
        Bank.Login login,
        OptionalInt dailyReads) {

    private static final int ID_DIGITS = 24;
    private static final Pattern THREE = Pattern.compile("[0-9]{3}");

    /// The same bank without a picture.
    Institution withoutLogo() {
        return new Institution(
                reference, name, country, code, Optional.empty(), corporate, personal, products, login, dailyReads);
    }

    /// The three digits that its NUBANs are checked with, as far as they are known.
    Optional<String> codeOfNubans() {
        return code.flatMap(given -> THREE.matcher(given).matches()
                ? code
                : WellKnownBanks.coded(country, given).flatMap(WellKnownBanks.WellKnown::code));
    }

    /// The bank as its network has it, before it is taken into a directory.
    public Bank unlisted(String network, Instant now) {
        var id = id(network);
        return DirectoryShard.bank(network, id, this, id, now);
    }

    /// The id of the bank, the same in every deployment: the beginning of the SHA-256 of `network:reference`.
    String id(String network) {
        return Hashes.sha256(network + ':' + reference).substring(0, ID_DIGITS);
    }
}
