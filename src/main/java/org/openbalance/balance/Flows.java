package org.openbalance.balance;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.openbalance.account.BalancePeriod;

/// What came in, what went out and how low the available balance stood, day by day of a time zone, as far as reads
/// tell: what moved to and fro between two reads is not seen.
///
/// Amounts are minor units of one currency. Days are those from the first that is known to that of the last read.
final class Flows {

    private final LocalDate first;
    private final long[] in;
    private final long[] out;
    private final long[] low;
    private final boolean[] read;

    /// @param periods newest first, of one currency, all with an available amount
    /// @param earliest days before it are left out
    Flows(List<BalancePeriod> periods, ZoneId zone, LocalDate earliest) {
        var last = LocalDate.ofInstant(periods.getFirst().to(), zone);
        var oldest = LocalDate.ofInstant(periods.getLast().from(), zone);
        first = oldest.isBefore(earliest) ? earliest : oldest;
        var days = Math.max(1, (int) ChronoUnit.DAYS.between(first, last) + 1);
        in = new long[days];
        out = new long[days];
        low = new long[days];
        read = new boolean[days];
        var span = new Days.Span(zone, last, first, days);
        for (var day : Days.of(periods, false, span, periods.getFirst().to()).days()) {
            low[place(day.date())] = available(day.period());
            read[place(day.date())] = !day.carried();
        }
        for (var newer = 0; newer + 1 < periods.size(); newer++) {
            move(periods.get(newer), periods.get(newer + 1), zone);
        }
    }

    private void move(BalancePeriod newer, BalancePeriod older, ZoneId zone) {
        var day = place(LocalDate.ofInstant(newer.from(), zone));
        if (day < 0) {
            return;
        }
        var change = available(newer) - available(older);
        in[day] += Math.max(0, change);
        out[day] += Math.max(0, -change);
        // A day begins with what the one before ended with.
        low[day] = Math.min(low[day], Math.min(available(older), available(newer)));
    }

    private static long available(BalancePeriod period) {
        return period.amounts().availableMoney().orElseThrow().minor();
    }

    private int place(LocalDate date) {
        return (int) ChronoUnit.DAYS.between(first, date);
    }

    LocalDate first() {
        return first;
    }

    LocalDate last() {
        return first.plusDays(low.length - 1L);
    }

    /// On how many of the last days something was read.
    int daysRead(int days) {
        var count = 0;
        for (var place = Math.max(0, low.length - days); place < low.length; place++) {
            count += read[place] ? 1 : 0;
        }
        return count;
    }

    /// The day on which the balance stood lowest, the latest of them, between two days.
    LocalDate lowestDay(LocalDate from, LocalDate to) {
        var lowest = clamped(to);
        for (var place = lowest; place >= clamped(from); place--) {
            lowest = low[place] < low[lowest] ? place : lowest;
        }
        return first.plusDays(lowest);
    }

    long low(LocalDate day) {
        return low[clamped(day)];
    }

    /// What came in between two days, both included; nothing on days that are not known.
    long in(LocalDate from, LocalDate to) {
        var total = 0L;
        for (var place = Math.max(0, place(from)); place <= Math.min(in.length - 1, place(to)); place++) {
            total += in[place];
        }
        return total;
    }

    /// The most that went out in so many days on end.
    long greatestOut(int days) {
        return greatest(out, days);
    }

    /// How far the balance rose at most in so many days on end.
    long greatestRise(int days) {
        var rises = new long[in.length];
        for (var place = 0; place < in.length; place++) {
            rises[place] = in[place] - out[place];
        }
        return greatest(rises, days);
    }

    private static long greatest(long[] amounts, int days) {
        var most = 0L;
        var sum = 0L;
        for (var place = 0; place < amounts.length; place++) {
            sum += amounts[place] - (place >= days ? amounts[place - days] : 0);
            most = Math.max(most, sum);
        }
        return most;
    }

    private int clamped(LocalDate date) {
        return Math.clamp(place(date), 0, low.length - 1);
    }
}
