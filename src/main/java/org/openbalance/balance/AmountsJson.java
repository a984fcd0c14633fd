package org.openbalance.balance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Optional;
import org.openbalance.api.Json;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.BalanceAmounts.Stated;
import org.openbalance.money.Money;

/// The amounts of a balance on the wire.
///
/// `available_balance` and `ledger_balance` are what the bank states, and null for what it does not: none is made from
/// the other. The fields of ours say more where there is more to say: `kinds` unless both amounts are there and of the
/// kinds they are called, `credit_included` where the bank speaks of a credit, and `available_without_credit` where it
/// tells how much of it there is.
final class AmountsJson {

    private AmountsJson() {}

    /// The amounts themselves and their currency.
    static ObjectNode put(ObjectNode node, BalanceAmounts amounts) {
        return node.put("available_balance", major(amounts.availableMoney()))
                .put("ledger_balance", major(amounts.ledgerMoney()))
                .put("currency", amounts.currency().getCurrencyCode());
    }

    static ObjectNode putKinds(ObjectNode node, BalanceAmounts amounts) {
        if (!amounts.isPlain()) {
            node.set(
                    "kinds",
                    Json.object().put("available", kind(amounts.available())).put("ledger", kind(amounts.ledger())));
        }
        amounts.credit().included().ifPresent(included -> node.put("credit_included", included));
        amounts.ownFunds().ifPresent(own -> node.put("available_without_credit", own.major()));
        return node;
    }

    private static BigDecimal major(Optional<Money> money) {
        return money.map(Money::major).orElse(null);
    }

    private static String kind(Optional<Stated> amount) {
        return amount.map(stated -> stated.kind().wire()).orElse(null);
    }
}
