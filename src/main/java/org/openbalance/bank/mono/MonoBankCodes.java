package org.openbalance.bank.mono;

import java.util.Optional;
import java.util.regex.Pattern;
import org.openbalance.bank.Bank;
import org.openbalance.bank.WellKnownBanks;
import org.openbalance.bank.WellKnownBanks.WellKnown;

/// The codes that Mono names Nigerian banks by: the three digits of the central bank in some places, the six of NIBSS'
/// instant payments (NIP) in others.
final class MonoBankCodes {

    private static final String NIGERIA = "NG";
    private static final Pattern CODE = Pattern.compile("[0-9]{3}|[0-9]{6}");

    private MonoBankCodes() {}

    /// The central bank's three digits of a bank that is known by either code, else the code itself; empty for what is
    /// none.
    static Optional<String> read(String code) {
        return Optional.of(code).filter(text -> CODE.matcher(text).matches()).map(known -> WellKnownBanks.coded(
                        NIGERIA, known)
                .flatMap(WellKnown::code)
                .orElse(known));
    }

    /// Whether a code may be this bank's: it is not if both are known, of one kind and differ.
    static boolean mayBe(Bank bank, String code) {
        var one = read(bank.code());
        var other = read(code);
        return one.isEmpty()
                || other.isEmpty()
                || one.get().length() != other.get().length()
                || one.equals(other);
    }
}
