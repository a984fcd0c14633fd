package org.openbalance.bank.sandbox;

import java.util.List;
import org.openbalance.bank.BankTransaction;
import org.openbalance.bank.DaySpan;

/// Where the lines of an account come from: its life, or a file that was imported.
///
/// At any minute the booked lines so far come to the ledger amount, and with the pending ones to the available one.
sealed interface Origin permits Life, StatementFile.Opened {

    /// Tells origins of one account apart.
    String name();

    HeldAmounts at(long minute);

    /// The lines of these days that were booked later than one minute and no later than another, in the order of their
    /// booking.
    List<BankTransaction> booked(DaySpan days, long after, long until);

    List<BankTransaction> pending(long minute);
}
