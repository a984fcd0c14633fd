package org.openbalance.bank.sandbox;

import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import org.openbalance.money.Currencies;

/// Which currency a customer lives in, and in which country, where only one of them is told.
final class LifeAbroad {

    private static final Map<String, String> COUNTRIES = Map.of(
            "NGN", "NG", "EUR", "DE", "USD", "US", "GBP", "GB", "SEK", "SE", "GHS", "GH", "KES", "KE", "ZAR", "ZA");

    private LifeAbroad() {}

    /// @return Nigeria for a currency of no country that is known here
    static String country(Currency currency) {
        return COUNTRIES.getOrDefault(currency.getCurrencyCode(), NewCustomer.NIGERIA);
    }

    /// @return naira for a country without a currency of its own
    static Currency currency(String country) {
        var own = Currency.getInstance(Locale.of("", country));
        return own == null
                ? NewCustomer.naira()
                : Currencies.of(own.getCurrencyCode()).orElse(NewCustomer.naira());
    }
}
