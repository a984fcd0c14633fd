package org.openbalance.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.openbalance.account.BalancePeriod;
import org.openbalance.account.PeriodReads;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.Money;

class CanPayTest {

    private static final ZoneId LAGOS = ZoneId.of("Africa/Lagos");
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);

    @Example
    void an_account_that_never_moves_can_pay_what_it_holds_within_a_week() {
        var known = known(steady(1_000_00, 95));

        assertThat(ask(1_000_00, TODAY, known).answer()).isEqualTo(CanPay.Answer.YES);
        assertThat(ask(1_000_01, TODAY, known).answer()).isEqualTo(CanPay.Answer.NO);
        assertThat(ask(1_000_00, TODAY.plusDays(7), known).answer()).isEqualTo(CanPay.Answer.YES);
    }

    @Example
    void each_day_past_a_week_takes_a_fiftieth_of_the_floor() {
        var known = known(steady(1_000_00, 95));

        assertThat(ask(1, TODAY.plusDays(17), known).floor()).contains(naira(800_00));
        assertThat(ask(1, TODAY.plusDays(60), known).floor()).contains(naira(0));
    }

    @Example
    void what_was_read_more_than_three_days_ago_tells_too_little() {
        var stale = new CanPay.Known(steady(1_000_00, 95), LAGOS, NOW.plus(Duration.ofHours(73)));

        assertThat(ask(1, TODAY.plusDays(4), stale).answer()).isEqualTo(CanPay.Answer.UNSURE);
        assertThat(ask(9_000_00, TODAY.plusDays(4), stale).answer()).isEqualTo(CanPay.Answer.UNSURE);
    }

    @Example
    void an_unknown_account_is_trusted_with_half_of_a_fresh_balance_today_and_with_nothing_later() {
        var known = known(steady(1_000_00, 0));

        assertThat(ask(500_00, TODAY, known).answer()).isEqualTo(CanPay.Answer.YES);
        assertThat(ask(500_01, TODAY, known).answer()).isEqualTo(CanPay.Answer.UNSURE);
        assertThat(ask(1_000_01, TODAY, known).answer()).isEqualTo(CanPay.Answer.NO);
        assertThat(ask(1, TODAY.plusDays(1), known).answer()).isEqualTo(CanPay.Answer.UNSURE);
        assertThat(ask(9_000_00, TODAY.plusDays(1), known).answer()).isEqualTo(CanPay.Answer.UNSURE);
    }

    @Example
    void pay_that_came_each_month_is_reckoned_with_and_named() {
        var known = known(paidOnThe26th());

        // From the 24th to the 27th pay may still be late; three days after its day it surely was there.
        assertThat(ask(1, TODAY.plusDays(3), known).metrics().movement().expectedIn())
                .isEqualTo(naira(0));
        // What is spent meanwhile is taken off.
        assertThat(ask(1, TODAY.plusDays(8), known)
                        .metrics()
                        .movement()
                        .possibleIn()
                        .minor())
                .isBetween(200_000_00L, 290_000_00L);
        var early = new CanPay.Known(
                known.periods().stream()
                        .filter(period -> period.to().isBefore(NOW.minus(Duration.ofDays(6))))
                        .toList(),
                LAGOS,
                NOW.minus(Duration.ofDays(6)));
        assertThat(ask(1, TODAY.plusDays(8), early).metrics().movement().expectedIn())
                .isEqualTo(naira(300_000_00));
    }

    @Example
    void an_overdrawn_account_can_pay_nothing() {
        var known = known(steady(-100_00, 95));

        assertThat(ask(1, TODAY, known).answer()).isEqualTo(CanPay.Answer.NO);
    }

    @Property(tries = 300)
    void a_smaller_amount_never_fares_worse(
            @ForAll @LongRange(min = 1, max = 2_000) long one,
            @ForAll @LongRange(min = 1, max = 2_000) long other,
            @ForAll @LongRange(min = 0, max = 40) long seed,
            @ForAll @LongRange(min = 0, max = 60) long distance) {
        var life = Lives.of(Lives.Profile.values()[(int) (seed % Lives.Profile.values().length)], seed);
        var now = Lives.start(Lives.BEGIN.plusDays(120));
        var known = new CanPay.Known(life.seen(now.minus(Duration.ofDays(100)), now), Lives.ZONE, now);
        var unit = life.income() / 1_000;
        var less = ask(Math.min(one, other) * unit, known.today().plusDays(distance), known);
        var more = ask(Math.max(one, other) * unit, known.today().plusDays(distance), known);

        assertThat(rank(less)).isGreaterThanOrEqualTo(rank(more));
    }

    @Property
    void a_private_amount_is_rounded_up_to_two_digits(@ForAll @LongRange(min = 1, max = Money.MAX_MINOR) long minor) {
        var rounded = PrivateQuestions.rounded(new CanPay.Question(naira(minor), TODAY))
                .amount()
                .minor();
        var digits = Long.toString(rounded).replaceAll("0+$", "");

        assertThat(rounded).isGreaterThanOrEqualTo(Math.min(minor, rounded));
        if (rounded < Money.MAX_MINOR) {
            assertThat(rounded).isBetween(minor, minor + minor / 10);
            assertThat(digits).hasSizeLessThanOrEqualTo(2);
        }
    }

    private static int rank(CanPay answer) {
        return switch (answer.answer()) {
            case YES -> 2;
            case UNSURE -> 1;
            case NO -> 0;
        };
    }

    private static CanPay ask(long minor, LocalDate on, CanPay.Known known) {
        return CanPay.answer(new CanPay.Question(naira(minor), on), known);
    }

    private static CanPay.Known known(List<BalancePeriod> periods) {
        return new CanPay.Known(periods, LAGOS, NOW);
    }

    private static List<BalancePeriod> steady(long minor, int days) {
        return List.of(period(NOW.minus(Duration.ofDays(days)), NOW, minor));
    }

    /// 300,000 on the 26th of each month, 10,000 less on each other day.
    private static List<BalancePeriod> paidOnThe26th() {
        var periods = new ArrayList<BalancePeriod>();
        var held = 400_000_00L;
        for (var date = TODAY.minusDays(95); date.isBefore(TODAY); date = date.plusDays(1)) {
            held += date.getDayOfMonth() == 26 ? 300_000_00L : -10_000_00L;
            var at = date.atTime(9, 0).atZone(LAGOS).toInstant();
            periods.add(period(at, at.plus(Duration.ofHours(12)), held));
        }
        periods.add(period(NOW, NOW, held - 1));
        return periods.reversed();
    }

    private static BalancePeriod period(Instant from, Instant to, long minor) {
        return new BalancePeriod(
                from, to, new BalanceAmounts(naira(minor), naira(minor)), PeriodReads.of(PeriodReads.Source.SCHEDULE));
    }

    private static Money naira(long minor) {
        return new Money(minor, Currency.getInstance("NGN"));
    }
}
