package org.openbalance.bank.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Optional;
import java.util.regex.Pattern;
import org.openbalance.bank.StatedBalances;
import org.openbalance.money.Currencies;
import org.openbalance.money.Money;

/// Amounts as banks write them in JSON: as texts or as numbers, in major or in minor units, signed or with an
/// indicator. What is missing or not understood is empty, and never nothing.
public final class BankAmounts {

    private static final Pattern NUMERAL = Pattern.compile("[+-]?[0-9]{1,20}(\\.[0-9]{1,10})?");

    private BankAmounts() {}

    /// An amount in major units, with its own sign.
    public static Optional<Money> major(JsonNode amount, JsonNode currency) {
        return directed(amount, currency, MissingNode.getInstance());
    }

    /// An amount in minor units, with its own sign.
    public static Optional<Money> minor(JsonNode amount, JsonNode currency) {
        return currency(currency).flatMap(known -> numeral(amount)
                .map(number -> number.movePointLeft(known.getDefaultFractionDigits()))
                .flatMap(number -> Money.ofMajor(number, known)));
    }

    /// An amount in major units beside a word for its side, as [StatedBalances#signed] has it.
    ///
    /// @param side may be missing, or null
    public static Optional<Money> directed(JsonNode amount, JsonNode currency, JsonNode side) {
        var word = side.isMissingNode() || side.isNull() ? null : side.asText().strip();
        return numeral(amount)
                .flatMap(number -> currency(currency).flatMap(known -> StatedBalances.signed(number, word, known)));
    }

    private static Optional<Currency> currency(JsonNode code) {
        return Optional.ofNullable(code.textValue()).flatMap(Currencies::ofBank);
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
