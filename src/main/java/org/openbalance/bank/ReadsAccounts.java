package org.openbalance.bank;

import java.util.List;

/// Lists the accounts of a customer.
public interface ReadsAccounts {

    /// All accounts of the customer who signed in, with their balances as of now.
    List<BankAccount> accounts(Access access, HeldGrant grant);
}
