package org.openbalance.bank;

/// A bank that could not be asked, or would not answer. Carries no customer data, so it may be logged.
public final class BankFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// What can be done about it: wait and retry, or sign in again.
    public enum Kind {
        DOWN,
        SLOW,
        ERROR,
        LOGIN_EXPIRED,
        /// It was not asked: its last calls failed, and it is given a rest.
        RESTING,
        /// It was not asked: so many calls are under way that none of them ended in time.
        BUSY,
        /// It was not asked: what is kept of the login or the account does not open.
        DATA
    }

    private final Kind kind;

    public BankFailure(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
