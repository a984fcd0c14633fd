package org.openbalance.bank;

import java.time.Instant;
import java.util.Optional;

/// Where a sign-in stands. `state` is the connector's own memory of it, opaque to everyone else and kept sealed.
public sealed interface SignInStep {

    /// The bank sent a one-time password.
    record Otp(String message, int length, String state) implements SignInStep {}

    record Question(String question, String state) implements SignInStep {}

    /// The customer goes on at the bank's own page.
    record Redirect(String url, String state) implements SignInStep {}

    /// The bank needs a moment; ask again with an empty answer.
    record Wait(int afterMs, String state) implements SignInStep {}

    /// @param until when the access ends by itself, if the bank says so
    record Authenticated(Grant grant, BankCustomer customer, Optional<Instant> until) implements SignInStep {

        /// The bank does not say when the access ends.
        public Authenticated(Grant grant, BankCustomer customer) {
            this(grant, customer, Optional.empty());
        }
    }

    /// @param retry whether the customer may try again in the same session
    record Failed(Reason reason, String message, boolean retry) implements SignInStep {}

    /// Why a bank refused, as the widget knows it.
    enum Reason {
        BAD_CREDENTIALS,
        BAD_ANSWER,
        LOCKED,
        BANK_DOWN,
        BANK_SLOW,
        EXPIRED,
        CANCELLED,
        UNSUPPORTED
    }
}
