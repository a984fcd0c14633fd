package org.openbalance.bank.sandbox;

import java.util.Currency;

/// An account of a sandbox customer.
///
/// @param reference the bank's own id of it: the customer's id and the account's place among the customer's accounts
/// @param type `savings`, `current`, `domiciliary` or `corporate`
public record SandboxAccount(int index, String reference, String nuban, String name, String type, Currency currency) {}
