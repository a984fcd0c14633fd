package org.openbalance.transaction;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How many lines an account has, by month, and what was booked in and out, by currency.
///
/// @param months the number of lines of each month that has any
/// @param sums of booked lines by the code of their currency
public record Totals(Map<YearMonth, Integer> months, Map<String, Sums> sums) {

    /// Minor units.
    ///
    /// @param credit what came in
    /// @param debit what went out, as a number above nothing
    public record Sums(long credit, long debit) {

        private static final Sums NONE = new Sums(0, 0);

        private Sums plus(long minor, int sign) {
            return minor < 0 ? new Sums(credit, debit - sign * minor) : new Sums(credit + sign * minor, debit);
        }
    }

    static final Totals NONE = new Totals(Map.of(), Map.of());

    public Totals {
        months = Map.copyOf(months);
        sums = Map.copyOf(sums);
    }

    /// The number of all lines that the bank still has.
    public int lines() {
        return months.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// Whether there may be lines of days before one.
    boolean beginBefore(LocalDate day) {
        return months.keySet().stream().anyMatch(month -> month.atDay(1).isBefore(day));
    }

    /// The last day of the last month that has lines.
    Optional<LocalDate> lastDay() {
        return months.keySet().stream().max(Comparator.naturalOrder()).map(YearMonth::atEndOfMonth);
    }

    Totals with(Transaction line) {
        return line.live() ? changed(line, 1) : this;
    }

    Totals without(Transaction line) {
        return line.live() ? changed(line, -1) : this;
    }

    private Totals changed(Transaction line, int sign) {
        var counts = new HashMap<>(months);
        var month = YearMonth.from(line.date());
        counts.merge(month, sign, Integer::sum);
        counts.remove(month, 0);
        if (line.pending()) {
            return new Totals(counts, sums);
        }
        var amounts = new HashMap<>(sums);
        var currency = line.amount().currency().getCurrencyCode();
        amounts.put(
                currency,
                amounts.getOrDefault(currency, Sums.NONE).plus(line.amount().minor(), sign));
        return new Totals(counts, amounts);
    }

    void write(Numbers.Writer out) {
        out.number(months.size());
        var before = 0L;
        for (var month : new TreeMap<>(months).entrySet()) {
            var number = number(month.getKey());
            out.number(number - before);
            out.number(month.getValue());
            before = number;
        }
        out.number(sums.size());
        new TreeMap<>(sums).forEach((currency, sum) -> {
            out.text(currency);
            out.number(sum.credit());
            out.number(sum.debit());
        });
    }

    static Totals read(Numbers.Reader in) {
        var months = new HashMap<YearMonth, Integer>();
        var month = 0L;
        for (var left = in.number(); left > 0; left--) {
            month += in.number();
            months.put(month(month), (int) in.number());
        }
        var sums = new HashMap<String, Sums>();
        for (var left = in.number(); left > 0; left--) {
            sums.put(in.text(), new Sums(in.number(), in.number()));
        }
        return new Totals(months, sums);
    }

    private static long number(YearMonth month) {
        return month.getYear() * 12L + month.getMonthValue() - 1;
    }

    private static YearMonth month(long number) {
        return YearMonth.of((int) (number / 12), (int) (number % 12) + 1);
    }
}
