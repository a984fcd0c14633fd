package org.openbalance.balance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.openbalance.account.Account;
import org.openbalance.account.BalancePeriod;
import org.openbalance.api.Json;
import org.openbalance.money.BalanceAmounts;

/// The history of an account on the wire.
final class HistoryJson {

    private HistoryJson() {}

    static ObjectNode period(Account account, BalancePeriod period) {
        return amounts(Json.object().put("_id", period.id(account.id())), period.amounts())
                .put("from", Json.time(period.from()))
                .put("to", Json.time(period.to()))
                .put("open", period.from().equals(account.since()))
                .put("source", period.reads().sourceText().orElse(null));
    }

    static ObjectNode day(Account account, Days.Day day) {
        var period = day.period();
        return amounts(Json.object().put("date", day.date().toString()), period.amounts())
                .put("period", period.id(account.id()))
                .put("carried", day.carried())
                .put("complete", day.complete())
                .put("source", period.reads().sourceText().orElse(null));
    }

    private static ObjectNode amounts(ObjectNode node, BalanceAmounts amounts) {
        return node.put("available_balance", amounts.available().major())
                .put("ledger_balance", amounts.ledger().major())
                .put("currency", amounts.currency().getCurrencyCode());
    }
}
