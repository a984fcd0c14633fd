package org.openbalance.transaction;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.openbalance.bank.BankTransaction;
import org.openbalance.bank.BankTransactions;
import org.openbalance.bank.DaySpan;

/// A long statement as a bank in Nigeria gives it: session ids of 30 digits, names, running balances.
final class Statement {

    private static final List<String> NAMES = List.of(
            "ADA EXAMPLE", "CHIDI SAMPLE", "BOLA INVENTED", "NGOZI MADEUP", "SAMPLE MART IKEJA", "EXAMPLE FOODS LTD");
    private static final List<String> WORDS =
            List.of("RENT", "SCHOOL FEES", "FOOD", "FUEL", "FAMILY", "REFUND", "INVOICE 22", "DATA", "GIFT");

    private final Random random;
    private final List<BankTransaction> lines = new ArrayList<>();
    private long balance = 50_000_000;

    Statement(long seed) {
        this.random = new Random(seed);
    }

    /// Lines of one more day.
    void day(LocalDate day, int lines) {
        for (var line = 0; line < lines; line++) {
            this.lines.add(line(day));
        }
    }

    /// Some lines on each of the days.
    void days(DaySpan span, int lines) {
        var days = (int) (span.last().toEpochDay() - span.first().toEpochDay()) + 1;
        for (var day = 0; day < days; day++) {
            day(span.first().plusDays(day), lines * (day + 1) / days - lines * day / days);
        }
    }

    List<BankTransaction> lines() {
        return lines;
    }

    BankTransactions of(DaySpan span) {
        return new BankTransactions(
                lines.stream()
                        .filter(line -> !line.booked().orElseThrow().isBefore(span.first())
                                && !line.booked().orElseThrow().isAfter(span.last()))
                        .toList(),
                true);
    }

    private BankTransaction line(LocalDate day) {
        var minor = (random.nextInt(4) == 0 ? 1 : -1) * (100L + random.nextInt(5_000_000));
        balance += minor;
        var session = "000013" + day.toString().replace("-", "").substring(2) + digits(18);
        return new BankTransaction(
                Optional.of(session),
                BankTransaction.Status.BOOKED,
                Optional.of(day),
                Optional.of(day),
                Lines.money(minor),
                narration(session),
                Optional.of(Lines.money(balance)));
    }

    private String narration(String session) {
        var name = NAMES.get(random.nextInt(NAMES.size()));
        var word = WORDS.get(random.nextInt(WORDS.size()));
        return switch (random.nextInt(5)) {
            case 0 -> "NIP/GTB/" + name + '/' + word + '/' + session;
            case 1 -> "POS PURCHASE " + name + " TERMINAL 2" + digits(7) + " LAGOS NG";
            case 2 -> "USSD TRANSFER TO " + name + " 0" + digits(9);
            case 3 -> "AIRTIME PURCHASE MTN 0803" + digits(7);
            default -> "WEB PURCHASE @ " + name + " REF " + digits(12);
        };
    }

    private String digits(int count) {
        var digits = new StringBuilder();
        random.ints(count, 0, 10).forEach(digits::append);
        return digits.toString();
    }
}
