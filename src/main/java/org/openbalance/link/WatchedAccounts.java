package org.openbalance.link;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.openbalance.bank.Banks;
import org.openbalance.consent.Coverage;
import org.openbalance.notice.About;
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
                .add(REVISION, 1)
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
        var low = Set.copyOf(item.texts(LOW));
        var about = about(account);
        var evaluation = alerts.evaluate(about, account.reading(), low, item.number(SEQUENCE, 0), clock.instant());
        var raised = notices.raise(evaluation.events());
        var revision = item.number(REVISION, 0);
        var writes = new ArrayList<Write>();
        var after = List.copyOf(evaluation.low());
        writes.add(Write.change(item.key())
                .set(LOW, after)
                .set(SEEN, revision)
                .set(ANY, evaluation.watched())
                .when(Condition.all(
                        Condition.equal(Coverage.STATE, Coverage.GRANTED),
                        Condition.equal(
                                Account.AVAILABLE, account.reading().available().minor()),
                        Condition.equal(
                                Account.LEDGER, account.reading().ledger().minor()),
                        same(item, REVISION),
                        item.has(LOW) ? Condition.equal(LOW, item.texts(LOW)) : Condition.lacks(LOW))));
        writes.addAll(raised.writes());
        var done = table.commit(writes).done();
        if (done) {
            notices.dispatch(raised);
        }
        return done;
    }

    private static Condition same(Item item, String attribute) {
        return item.has(attribute) ? Condition.equal(attribute, item.number(attribute)) : Condition.lacks(attribute);
    }

    private About about(Account account) {
        var record = records.find(account.tenant(), account.record());
        return About.of(account.tenant())
                .record(account.record())
                .customer(account.customer())
                .account(account.id())
                .consent(account.consent())
                .bank(banks.find(account.tenant().environment(), account.bank()))
                .callback(record.flatMap(Record::callback));
    }
}
