package org.openbalance.notice;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.openbalance.store.Condition;
import org.openbalance.store.Due;
import org.openbalance.store.Item;
import org.openbalance.store.Outcome;
import org.openbalance.store.Table;
import org.openbalance.store.Write;

/// Queues the deliveries that are due: those whose wait is longer than a queue's, and those whose message was lost or
/// never sent. For whoever runs each minute.
@Singleton
public final class Sweep {

    private static final int AT_ONCE = 100;

    private final Table table;
    private final Outbox outbox;
    private final InstantSource clock;

    Sweep(Table table, Outbox outbox, InstantSource clock) {
        this.table = table;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// Sweeps until nothing is due, [NoticeLimits#SWEPT] are queued, or the deadline has passed.
    ///
    /// Two sweeps at once never queue one delivery twice.
    ///
    /// @return how many were queued
    public int sweep(Instant deadline) {
        var queued = 0;
        for (var shard : Delivery.SHARDS.names()) {
            var some = some(shard);
            while (!some.isEmpty()
                    && queued < NoticeLimits.SWEPT
                    && clock.instant().isBefore(deadline)) {
                var claimed =
                        some.stream().flatMap(item -> claim(item).stream()).toList();
                outbox.send(claimed);
                queued += claimed.size();
                some = some.size() < AT_ONCE || claimed.isEmpty() ? List.of() : some(shard);
            }
        }
        return queued;
    }

    private List<Item> some(String shard) {
        return table.query(Due.until(shard, clock.instant(), AT_ONCE));
    }

    /// The index may show what another sweep has claimed already.
    private Optional<Ticket> claim(Item due) {
        var change = Write.change(due.key())
                .set(Delivery.DUE, clock.instant().plus(NoticeLimits.SWEPT_LEASE))
                .when(Condition.equal(Delivery.DUE, due.instant(Delivery.DUE)));
        return switch (table.write(change)) {
            case Outcome.Done done ->
                done.item().map(item -> new Ticket(item.key(), (int) item.number(Delivery.TRIES)));
            case Outcome.Refused _ -> Optional.empty();
        };
    }
}
