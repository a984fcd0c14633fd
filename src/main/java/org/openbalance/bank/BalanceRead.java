package org.openbalance.bank;

import org.openbalance.money.BalanceAmounts;

/// What a read of balances came to for one account. Banks are asked account by account, and one that cannot be read
/// is no reason to keep from the owner what was read of the others.
public sealed interface BalanceRead {

    record Amounts(BalanceAmounts amounts) implements BalanceRead {}

    /// This account could not be read now. [BankFailure.Kind#LOGIN_EXPIRED] ends the whole login.
    record Failed(BankFailure failure) implements BalanceRead {}

    /// The bank does not know the account any more.
    record Gone() implements BalanceRead {}
}
