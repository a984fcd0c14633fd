package org.openbalance.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Banks print any currency of ISO 4217, in spellings of their own.
class CurrenciesTest {

    @Property
    void every_currency_with_digits_is_read_in_any_case_and_between_blanks(@ForAll("currencies") Currency currency) {
        var code = currency.getCurrencyCode();

        for (var printed : List.of(code, code.toLowerCase(Locale.ROOT), " " + code + '\n')) {
            assertThat(Currencies.ofBank(printed)).contains(currency);
        }
    }

    @Example
    void a_currency_keeps_its_digits() {
        assertThat(minor("ISK", "1250")).isEqualTo(1_250);
        assertThat(minor("jpy", "1250")).isEqualTo(1_250);
        assertThat(minor("UGX", "1250")).isEqualTo(1_250);
        assertThat(minor("sek", "12.50")).isEqualTo(1_250);
        assertThat(minor("BHD", "1.250")).isEqualTo(1_250);
        assertThat(Money.ofMajor(new BigDecimal("0.5"), Currencies.ofBank("ISK").orElseThrow()))
                .isEmpty();
    }

    @Example
    void aliases_are_read_as_what_they_mean() {
        assertThat(Currencies.ofBank("GHC")).contains(Currency.getInstance("GHS"));
        assertThat(Currencies.ofBank("ksh")).contains(Currency.getInstance("KES"));
    }

    @Example
    void what_is_no_money_of_an_account_is_not_read() {
        for (var printed : List.of("", " ", "XAU", "XXX", "NAIRA", "₦", "N G N", "978")) {
            assertThat(Currencies.ofBank(printed)).as(printed).isEmpty();
        }
    }

    private static long minor(String printed, String amount) {
        return Money.ofMajor(new BigDecimal(amount), Currencies.ofBank(printed).orElseThrow())
                .orElseThrow()
                .minor();
    }

    /// Without the one whose code is an alias of another by now.
    @Provide
    Arbitrary<Currency> currencies() {
        return Arbitraries.of(Currency.getAvailableCurrencies())
                .filter(currency -> currency.getDefaultFractionDigits() >= 0)
                .filter(currency -> !currency.getCurrencyCode().equals("GHC"));
    }
}
