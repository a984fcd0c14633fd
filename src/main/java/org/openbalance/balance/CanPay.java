package org.openbalance.balance;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.openbalance.account.BalancePeriod;
import org.openbalance.money.Money;

/// Whether an account can pay an amount on a day: a fixed rule over its balance and its history, in whole minor units.
///
/// The rule reckons the least and the most that the account will hold on that day. An amount up to the least is a
/// yes, one above the most is a no, and between them it is unsure. `docs/guides/can-pay.md` has the formula, and how
/// often it was wrong.
///
/// @param floor the least that is reckoned with; empty if too little is known to say
/// @param ceiling the most that is reckoned with; empty if too little is known to say
record CanPay(Answer answer, Optional<Money> floor, Optional<Money> ceiling, Figures metrics) {

    /// So many days of history are looked at: three months, and what lies around their ends.
    static final int DAYS = 96;

    private static final int MONTHS = 3;
    private static final int STRETCH = 30;
    /// A pay day is moved by a weekend or a holiday.
    private static final int PAY_DAY_SLACK = 3;
    /// With reads on fewer of the last 90 days, what is usual is not known.
    private static final int ENOUGH_DAYS = 75;
    private static final int WHOLE = 100;
    private static final int OUT_PERCENT = 125;
    private static final int IN_PERCENT = 80;
    /// Of an account that is not known yet, what can go within the day of a fresh read.
    private static final int UNKNOWN_PERCENT = 50;
    /// Longer ago, a read tells too little.
    private static final Duration STALE = Duration.ofHours(72);
    private static final Duration FRESH = Duration.ofHours(1);
    private static final int HABIT_DAYS = 7;
    private static final int DAY_PERCENT = 2;
    private static final int SAME_DAY_OF_MONTH = 4;

    enum Answer {
        YES,
        NO,
        UNSURE
    }

    /// @param on the day of the payment, today or later
    record Question(Money amount, LocalDate on) {}

    /// What is known of the account.
    ///
    /// @param periods newest first, at least the open one, which has an available amount
    /// @param heldAt when the bank held what was read last
    record Known(List<BalancePeriod> periods, ZoneId zone, Instant now, Instant heldAt) {

        Known {
            var currency = periods.getFirst().amounts().currency();
            // What cannot be compared, or was not stated, ends the history that is looked at.
            periods = periods.stream()
                    .takeWhile(period -> period.amounts().currency() == currency
                            && period.amounts().available().isPresent())
                    .toList();
        }

        /// As of the last read.
        Known(List<BalancePeriod> periods, ZoneId zone, Instant now) {
            this(periods, zone, now, periods.getFirst().to());
        }

        Money available() {
            return periods.getFirst().amounts().availableMoney().orElseThrow();
        }

        Duration age() {
            var age = Duration.between(heldAt, now);
            return age.isNegative() ? Duration.ZERO : age;
        }

        LocalDate today() {
            return LocalDate.ofInstant(now, zone);
        }
    }

    /// What the answer rests on.
    ///
    /// @param daysRead on how many of the last 90 days the balance was read
    /// @param usualLowestDay the day of the month on which the balance is usually lowest, if there is one
    /// @param spread how far apart the lowest of three stretches of 30 days lie
    record Figures(
            Money available,
            Duration age,
            int daysRead,
            Lowest lowest30,
            Lowest lowest90,
            OptionalInt usualLowestDay,
            Movement movement,
            Money spread) {}

    /// The lowest balance of a span of days, and when it was.
    record Lowest(Money amount, LocalDate on) {}

    /// What may come and go until the day.
    ///
    /// @param expectedIn what surely comes in before the day
    /// @param possibleIn the most that comes in until the day, if it goes as in the best of three months
    /// @param greatestOut the most that went out in as many days
    record Movement(Money expectedIn, Money possibleIn, Money greatestOut) {}

    static CanPay answer(Question question, Known known) {
        var flows = new Flows(known.periods(), known.zone(), known.today().minusDays(DAYS));
        var metrics = metrics(question, known, flows);
        var floor = floor(question, known, metrics);
        var ceiling = ceiling(question, known, metrics);
        return new CanPay(decide(question.amount(), floor, ceiling), floor, ceiling, metrics);
    }

    private static Answer decide(Money amount, Optional<Money> floor, Optional<Money> ceiling) {
        if (floor.isPresent() && amount.minor() <= floor.get().minor()) {
            return Answer.YES;
        }
        return ceiling.isPresent() && amount.minor() > ceiling.get().minor() ? Answer.NO : Answer.UNSURE;
    }

    private static Optional<Money> floor(Question question, Known known, Figures metrics) {
        var available = metrics.available().minor();
        if (known.age().compareTo(STALE) > 0) {
            return Optional.empty();
        }
        if (metrics.daysRead() < ENOUGH_DAYS) {
            var fresh = known.age().compareTo(FRESH) <= 0 && question.on().equals(known.today());
            return fresh && available > 0
                    ? Optional.of(money(known, percent(available, UNKNOWN_PERCENT)))
                    : Optional.empty();
        }
        var drift = available
                - percent(metrics.movement().greatestOut().minor(), OUT_PERCENT)
                + percent(metrics.movement().expectedIn().minor(), IN_PERCENT);
        return Optional.of(money(known, Math.max(distant(question, known, drift), habit(question, known, metrics))));
    }

    /// The further away the day, the more can happen that never did: beyond a week, every day takes a part of it.
    private static long distant(Question question, Known known, long amount) {
        var days = ChronoUnit.DAYS.between(known.today(), question.on()) - HABIT_DAYS;
        var left = WHOLE - Math.clamp(days, 0, WHOLE / DAY_PERCENT) * DAY_PERCENT;
        return amount <= 0 ? amount : percent(amount, left);
    }

    /// An account keeps its habits for a week: it does not fall below its lowest of three months by more than the
    /// lowest of each month differ. Beyond a week this was wrong too often.
    private static long habit(Question question, Known known, Figures metrics) {
        return question.on().isAfter(known.today().plusDays(HABIT_DAYS))
                ? -Money.MAX_MINOR
                : Math.min(
                        metrics.available().minor(),
                        metrics.lowest90().amount().minor() - metrics.spread().minor());
    }

    private static Optional<Money> ceiling(Question question, Known known, Figures metrics) {
        if (known.age().compareTo(STALE) > 0) {
            return Optional.empty();
        }
        if (metrics.daysRead() < ENOUGH_DAYS) {
            return question.on().equals(known.today()) ? Optional.of(metrics.available()) : Optional.empty();
        }
        return Optional.of(money(
                known,
                metrics.available().minor() + metrics.movement().possibleIn().minor()));
    }

    private static Figures metrics(Question question, Known known, Flows flows) {
        var last = flows.last();
        var days = Math.max(1, (int) ChronoUnit.DAYS.between(last, question.on()) + 1);
        var lowest30On = flows.lowestDay(last.minusDays(STRETCH - 1L), last);
        var lowest90On = flows.lowestDay(last.minusDays(MONTHS * STRETCH - 1L), last);
        return new Figures(
                known.available(),
                known.age(),
                flows.daysRead(MONTHS * STRETCH),
                new Lowest(money(known, flows.low(lowest30On)), lowest30On),
                new Lowest(money(known, flows.low(lowest90On)), lowest90On),
                usualLowestDay(flows),
                new Movement(
                        money(
                                known,
                                inflow(flows, question.on(), PAY_DAY_SLACK)
                                        .min()
                                        .orElse(0)),
                        money(known, possibleInflow(flows, question.on(), days)),
                        money(known, flows.greatestOut(days))),
                money(known, spread(flows)));
    }

    /// What came in during the same stretch of each of the last months.
    ///
    /// @param slack by how many days the stretch is cut at both ends; a negative one makes it longer
    private static LongStream inflow(Flows flows, LocalDate on, int slack) {
        return LongStream.rangeClosed(1, MONTHS)
                .map(month -> flows.in(
                        flows.last().minusMonths(month).plusDays(slack),
                        on.minusMonths(month).minusDays(slack)));
    }

    /// The most that came in during the same stretch of a month, three days longer at both ends; but no more than the
    /// balance ever rose in as many days, as what comes in also goes out.
    private static long possibleInflow(Flows flows, LocalDate on, int days) {
        return Math.min(inflow(flows, on, -PAY_DAY_SLACK).max().orElse(0), flows.greatestRise(days));
    }

    private static long spread(Flows flows) {
        var lows = lowestDays(flows).mapToLong(flows::low).summaryStatistics();
        return lows.getMax() - lows.getMin();
    }

    private static OptionalInt usualLowestDay(Flows flows) {
        var days = lowestDays(flows).mapToInt(LocalDate::getDayOfMonth).sorted().toArray();
        if (flows.first().isAfter(flows.last().minusDays(MONTHS * STRETCH - 1L))) {
            return OptionalInt.empty();
        }
        for (var place = 0; place < days.length; place++) {
            var next = days[(place + 1) % days.length];
            var after = days[(place + 2) % days.length];
            if (around(days[place], next) <= SAME_DAY_OF_MONTH && around(next, after) <= SAME_DAY_OF_MONTH) {
                return OptionalInt.of(next);
            }
        }
        return OptionalInt.empty();
    }

    /// How many days two days of the month lie apart, the end of a month being next to its beginning.
    private static int around(int one, int other) {
        var apart = Math.abs(one - other);
        return Math.min(apart, STRETCH - Math.min(apart, STRETCH));
    }

    private static Stream<LocalDate> lowestDays(Flows flows) {
        return LongStream.range(0, MONTHS).mapToObj(stretch -> {
            var end = flows.last().minusDays(stretch * STRETCH);
            return flows.lowestDay(end.minusDays(STRETCH - 1L), end);
        });
    }

    private static long percent(long amount, int percent) {
        return amount / WHOLE * percent + amount % WHOLE * percent / WHOLE;
    }

    private static Money money(Known known, long minor) {
        return new Money(
                Math.clamp(minor, -Money.MAX_MINOR, Money.MAX_MINOR),
                known.available().currency());
    }
}
