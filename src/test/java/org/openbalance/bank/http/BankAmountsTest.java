package org.openbalance.bank.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openbalance.api.Json;
import org.openbalance.money.Money;

class BankAmountsTest {

    private static JsonNode text(String text) {
        return JsonNodeFactory.instance.textNode(text);
    }

    @ParameterizedTest
    @CsvSource({
        "NGN, 12.30, 1230",
        "NGN, -0.01, -1",
        "ISK, 100, 100",
        "BHD, 1.234, 1234",
        "KES, 5.0000, 500",
        "GHC, 1.00, 100"
    })
    void major_units_have_the_digits_of_their_currency(String currency, String amount, long minor) {
        assertThat(BankAmounts.major(text(amount), text(currency)).map(Money::minor))
                .contains(minor);
        assertThat(BankAmounts.major(Json.readOwn(amount), text(currency)).map(Money::minor))
                .contains(minor);
    }

    @Test
    void minor_units_are_whole() {
        assertThat(BankAmounts.minor(text("123456"), text("NGN")).map(Money::minor))
                .contains(123_456L);
        assertThat(BankAmounts.minor(text("1.5"), text("NGN"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'', NGN", "1e9, NGN", "'1,000', NGN", "NaN, NGN", "1.001, NGN", "1, ABC", "99999999999999999999, NGN"})
    void what_is_not_understood_is_no_amount(String amount, String currency) {
        assertThat(BankAmounts.major(text(amount), text(currency))).isEmpty();
    }

    @Test
    void what_is_missing_is_no_amount() {
        assertThat(BankAmounts.major(MissingNode.getInstance(), text("NGN"))).isEmpty();
        assertThat(BankAmounts.major(text("1"), MissingNode.getInstance())).isEmpty();
        assertThat(BankAmounts.directed(MissingNode.getInstance(), text("NGN"), text("DBIT")))
                .isEmpty();
    }
}
