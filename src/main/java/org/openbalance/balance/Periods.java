package org.openbalance.balance;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openbalance.link.Account;
import org.openbalance.link.Period;
import org.openbalance.store.Listing;
import org.openbalance.store.Query;
import org.openbalance.store.Table;

/// The history of a balance: the open period from the account itself, the closed ones by one Query.
@Singleton
final class Periods {

    private final Table table;

    Periods(Table table) {
        this.table = table;
    }

    /// The latest [BalanceLimits#PERIODS], newest first.
    ///
    /// @param within only what touches this range
    List<Period> of(Account account, Optional<Listing.Range> within) {
        var partition = Account.key(account.tenant(), account.id()).partition();
        var query = within.map(range -> Query.of(partition).between(Period.PREFIX, Period.sort(range.to())))
                .orElseGet(() -> Query.of(partition).startingWith(Period.PREFIX))
                .descending()
                .atMost(BalanceLimits.PERIODS);
        var periods = new ArrayList<Period>();
        periods.add(Period.open(account));
        table.query(query).forEach(item -> periods.add(Period.of(item)));
        return periods.stream()
                .filter(period -> within.map(range -> touches(period, range)).orElse(true))
                .limit(BalanceLimits.PERIODS)
                .toList();
    }

    private static boolean touches(Period period, Listing.Range range) {
        return !period.from().isAfter(range.to()) && !period.to().isBefore(range.from());
    }
}
