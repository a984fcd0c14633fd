package org.openbalance.balance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.openbalance.bank.Reading;
import org.openbalance.http.Json;
import org.openbalance.link.Account;
import org.openbalance.link.Period;

/// The history of an account on the wire.
final class HistoryJson {

    private HistoryJson() {}

    static ObjectNode period(Account account, Period period) {
        return amounts(Json.object().put("_id", period.id(account.id())), period.reading())
                .put("from", Json.time(period.from()))
                .put("to", Json.time(period.to()))
                .put("open", period.from().equals(account.since()))
                .put("source", period.reads().sourceText().orElse(null));
    }

    static ObjectNode day(Account account, Days.Day day) {
        var period = day.period();
        return amounts(Json.object().put("date", day.date().toString()), period.reading())
                .put("period", period.id(account.id()))
                .put("carried", day.carried())
                .put("complete", day.complete())
                .put("source", period.reads().sourceText().orElse(null));
    }

    private static ObjectNode amounts(ObjectNode node, Reading reading) {
        return node.put("available_balance", reading.available().major())
                .put("ledger_balance", reading.ledger().major())
                .put("currency", reading.currency().name());
    }
}
