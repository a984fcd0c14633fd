package org.openbalance.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.openbalance.money.Currencies;
import org.openbalance.money.Money;

/// Amounts go through JSON and come back as they were, to the minor unit.
class MoneyOnTheWireTest {

    private static final Currency NGN = Currency.getInstance("NGN");

    @Property
    void every_amount_comes_back_from_json(
            @ForAll @LongRange(min = -Money.MAX_MINOR, max = Money.MAX_MINOR) long minor,
            @ForAll("currencies") Currency currency)
            throws JsonProcessingException {
        var money = new Money(minor, currency);

        assertThat(Money.ofMajor(read(written(money)), currency)).contains(money);
    }

    @Property
    void the_text_has_no_exponent_no_zeros_behind_and_no_digit_too_many(@ForAll("amounts") Money money) {
        assertThat(written(money)).matches("\\{\"amount\":-?(0|[1-9][0-9]*)(\\.[0-9]*[1-9])?}");
    }

    @Property
    void an_amount_may_come_as_text_of_any_scale(
            @ForAll @LongRange(min = -Money.MAX_MINOR, max = Money.MAX_MINOR) long minor,
            @ForAll @IntRange(min = 2, max = 20) int scale) {
        var padded = BigDecimal.valueOf(minor, 2).setScale(scale);

        assertThat(Money.ofMajor(padded, NGN)).contains(new Money(minor, NGN));
    }

    @Property
    void a_digit_too_many_is_refused(
            @ForAll @LongRange(min = -Money.MAX_MINOR, max = Money.MAX_MINOR) long minor,
            @ForAll @IntRange(min = 1, max = 9) int digit) {
        var finer = BigDecimal.valueOf(minor, 2).add(BigDecimal.valueOf(digit, 3));

        assertThat(Money.ofMajor(finer, NGN)).isEmpty();
    }

    @Property
    void an_amount_out_of_bounds_is_refused(@ForAll @LongRange(min = Money.MAX_MINOR + 1) long minor) {
        assertThat(Money.ofMajor(BigDecimal.valueOf(minor, 2), NGN)).isEmpty();
        assertThat(Money.ofMajor(BigDecimal.valueOf(-minor, 2), NGN)).isEmpty();
    }

    @Example
    void the_ends_of_what_a_bank_can_hold_are_exact() {
        assertThat(written(new Money(1, NGN))).isEqualTo("{\"amount\":0.01}");
        assertThat(written(new Money(-1, NGN))).isEqualTo("{\"amount\":-0.01}");
        assertThat(written(new Money(0, NGN))).isEqualTo("{\"amount\":0}");
        assertThat(written(new Money(10_000, NGN))).isEqualTo("{\"amount\":100}");
        assertThat(written(new Money(1_039_328, NGN))).isEqualTo("{\"amount\":10393.28}");
        assertThat(written(new Money(-250_050, NGN))).isEqualTo("{\"amount\":-2500.5}");
        assertThat(written(new Money(Money.MAX_MINOR, NGN))).isEqualTo("{\"amount\":999999999999.99}");
        assertThat(written(new Money(-Money.MAX_MINOR, NGN))).isEqualTo("{\"amount\":-999999999999.99}");
    }

    @Example
    void a_numeral_made_to_take_long_is_refused_at_once() {
        assertThat(Money.ofMajor(new BigDecimal("1e999999999"), NGN)).isEmpty();
        assertThat(Money.ofMajor(new BigDecimal("1e-999999999"), NGN)).isEmpty();
        assertThat(Money.ofMajor(new BigDecimal("1".repeat(5_000)), NGN)).isEmpty();
    }

    @Example
    void no_amount_is_made_past_either_end() {
        for (var minor : new long[] {Money.MAX_MINOR + 1, -Money.MAX_MINOR - 1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Money(minor, NGN));
        }
    }

    @Example
    void a_currency_has_a_code_in_capitals_and_digits() {
        assertThat(Currencies.of("NGN")).contains(NGN);
        assertThat(Currencies.of("UGX").map(Currency::getDefaultFractionDigits)).contains(0);
        assertThat(Currencies.of("TND").map(Currency::getDefaultFractionDigits)).contains(3);
        for (var code : List.of("", "ngn", "N", "NAIRA", "XAU", "XXX", "XTS", "₦")) {
            assertThat(Currencies.of(code)).as(code).isEmpty();
        }
    }

    @Provide
    Arbitrary<Currency> currencies() {
        return Arbitraries.of(Currency.getAvailableCurrencies())
                .filter(currency -> Currencies.of(currency.getCurrencyCode()).isPresent());
    }

    @Provide
    Arbitrary<Money> amounts() {
        return Arbitraries.longs().between(-Money.MAX_MINOR, Money.MAX_MINOR).flatMap(minor -> currencies()
                .map(currency -> new Money(minor, currency)));
    }

    private static String written(Money money) {
        return Json.write(Json.object().put("amount", money.major()));
    }

    private static BigDecimal read(String json) throws JsonProcessingException {
        return Json.read(json).get("amount").decimalValue();
    }
}
