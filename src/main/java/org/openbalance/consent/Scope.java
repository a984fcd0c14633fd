package org.openbalance.consent;

import java.util.Optional;
import java.util.OptionalInt;
import org.openbalance.api.Product;

/// One product that a customer is asked to agree to, and what for.
///
/// @param months how far back it goes, of a product that has a past
/// @param needed why the owner needs it, in their own words; empty where the customer may leave it out
public record Scope(Product product, String purpose, OptionalInt months, Optional<String> needed) {

    /// Of a product that has no past.
    public Scope(Product product, String purpose) {
        this(product, purpose, OptionalInt.empty(), Optional.empty());
    }

    /// Linking an account and reading its balance is what a session is for; the rest a customer may leave out, unless
    /// the owner needs it.
    public boolean optional() {
        return needed.isEmpty() && product != Product.AUTH && product != Product.BALANCE;
    }
}
