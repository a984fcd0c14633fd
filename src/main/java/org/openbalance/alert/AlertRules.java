package org.openbalance.alert;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openbalance.api.Problem;
import org.openbalance.money.Money;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.listing.Counters;
import org.openbalance.platform.listing.ListPage;
import org.openbalance.platform.listing.Listing;
import org.openbalance.platform.listing.PageRequest;
import org.openbalance.platform.vault.Vault;
import org.openbalance.webhook.WebhookLimits;

/// Makes, lists and removes alerts.
///
/// Each account that an alert watches is marked in the transaction that makes or removes it: the account's next read
/// looks at its alerts, whether its balance has changed or not.
@Singleton
final class AlertRules {

    private final Table table;
    private final Vault vault;
    private final Alerts alerts;
    private final AlertedAccounts watched;
    private final InstantSource clock;

    AlertRules(Table table, Vault vault, Alerts alerts, AlertedAccounts watched, InstantSource clock) {
        this.table = table;
        this.vault = vault;
        this.alerts = alerts;
        this.watched = watched;
        this.clock = clock;
    }

    /// Makes an alert, and has every account that it watches looked at: at once, and at its next read if that fails.
    ///
    /// @param account the only account to watch, of this customer
    /// @throws ApiException 409 past [WebhookLimits#ALERTS_A_CUSTOMER], or past
    /// [WebhookLimits#ALERTS_AN_ACCOUNT] on an account
    Alert create(
            Tenant tenant,
            String customer,
            Optional<String> account,
            Alert.On on,
            Money threshold,
            Money margin,
            List<AlertedAccounts.Holding> accounts) {
        var now = clock.instant();
        var alert = new Alert(Ids.next(now), tenant, customer, account, on, threshold, margin, now);
        var standing = alerts.ofCustomer(tenant, customer);
        require(alert, standing, accounts);
        var concerned = accounts.stream()
                .filter(one -> alert.watches(one.id(), one.amounts().currency()))
                .toList();
        change(Write.create(alert.toItem()), alert, 1, concerned);
        concerned.forEach(watched::evaluate);
        return alert;
    }

    private static void require(Alert alert, List<Alert> standing, List<AlertedAccounts.Holding> accounts) {
        if (standing.size() >= WebhookLimits.ALERTS_A_CUSTOMER) {
            throw Problem.conflict("A customer has " + WebhookLimits.ALERTS_A_CUSTOMER + " alerts at most")
                    .exception();
        }
        for (var one : accounts) {
            var currency = one.amounts().currency();
            var watching = standing.stream()
                    .filter(other -> other.watches(one.id(), currency))
                    .count();
            if (alert.watches(one.id(), currency) && watching >= WebhookLimits.ALERTS_AN_ACCOUNT) {
                throw Problem.conflict("An account is watched by " + WebhookLimits.ALERTS_AN_ACCOUNT
                                + " alerts at most; remove one first")
                        .exception();
            }
        }
    }

    /// Removing twice is removing once. What is low for it is so no more, silently.
    ///
    /// @return whether it was there
    boolean remove(Tenant tenant, String id) {
        var found = find(tenant, id);
        found.ifPresent(alert -> change(
                Write.delete(Alert.key(tenant, alert.customer(), id)).when(Condition.exists()),
                alert,
                -1,
                watched.ofCustomer(tenant, alert.customer()).stream()
                        .filter(one -> alert.watches(one.id(), one.amounts().currency()))
                        .toList()));
        return found.isPresent();
    }

    /// The change of an alert, its total and the accounts' marks: one transaction as far as it reaches, further ones
    /// for what is left.
    private void change(Write write, Alert alert, int count, List<AlertedAccounts.Holding> concerned) {
        var writes = new ArrayList<Write>();
        writes.add(write);
        writes.addAll(new Counters.Tally()
                .ofOwner(alert.tenant(), Alert.KIND, alert.id(), alert.createdAt(), count)
                .writes());
        for (var account : concerned) {
            if (writes.size() == Table.TRANSACTION_LIMIT) {
                commit(writes);
                writes.clear();
            }
            writes.add(watched.touch(account));
        }
        commit(writes);
    }

    private void commit(List<Write> writes) {
        if (!table.commit(writes).done()) {
            throw Problem.conflict("The alerts or accounts of this customer changed meanwhile; try again")
                    .exception();
        }
    }

    ListPage list(Tenant tenant, PageRequest request) {
        return Listing.ofOwner(tenant, Alert.KIND).page(table, vault, request);
    }

    /// Found by its place among the owner's alerts: an id begins with the second that it was made in.
    private Optional<Alert> find(Tenant tenant, String id) {
        var second = Instant.ofEpochSecond(Long.parseLong(id, 0, 8, 16));
        var range = new Listing.Range(second, second.plusMillis(999));
        return Listing.ofOwner(tenant, Alert.KIND).within(range).all(table).stream()
                .map(Alert::of)
                .filter(alert -> alert.id().equals(id))
                .findFirst();
    }
}
