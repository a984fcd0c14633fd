package org.openbalance.notice;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.openbalance.bank.CurrencyCode;
import org.openbalance.bank.Reading;
import org.openbalance.store.Condition;
import org.openbalance.store.Counters;
import org.openbalance.store.Query;
import org.openbalance.store.Table;
import org.openbalance.store.Tenant;
import org.openbalance.store.Write;

/// Watches accounts for low funds.
///
/// Which alerts an account is low for stands on the account itself: what is told of it and the state that was told
/// change in one transaction, so that every fall and every recovery is told once.
@Singleton
public final class Alerts {

    private final Table table;

    public Alerts(Table table) {
        this.table = table;
    }

    /// What a reading means to the alerts that watch its account.
    ///
    /// @param watched whether any alert watches it; without one, no reading needs this question until alerts change
    /// @param low the alerts that it is low for now, to be written on the account
    /// @param events what the owner is to be told, to be raised in the same transaction
    public record Evaluation(boolean watched, Set<String> low, List<Event> events) {}

    /// One Query.
    ///
    /// @param about names the tenant, the customer and the account
    /// @param low the alerts that the account was low for; one that is gone meanwhile is forgotten silently
    /// @param sequence of the account after this reading
    public Evaluation evaluate(About about, Reading now, Set<String> low, long sequence, Instant at) {
        var account = about.account().orElseThrow();
        var watching = watching(about.tenant(), about.customer().orElseThrow(), account, now.currency());
        var after = new LinkedHashSet<String>();
        var events = new ArrayList<Event>();
        for (var alert : watching) {
            var wasLow = low.contains(alert.id());
            var isLow = alert.low(now, wasLow);
            if (isLow) {
                after.add(alert.id());
            }
            if (isLow && !wasLow) {
                events.add(Event.balanceLow(about, sequence, alert, at));
            }
            if (wasLow && !isLow) {
                events.add(Event.balanceRecovered(about, sequence, alert, at));
            }
        }
        return new Evaluation(!watching.isEmpty(), Set.copyOf(after), List.copyOf(events));
    }

    /// The alerts that watch an account, the oldest first; more than [NoticeLimits#ALERTS_AN_ACCOUNT] can only come of
    /// two calls at once.
    private List<Alert> watching(Tenant tenant, String customer, String account, CurrencyCode currency) {
        return ofCustomer(tenant, customer).stream()
                .filter(alert -> alert.watches(account, currency))
                .sorted(Comparator.comparing(Alert::createdAt).thenComparing(Alert::id))
                .limit(NoticeLimits.ALERTS_AN_ACCOUNT)
                .toList();
    }

    /// Forgets the alerts of a customer that is being removed, whose accounts are gone.
    public void removeAll(Tenant tenant, String customer) {
        ofCustomer(tenant, customer).forEach(alert -> {
            var writes = new ArrayList<Write>();
            writes.add(Write.delete(Alert.key(tenant, customer, alert.id())).when(Condition.exists()));
            writes.addAll(new Counters.Tally()
                    .ofOwner(tenant, Alert.KIND, alert.id(), alert.createdAt(), -1)
                    .writes());
            table.commit(writes);
        });
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
