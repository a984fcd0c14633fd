package org.openbalance.reading;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openbalance.account.Account;
import org.openbalance.account.ReadState;
import org.openbalance.api.Product;
import org.openbalance.bank.Access;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.AccountRequest;
import org.openbalance.bank.HeldGrant;

/// How a bank is asked for one product.
///
/// @param <C> the part of the connector that reads it, such as [org.openbalance.bank.ReadsBalances]
/// @param <T> what is read of an account
interface ProductCall<C, T> {

    Product product();

    /// The part of the connector that is needed.
    Class<C> capability();

    /// Asks for some accounts, in one visit to the bank.
    ///
    /// @param accounts as they were before the visit
    /// @param requests of the same accounts, in the same order
    /// @return by reference; what is missing was not understood
    /// @throws org.openbalance.bank.BankFailure if none of them can be read
    Map<String, AccountRead<T>> ask(
            C connector, Access access, HeldGrant grant, List<Account> accounts, Collection<AccountRequest> requests);

    /// What the bank has begun to fetch of an account and not finished.
    default Optional<ReadState.Job> job(Account account) {
        return account.schedule().product(product()).job();
    }

    /// A value as it is taken; another kind of answer for one that cannot be.
    default Answer<T> value(Answer.Value<T> value) {
        return value;
    }
}
