package org.openbalance.alert;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.openbalance.account.RemovedWithCustomer;
import org.openbalance.api.Json;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.listing.Counters;
import org.openbalance.reading.AlertEvaluator;
import org.openbalance.webhook.Event;
import org.openbalance.webhook.EventSubject;
import org.openbalance.webhook.WebhookLimits;

/// Watches accounts for low funds.
///
/// Which alerts an account is low for is stored on the account itself: this state and the event that reports it are
/// written in one transaction, so that every fall and every recovery is reported once.
@Singleton
public final class Alerts implements AlertEvaluator, RemovedWithCustomer {

    private final Table table;

    public Alerts(Table table) {
        this.table = table;
    }

    /// An alert of `low` that was removed meanwhile is forgotten without an event.
    @Override
    public Evaluation evaluate(EventSubject subject, BalanceAmounts now, Set<String> low, long sequence, Instant at) {
        var account = subject.account().orElseThrow();
        var watching = watching(subject.tenant(), subject.customer().orElseThrow(), account, now.currency());
        var after = new LinkedHashSet<String>();
        var events = new ArrayList<Event>();
        for (var alert : watching) {
            var wasLow = low.contains(alert.id());
            var isLow = alert.low(now, wasLow);
            if (isLow) {
                after.add(alert.id());
            }
            if (isLow && !wasLow) {
                events.add(Event.balanceLow(subject, sequence, Json.tree(AlertAnswer.InEvent.of(alert)), at));
            }
            if (wasLow && !isLow) {
                events.add(Event.balanceRecovered(subject, sequence, Json.tree(AlertAnswer.InEvent.of(alert)), at));
            }
        }
        return new Evaluation(!watching.isEmpty(), Set.copyOf(after), List.copyOf(events));
    }

    /// The alerts that watch an account, the oldest first, [WebhookLimits#ALERTS_AN_ACCOUNT] at most.
    private List<Alert> watching(Tenant tenant, String customer, String account, Currency currency) {
        return ofCustomer(tenant, customer).stream()
                .filter(alert -> alert.watches(account, currency))
                .sorted(Comparator.comparing(Alert::createdAt).thenComparing(Alert::id))
                .limit(WebhookLimits.ALERTS_AN_ACCOUNT)
                .toList();
    }

    /// Forgets the alerts of a customer that is being removed, whose accounts are gone.
    @Override
    public void removeAll(Tenant tenant, String customer) {
        ofCustomer(tenant, customer).forEach(alert -> {
            var writes = new ArrayList<Write>();
            writes.add(Write.delete(Alert.key(tenant, customer, alert.id())).when(Condition.exists()));
            writes.addAll(new Counters.Tally()
                    .ofOwner(tenant, Alert.KIND, alert.id(), alert.createdAt(), -1)
                    .writes());
            table.commit(writes);
        });
        table.write(Write.delete(Alert.revisionKey(tenant, customer)));
    }

    List<Alert> ofCustomer(Tenant tenant, String customer) {
        return table
                .query(Query.of(Alert.partition(tenant, customer))
                        .startingWith(Alert.KIND + '#')
                        .latest())
                .stream()
                .map(Alert::of)
                .toList();
    }
}
