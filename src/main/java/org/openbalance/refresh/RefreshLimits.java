package org.openbalance.refresh;

import java.time.Duration;
import org.openbalance.bank.Banks;

/// The limits of scheduled reading, in one place.
final class RefreshLimits {

    /// So long before its function's deadline, a run begins nothing new.
    static final Duration RESERVE = Duration.ofSeconds(10);
    /// A run takes on what is due so soon after it as well: on the whole, reads are then half a minute early or late,
    /// and not up to a minute late.
    static final Duration AHEAD = Duration.ofSeconds(30);
    /// Accounts that are claimed and queued together.
    static final int SLICE = 500;
    /// Claims that are under way at once.
    static final int CLAIMS_AT_ONCE = 32;
    /// Logins of one bank that a worker has in hand at once: while some are at the bank, as many are prepared
    /// or written down, and the table is not asked for all of them before the first call goes out.
    static final int LANE = 2 * Banks.MAX_CALLS;
    /// Failed reads in a row after which the owner is told.
    static final int FAILURES_TOLD = 3;

    private RefreshLimits() {}
}
