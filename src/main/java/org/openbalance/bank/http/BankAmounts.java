package org.openbalance.bank.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.openbalance.money.Currencies;
import org.openbalance.money.Money;

/// Amounts as banks write them in JSON: as texts or as numbers, in major or in minor units, signed or with an
/// indicator. What is missing or not understood is empty, and never nothing.
public final class BankAmounts {

    private static final Pattern NUMERAL = Pattern.compile("[+-]?[0-9]{1,20}(\\.[0-9]{1,10})?");

    /// Codes that are no longer, or never were, in ISO 4217, and that networks in Ghana and Kenya still send.
    private static final Map<String, String> RENAMED = Map.of("GHC", "GHS", "KSH", "KES");

    private BankAmounts() {}

    public static Optional<Currency> currency(JsonNode code) {
        return Optional.ofNullable(code.textValue())
                .map(text -> text.strip().toUpperCase(Locale.ROOT))
                .flatMap(text -> Currencies.of(RENAMED.getOrDefault(text, text)));
    }

    /// An amount in major units, with its own sign.
    public static Optional<Money> major(JsonNode amount, JsonNode currency) {
        return numeral(amount).flatMap(number -> currency(currency).flatMap(known -> Money.ofMajor(number, known)));
    }

    /// An amount in minor units, with its own sign.
    public static Optional<Money> minor(JsonNode amount, JsonNode currency) {
        return currency(currency).flatMap(known -> numeral(amount)
                .map(number -> number.movePointLeft(known.getDefaultFractionDigits()))
                .flatMap(number -> Money.ofMajor(number, known)));
    }

    /// An amount beside an indicator of its direction. The indicator decides: some banks sign the amount as well.
    ///
    /// @param indicator `DBIT` or `Debit`, `CRDT` or `Credit`; where it is missing, the amount's own sign counts
    public static Optional<Money> directed(JsonNode amount, JsonNode currency, JsonNode indicator) {
        if (indicator.isMissingNode() || indicator.isNull()) {
            return major(amount, currency);
        }
        var size = major(amount, currency).map(money -> new Money(Math.abs(money.minor()), money.currency()));
        return switch (indicator.asText().strip().toUpperCase(Locale.ROOT)) {
            case "DBIT", "DEBIT" -> size.map(money -> new Money(-money.minor(), money.currency()));
            case "CRDT", "CREDIT" -> size;
            default -> Optional.empty();
        };
    }

    /// Numbers of JSON are exact here, as [org.openbalance.api.Json] reads them.
    private static Optional<BigDecimal> numeral(JsonNode amount) {
        if (amount.isNumber()) {
            return Optional.of(amount.decimalValue());
        }
        return Optional.ofNullable(amount.textValue())
                .map(String::strip)
                .filter(text -> NUMERAL.matcher(text).matches())
                .map(BigDecimal::new);
    }
}
