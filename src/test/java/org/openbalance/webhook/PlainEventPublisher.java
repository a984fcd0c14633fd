package org.openbalance.webhook;

import java.time.InstantSource;
import java.util.Optional;
import org.openbalance.local.LocalTable;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.queue.Queues;
import org.openbalance.platform.vault.PlainVault;

/// Events without an application around them, for tests of what raises them.
public final class PlainEventPublisher {

    private PlainEventPublisher() {}

    public static EventPublisher of(Table table) {
        var clock = InstantSource.system();
        var vault = PlainVault.of(table, LocalTable.KEY_FILE);
        var deliveryQueue = new DeliveryQueue(new Queues(null, Optional.empty(), Optional.empty(), Optional.empty()));
        var subscriptions = new Subscriptions(table, vault, clock, true);
        return new EventPublisher(table, vault, subscriptions, deliveryQueue, clock, Optional.empty());
    }
}
