package org.openbalance.bank;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What a read came to for one account. Banks are asked account by account, and one that cannot be read is no reason
/// to keep from the owner what was read of the others.
///
/// @param <T> what is read, such as [org.openbalance.money.BalanceAmounts]
public sealed interface AccountRead<T> {

    /// @param asOf the bank's own time of the value, where it says one: what comes from a cache of the bank's is never
    /// given as of now. Empty if the value is what the bank holds as it answers.
    record Value<T>(T value, Optional<Instant> asOf) implements AccountRead<T> {

        public Value(T value) {
            this(value, Optional.empty());
        }
    }

    /// This account could not be read now. [BankFailure.Kind#LOGIN_EXPIRED] ends the whole login.
    record Failed<T>(BankFailure failure) implements AccountRead<T> {}

    /// The bank does not know the account any more.
    record Gone<T>() implements AccountRead<T> {}

    /// The bank has begun to fetch it and will have it later.
    ///
    /// @param job the connector's own note of it, which [AccountRequest#job] hands back at the next visit; no
    /// secret, as it rests and travels unsealed
    /// @param after how long the bank needs, as far as it says; a hook of the bank's may come sooner
    record Later<T>(String job, Duration after) implements AccountRead<T> {}
}
