package org.openbalance.alert;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.openbalance.account.Account;
import org.openbalance.account.Accounts;
import org.openbalance.account.AlertState;
import org.openbalance.account.Connections;
import org.openbalance.bank.Banks;
import org.openbalance.consent.AccountConsent;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.listing.Listing;
import org.openbalance.webhook.EventPublisher;

/// The accounts that alerts of low funds watch.
@Singleton
final class AlertedAccounts {

    /// An account as an alert looks at it.
    record Holding(Tenant tenant, String id, String customer, BalanceAmounts amounts) {}

    private static final int TRIES = 3;

    private final Table table;
    private final Accounts accounts;
    private final Connections connections;
    private final Alerts alerts;
    private final EventPublisher publisher;
    private final Banks banks;
    private final InstantSource clock;

    AlertedAccounts(
            Table table,
            Accounts accounts,
            Connections connections,
            Alerts alerts,
            EventPublisher publisher,
            Banks banks,
            InstantSource clock) {
        this.table = table;
        this.accounts = accounts;
        this.connections = connections;
        this.alerts = alerts;
        this.publisher = publisher;
        this.banks = banks;
        this.clock = clock;
    }

    /// @throws org.openbalance.api.ApiException 404 if the tenant has no such account, 403 if its consent has ended
    Holding get(Tenant tenant, String account) {
        return watched(accounts.get(tenant, account));
    }

    /// Those under a consent in force.
    List<Holding> ofCustomer(Tenant tenant, String customer) {
        return accounts.all(Listing.ofCustomer(tenant, AccountConsent.KIND, customer)).stream()
                .map(AlertedAccounts::watched)
                .toList();
    }

    private static Holding watched(Account account) {
        return new Holding(account.tenant(), account.id(), account.customer(), account.amounts());
    }

    /// @throws org.openbalance.api.ApiException 404 if the tenant has no such customer
    void requireCustomer(Tenant tenant, String customer) {
        accounts.requireCustomer(tenant, customer);
    }

    /// Marks that the alerts of an account have changed: its next read compares them even if the balance has not.
    Write touch(Holding account) {
        return Write.change(Account.readStateKey(account.tenant(), account.id()))
                .add(AlertState.REVISION, 1)
                .when(Condition.exists());
    }

    /// Compares the stored balance of an account with its alerts now. If others write the account at this moment, it is
    /// left to its next read.
    void evaluate(Holding account) {
        for (var attempt = 0; attempt < TRIES; attempt++) {
            var item = accounts.latest(account.tenant(), account.id())
                    .filter(found -> AccountConsent.readable(found, clock.instant()));
            if (item.isEmpty() || evaluate(item.get())) {
                return;
            }
        }
    }

    /// @return false if others wrote the account meanwhile
    private boolean evaluate(Item item) {
        var account = Account.of(item);
        var alertState = account.alertState();
        var connection = connections.find(account.tenant(), account.connection());
        if (connection.isEmpty() || !alertState.outdated()) {
            return true;
        }
        var bank = banks.find(account.tenant().environment(), account.bank());
        var subject = connections.subject(connection.get(), bank).account(account.id());
        var found = alerts.evaluate(subject, account.amounts(), alertState.low(), account.sequence(), clock.instant());
        var pending = publisher.raise(found.events());
        var change = Write.change(Account.readStateKey(account.tenant(), account.id()))
                .when(Condition.all(
                        Condition.equal(AccountConsent.STATE, AccountConsent.GRANTED),
                        Condition.equal(Account.AS_OF, account.asOf()),
                        AlertState.unchanged(alertState)));
        alertState.evaluated(found.low(), found.watched()).writeTo(change);
        var writes = new ArrayList<Write>(pending.writes());
        writes.add(change);
        var done = table.commit(writes).done();
        if (done) {
            publisher.dispatch(pending);
        }
        return done;
    }
}
