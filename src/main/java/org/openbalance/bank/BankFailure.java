package org.openbalance.bank;

import java.time.Instant;
import java.util.Optional;

/// A bank that could not be asked, or would not answer. Carries no customer data, so it may be logged.
public final class BankFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// What can be done about it: wait and retry, or sign in again.
    public enum Kind {
        DOWN,
        SLOW,
        ERROR,
        LOGIN_EXPIRED,
        /// It allows no more reads for now: nothing is wrong with it.
        QUOTA,
        /// It was not asked: its last calls failed, and it is given a rest.
        RESTING,
        /// It was not asked: so many calls are under way that none of them ended in time.
        BUSY,
        /// It was not asked: what is kept of the login, the account or the owner's keys does not open or is missing.
        DATA
    }

    private final Kind kind;
    private final transient Instant until;

    public BankFailure(Kind kind, String message) {
        this(kind, message, null);
    }

    private BankFailure(Kind kind, String message, Instant until) {
        super(message, null, false, false);
        this.kind = kind;
        this.until = until;
    }

    /// The bank gives no more reads for now, as with a status of 429.
    ///
    /// @param until when it gives some again, if it says so
    public static BankFailure quota(String message, Optional<Instant> until) {
        return new BankFailure(Kind.QUOTA, message, until.orElse(null));
    }

    /// When the bank may be asked again, if it says so.
    public Optional<Instant> until() {
        return Optional.ofNullable(until);
    }

    public Kind kind() {
        return kind;
    }
}
