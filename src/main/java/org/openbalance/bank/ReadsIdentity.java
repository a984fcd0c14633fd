package org.openbalance.bank;

import java.util.Collection;
import java.util.Map;

/// Reads who holds accounts.
public interface ReadsIdentity {

    /// What the bank knows of the holders of some accounts, all in one visit. A bank that knows one person for a whole
    /// login gives the same of each account, and is asked once.
    ///
    /// @return by reference; what is missing was not understood, and counts as [BankFailure.Kind#ERROR] of that
    /// account
    /// @throws BankFailure if none of them can be read
    Map<String, AccountRead<BankIdentity>> identity(
            Access access, HeldGrant grant, Collection<AccountRequest> accounts);
}
