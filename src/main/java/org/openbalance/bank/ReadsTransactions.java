package org.openbalance.bank;

import java.util.Collection;
import java.util.Map;

/// Reads what was booked on accounts, and what is about to be.
public interface ReadsTransactions {

    /// Reads the lines of some accounts, all in one visit to the bank. How the bank cuts them into pages, and how many
    /// months it answers at once, stays in here.
    ///
    /// @param days the bank's own; lines that are still pending are given whatever their day
    /// @return by reference; what is missing was not understood, and counts as [BankFailure.Kind#ERROR] of that
    /// account
    /// @throws BankFailure if none of them can be read
    Map<String, AccountRead<BankTransactions>> transactions(
            Access access, HeldGrant grant, Collection<AccountRequest> accounts, DaySpan days);
}
