package org.openbalance.bank;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.openbalance.api.Product;

/// A bank, as data: what is shown of it, what it supports, and what its login asks for.
///
/// @param id 24 hex digits, the same in every deployment
/// @param slug the readable id; wherever a body names a bank, either will do
/// @param code the three digits that its NUBANs are checked with; empty for a bank without
/// @param artwork file name of its picture under `/assets/banks/`, or the https address of one; empty for none
/// @param corporate whether it serves firms
/// @param dailyReads how often a UTC day it lets the balances of one login be read without the customer, if it says
/// @param country of ISO 3166, such as `NG`
/// @param personal whether it serves persons
/// @param listing where it stands in its network's directory; empty for a bank that its connector names itself
public record Bank(
        String id,
        String slug,
        String code,
        String name,
        String artwork,
        Colors colors,
        boolean corporate,
        Set<Product> products,
        Login login,
        OptionalInt dailyReads,
        String country,
        boolean personal,
        Optional<Listing> listing) {

    private static final String NIGERIA = "NG";

    /// A bank in Nigeria that its connector names itself, and that serves either firms or persons.
    public Bank(
            String id,
            String slug,
            String code,
            String name,
            String artwork,
            Colors colors,
            boolean corporate,
            Set<Product> products,
            Login login,
            OptionalInt dailyReads) {
        this(
                id,
                slug,
                code,
                name,
                artwork,
                colors,
                corporate,
                products,
                login,
                dailyReads,
                NIGERIA,
                !corporate,
                Optional.empty());
    }

    public Bank(
            String id,
            String slug,
            String code,
            String name,
            String artwork,
            Colors colors,
            boolean corporate,
            Set<Product> products,
            Login login) {
        this(id, slug, code, name, artwork, colors, corporate, products, login, OptionalInt.empty());
    }

    public record Colors(String accent, String primary, String button, String icon) {}

    /// How a sign-in goes.
    ///
    /// @param type `password`, `otp`, `question` or `redirect`: what follows the fields
    public record Login(String type, List<Field> fields) {}

    /// @param type `text`, `password` or `number`
    /// @param length the greatest number of characters
    public record Field(String name, String label, String type, int length) {}

    /// A bank's place in the directory of a network ([ListsBanks]).
    ///
    /// @param reference what the network calls the bank
    /// @param since when the network listed it first
    /// @param withdrawn whether the network lists it no more: what is linked there still shows, nothing new is
    /// offered
    public record Listing(String network, String reference, Instant since, boolean withdrawn) {}

    /// Whether its network has withdrawn it.
    public boolean withdrawn() {
        return listing.map(Listing::withdrawn).orElse(false);
    }

    /// As it is once its network lists it no more.
    Bank withdraw() {
        return new Bank(
                id,
                slug,
                code,
                name,
                artwork,
                colors,
                corporate,
                products,
                login,
                dailyReads,
                country,
                personal,
                listing.map(place -> new Listing(place.network(), place.reference(), place.since(), true)));
    }

    public boolean supports(Set<Product> wanted) {
        return products.containsAll(wanted);
    }

    public boolean named(String idOrSlug) {
        return id.equals(idOrSlug) || slug.equals(idOrSlug);
    }
}
