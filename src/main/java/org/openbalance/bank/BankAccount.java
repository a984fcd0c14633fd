package org.openbalance.bank;

import java.time.Instant;
import java.util.Currency;
import java.util.Optional;
import org.openbalance.money.AccountNumber;
import org.openbalance.money.BalanceAmounts;

/// An account as the bank lists it, in one currency. What a bank holds in two currencies under one number is two
/// accounts, each with balances of its own.
///
/// @param reference the bank's own id of the account, another for each account of a customer: where a bank has one id
/// for several currencies, the connector adds the currency to it ([CurrencyReference])
/// @param number empty where the account has none, or the bank tells no more than a part of it
/// @param type `savings`, `current`, `domiciliary`, `corporate`, `card`, `loan` or `other`
/// @param amounts [BalanceAmounts#untold] where the bank has none to show at this moment
/// @param asOf the bank's own time of the amounts, where it says one
public record BankAccount(
        String reference,
        Optional<AccountNumber> number,
        String name,
        String type,
        BalanceAmounts amounts,
        Optional<Instant> asOf) {

    /// With amounts as of now.
    public BankAccount(
            String reference, Optional<AccountNumber> number, String name, String type, BalanceAmounts amounts) {
        this(reference, number, name, type, amounts, Optional.empty());
    }

    public Currency currency() {
        return amounts.currency();
    }

    /// The account, told apart by its reference alone.
    public BankAccount withoutNumber() {
        return new BankAccount(reference, Optional.empty(), name, type, amounts, asOf);
    }
}
