package org.openbalance.bank;

import java.time.LocalDate;
import java.util.Optional;
import org.openbalance.money.Money;

/// A line of an account, as its bank gives it.
///
/// @param reference the bank's own id, if it has one; some banks give a line another one once it is booked
/// @param booked the booking day in the bank's zone, which may lie ahead; a booked line has one
/// @param valued the day from which interest counts it
/// @param amount less than nothing for what left the account
/// @param narration as the bank wrote it, unchanged; may be empty
/// @param balance what was booked on the account after it, where the bank says so
public record BankTransaction(
        Optional<String> reference,
        Status status,
        Optional<LocalDate> booked,
        Optional<LocalDate> valued,
        Money amount,
        String narration,
        Optional<Money> balance) {

    public enum Status {
        PENDING,
        BOOKED
    }

    public BankTransaction {
        if (status == Status.BOOKED && booked.isEmpty()) {
            throw new IllegalArgumentException("A booked line has the day that it was booked on");
        }
        if (balance.isPresent() && balance.get().currency() != amount.currency()) {
            throw new IllegalArgumentException("A line and the balance after it are in one currency");
        }
    }

    @Override
    public String toString() {
        return "(line)";
    }
}
