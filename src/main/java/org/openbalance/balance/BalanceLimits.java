package org.openbalance.balance;

import java.time.Duration;

/// The limits of reading balances, in one place.
public final class BalanceLimits {

    /// How long a caller waits for banks; the gateway ends a call at 30 s.
    public static final Duration CHECK_DEADLINE = Duration.ofSeconds(20);
    /// Accounts of a list that are read at their banks when `max_age` asks for it.
    public static final int FRESH_ACCOUNTS = 20;
    /// Periods in an answer.
    public static final int PERIODS = 100;
    /// The greatest `max_age`: thirty days, in seconds.
    public static final int MAX_AGE = 2_592_000;
    /// How often a write is begun anew when another read of the same account came between.
    static final int WRITE_TRIES = 4;
    /// Entries that a search without an index looks through.
    static final int SEARCHED = 10_000;

    private BalanceLimits() {}
}
