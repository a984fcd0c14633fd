package org.openbalance.transaction;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.openbalance.account.Account;
import org.openbalance.bank.DaySpan;
import org.openbalance.platform.ParallelCalls;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.vault.Vault;

/// One way through the lines of several accounts, in the order of [LineLists]. The open item of each is read once.
final class LineWalk {

    private static final Comparator<LineOfAccount> NEWEST_FIRST = Comparator.comparing(
                    (LineOfAccount one) -> one.line().date())
            .thenComparing(one -> Place.codeOf(one.line().id()))
            .thenComparing(one -> one.line().place().number())
            .reversed();

    private final StoredLines stored;
    private final Vault vault;
    private final AccountRounds rounds;
    private final Tenant tenant;
    private final AccountsOfLines of;
    private final Optional<DaySpan> days;
    private final Instant now;
    private final Map<String, Head> heads = new ConcurrentHashMap<>();

    LineWalk(
            StoredLines stored,
            Vault vault,
            AccountRounds rounds,
            Tenant tenant,
            AccountsOfLines of,
            Optional<DaySpan> days,
            Instant now) {
        this.stored = stored;
        this.vault = vault;
        this.rounds = rounds;
        this.tenant = tenant;
        this.of = of;
        this.days = days;
        this.now = now;
    }

    /// Where a walk goes on: behind a line of a round, or at the beginning of one.
    record Point(Optional<AccountRounds.Bounds> bounds, Optional<End> end) {}

    /// The line that was told last.
    record End(LocalDate date, String code, int number) {

        private static End at(Transaction line) {
            return new End(line.date(), Place.codeOf(line.id()), line.place().number());
        }

        /// What of one account was told up to it.
        private Pages.Position of(Account account) {
            var order = Place.code(account.id()).compareTo(code);
            return order < 0
                    ? new Pages.Position(date.plusDays(1), 0, 0, 0)
                    : new Pages.Position(date, order == 0 ? number : 0, 0, 0);
        }
    }

    /// @param next where it goes on; empty at the end of the list
    record Walked(List<LineOfAccount> lines, Optional<Point> next) {}

    /// @param skip lines that are passed by
    /// @param mostRounds after which it ends though it has not found enough
    Walked walk(Optional<Point> start, int skip, int limit, int mostRounds) {
        var lines = new ArrayList<LineOfAccount>();
        var round = rounds.again(tenant, of, start.flatMap(Point::bounds));
        var end = start.flatMap(Point::end);
        var left = skip;
        for (var visited = 1; ; visited++) {
            var most = left + limit - lines.size();
            // One more than is wanted tells whether the list goes on: what was counted before may have grown since.
            var found = newest(round, end, most + 1);
            var taken = found.subList(0, Math.min(most, found.size()));
            var passed = Math.min(left, taken.size());
            lines.addAll(taken.subList(passed, taken.size()));
            left -= passed;
            if (found.size() > most) {
                var last = End.at(taken.getLast().line());
                return new Walked(lines, Optional.of(new Point(round.bounds(), Optional.of(last))));
            }
            if (!round.more()) {
                return new Walked(lines, Optional.empty());
            }
            round = rounds.next(tenant, of, round);
            end = Optional.empty();
            if (lines.size() == limit || visited == mostRounds) {
                return new Walked(lines, Optional.of(new Point(round.bounds(), Optional.empty())));
            }
        }
    }

    private List<LineOfAccount> newest(AccountRounds.Round round, Optional<End> end, int most) {
        return each(round.accounts(), account -> newest(account, end, most)).stream()
                .flatMap(List::stream)
                .sorted(NEWEST_FIRST)
                .limit(most)
                .toList();
    }

    private List<LineOfAccount> newest(Account account, Optional<End> end, int most) {
        return pages(account).newest(head(account), end.map(told -> told.of(account)), most).stream()
                .map(line -> new LineOfAccount(line, account))
                .toList();
    }

    LineLists.Total total() {
        var round = rounds.again(tenant, of, Optional.empty());
        var lines = count(round);
        for (var counted = 1; round.more(); counted++) {
            if (lines > TransactionLimits.COUNTED || counted == TransactionLimits.ROUNDS_COUNTED) {
                return new LineLists.Total(lines, false);
            }
            round = rounds.next(tenant, of, round);
            lines += count(round);
        }
        return new LineLists.Total(lines, true);
    }

    private long count(AccountRounds.Round round) {
        return each(round.accounts(), account -> pages(account).total(head(account))).stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private Pages pages(Account account) {
        return new Pages(stored, vault, tenant, account.id(), days, account.linesFrom(), now);
    }

    private Head head(Account account) {
        return heads.computeIfAbsent(account.id(), id -> stored.head(tenant, id).orElse(Head.NONE));
    }

    private static <T> List<T> each(List<Account> accounts, Function<Account, T> work) {
        return accounts.size() == 1
                ? List.of(work.apply(accounts.getFirst()))
                : ParallelCalls.run(accounts.stream()
                        .<Callable<T>>map(account -> () -> work.apply(account))
                        .toList());
    }
}
