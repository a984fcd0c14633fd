package org.openbalance.reading;

import java.time.Duration;
import org.openbalance.bank.Banks;

/// The limits of reading at banks, in one place.
public final class ReadingLimits {

    /// So long before its function's deadline, a run begins nothing new.
    public static final Duration RESERVE = Duration.ofSeconds(10);
    /// A run takes on what is due so soon after it as well: on the whole, reads are then half a minute early or late,
    /// and not up to a minute late.
    static final Duration AHEAD = Duration.ofSeconds(30);
    /// Sweeps are at least so far apart: a minute, give or take what a timer does.
    static final Duration SWEEP = Duration.ofSeconds(45);
    /// Connections that are claimed and queued together.
    static final int SLICE = 500;
    /// Logins of one bank that a worker has in hand at once: while some are at the bank, as many are prepared
    /// or written down, and the table is not asked for all of them before the first call goes out.
    static final int LANE = 2 * Banks.MAX_CALLS;
    /// A bank that has not finished a job of reading after so long will not.
    static final Duration JOB_TIME = Duration.ofHours(1);
    /// A bank's job is not asked after sooner than this.
    static final Duration JOB_PAUSE = Duration.ofSeconds(5);
    /// Failed reads in a row after which the owner is notified.
    static final int FAILURES_TOLD = 3;

    /// How long the background waits for a bank that its owner asked for: longer than any caller could.
    public static final Duration PATIENT_DEADLINE = Duration.ofSeconds(45);
    /// How long a claimed connection belongs to who claimed it.
    public static final Duration LEASE = Duration.ofMinutes(15);
    /// Within this time, a refresh that is asked for again is the first one.
    public static final Duration JOINING = Duration.ofSeconds(60);
    /// How often a write is begun anew when another read of the same account came between.
    public static final int WRITE_TRIES = 4;
    /// How long a caller waits for banks; the gateway ends a call at 30 s.
    public static final Duration CHECK_DEADLINE = Duration.ofSeconds(20);

    private ReadingLimits() {}
}
