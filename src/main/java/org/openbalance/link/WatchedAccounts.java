package org.openbalance.link;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.openbalance.bank.Banks;
import org.openbalance.consent.Coverage;
import org.openbalance.notice.Alerts;
import org.openbalance.notice.Notices;
import org.openbalance.notice.Watched;
import org.openbalance.store.Condition;
import org.openbalance.store.Item;
import org.openbalance.store.Listing;
import org.openbalance.store.Table;
import org.openbalance.store.Tenant;
import org.openbalance.store.Write;

/// The accounts that alerts of low funds watch.
@Singleton
final class WatchedAccounts implements Watched {

    private static final int TRIES = 3;

    private final Table table;
    private final Accounts accounts;
    private final Records records;
    private final Alerts alerts;
    private final Notices notices;
    private final Banks banks;
    private final InstantSource clock;

    WatchedAccounts(
            Table table,
            Accounts accounts,
            Records records,
            Alerts alerts,
            Notices notices,
            Banks banks,
            InstantSource clock) {
        this.table = table;
        this.accounts = accounts;
        this.records = records;
        this.alerts = alerts;
        this.notices = notices;
        this.banks = banks;
        this.clock = clock;
    }

    @Override
    public Watched.Holding get(Tenant tenant, String account) {
        return watched(accounts.get(tenant, account));
    }

    @Override
    public List<Watched.Holding> ofCustomer(Tenant tenant, String customer) {
        return accounts.all(Listing.ofCustomer(tenant, Coverage.KIND, customer)).stream()
                .map(WatchedAccounts::watched)
                .toList();
    }

    private static Watched.Holding watched(Account account) {
        return new Watched.Holding(account.tenant(), account.id(), account.customer(), account.reading());
    }

    @Override
    public void requireCustomer(Tenant tenant, String customer) {
        accounts.requireCustomer(tenant, customer);
    }

    @Override
    public Write touch(Watched.Holding account) {
        return Write.change(Account.key(account.tenant(), account.id()))
                .add(Watch.REVISION, 1)
                .when(Condition.exists());
    }

    @Override
    public void evaluate(Watched.Holding account) {
        for (var attempt = 0; attempt < TRIES; attempt++) {
            var item = accounts.latest(account.tenant(), account.id())
                    .filter(found -> Coverage.readable(found, clock.instant()));
            if (item.isEmpty() || evaluate(item.get())) {
                return;
            }
        }
    }

    /// @return false if others wrote the account meanwhile
    private boolean evaluate(Item item) {
        var account = Account.of(item);
        var watch = account.watch();
        var record = records.find(account.tenant(), account.record());
        if (record.isEmpty() || !watch.outdated()) {
            return true;
        }
        var bank = banks.find(account.tenant().environment(), account.bank());
        var about = records.about(record.get(), bank).account(account.id());
        var found = alerts.evaluate(about, account.reading(), watch.low(), account.sequence(), clock.instant());
        var raised = notices.raise(found.events());
        var change = Write.change(item.key())
                .when(Condition.all(
                        Condition.equal(Coverage.STATE, Coverage.GRANTED),
                        Condition.equal(Account.AS_OF, account.asOf()),
                        Watch.unchanged(watch)));
        watch.evaluated(found.low(), found.watched()).writeTo(change);
        var writes = new ArrayList<Write>(raised.writes());
        writes.add(change);
        var done = table.commit(writes).done();
        if (done) {
            notices.dispatch(raised);
        }
        return done;
    }
}
