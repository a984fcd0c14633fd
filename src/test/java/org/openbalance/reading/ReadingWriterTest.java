package org.openbalance.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.openbalance.account.Account;
import org.openbalance.account.AccountItems;
import org.openbalance.account.BalancePeriod;
import org.openbalance.account.PeriodReads;
import org.openbalance.alert.Alerts;
import org.openbalance.balance.BalanceHistory;
import org.openbalance.bank.AccountRead;
import org.openbalance.consent.AccountConsent;
import org.openbalance.local.LocalTable;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.Money;
import org.openbalance.owner.Owners;
import org.openbalance.platform.Environment;
import org.openbalance.platform.ParallelCalls;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Due;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.webhook.EventSubject;
import org.openbalance.webhook.PlainEventPublisher;

/// The history of a balance under reads of any order, amount and clock, over a real table: periods never overlap, and
/// no amount that an answer showed is ever lost.
@Tag("slow")
class ReadingWriterTest {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private static Table table;
    private static ReadingWriter readings;
    private static String owner;

    @BeforeContainer
    static void a_table() {
        table = LocalTable.open();
        var clock = InstantSource.system();
        owner = new Owners(table, clock).create("Company", "App", 90).owner().id();
        readings = new ReadingWriter(table, new ReadingEvents(new Alerts(table), PlainEventPublisher.of(table)));
    }

    /// A read at the bank.
    ///
    /// @param later milliseconds on the reader's clock since the read before; clocks step back as well
    /// @param stale how many states ago the reader saw the account
    private record Read(long amount, long later, int stale) {}

    @Property(tries = 60)
    void every_read_stands_in_the_history_and_periods_never_overlap(@ForAll("reads") List<Read> reads) {
        var states = new ArrayList<>(List.of(linked(amounts(0))));
        var clock = BEGIN;
        for (var read : reads) {
            clock = clock.plusMillis(read.later());
            var seen = states.get(Math.max(0, states.size() - 1 - read.stale()));
            var before = states.getLast();
            var after = connection(seen, amounts(read.amount()), clock);

            var late = !before.asOf().isBefore(seen.nextRead(clock));
            assertThat(after).isEqualTo(stored(after));
            assertThat(after.amounts()).isEqualTo(late ? before.amounts() : amounts(read.amount()));
            assertThat(after.asOf()).isEqualTo(late ? before.asOf() : seen.nextRead(clock));
            states.add(after);
        }
        var history = history(states.getLast());
        sound(history, states.getLast());
        states.forEach(state -> holds(history, state));
        assertThat(history).hasSize(changes(states) + 1);
        history.forEach(period -> assertThat(period.reads().gaps()).isEqualTo(gaps(states, period)));
        assertThat(history)
                .extracting(period -> period.reads().source().orElseThrow())
                .containsOnlyOnce(PeriodReads.Source.LINK);
        assertThat(history.getLast().reads().source()).contains(PeriodReads.Source.LINK);
    }

    /// The reads of a period that lie twenty hours and more apart.
    private static List<PeriodReads.Gap> gaps(List<Account> states, BalancePeriod period) {
        var gaps = new ArrayList<PeriodReads.Gap>();
        for (var place = 1; place < states.size(); place++) {
            var before = states.get(place - 1);
            var after = states.get(place);
            if (after.since().equals(period.from())
                    && before.since().equals(period.from())
                    && !after.asOf().isBefore(before.asOf().plus(Duration.ofHours(20)))) {
                gaps.add(new PeriodReads.Gap(before.asOf(), after.asOf()));
            }
        }
        return gaps;
    }

    @Property(tries = 12)
    void reads_at_once_leave_a_sound_history_with_every_amount_they_answered(@ForAll("together") List<Read> reads) {
        var account = linked(amounts(0));
        var at = BEGIN.plusSeconds(60);
        var calls = reads.stream()
                .<Callable<Account>>map(
                        read -> () -> connection(account, amounts(read.amount()), at.plusMillis(read.later())))
                .toList();

        var answers = ParallelCalls.run(calls);

        var history = history(stored(account));
        sound(history, stored(account));
        answers.forEach(answer -> holds(history, answer));
        var latest = answers.stream().max(Comparator.comparing(Account::asOf)).orElseThrow();
        assertThat(history.getFirst().amounts()).isEqualTo(latest.amounts());
    }

    @Example
    void a_read_after_the_clock_went_back_is_kept_and_told_as_the_latest() {
        var account = connection(linked(amounts(0)), amounts(1), BEGIN.plusSeconds(60));

        var after = connection(account, amounts(2), BEGIN.minus(Duration.ofHours(1)));

        assertThat(after.amounts()).isEqualTo(amounts(2));
        assertThat(after.asOf()).isEqualTo(BEGIN.plusSeconds(60).plusMillis(1));
    }

    @Example
    void a_claimed_read_whose_claim_another_took_over_is_not_written() {
        var account = connection(linked(amounts(0)), amounts(1), BEGIN.plusSeconds(60));
        var lease = BEGIN.plusSeconds(1000);
        table.write(Write.change(Account.readStateKey(account.tenant(), account.id()))
                .set(AccountConsent.LEASE, lease));
        var next = new Due.Place("read#1", BEGIN.plusSeconds(5000));
        var move = Optional.of(Move.first(account.connection(), Optional.of(next), Optional.of(lease)));
        var at = BEGIN.plusSeconds(90);

        assertThat(readings.record(account, reading(account, amounts(2), at), move))
                .isPresent();
        assertThat(readings.record(account, reading(account, amounts(3), at.plusSeconds(1)), move))
                .isEmpty();

        assertThat(stored(account).schedule().schedule().due()).contains(next);

        assertThat(stored(account).amounts()).isEqualTo(amounts(2));
        assertThat(stored(account).sequence()).isEqualTo(2);
    }

    @Example
    void a_claim_is_given_back_where_somebody_who_waited_read_later() {
        var account = linked(amounts(0));
        var lease = BEGIN.plusSeconds(1000);
        table.write(Write.change(Account.readStateKey(account.tenant(), account.id()))
                .set(AccountConsent.LEASE, lease));
        connection(account, amounts(7), BEGIN.plusSeconds(99));
        var next = new Due.Place("read#1", BEGIN.plusSeconds(5000));
        var move = Optional.of(Move.first(account.connection(), Optional.of(next), Optional.of(lease)));

        var after = readings.record(account, reading(account, amounts(2), BEGIN.plusSeconds(90)), move);

        assertThat(after.orElseThrow().amounts()).isEqualTo(amounts(7));
        assertThat(stored(account).schedule().lease()).isEmpty();
        assertThat(stored(account).schedule().schedule().due()).contains(next);
    }

    @Example
    void an_account_that_was_linked_anew_meanwhile_keeps_the_schedule_of_its_new_connection() {
        var before = linked(amounts(0));
        var due = new Due.Place("read#2", BEGIN.plusSeconds(9000));
        table.write(Write.change(Account.readStateKey(before.tenant(), before.id()))
                .set(Account.RECORD, "another")
                .due(Optional.of(due)));
        table.write(Write.change(Account.key(before.tenant(), before.id())).set("records", List.of("another")));
        var late = Optional.of(new Move(
                before.connection(),
                Optional.of(new Due.Place("read#1", BEGIN)),
                false,
                Optional.empty(),
                ProductsRead.Marks.NONE));

        assertThat(readings.record(before, reading(before, amounts(5), BEGIN.plusSeconds(90)), late))
                .isEmpty();

        assertThat(stored(before).schedule().schedule().due()).contains(due);
        assertThat(stored(before).amounts()).isEqualTo(amounts(0));
    }

    /// Newest first, each ending before the next began, neighbours with different amounts, the open one as the account.
    private static void sound(List<BalancePeriod> history, Account account) {
        assertThat(history.getFirst()).isEqualTo(BalancePeriod.open(account));
        for (var place = 1; place < history.size(); place++) {
            var newer = history.get(place - 1);
            var older = history.get(place);
            assertThat(older.to()).isBefore(newer.from());
            assertThat(older.amounts()).isNotEqualTo(newer.amounts());
        }
    }

    private static void holds(List<BalancePeriod> history, Account answered) {
        assertThat(history)
                .filteredOn(period ->
                        !period.from().isAfter(answered.asOf()) && !period.to().isBefore(answered.asOf()))
                .extracting(BalancePeriod::amounts)
                .containsExactly(answered.amounts());
    }

    private static int changes(List<Account> states) {
        var changes = 0;
        for (var place = 1; place < states.size(); place++) {
            changes += states.get(place).amounts().equals(states.get(place - 1).amounts()) ? 0 : 1;
        }
        return changes;
    }

    private static Account connection(Account account, BalanceAmounts amounts, Instant at) {
        return readings.record(account, reading(account, amounts, at), Optional.empty())
                .orElseThrow();
    }

    private static ReadingWriter.Reading reading(Account account, BalanceAmounts amounts, Instant at) {
        var subject = EventSubject.of(account.tenant())
                .connection(account.connection())
                .customer(account.customer());
        return new ReadingWriter.Reading(subject, new AccountRead.Value<>(amounts), at, PeriodReads.Source.CHECK);
    }

    private static List<BalancePeriod> history(Account account) {
        return new BalanceHistory(table).of(account, Optional.empty());
    }

    private static Account stored(Account account) {
        return Account.of(Account.latest(table, account.tenant(), account.id()).orElseThrow());
    }

    private static BalanceAmounts amounts(long amount) {
        return new BalanceAmounts(
                new Money(amount, Currency.getInstance("NGN")), new Money(amount / 2, Currency.getInstance("NGN")));
    }

    private static Account linked(BalanceAmounts amounts) {
        var account = AccountItems.linked(new Tenant(owner, Environment.SANDBOX), "any-bank", amounts, BEGIN);
        assertThat(table.commit(AccountItems.of(account)).done()).isTrue();
        return account;
    }

    @Provide
    Arbitrary<List<Read>> reads() {
        var later = Arbitraries.oneOf(
                Arbitraries.just(0L),
                Arbitraries.longs().between(1, 100_000),
                Arbitraries.longs().between(1, Duration.ofDays(3).toMillis()),
                Arbitraries.longs().between(-100_000, -1));
        var stale = Arbitraries.frequency(Tuple.of(4, 0), Tuple.of(1, 1), Tuple.of(1, 3));
        return Combinators.combine(Arbitraries.longs().between(-2, 2), later, stale)
                .as(Read::new)
                .list()
                .ofMaxSize(25);
    }

    /// So many at once as tries are allowed: each that is refused was refused by another that was written.
    @Provide
    Arbitrary<List<Read>> together() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 3), Arbitraries.longs().between(0, 5), Arbitraries.just(0))
                .as(Read::new)
                .list()
                .ofMinSize(2)
                .ofMaxSize(ReadingLimits.WRITE_TRIES);
    }
}
