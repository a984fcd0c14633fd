package org.openbalance.bank.sandbox;

import java.util.Currency;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.Money;

/// What an account holds, minor units.
///
/// @param ledger what is booked
/// @param available the same with what is pending
record HeldAmounts(long available, long ledger) {

    static HeldAmounts of(BalanceAmounts amounts) {
        // A sandbox bank always knows both.
        return new HeldAmounts(
                amounts.availableMoney().orElseThrow().minor(),
                amounts.ledgerMoney().orElseThrow().minor());
    }

    BalanceAmounts in(Currency currency) {
        return new BalanceAmounts(new Money(available, currency), new Money(ledger, currency));
    }

    /// What the pending lines come to.
    long pending() {
        return available - ledger;
    }
}
