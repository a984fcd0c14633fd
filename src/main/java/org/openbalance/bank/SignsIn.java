package org.openbalance.bank;

/// Signs customers in at a bank. A sign-in that the bank refuses is an answer, [SignInStep.Failed], not a failure.
public interface SignsIn {

    /// Begins a sign-in, or renews an earlier one.
    SignInStep signIn(Access access, SignInRequest request);

    /// Goes on with a sign-in.
    ///
    /// @param state what the step before gave
    SignInStep answer(Access access, String state, SignInAnswer answer);
}
