package org.openbalance.transaction;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.openbalance.bank.BankTransaction;
import org.openbalance.bank.BankTransactions;
import org.openbalance.bank.DaySpan;
import org.openbalance.money.Money;

/// Lines as a bank gives them, and an account in memory that takes them in.
final class Lines {

    static final Currency NAIRA = Currency.getInstance("NGN");
    static final LocalDate DAY = LocalDate.of(2026, 3, 10);
    static final DaySpan WINDOW = new DaySpan(DAY.minusDays(10), DAY.plusDays(5));
    static final Instant AT = Instant.parse("2026-03-15T08:00:00Z");
    static final String ACCOUNT = "66a1f00c5b2e4d7a9c3e0a01";

    private Lines() {}

    static BankTransaction booked(int day, long minor, String narration) {
        return new BankTransaction(
                Optional.empty(),
                BankTransaction.Status.BOOKED,
                Optional.of(DAY.plusDays(day)),
                Optional.empty(),
                money(minor),
                narration,
                Optional.empty());
    }

    static BankTransaction pending(int day, long minor, String narration) {
        var line = booked(day, minor, narration);
        return new BankTransaction(
                line.reference(),
                BankTransaction.Status.PENDING,
                line.booked(),
                line.valued(),
                line.amount(),
                line.narration(),
                line.balance());
    }

    static BankTransaction named(String reference, BankTransaction line) {
        return new BankTransaction(
                Optional.of(reference),
                line.status(),
                line.booked(),
                line.valued(),
                line.amount(),
                line.narration(),
                line.balance());
    }

    static BankTransaction leaving(long balance, BankTransaction line) {
        return new BankTransaction(
                line.reference(),
                line.status(),
                line.booked(),
                line.valued(),
                line.amount(),
                line.narration(),
                Optional.of(money(balance)));
    }

    static Money money(long minor) {
        return new Money(minor, NAIRA);
    }

    static BankTransactions all(BankTransaction... lines) {
        return new BankTransactions(Arrays.asList(lines), true);
    }

    static BankTransactions some(BankTransaction... lines) {
        return new BankTransactions(Arrays.asList(lines), false);
    }

    /// An account that keeps what matching gives.
    static final class Book {

        private final List<Transaction> lines = new ArrayList<>();

        Matching takes(BankTransactions answer) {
            return takes(answer, WINDOW);
        }

        Matching takes(BankTransactions answer, DaySpan window) {
            var matching = Matching.of(List.copyOf(lines), answer, window, AT);
            matching.modified().forEach(change -> lines.set(lines.indexOf(change.before()), change.after()));
            matching.removed().forEach(line -> lines.set(lines.indexOf(line), line.removed(AT)));
            matching.added().forEach(added -> lines.add(transaction(added)));
            return matching;
        }

        private Transaction transaction(Matching.Added added) {
            return added.at(new Place((int) added.date().toEpochDay(), lines.size()), ACCOUNT, AT);
        }

        List<Transaction> live() {
            return lines.stream()
                    .filter(Transaction::live)
                    .sorted(Comparator.comparing(Transaction::place))
                    .toList();
        }

        List<String> ids() {
            return live().stream().map(Transaction::id).toList();
        }

        Transaction only() {
            return live().getFirst();
        }

        int ever() {
            return lines.size();
        }
    }
}
