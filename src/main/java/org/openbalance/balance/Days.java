package org.openbalance.balance;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openbalance.account.BalancePeriod;

/// The balance of an account at the end of each day of a time zone, newest first.
///
/// @param next the day to go on with; empty if no earlier day has a balance as far as is known
record Days(List<Day> days, Optional<LocalDate> next) {

    /// @param period what the balance was: that of the last read before the day's end
    /// @param carried whether nothing was read on this day, so that the balance is that of an earlier one
    /// @param complete whether the day has ended
    record Day(LocalDate date, BalancePeriod period, boolean carried, boolean complete) {}

    /// Which days are wanted: from the last back to the first, at most so many.
    record Span(ZoneId zone, LocalDate last, LocalDate first, int most) {

        /// The last instant of a day, in whole milliseconds.
        static Instant end(LocalDate date, ZoneId zone) {
            return start(date.plusDays(1), zone).minusMillis(1);
        }

        private static Instant start(LocalDate date, ZoneId zone) {
            return date.atStartOfDay(zone).toInstant();
        }
    }

    /// @param periods newest first, from the one that the last day ended with
    /// @param more whether there may be older ones
    static Days of(List<BalancePeriod> periods, boolean more, Span span, Instant now) {
        var days = new ArrayList<Day>();
        var place = 0;
        for (var date = span.last(); !date.isBefore(span.first()); date = date.minusDays(1)) {
            var end = Span.end(date, span.zone());
            while (place < periods.size() && periods.get(place).from().isAfter(end)) {
                place++;
            }
            if (place == periods.size()) {
                return new Days(days, more ? Optional.of(date) : Optional.empty());
            }
            if (days.size() == span.most()) {
                return new Days(days, Optional.of(date));
            }
            days.add(day(date, periods.get(place), span.zone(), now));
        }
        return new Days(days, Optional.empty());
    }

    private static Day day(LocalDate date, BalancePeriod period, ZoneId zone, Instant now) {
        var start = Span.start(date, zone);
        var end = Span.end(date, zone);
        return new Day(date, period, !readWithin(period, start, end), now.isAfter(end));
    }

    /// Whether a read of this period, which began before the end, lies between both.
    private static boolean readWithin(BalancePeriod period, Instant start, Instant end) {
        if (!period.from().isBefore(start)) {
            return true;
        }
        return !period.to().isBefore(start)
                && period.reads().gaps().stream()
                        .noneMatch(gap ->
                                gap.after().isBefore(start) && gap.before().isAfter(end));
    }
}
