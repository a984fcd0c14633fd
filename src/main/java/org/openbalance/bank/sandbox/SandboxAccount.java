package org.openbalance.bank.sandbox;

import java.util.Currency;
import java.util.Optional;
import org.openbalance.money.AccountNumber;
import org.openbalance.money.BalanceAmounts;

/// An account of a sandbox customer.
///
/// @param reference the bank's own id of it: the customer's id and the account's place among the customer's accounts
/// @param type `savings`, `current`, `domiciliary` or `corporate`
public record SandboxAccount(
        int index, String reference, Optional<AccountNumber> number, String name, String type, Currency currency) {

    /// What the bank tells of what it holds: of an account without a number, only what is booked.
    BalanceAmounts stated(BalanceAmounts held) {
        return number.isPresent()
                ? held
                : new BalanceAmounts(currency, Optional.empty(), held.ledger(), BalanceAmounts.Credit.UNTOLD);
    }
}
