package org.openbalance.webhook;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.DueSweep;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.Outcome;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;

/// Queues the deliveries that are due: those whose wait is longer than a queue's, and those whose message was lost or
/// never sent. For whoever runs each minute.
@Singleton
public final class DeliverySweep {

    private static final int AT_ONCE = 100;

    private final Table table;
    private final DeliveryQueue deliveryQueue;
    private final InstantSource clock;

    DeliverySweep(Table table, DeliveryQueue deliveryQueue, InstantSource clock) {
        this.table = table;
        this.deliveryQueue = deliveryQueue;
        this.clock = clock;
    }

    /// Sweeps until nothing is due, [WebhookLimits#SWEPT] are queued, or the deadline has passed.
    ///
    /// Two sweeps at once never queue one delivery twice.
    public DueSweep.Result sweep(Instant deadline) {
        var range =
                new DueSweep.Range(Delivery.SHARDS.names(), clock.instant(), AT_ONCE, WebhookLimits.SWEPT, deadline);
        return new DueSweep(table, clock).run(range, this::queue);
    }

    /// What was claimed before an entry that cannot be is queued all the same.
    private DueSweep.Slice queue(List<Item> entries) {
        var claimed = new ArrayList<DeliveryMessage>();
        var slice = DueSweep.each(entries, item -> {
            var message = claim(item);
            message.ifPresent(claimed::add);
            return message.isPresent();
        });
        deliveryQueue.send(claimed);
        return slice;
    }

    /// The index may show what another sweep has claimed already.
    private Optional<DeliveryMessage> claim(Item due) {
        var change = Write.change(due.key())
                .set(Delivery.DUE, clock.instant().plus(WebhookLimits.SWEPT_LEASE))
                .when(Condition.equal(Delivery.DUE, due.instant(Delivery.DUE)));
        return switch (table.write(change)) {
            case Outcome.Done done ->
                done.item().map(item -> new DeliveryMessage(item.key(), (int) item.number(Delivery.TRIES)));
            case Outcome.Refused _ -> Optional.empty();
        };
    }
}
