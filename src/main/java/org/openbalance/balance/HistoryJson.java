package org.openbalance.balance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.openbalance.account.Account;
import org.openbalance.account.BalancePeriod;
import org.openbalance.api.Json;

/// The history of an account on the wire.
final class HistoryJson {

    private HistoryJson() {}

    static ObjectNode period(Account account, BalancePeriod period) {
        var node = AmountsJson.put(Json.object().put("_id", period.id(account.id())), period.amounts())
                .put("from", Json.time(period.from()))
                .put("to", Json.time(period.to()))
                .put("open", period.from().equals(account.since()))
                .put("source", period.reads().sourceText().orElse(null))
                .put("derived", period.reads().isDerived());
        return AmountsJson.putKinds(node, period.amounts());
    }

    static ObjectNode day(Account account, Days.Day day) {
        var period = day.period();
        var node = AmountsJson.put(Json.object().put("date", day.date().toString()), period.amounts())
                .put("period", period.id(account.id()))
                .put("carried", day.carried())
                .put("complete", day.complete())
                .put("source", period.reads().sourceText().orElse(null))
                .put("derived", period.reads().isDerived());
        return AmountsJson.putKinds(node, period.amounts());
    }
}
