package org.openbalance.transaction;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.openbalance.account.RemovedWithCustomer;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.DueSweep;
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;

/// Lines go with their account: nobody reads them from the moment on that it is deleted, and they are deleted in the
/// background. For whoever runs each minute.
@Singleton
public final class RemovedLines implements RemovedWithCustomer {

    private static final int AT_ONCE = 50;

    /// Taken on in one run; the next minute goes on.
    private static final int MOST = 1_000;

    private final Transactions transactions;
    private final Table table;
    private final InstantSource clock;

    RemovedLines(Transactions transactions, Table table, InstantSource clock) {
        this.transactions = transactions;
        this.table = table;
        this.clock = clock;
    }

    @Override
    public List<Write> removing(Tenant tenant, String account) {
        return transactions.removing(tenant, account);
    }

    /// All that is kept of a customer is kept of the accounts.
    @Override
    public void removeAll(Tenant tenant, String customer) {}

    /// Deletes what is due, until nothing is or the deadline has passed. Two at once do what one does.
    public DueSweep.Result sweep(Instant until) {
        var range = new DueSweep.Range(Head.REMOVALS.names(), clock.instant(), AT_ONCE, MOST, until);
        return new DueSweep(table, clock)
                .run(range, entries -> DueSweep.each(entries, entry -> isPurged(entry, until)));
    }

    /// The index may still show what another sweep has done.
    private boolean isPurged(Item entry, Instant until) {
        var removed = table.getLatest(entry.key()).filter(item -> item.has(Index.DUE.sort()));
        if (removed.isEmpty()) {
            return false;
        }
        var gone = transactions.purge(removed.get());
        while (!gone && clock.instant().isBefore(until)) {
            gone = transactions.purge(removed.get());
        }
        return gone
                && table.write(Head.purged(removed.get(), clock.instant().truncatedTo(ChronoUnit.SECONDS)))
                        .done();
    }
}
