package org.openbalance.bank;

/// Has customers pay from their accounts. What a bank refuses is an answer, [PaymentStep.Refused], not a failure.
public interface InitiatesPayments {

    /// Hands an order to the bank. The same order handed over again, as after an answer that was lost, is paid once:
    /// [PaymentOrder#reference] is what the bank knows it again by.
    ///
    /// @param back for a bank that has the customer agree on a page of its own
    PaymentStep initiate(Access access, PaymentOrder order, WayBack back);

    /// Goes on with a payment after a redirect or a wait.
    ///
    /// @param state what the step before gave
    PaymentStep answer(Access access, String state, SignInAnswer answer);
}
