package org.openbalance.reading;

import java.time.Duration;
import java.time.Instant;
import org.openbalance.account.Account;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.ReadQuotas;

/// What a bank answered of one product for one account, before that is written down.
///
/// @param <T> what is read of the product, such as [org.openbalance.money.BalanceAmounts]
sealed interface Answer<T> {

    /// As it was before the visit.
    Account account();

    /// @param at when the bank gave it
    record Value<T>(Account account, AccountRead.Value<T> read, Instant at) implements Answer<T> {}

    record Failed<T>(Account account, BankFailure.Kind kind) implements Answer<T> {}

    /// The bank no longer lists the account.
    record Gone<T>(Account account) implements Answer<T> {}

    /// The bank allows no more reads of it for now.
    record Exhausted<T>(Account account, ReadQuotas.Quota quota) implements Answer<T> {}

    /// The bank has begun to fetch it.
    ///
    /// @param job the connector's note of that
    record Later<T>(Account account, String job, Duration after) implements Answer<T> {

        /// When the bank is asked again.
        Instant again(Instant now) {
            return now.plus(after.compareTo(ReadingLimits.JOB_PAUSE) < 0 ? ReadingLimits.JOB_PAUSE : after);
        }
    }

    /// It was not asked for: it is due at another time.
    record NotDue<T>(Account account) implements Answer<T> {}
}
