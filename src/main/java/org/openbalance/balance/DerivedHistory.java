package org.openbalance.balance;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.openbalance.account.Account;
import org.openbalance.account.BalancePeriod;
import org.openbalance.bank.DaySpan;
import org.openbalance.transaction.CoveredAccounts;
import org.openbalance.transaction.ReadDays;
import org.openbalance.transaction.Transactions;

/// The balances of an account before it was first read, by its lines ([DerivedPeriods]).
@Singleton
final class DerivedHistory {

    private final BalanceHistory history;
    private final Transactions transactions;
    private final CoveredAccounts covered;

    DerivedHistory(BalanceHistory history, Transactions transactions, CoveredAccounts covered) {
        this.history = history;
        this.transactions = transactions;
        this.covered = covered;
    }

    /// Newest first; none where lines may not be seen, or have not been read.
    ///
    /// @param earliest before which no balance is asked for
    List<BalancePeriod> of(Account account, ZoneId zone, LocalDate earliest) {
        var lines = ReadDays.of(account);
        return lines.read()
                .filter(days -> !days.last().isBefore(from(account, earliest)))
                .filter(_ -> covered.covers(account))
                .flatMap(days -> known(account, since(days, from(account, earliest)), lines.latest()))
                .map(known -> DerivedPeriods.of(known, zone))
                .orElseGet(List::of);
    }

    private static LocalDate from(Account account, LocalDate earliest) {
        return account.linesFrom().filter(earliest::isBefore).orElse(earliest);
    }

    private static DaySpan since(DaySpan days, LocalDate earliest) {
        return days.first().isBefore(earliest) ? new DaySpan(earliest, days.last()) : days;
    }

    private Optional<DerivedPeriods.Known> known(Account account, DaySpan days, Instant read) {
        return history.upTo(account, read, 1).periods().stream()
                .findFirst()
                .map(anchor -> new DerivedPeriods.Known(
                        anchor,
                        history.first(account),
                        // The bank's day may be the next one already.
                        transactions.between(
                                account.tenant(),
                                account.id(),
                                new DaySpan(days.first(), days.last().plusDays(1))),
                        days));
    }
}
