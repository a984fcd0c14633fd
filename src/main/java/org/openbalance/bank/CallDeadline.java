package org.openbalance.bank;

import java.time.Duration;
import java.time.Instant;

/// How long a call at a bank may take.
///
/// @param until when nothing is waited for any more: neither a place at the bank nor its answer
/// @param each the longest that the bank is waited for, once it is called
public record CallDeadline(Instant until, Duration each) {

    private static final Duration UNBOUNDED = Duration.ofDays(1);

    public static CallDeadline until(Instant deadline) {
        return new CallDeadline(deadline, UNBOUNDED);
    }

    /// When the answer of a call that begins now is no longer waited for.
    Instant deadline(Instant now) {
        var ownEnd = now.plus(each);
        return ownEnd.isBefore(until) ? ownEnd : until;
    }
}
