package org.openbalance.reading;

import java.time.Instant;
import org.openbalance.account.PeriodReads;

/// Why an account is read at its bank.
public sealed interface ReadRequest {

    /// The reason that is recorded for the read.
    PeriodReads.Source source();

    /// Somebody waits for the answer.
    record Asked() implements ReadRequest {

        @Override
        public PeriodReads.Source source() {
            return PeriodReads.Source.CHECK;
        }
    }

    /// It was due, or asked for in the background, and one process has claimed it: its `next_refresh_at` is a lease.
    /// The errand ends with the lease: whoever moves it (another claim, a read, the end of the consent) takes
    /// it over.
    ///
    /// @param lease the `next_refresh_at` that the claim set
    /// @param due when it was due
    record Claimed(Instant lease, Instant due, PeriodReads.Source source) implements ReadRequest {}
}
