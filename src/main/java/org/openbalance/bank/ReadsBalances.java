package org.openbalance.bank;

import java.util.Collection;
import java.util.Map;
import org.openbalance.money.BalanceAmounts;

/// Reads balances.
public interface ReadsBalances {

    /// Reads the balances of some accounts, all in one visit to the bank.
    ///
    /// @return by reference; what is missing was not understood, and counts as [BankFailure.Kind#ERROR] of that
    /// account
    /// @throws BankFailure if none of them can be read
    Map<String, AccountRead<BalanceAmounts>> balances(
            Access access, HeldGrant grant, Collection<AccountRequest> accounts);
}
