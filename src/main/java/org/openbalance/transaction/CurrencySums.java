package org.openbalance.transaction;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.openbalance.api.Json;

/// What came in and went out over several accounts, by currency: amounts of two are never added up.
record CurrencySums(Map<String, Totals.Sums> sums) {

    private static final Totals.Sums NOTHING = new Totals.Sums(0, 0);

    static CurrencySums none() {
        return new CurrencySums(Map.of());
    }

    CurrencySums and(Totals totals) {
        var all = new TreeMap<>(sums);
        totals.sums()
                .forEach((currency, more) -> all.merge(
                        currency,
                        more,
                        (one, other) -> new Totals.Sums(
                                Math.addExact(one.credit(), other.credit()),
                                Math.addExact(one.debit(), other.debit()))));
        return new CurrencySums(all);
    }

    /// As texts, which old clients read.
    ObjectNode of(Optional<String> currency) {
        return currency.map(code -> node(code, sums.getOrDefault(code, NOTHING)))
                .orElseGet(
                        () -> Json.object().put("credit", "0").put("debit", "0").putNull("currency"));
    }

    ArrayNode all() {
        return Json.array(sums.entrySet(), sum -> node(sum.getKey(), sum.getValue()));
    }

    private static ObjectNode node(String currency, Totals.Sums sum) {
        return Json.object()
                .put("credit", major(sum.credit(), currency).toPlainString())
                .put("debit", major(sum.debit(), currency).toPlainString())
                .put("currency", currency);
    }

    /// Sums may pass what one account can hold.
    static BigDecimal major(long minor, String currency) {
        var digits = Currency.getInstance(currency).getDefaultFractionDigits();
        var plain = BigDecimal.valueOf(minor, digits).stripTrailingZeros();
        return plain.scale() < 0 ? plain.setScale(0) : plain;
    }
}
