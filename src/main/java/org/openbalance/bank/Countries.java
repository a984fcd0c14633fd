package org.openbalance.bank;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Countries by the two letters of ISO 3166-1.
public final class Countries {

    private static final Set<String> CODES = Set.of(Locale.getISOCountries());

    private Countries() {}

    static boolean has(String code) {
        return CODES.contains(code);
    }

    /// @param text in small or capital letters
    /// @return empty for what is no country
    public static Optional<String> of(String text) {
        return Optional.of(text.strip().toUpperCase(Locale.ROOT)).filter(CODES::contains);
    }
}
