package org.openbalance.balance;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openbalance.account.Account;
import org.openbalance.account.BalancePeriod;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.listing.Listing;

/// The history of a balance: the open period from the account itself, the closed ones by one Query.
@Singleton
public final class BalanceHistory {

    private final Table table;

    public BalanceHistory(Table table) {
        this.table = table;
    }

    /// A stretch of the history, newest first.
    ///
    /// @param more whether there are older ones
    record Slice(List<BalancePeriod> periods, boolean more) {}

    /// The latest [BalanceLimits#PERIODS], newest first.
    ///
    /// @param within only what touches this range
    public List<BalancePeriod> of(Account account, Optional<Listing.Range> within) {
        var open = BalancePeriod.open(account);
        var latest = within.map(Listing.Range::to).filter(to -> to.isBefore(open.from()));
        var query = closed(account, latest.orElse(before(open))).atMost(BalanceLimits.PERIODS);
        var periods = new ArrayList<BalancePeriod>();
        periods.add(open);
        table.query(query).forEach(item -> periods.add(BalancePeriod.of(item)));
        return periods.stream()
                .filter(period -> within.map(range -> touches(period, range)).orElse(true))
                .limit(BalanceLimits.PERIODS)
                .toList();
    }

    /// The periods that began at an instant or before it. The Query is a consistent one: what a page leaves out, no
    /// later page would bring.
    Slice upTo(Account account, Instant latest, int most) {
        var open = BalancePeriod.open(account);
        var periods = new ArrayList<BalancePeriod>();
        if (!open.from().isAfter(latest)) {
            periods.add(open);
        }
        var end = periods.isEmpty() ? latest : before(open);
        var query = closed(account, end).atMost(most + 1 - periods.size()).latest();
        table.query(query).forEach(item -> periods.add(BalancePeriod.of(item)));
        return periods.size() > most ? new Slice(periods.subList(0, most), true) : new Slice(periods, false);
    }

    /// The open period, and those that began since an instant: the newest of them, if there are more than a limit.
    List<BalancePeriod> since(Account account, Instant earliest, int most) {
        var open = BalancePeriod.open(account);
        var periods = new ArrayList<BalancePeriod>();
        periods.add(open);
        if (earliest.isBefore(open.from())) {
            var partition = Account.key(account.tenant(), account.id()).partition();
            var query = Query.of(partition)
                    .between(BalancePeriod.sort(earliest), BalancePeriod.sort(before(open)))
                    .descending()
                    .atMost(most);
            table.query(query).forEach(item -> periods.add(BalancePeriod.of(item)));
        }
        return periods;
    }

    /// The one that the account was linked with.
    BalancePeriod first(Account account) {
        var partition = Account.key(account.tenant(), account.id()).partition();
        var open = BalancePeriod.open(account);
        return table
                .query(Query.of(partition)
                        .between(BalancePeriod.PREFIX, BalancePeriod.sort(before(open)))
                        .atMost(1)
                        .latest())
                .stream()
                .findFirst()
                .map(BalancePeriod::of)
                .orElse(open);
    }

    /// The open period may have been closed since the account was read: it must not stand here twice.
    private static Instant before(BalancePeriod open) {
        return open.from().minusMillis(1);
    }

    private static Query closed(Account account, Instant latest) {
        var partition = Account.key(account.tenant(), account.id()).partition();
        return Query.of(partition)
                .between(BalancePeriod.PREFIX, BalancePeriod.sort(latest))
                .descending();
    }

    private static boolean touches(BalancePeriod period, Listing.Range range) {
        return !period.from().isAfter(range.to()) && !period.to().isBefore(range.from());
    }
}
