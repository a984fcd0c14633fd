package org.openbalance.notice;

import java.time.InstantSource;
import java.util.Optional;
import org.openbalance.local.LocalTable;
import org.openbalance.store.PlainVault;
import org.openbalance.store.Queues;
import org.openbalance.store.Table;

/// Notices without an application around them, for tests of what raises them.
public final class PlainNotices {

    private PlainNotices() {}

    public static Notices of(Table table) {
        var clock = InstantSource.system();
        var vault = PlainVault.of(table, LocalTable.KEY_FILE);
        var outbox = new Outbox(new Queues(null, Optional.empty(), Optional.empty(), Optional.empty()));
        var subscriptions = new Subscriptions(table, vault, clock, true);
        return new Notices(table, vault, subscriptions, outbox, clock, Optional.empty());
    }
}
