package org.openbalance.transaction;

import java.util.List;
import org.openbalance.account.Account;
import org.openbalance.platform.listing.Listing;

/// The accounts whose lines are listed together.
///
/// A list over few accounts is in one order. Over the many that an owner may have, no page could be: there, the lines
/// of some accounts are in one order, and those of the next ones follow behind them.
public sealed interface AccountsOfLines {

    /// By what a cursor of this list is told from one of another.
    String name();

    /// Of an account, a customer or a record.
    record Few(String name, List<Account> accounts) implements AccountsOfLines {

        public Few {
            accounts = List.copyOf(accounts);
        }

        static Few of(Account account) {
            return new Few("account|" + account.id(), List.of(account));
        }

        static Few none(String name) {
            return new Few(name, List.of());
        }
    }

    /// Of an owner or a bank, the account that was linked last first.
    record Many(String name, Listing listing) implements AccountsOfLines {}
}
