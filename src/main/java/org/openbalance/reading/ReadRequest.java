package org.openbalance.reading;

import java.time.Instant;
import org.openbalance.account.PeriodReads;
import org.openbalance.api.Product;

/// Why a connection is read at its bank.
public sealed interface ReadRequest {

    /// The reason that is recorded for the read.
    PeriodReads.Source source();

    /// Somebody waits for the answer.
    ///
    /// @param product that is read, and no other
    record Asked(Product product) implements ReadRequest {

        @Override
        public PeriodReads.Source source() {
            return PeriodReads.Source.CHECK;
        }
    }

    /// It was due, or asked for in the background, and one process has claimed it by a lease. The claim ends with the
    /// lease: whoever changes that (another claim, the end of the consent) takes the read over.
    ///
    /// @param first the account that the due time of the connection stands on, and the lease with it
    /// @param lease until when the read is its claimer's
    /// @param due when it was due
    record Claimed(String first, String bank, Instant lease, Instant due, PeriodReads.Source source)
            implements ReadRequest {}
}
