package org.openbalance.consent;

import java.time.Duration;
import org.openbalance.api.RateLimits;

/// The limits of a session, in one place.
public final class SessionLimits {

    public static final Duration LIFE = Duration.ofMinutes(30);
    /// Calls of one session in a minute.
    public static final int CALLS_A_MINUTE = 120;
    /// Sign-ins begun in one session.
    public static final int SIGN_INS = 10;
    /// Sessions of one owner that pages open; those that its server opens with the secret key count apart.
    static final RateLimits.Limit SESSIONS_OF_OWNER = new RateLimits.Limit(Duration.ofMinutes(1), 6_000);
    /// Sessions of one owner that pages open from one network.
    static final RateLimits.Limit SESSIONS_OF_VISITOR = new RateLimits.Limit(Duration.ofMinutes(1), 120);

    public static final int MONTHS_OF_STATEMENT = 24;

    private SessionLimits() {}
}
