package org.openbalance.consent;

import org.openbalance.api.Product;

/// One product that a customer is asked to agree to, and what for.
public record Scope(Product product, String purpose) {

    /// Linking an account and reading its balance is what a session is for; the rest a customer may leave out.
    public boolean optional() {
        return product != Product.AUTH && product != Product.BALANCE;
    }
}
