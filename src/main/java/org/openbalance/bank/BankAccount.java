package org.openbalance.bank;

import org.openbalance.money.BalanceAmounts;

/// An account as the bank lists it.
///
/// @param reference the bank's own, unchanging id of the account
/// @param type `savings`, `current`, `domiciliary` or `corporate`
public record BankAccount(String reference, String nuban, String name, String type, BalanceAmounts amounts) {}
