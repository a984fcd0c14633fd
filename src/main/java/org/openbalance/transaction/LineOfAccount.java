package org.openbalance.transaction;

import org.openbalance.account.Account;

/// A line with the account that it is of.
public record LineOfAccount(Transaction line, Account account) {}
