package org.openbalance.api;

import java.util.Locale;
import java.util.Optional;

/// What a customer can agree to and a bank can support.
public enum Product {
    AUTH,
    BALANCE,
    IDENTITY,
    INCOME,
    TRANSACTIONS;

    /// The name on the wire, in lower case.
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Reads a product in either case, singular or (as some old widgets send) plural.
    public static Optional<Product> of(String text) {
        var name = text.toUpperCase(Locale.ROOT);
        for (var product : values()) {
            if (product.name().equals(name) || (product.name() + "S").equals(name)) {
                return Optional.of(product);
            }
        }
        return Optional.empty();
    }
}
