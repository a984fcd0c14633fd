package org.openbalance.reading;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.openbalance.account.Account;
import org.openbalance.account.AlertState;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.webhook.Event;
import org.openbalance.webhook.EventPublisher;
import org.openbalance.webhook.EventSubject;

/// What a reading brings with it in the same transaction: the alerts it touches, and the events for its owner.
@Singleton
final class ReadingEvents {

    private final AlertEvaluator alerts;
    private final EventPublisher publisher;

    ReadingEvents(AlertEvaluator alerts, EventPublisher publisher) {
        this.alerts = alerts;
        this.publisher = publisher;
    }

    /// @param alertState how the account stands with its alerts then
    /// @param writes what else stands in the transaction of the reading
    /// @param after sends what was raised, once that is committed
    record Following(AlertState alertState, List<Write> writes, Runnable after) {}

    /// A balance that has not changed, under alerts that have not either, brings nothing and costs nothing.
    ///
    /// @param subject the login it was read by
    Following of(EventSubject subject, Account before, BalanceAmounts amounts, Instant readAt) {
        var changed = !before.amounts().equals(amounts);
        var compares =
                before.alertState().outdated() || changed && before.alertState().watched();
        if (!changed && !compares) {
            return new Following(before.alertState(), List.of(), () -> {});
        }
        var account = subject.account(before.id());
        var sequence = changed ? before.sequence() + 1 : before.sequence();
        var events = new ArrayList<Event>();
        if (changed) {
            events.add(Event.balanceUpdated(account, sequence, readAt, readAt));
        }
        var alertState = before.alertState();
        if (compares) {
            var found = alerts.evaluate(account, amounts, alertState.low(), sequence, readAt);
            events.addAll(found.events());
            alertState = alertState.evaluated(found.low(), found.watched());
        }
        var pending = publisher.raise(events);
        return new Following(alertState, pending.writes(), () -> publisher.dispatch(pending));
    }
}
