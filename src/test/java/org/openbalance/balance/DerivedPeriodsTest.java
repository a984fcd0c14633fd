package org.openbalance.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.openbalance.account.BalancePeriod;
import org.openbalance.account.PeriodReads;
import org.openbalance.bank.DaySpan;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.Money;
import org.openbalance.transaction.Transaction;

class DerivedPeriodsTest {

    private static final Currency NAIRA = Currency.getInstance("NGN");
    private static final ZoneId LAGOS = ZoneId.of("Africa/Lagos");
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 10);
    private static final DaySpan MONTH = new DaySpan(TODAY.minusDays(30), TODAY);
    private static final Instant NOON = TODAY.atTime(12, 0).atZone(LAGOS).toInstant();

    private final List<Transaction> lines = new ArrayList<>();

    @Example
    void a_day_ends_with_what_is_held_now_less_what_was_booked_since() {
        booked(0, -100);
        booked(-2, -2_000);
        booked(-2, 500);
        booked(-5, 30_000);

        var days = days(derived(50_000));

        assertThat(days)
                .containsEntry(-1, 50_100L)
                .containsEntry(-2, 50_100L)
                .containsEntry(-3, 51_600L)
                .containsEntry(-5, 51_600L)
                .containsEntry(-6, 21_600L)
                .containsEntry(-30, 21_600L);
        assertThat(days.firstKey()).isEqualTo(-30);
        assertThat(days.lastKey()).isEqualTo(-1);
    }

    @Example
    void days_on_which_nothing_was_booked_are_one_period_marked_as_derived() {
        booked(-4, -1_000);

        var periods = derived(10_000);

        assertThat(periods)
                .hasSize(2)
                .allSatisfy(period -> assertThat(period.reads().sourceText()).contains("derived"));
        assertThat(periods.getFirst().from()).isEqualTo(Days.Span.end(TODAY.minusDays(4), LAGOS));
        assertThat(periods.getFirst().to()).isEqualTo(Days.Span.end(TODAY.minusDays(1), LAGOS));
        assertThat(periods.getLast().to()).isEqualTo(Days.Span.end(TODAY.minusDays(5), LAGOS));
    }

    @Example
    void no_line_at_all_is_a_history_too() {
        assertThat(days(derived(700))).hasSize(30).containsValue(700L);
    }

    @Example
    void a_day_whose_stated_balance_is_another_ends_it() {
        booked(-2, -100, OptionalLong.of(1_000));
        booked(-4, -100, OptionalLong.of(9_999));
        booked(-6, -100, OptionalLong.of(1_200));

        assertThat(days(derived(1_000)).firstKey()).isEqualTo(-3);
    }

    @Example
    void nothing_is_known_where_todays_lines_do_not_lead_to_what_was_read_first() {
        booked(0, -100);

        assertThat(DerivedPeriods.of(known(period(1_000), period(1_100)), LAGOS))
                .isNotEmpty();
        assertThat(DerivedPeriods.of(known(period(1_000), period(1_050)), LAGOS))
                .isEmpty();
    }

    @Example
    void the_days_since_the_first_read_are_those_that_were_read() {
        booked(-3, -500);
        booked(-9, -500);
        var linked = new BalancePeriod(
                NOON.minusSeconds(86_400 * 7),
                NOON.minusSeconds(86_400 * 4),
                new BalanceAmounts(money(10_500), money(10_500)),
                PeriodReads.of(PeriodReads.Source.LINK));

        var days = days(DerivedPeriods.of(known(period(10_000), linked), LAGOS));

        assertThat(days.lastKey()).isEqualTo(-8);
        assertThat(days).containsEntry(-8, 10_500L).containsEntry(-10, 11_000L);
    }

    @Example
    void what_is_pending_was_never_held_and_an_agreed_credit_always() {
        lines.add(line(0, -300, OptionalLong.empty(), true));
        booked(-2, -1_000);
        var credit = new BalanceAmounts(
                NAIRA,
                Optional.of(new BalanceAmounts.Stated(money(14_700), BalanceAmounts.Kind.AVAILABLE)),
                Optional.of(new BalanceAmounts.Stated(money(10_000), BalanceAmounts.Kind.BOOKED)),
                BalanceAmounts.Credit.included(Optional.of(money(5_000))));
        var anchor = new BalancePeriod(NOON, NOON, credit, PeriodReads.of(PeriodReads.Source.LINK));

        var oldest = DerivedPeriods.of(known(anchor, anchor), LAGOS).getLast().amounts();

        assertThat(oldest.ledgerMoney()).contains(money(11_000));
        assertThat(oldest.availableMoney()).contains(money(16_000));
    }

    @Example
    void what_the_lines_do_not_explain_of_the_available_amount_is_not_made_up() {
        var held = new BalancePeriod(
                NOON, NOON, new BalanceAmounts(money(9_000), money(10_000)), PeriodReads.of(PeriodReads.Source.LINK));

        var oldest = DerivedPeriods.of(known(held, held), LAGOS).getLast().amounts();

        assertThat(oldest.ledgerMoney()).contains(money(10_000));
        assertThat(oldest.availableMoney()).isEmpty();
    }

    @Property
    void any_life_is_worked_back_to_the_kobo(@ForAll long seed) {
        var random = new Random(seed);
        lines.clear();
        var held = random.nextLong(1_000_000);
        var ends = new TreeMap<Integer, Long>();
        for (var day = -30; day <= 0; day++) {
            for (var more = random.nextInt(4); more > 0; more--) {
                var amount = random.nextLong(-50_000, 50_001);
                held += amount;
                booked(day, amount, random.nextInt(3) == 0 ? OptionalLong.of(held) : OptionalLong.empty());
            }
            ends.put(day, held);
        }
        // The last line of a day is among those that state its end, or none of the day's does.
        var stated = lines.stream().filter(line -> line.balance().isPresent()).toList();
        lines.replaceAll(line ->
                stated.contains(line) && !line.balance().orElseThrow().equals(money(ends.get(offset(line.date()))))
                        ? without(line)
                        : line);
        ends.remove(0);

        assertThat(days(derived(held))).isEqualTo(ends);
    }

    private List<BalancePeriod> derived(long now) {
        var open = period(now);
        return DerivedPeriods.of(known(open, open), LAGOS);
    }

    private DerivedPeriods.Known known(BalancePeriod anchor, BalancePeriod first) {
        return new DerivedPeriods.Known(anchor, first, lines, MONTH);
    }

    private static BalancePeriod period(long minor) {
        return new BalancePeriod(
                NOON, NOON, new BalanceAmounts(money(minor), money(minor)), PeriodReads.of(PeriodReads.Source.LINK));
    }

    /// What each day ended with, by its distance from today.
    private static TreeMap<Integer, Long> days(List<BalancePeriod> periods) {
        var ends = new TreeMap<Integer, Long>();
        for (var period : periods) {
            var last = LocalDate.ofInstant(period.to(), LAGOS);
            for (var day = LocalDate.ofInstant(period.from(), LAGOS); !day.isAfter(last); day = day.plusDays(1)) {
                assertThat(ends.put(
                                offset(day),
                                period.amounts().ledgerMoney().orElseThrow().minor()))
                        .isNull();
            }
        }
        return ends;
    }

    private static int offset(LocalDate day) {
        return (int) (day.toEpochDay() - TODAY.toEpochDay());
    }

    private void booked(int day, long minor) {
        booked(day, minor, OptionalLong.empty());
    }

    private void booked(int day, long minor, OptionalLong balance) {
        lines.add(line(day, minor, balance, false));
    }

    private static Transaction line(int day, long minor, OptionalLong balance, boolean pending) {
        return new Transaction(
                "66a1f00c5b2e4d7a9c3e0d01",
                "66a1f00c5b2e4d7a9c3e0a01",
                pending,
                TODAY.plusDays(day),
                Optional.empty(),
                money(minor),
                "A LINE",
                Optional.empty(),
                balance.isPresent() ? Optional.of(money(balance.getAsLong())) : Optional.empty(),
                NOON,
                NOON,
                Optional.empty());
    }

    private static Transaction without(Transaction line) {
        return line(offset(line.date()), line.amount().minor(), OptionalLong.empty(), line.pending());
    }

    private static Money money(long minor) {
        return new Money(minor, NAIRA);
    }
}
