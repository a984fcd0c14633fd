package org.openbalance.consent;

import java.time.Duration;

/// The limits of a session, in one place.
public final class SessionLimits {

    public static final Duration LIFE = Duration.ofMinutes(30);
    /// Calls of one session in a minute.
    public static final int CALLS_A_MINUTE = 120;
    /// Sessions opened with one public key in a minute.
    public static final int SESSIONS_A_MINUTE = 600;

    public static final int MONTHS_OF_STATEMENT = 24;

    private SessionLimits() {}
}
