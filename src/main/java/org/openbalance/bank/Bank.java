package org.openbalance.bank;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.openbalance.api.Product;

/// A bank, as data: what is shown of it, what it supports, and what its login asks for.
///
/// @param id 24 hex digits, the same in every deployment
/// @param slug the readable id; wherever a body names a bank, either will do
/// @param code the three digits that its NUBANs are checked with
/// @param artwork file name of its picture under `/assets/banks/`
/// @param corporate whether it serves firms rather than persons
/// @param dailyReads how often a UTC day it lets the balances of one login be read without the customer, if it says
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
        OptionalInt dailyReads) {

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

    public boolean supports(Set<Product> wanted) {
        return products.containsAll(wanted);
    }

    public boolean named(String idOrSlug) {
        return id.equals(idOrSlug) || slug.equals(idOrSlug);
    }
}
