package org.openbalance.transaction;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.openbalance.bank.BankTransaction;
import org.openbalance.money.Money;

/// A line as a bank gave it in one read, cleaned for comparison.
///
/// @param reference trimmed; empty where the bank gave none, or the same one to two lines
/// @param date empty for a pending line without a day
/// @param normalised the narration, as [Narration#normalised] has it
record SeenLine(
        Optional<String> reference,
        boolean pending,
        Optional<LocalDate> date,
        Optional<LocalDate> valued,
        Money amount,
        String narration,
        String normalised,
        Optional<Money> balance) {

    /// By what is told of lines alone, so that the order of a bank's answer decides nothing.
    static final Comparator<SeenLine> ORDER = Comparator.<SeenLine, LocalDate>comparing(
                    line -> line.date().orElse(LocalDate.MAX))
            .thenComparing(line -> line.amount().minor())
            .thenComparing(SeenLine::normalised)
            .thenComparing(SeenLine::pending)
            .thenComparing(line -> line.balance().map(Money::minor).orElse(Long.MIN_VALUE))
            .thenComparing(line -> line.reference().orElse(""));

    /// No bank's narration is near to this; one that is would not fit into its segment.
    private static final int LONGEST = 2_000;

    static SeenLine of(BankTransaction line) {
        var narration = line.narration().length() > LONGEST ? line.narration().substring(0, LONGEST) : line.narration();
        return new SeenLine(
                line.reference().map(String::strip).filter(text -> !text.isEmpty() && text.length() <= LONGEST),
                line.status() == BankTransaction.Status.PENDING,
                line.booked().or(line::valued),
                line.valued(),
                line.amount(),
                narration,
                Narration.normalised(narration),
                line.balance());
    }

    SeenLine withoutReference() {
        return new SeenLine(Optional.empty(), pending, date, valued, amount, narration, normalised, balance);
    }

    /// Whether this pending line tells again of what another one of the same answer has booked. Where one of them has
    /// no text, an id that they share is not enough: some banks give one id to all lines.
    ///
    /// @param often ids of more than two lines, which say nothing
    boolean copies(SeenLine booked, Set<String> often) {
        if (!pending || booked.pending || !amount.equals(booked.amount)) {
            return false;
        }
        var sameReference = reference.filter(own -> !often.contains(own)).isPresent()
                && reference.equals(booked.reference)
                && normalised.isEmpty() == booked.normalised.isEmpty()
                && Narration.similar(normalised, booked.normalised);
        var sameDay = date.isPresent() && (date.equals(booked.date) || date.equals(booked.valued));
        return sameReference || sameDay && normalised.equals(booked.normalised);
    }
}
