package org.openbalance.transaction;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.openbalance.money.Money;

/// A line of an account's statement, under one id from pending to posted, for ever.
///
/// @param id carries the account's code and the line's first place ([Place])
/// @param pending whether the bank has yet to book it
/// @param date the booking day; of a pending line the day that the bank gives with it, or of its first read
/// @param valued the day from which interest counts it
/// @param narration as the bank wrote it
/// @param reference the bank's own id of it, trimmed; no line is known by it alone
/// @param balance what was booked on the account after it, where the bank says so
/// @param changedAt when a read last found something of it to be otherwise
/// @param removedAt when a read found that the bank has it no more
public record Transaction(
        String id,
        String account,
        boolean pending,
        LocalDate date,
        Optional<LocalDate> valued,
        Money amount,
        String narration,
        Optional<String> reference,
        Optional<Money> balance,
        Instant firstSeen,
        Instant changedAt,
        Optional<Instant> removedAt) {

    /// The narration without what banks change between two reads of one line.
    public String normalised() {
        return Narration.normalised(narration);
    }

    /// Whether the bank still has it.
    public boolean live() {
        return removedAt.isEmpty();
    }

    Place place() {
        return Place.of(id);
    }

    Transaction removed(Instant at) {
        return new Transaction(
                id,
                account,
                pending,
                date,
                valued,
                amount,
                narration,
                reference,
                balance,
                firstSeen,
                at,
                Optional.of(at));
    }

    @Override
    public String toString() {
        return "(transaction " + id + ")";
    }
}
