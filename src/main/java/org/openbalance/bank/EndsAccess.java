package org.openbalance.bank;

/// Ends the access that a customer gave at a bank. Where a connector lacks it, owners are told that the bank was not.
public interface EndsAccess {

    /// Tells the bank that nothing is to be read by a grant any more. May be called again for an access that has ended.
    ///
    /// @throws BankFailure `LOGIN_EXPIRED` if the bank knows the grant no more, which is as good; after any other
    /// the bank is told again later
    void endAccess(Access access, HeldGrant grant);

    /// Whether two grants of one bank stand for the same access, so that the end of one ends the other. It is not ended
    /// then while the other is in use, as after a sign-in that renewed it.
    default boolean isSameAccess(Grant one, Grant other) {
        return one.equals(other);
    }
}
