package org.openbalance.reading;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.openbalance.account.Account;
import org.openbalance.bank.AccountRead;

/// A product that is read at banks beside the balance. What is common to all products is done by the visit: the
/// customer's consent, the bank's places, breaker and quota, the grant, retries, and the report of lasting failures.
///
/// @param <C> the part of the connector that reads it, such as [org.openbalance.bank.ReadsTransactions]
/// @param <T> what is read of an account, such as [org.openbalance.bank.BankTransactions]
public interface ProductReader<C, T> extends ProductCall<C, T> {

    /// How often it is read by itself: with the visit for the balance that comes next to that.
    Duration every();

    /// How far the reads of an account have come.
    ///
    /// @param note what [org.openbalance.account.ProductState#progress] has at the next visit
    /// @param unfinished whether more is to be read at once
    record Progress(Optional<String> note, boolean unfinished) {

        /// Of a product that is read whole each time.
        public static final Progress WHOLE = new Progress(Optional.empty(), false);
    }

    /// Writes down what was read. The visit's own mark is written after it, so this may come again with the same
    /// value, and must then change nothing.
    ///
    /// @param account as it was before the visit
    /// @throws org.openbalance.api.ApiException 403 if the consent ended meanwhile
    Progress write(Account account, AccountRead.Value<T> read, Instant at);
}
