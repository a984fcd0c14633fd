package org.openbalance.money;

import java.util.Currency;

/// The two amounts of an account at one moment, in one currency.
///
/// @param available what can be spent now, agreed overdraft included if the bank counts it
/// @param ledger what is booked
public record BalanceAmounts(Money available, Money ledger) {

    public BalanceAmounts {
        if (!available.sameCurrency(ledger)) {
            throw new IllegalArgumentException("Both amounts of an account are in its currency");
        }
    }

    public Currency currency() {
        return available.currency();
    }
}
