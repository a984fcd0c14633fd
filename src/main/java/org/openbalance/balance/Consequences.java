package org.openbalance.balance;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.openbalance.bank.Reading;
import org.openbalance.link.Account;
import org.openbalance.link.Watch;
import org.openbalance.notice.About;
import org.openbalance.notice.Alerts;
import org.openbalance.notice.Event;
import org.openbalance.notice.Notices;
import org.openbalance.store.Write;

/// What a reading brings with it in the same transaction: the alerts it touches, and what its owner is told.
@Singleton
final class Consequences {

    private final Alerts alerts;
    private final Notices notices;

    Consequences(Alerts alerts, Notices notices) {
        this.alerts = alerts;
        this.notices = notices;
    }

    /// @param watch how the account stands with its alerts then
    /// @param writes what else stands in the transaction of the reading
    /// @param after sends what was raised, once that is committed
    record Following(Watch watch, List<Write> writes, Runnable after) {}

    /// A balance that has not changed, under alerts that have not either, brings nothing and costs nothing.
    ///
    /// @param about the login it was read by
    Following of(About about, Account before, Reading reading, Instant readAt) {
        var changed = !before.reading().equals(reading);
        var compares = before.watch().outdated() || changed && before.watch().watched();
        if (!changed && !compares) {
            return new Following(before.watch(), List.of(), () -> {});
        }
        var account = about.account(before.id());
        var sequence = changed ? before.sequence() + 1 : before.sequence();
        var events = new ArrayList<Event>();
        if (changed) {
            events.add(Event.balanceUpdated(account, sequence, readAt, readAt));
        }
        var watch = before.watch();
        if (compares) {
            var found = alerts.evaluate(account, reading, watch.low(), sequence, readAt);
            events.addAll(found.events());
            watch = watch.evaluated(found.low(), found.watched());
        }
        var raised = notices.raise(events);
        return new Following(watch, raised.writes(), () -> notices.dispatch(raised));
    }
}
