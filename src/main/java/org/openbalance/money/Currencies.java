package org.openbalance.money;

import java.util.Currency;
import java.util.Optional;

/// Reads the codes of currencies that money can be in: those of ISO 4217 that have minor digits, as the JDK lists them.
public final class Currencies {

    private Currencies() {}

    /// The currency of a code in capitals. Empty for what is no code, and for those of ISO 4217 that are no money of a
    /// bank account: gold, drawing rights, tests.
    public static Optional<Currency> of(String code) {
        try {
            return Optional.of(Currency.getInstance(code)).filter(known -> known.getDefaultFractionDigits() >= 0);
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }
}
