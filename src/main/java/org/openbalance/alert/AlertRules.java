package org.openbalance.alert;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openbalance.api.ApiException;
import org.openbalance.api.Effect;
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

    /// Of alerts that are made at once one is done each time, so that as many as an account may have all come through.
    private static final int MOST_ATTEMPTS = 12;

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
            List<AlertedAccounts.Holding> accounts,
            Effect<Alert> effect) {
        var now = clock.instant();
        var alert = new Alert(Ids.next(now), tenant, customer, account, on, threshold, margin, now);
        var concerned = accounts.stream()
                .filter(one -> alert.watches(one.id(), one.amounts().currency()))
                .toList();
        for (var attempt = 1; !add(alert, accounts, concerned, effect); attempt++) {
            if (attempt == MOST_ATTEMPTS) {
                throw meanwhile();
            }
        }
        Effect.then(() -> concerned.forEach(watched::evaluate));
        return alert;
    }

    /// The customer's revision is read before its alerts and moves on with each that is made: of those that are made at
    /// once, each counts all before it.
    ///
    /// @return false if another alert of the customer, or an account, changed meanwhile
    private boolean add(
            Alert alert,
            List<AlertedAccounts.Holding> accounts,
            List<AlertedAccounts.Holding> concerned,
            Effect<Alert> effect) {
        var revision = Alert.revisionKey(alert.tenant(), alert.customer());
        var seen = table.getLatest(revision).map(item -> item.number(Alert.REVISION));
        require(alert, alerts.ofCustomer(alert.tenant(), alert.customer()), accounts);
        var next = Write.change(revision)
                .add(Alert.REVISION, 1)
                .when(seen.map(number -> Condition.equal(Alert.REVISION, number))
                        .orElseGet(() -> Condition.lacks(Alert.REVISION)));
        return change(List.of(next, Write.create(alert.toItem())), alert, 1, concerned, effect);
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
    /// @return what was removed; empty if it was not there
    Optional<Alert> remove(Tenant tenant, String id, Effect<Alert> effect) {
        var found = find(tenant, id);
        found.ifPresent(alert -> {
            var concerned = watched.ofCustomer(tenant, alert.customer()).stream()
                    .filter(one -> alert.watches(one.id(), one.amounts().currency()))
                    .toList();
            var delete = Write.delete(Alert.key(tenant, alert.customer(), id)).when(Condition.exists());
            if (!change(List.of(delete), alert, -1, concerned, effect)) {
                throw meanwhile();
            }
        });
        return found;
    }

    private static ApiException meanwhile() {
        return Problem.conflict("The alerts or accounts of this customer changed meanwhile; try again")
                .exception();
    }

    /// The change of an alert, its total and the accounts' marks: one transaction as far as it reaches. Marks past it
    /// follow; an account that lacks one is compared when its balance changes.
    private boolean change(
            List<Write> first, Alert alert, int count, List<AlertedAccounts.Holding> concerned, Effect<Alert> effect) {
        var writes = new ArrayList<>(first);
        writes.addAll(new Counters.Tally()
                .ofOwner(alert.tenant(), Alert.KIND, alert.id(), alert.createdAt(), count)
                .writes());
        var marks = concerned.stream().map(watched::touch).toList();
        var together = Math.min(marks.size(), Table.TRANSACTION_LIMIT - 1 - writes.size());
        writes.addAll(marks.subList(0, together));
        var done = effect.commit(table, writes, alert).done();
        if (done) {
            Effect.then(() -> marks.subList(together, marks.size()).forEach(table::write));
        }
        return done;
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
