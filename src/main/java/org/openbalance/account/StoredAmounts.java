package org.openbalance.account;

import java.util.Currency;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.Money;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.Write;

/// Amounts as items hold them: what a bank does not state has no attribute, and kinds only where they do not go without
/// saying.
public final class StoredAmounts {

    private static final String CURRENCY = "currency";
    private static final String KINDS = "kinds";

    private StoredAmounts() {}

    static Item.Draft with(Item.Draft item, BalanceAmounts amounts) {
        return item.with(CURRENCY, amounts.currency().getCurrencyCode())
                .with(Account.AVAILABLE, amounts.availableMoney().map(Money::minor))
                .with(Account.LEDGER, amounts.ledgerMoney().map(Money::minor))
                .with(KINDS, amounts.storedKinds());
    }

    public static Write.Change set(Write.Change write, BalanceAmounts amounts) {
        return write.set(CURRENCY, amounts.currency().getCurrencyCode())
                .set(Account.AVAILABLE, amounts.availableMoney().map(Money::minor))
                .set(Account.LEDGER, amounts.ledgerMoney().map(Money::minor))
                .set(KINDS, amounts.storedKinds());
    }

    static BalanceAmounts of(Item item) {
        return BalanceAmounts.ofStored(
                Currency.getInstance(item.text(CURRENCY)),
                item.optionalNumber(Account.AVAILABLE),
                item.optionalNumber(Account.LEDGER),
                item.optionalText(KINDS));
    }
}
