package org.openbalance.balance;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.openbalance.account.BalancePeriod;
import org.openbalance.account.PeriodReads;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.Money;

/// Made-up accounts, each from a seed: what came in and went out by the minute, and what reads every six hours saw
/// of it.
///
/// They are made to be hard on a forecast: pay comes late or not at all, jobs end, money is moved away without
/// warning.
final class Lives {

    static final ZoneId ZONE = ZoneId.of("Africa/Lagos");
    static final LocalDate BEGIN = LocalDate.of(2026, 1, 1);
    static final int DAYS = 230;

    private static final int DAY_MINUTES = 24 * 60;

    enum Profile {
        SALARIED,
        WEEKLY,
        TRADER,
        STUDENT,
        OVERDRAWN,
        DORMANT
    }

    private final Profile profile;
    private final SplittableRandom random;
    private final TreeMap<Instant, Long> balances = new TreeMap<>();
    private final long income;
    private final long limit;
    private long balance;

    private Lives(Profile profile, long seed) {
        this.profile = profile;
        this.random = new SplittableRandom(seed * 31 + profile.ordinal());
        this.income = (long) (lognormal(0.5) * 30_000_000);
        this.limit = profile == Profile.OVERDRAWN ? -income / 2 : 0;
    }

    static Lives of(Profile profile, long seed) {
        var life = new Lives(profile, seed);
        life.live();
        return life;
    }

    long income() {
        return income;
    }

    long at(Instant instant) {
        return balances.floorEntry(instant).getValue();
    }

    /// The lowest between two instants.
    long lowest(Instant from, Instant to) {
        return balances.subMap(from, true, to, true).values().stream()
                .mapToLong(Long::longValue)
                .reduce(at(from), Math::min);
    }

    private void live() {
        balance = switch (profile) {
            case DORMANT -> (long) (income * lognormal(1));
            case OVERDRAWN -> limit / 2;
            default -> (long) (income * random.nextDouble(0.1, 1.5));
        };
        balances.put(start(BEGIN), balance);
        var job = true;
        var allowance = random.nextInt(1, 26);
        for (var day = 0; day < DAYS; day++) {
            var date = BEGIN.plusDays(day);
            job &= !chance(1.0 / 400);
            switch (profile) {
                case SALARIED -> month(date, job, 0.70);
                case OVERDRAWN -> month(date, job, 0.78);
                case WEEKLY -> week(date, job);
                case TRADER -> trade(date);
                case STUDENT -> study(date, allowance);
                case DORMANT -> sleep(date);
            }
            if (chance(profile == Profile.DORMANT ? 1.0 / 1_500 : 1.0 / 1_000)) {
                move(date, minute(), -(long) (Math.max(0, balance) * random.nextDouble(0.5, 1)));
            }
        }
    }

    /// Paid on the 25th or the Friday before, now and then late, seldom not at all; rent in the first days.
    private void month(LocalDate date, boolean job, double spent) {
        if (job && date.equals(payDay(date))) {
            var late = chance(0.15) ? random.nextInt(1, 4) : chance(0.03) ? random.nextInt(5, 15) : 0;
            if (!chance(0.01)) {
                later(date.plusDays(late), random.nextInt(0, 10 * 60), (long) (income * random.nextDouble(0.97, 1.05)));
            }
        }
        if (date.getDayOfMonth() == 2) {
            later(date.plusDays(random.nextInt(0, 3)), minute(), -income / 4);
        }
        spend(date, (long) (income * spent / 30));
        if (chance(1.0 / 50)) {
            move(date, minute(), -(long) (income * random.nextDouble(0.05, 0.4)));
        }
        settle(date);
    }

    private LocalDate payDay(LocalDate date) {
        var day = date.withDayOfMonth(25);
        return switch (day.getDayOfWeek()) {
            case SATURDAY -> day.minusDays(1);
            case SUNDAY -> day.minusDays(2);
            default -> day;
        };
    }

    private void week(LocalDate date, boolean job) {
        if (job && date.getDayOfWeek() == DayOfWeek.FRIDAY && !chance(0.06)) {
            move(date, random.nextInt(12 * 60, 20 * 60), (long) (income / 4 * random.nextDouble(0.75, 1.25)));
        }
        spend(date, (long) (income * 0.9 / 30));
        if (chance(1.0 / 60)) {
            move(date, minute(), -(long) (income / 4 * random.nextDouble(0.2, 1)));
        }
    }

    private void trade(LocalDate date) {
        for (var sale = random.nextInt(0, 5); sale > 0; sale--) {
            move(date, minute(), (long) (income / 25 * lognormal(1)));
        }
        for (var cost = random.nextInt(0, 3); cost > 0; cost--) {
            move(date, minute(), -(long) (income / 14 * lognormal(1)));
        }
        if (balance > income * 2 && chance(0.1)) {
            move(date, minute(), -(long) (balance * random.nextDouble(0.2, 0.8)));
        }
    }

    private void study(LocalDate date, int allowance) {
        if (date.getDayOfMonth() == allowance && !chance(0.1)) {
            later(date.plusDays(random.nextInt(0, 5)), minute(), (long) (income / 5 * random.nextDouble(0.7, 1.1)));
        }
        if (chance(1.0 / 25)) {
            move(date, minute(), (long) (income / 40 * lognormal(0.7)));
        }
        spend(date, income / 120);
    }

    private void sleep(LocalDate date) {
        if (date.getDayOfMonth() == 28) {
            move(date, 1, -5_000);
        }
        if (chance(1.0 / 120)) {
            move(date, minute(), (long) (balance * random.nextDouble(0.01, 0.2)));
        }
        if (chance(1.0 / 250)) {
            move(date, minute(), -(long) (balance * random.nextDouble(0.02, 0.4)));
        }
    }

    /// Everyday spending; less of it when little is left.
    private void spend(LocalDate date, long mean) {
        var tight = balance - limit < income / 10 ? 0.4 : 1;
        for (var times = random.nextInt(0, 5); times > 0; times--) {
            move(date, minute(), -(long) (mean / 2 * tight * lognormal(0.8) / 1.38));
        }
    }

    private final Map<LocalDate, List<long[]>> planned = new TreeMap<>();

    private void later(LocalDate date, int minute, long change) {
        planned.computeIfAbsent(date, _ -> new ArrayList<>()).add(new long[] {minute, change});
    }

    private void settle(LocalDate date) {
        for (var due : planned.getOrDefault(date, List.of())) {
            move(date, (int) due[0], due[1]);
        }
    }

    /// What the account does not hold does not leave it.
    private void move(LocalDate date, int minute, long change) {
        if (balance + change < limit && change < 0) {
            return;
        }
        balance += change;
        var at = start(date).plusSeconds(minute * 60L);
        var last = balances.lastKey();
        balances.put(at.isAfter(last) ? at : last.plusSeconds(1), balance);
    }

    private int minute() {
        return random.nextInt(6 * 60, DAY_MINUTES - 60);
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private double lognormal(double sigma) {
        return Math.exp(random.nextGaussian() * sigma);
    }

    static Instant start(LocalDate date) {
        return date.atStartOfDay(ZONE).toInstant();
    }

    /// The history as reads every six hours or so saw it, newest first; some reads fail, now and then for a day.
    List<BalancePeriod> seen(Instant since, Instant until) {
        var chances = new SplittableRandom(since.getEpochSecond() ^ until.getEpochSecond() ^ income);
        var periods = new ArrayList<BalancePeriod>();
        var at = since;
        while (!at.isAfter(until)) {
            read(periods, at);
            at = at.plusSeconds((long) (6 * 3600 * chances.nextDouble(0.9, 1.1)));
            if (chances.nextDouble() < 1.0 / 200) {
                at = at.plusSeconds(chances.nextLong(6 * 3600, 30 * 3600));
            }
        }
        return periods.reversed();
    }

    private void read(List<BalancePeriod> periods, Instant at) {
        var money = new Money(at(at), Currency.getInstance("NGN"));
        var amounts = new BalanceAmounts(money, money);
        if (!periods.isEmpty() && periods.getLast().amounts().equals(amounts)) {
            var open = periods.removeLast();
            periods.add(new BalancePeriod(open.from(), at, amounts, open.reads().then(open.to(), at)));
        } else {
            periods.add(new BalancePeriod(at, at, amounts, PeriodReads.of(PeriodReads.Source.SCHEDULE)));
        }
    }
}
