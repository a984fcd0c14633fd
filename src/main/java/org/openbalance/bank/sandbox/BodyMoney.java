package org.openbalance.bank.sandbox;

import java.math.BigDecimal;
import java.util.Currency;
import org.openbalance.api.Body;
import org.openbalance.money.Money;

/// Reads amounts of a body.
final class BodyMoney {

    private BodyMoney() {}

    /// Notes an amount that no account can hold, and gives a stand-in then.
    static Money read(Body body, String name, BigDecimal major, Currency currency) {
        return Money.ofMajor(major, currency).orElseGet(() -> {
            body.error(
                    name,
                    "must have at most " + currency.getDefaultFractionDigits() + " decimals and lie within "
                            + new Money(Money.MAX_MINOR, currency).major().toPlainString() + " either way");
            return new Money(0, currency);
        });
    }
}
