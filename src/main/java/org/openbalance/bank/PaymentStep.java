package org.openbalance.bank;

/// Where a payment stands. `state` is the connector's own memory of it, opaque to everyone else and kept sealed.
public sealed interface PaymentStep {

    /// The customer agrees at the bank's own page.
    record Redirect(String url, String state) implements PaymentStep {}

    /// The bank needs a moment, or the customer agrees elsewhere; ask again with an empty answer.
    record Wait(int afterMs, String state) implements PaymentStep {}

    /// The bank took the order and carries it out, which is not to say that the money has arrived.
    ///
    /// @param payment the bank's own id of it
    record Accepted(String payment) implements PaymentStep {}

    /// Nothing was paid, and nothing will be.
    record Refused(Reason reason, String message) implements PaymentStep {}

    enum Reason {
        CANCELLED,
        INSUFFICIENT_FUNDS,
        LIMIT,
        PAYEE,
        EXPIRED,
        UNSUPPORTED
    }
}
