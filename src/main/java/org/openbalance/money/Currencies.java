package org.openbalance.money;

import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads the codes of currencies that money can be in: those of ISO 4217 that have minor digits, as the JDK lists them.
public final class Currencies {

    /// Names that banks still print: Ghana's code of before its cedi was re-based in 2007, and the shilling's common
    /// abbreviation in Kenya.
    private static final Map<String, String> ALIASES = Map.of("GHC", "GHS", "KSH", "KES");

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

    /// The currency that a bank prints, in letters of any case, between blanks, or by an alias. Connectors read it by
    /// `org.openbalance.bank.AccountCurrency`, which says in the log what is left out.
    public static Optional<Currency> ofBank(String printed) {
        var code = printed.strip().toUpperCase(Locale.ROOT);
        return of(ALIASES.getOrDefault(code, code));
    }
}
