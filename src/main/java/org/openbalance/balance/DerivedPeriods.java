package org.openbalance.balance;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openbalance.account.BalancePeriod;
import org.openbalance.account.PeriodReads;
import org.openbalance.bank.DaySpan;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.Money;
import org.openbalance.transaction.Transaction;

/// What an account held at the ends of the days before it was first read: what it holds now, less what was booked
/// since. A day is left out, and all before it, where the lines do not add up to what the bank says itself: the
/// balance that it gives with a line, and the first balance that was read.
///
/// Lines have dates and no times, so of a day only its end is known.
final class DerivedPeriods {

    private final Known known;
    private final ZoneId zone;
    private final TreeMap<LocalDate, List<Transaction>> booked;
    private final LocalDate linked;
    private final Standing standing;

    /// What an account is worked back from.
    ///
    /// @param anchor the period that was open when the lines were last read
    /// @param first the first period that was read
    /// @param lines of the account, pending ones among them
    /// @param read the days of which all lines are known; the last is that of their last read
    record Known(BalancePeriod anchor, BalancePeriod first, List<Transaction> lines, DaySpan read) {}

    /// What stands between the booked and the available amount day after day, such as an agreed credit.
    private record Standing(Optional<Long> beside) {

        static Standing of(BalanceAmounts amounts, long pending) {
            var apart = amounts.availableMoney().flatMap(available -> amounts.ledgerMoney()
                    .map(ledger -> available.minor() - ledger.minor() - pending));
            var credit = amounts.credit().amount().map(Money::minor).orElse(0L);
            return new Standing(apart.filter(credit::equals));
        }

        BalanceAmounts at(Money ledger, BalanceAmounts like) {
            return new BalanceAmounts(
                    ledger.currency(),
                    beside.map(more -> new BalanceAmounts.Stated(
                            new Money(ledger.minor() + more, ledger.currency()), BalanceAmounts.Kind.AVAILABLE)),
                    Optional.of(new BalanceAmounts.Stated(ledger, BalanceAmounts.Kind.BOOKED)),
                    like.credit());
        }
    }

    private DerivedPeriods(Known known, ZoneId zone) {
        this.known = known;
        this.zone = zone;
        this.linked = LocalDate.ofInstant(known.first().from(), zone);
        this.booked = known.lines().stream()
                .filter(line -> !line.pending())
                .collect(Collectors.groupingBy(Transaction::date, TreeMap::new, Collectors.toList()));
        var pending = known.lines().stream().filter(Transaction::pending).toList();
        this.standing = Standing.of(known.anchor().amounts(), sum(pending));
    }

    /// Newest first, each from the end of a day to the end of the last one after it that nothing was booked on.
    static List<BalancePeriod> of(Known known, ZoneId zone) {
        var ledger = known.anchor().amounts().ledgerMoney();
        var first = known.first().amounts().ledgerMoney();
        var currency = known.anchor().amounts().currency();
        var comparable = first.isPresent()
                && known.first().amounts().currency() == currency
                && known.lines().stream().allMatch(line -> line.amount().currency() == currency);
        return ledger.isPresent() && comparable
                ? new DerivedPeriods(known, zone).back(ledger.get(), first.get())
                : List.of();
    }

    private List<BalancePeriod> back(Money ledger, Money first) {
        var periods = new ArrayList<BalancePeriod>();
        var day = known.read().last();
        var closing = ledger.minor()
                - sum(booked.tailMap(day, false).values().stream()
                        .flatMap(List::stream)
                        .toList());
        while (!day.isBefore(known.read().first()) && addsUp(day, closing, first.minor())) {
            if (day.isBefore(linked)) {
                add(periods, day, new Money(closing, ledger.currency()));
            }
            closing -= sum(on(day));
            day = day.minusDays(1);
        }
        return periods;
    }

    private boolean addsUp(LocalDate day, long closing, long first) {
        var stated = on(day).stream().flatMap(line -> line.balance().stream()).toList();
        var isStated = stated.isEmpty() || stated.stream().anyMatch(balance -> balance.minor() == closing);
        return isStated && (!day.equals(linked) || isReached(day, closing, first));
    }

    /// Whether the first balance that was read is one of those that the lines of its day lead through, whichever end
    /// of the day the bank begins with.
    private boolean isReached(LocalDate day, long closing, long first) {
        var lines = on(day);
        return isReached(lines, closing, first) || isReached(lines.reversed(), closing, first);
    }

    private static boolean isReached(List<Transaction> latestLast, long closing, long first) {
        var held = closing;
        for (var line : latestLast.reversed()) {
            if (held == first) {
                return true;
            }
            held -= line.amount().minor();
        }
        return held == first;
    }

    private void add(List<BalancePeriod> periods, LocalDate day, Money ledger) {
        var end = Days.Span.end(day, zone);
        var goesOn = !periods.isEmpty() && on(day.plusDays(1)).isEmpty();
        var to = goesOn ? periods.removeLast().to() : end;
        periods.add(new BalancePeriod(
                end, to, standing.at(ledger, known.anchor().amounts()), PeriodReads.of(PeriodReads.Source.DERIVED)));
    }

    private List<Transaction> on(LocalDate day) {
        return booked.getOrDefault(day, List.of());
    }

    private static long sum(List<Transaction> lines) {
        return lines.stream().mapToLong(line -> line.amount().minor()).reduce(0, Math::addExact);
    }
}
