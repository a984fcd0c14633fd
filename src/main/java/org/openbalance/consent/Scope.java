package org.openbalance.consent;

import java.util.OptionalInt;
import org.openbalance.api.Product;

/// One product that a customer is asked to agree to, and what for.
///
/// @param months how far back it goes, of a product that has a past
public record Scope(Product product, String purpose, OptionalInt months) {

    /// Of a product that has no past.
    public Scope(Product product, String purpose) {
        this(product, purpose, OptionalInt.empty());
    }

    /// Linking an account and reading its balance is what a session is for; the rest a customer may leave out.
    public boolean optional() {
        return product != Product.AUTH && product != Product.BALANCE;
    }
}
