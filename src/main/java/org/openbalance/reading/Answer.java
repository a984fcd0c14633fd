package org.openbalance.reading;

import java.time.Duration;
import java.time.Instant;
import org.openbalance.account.Account;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.ReadQuotas;
import org.openbalance.money.BalanceAmounts;

/// What a visit at a bank came to for one account, before that is written down.
sealed interface Answer {

    /// As it was before the visit.
    Account account();

    /// @param at when the bank gave it
    record Value(Account account, AccountRead.Value<BalanceAmounts> read, Instant at) implements Answer {}

    record Failed(Account account, BankFailure.Kind kind) implements Answer {}

    /// The bank no longer lists the account.
    record Gone(Account account) implements Answer {}

    /// The bank allows no more reads of it for now.
    record Exhausted(Account account, ReadQuotas.Quota quota) implements Answer {}

    /// The bank has begun to fetch it.
    ///
    /// @param job the connector's note of that
    record Later(Account account, String job, Duration after) implements Answer {}

    /// It was not asked for: it is due at another time than others of its connection, which failed.
    record NotDue(Account account) implements Answer {}
}
