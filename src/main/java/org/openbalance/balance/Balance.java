package org.openbalance.balance;

import java.util.List;
import java.util.Optional;
import org.openbalance.account.Account;
import org.openbalance.account.BalancePeriod;

/// The balance of an account as it is answered.
///
/// @param source where this answer's amounts come from
/// @param periods its history, newest first, if it was asked for
record Balance(Account account, Source source, Optional<List<BalancePeriod>> periods) {

    enum Source {
        /// Read at the bank for this answer.
        BANK,
        /// Read earlier, at the account's `as_of`.
        STORED
    }

    static Balance stored(Account account) {
        return new Balance(account, Source.STORED, Optional.empty());
    }

    static Balance fresh(Account account) {
        return new Balance(account, Source.BANK, Optional.empty());
    }

    Balance with(List<BalancePeriod> history) {
        return new Balance(account, source, Optional.of(history));
    }
}
