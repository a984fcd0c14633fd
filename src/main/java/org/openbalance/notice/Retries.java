package org.openbalance.notice;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// When a delivery that failed is tried again.
final class Retries {

    private Retries() {}

    /// @param begun attempts that this round has made, 1 after the first
    /// @return the wait, lengthened by chance; empty when it is given up
    static Optional<Duration> wait(int begun) {
        return wait(begun, ThreadLocalRandom.current().nextInt(PARTS + 1));
    }

    /// In so many parts the jitter is divided.
    static final int PARTS = 10_000;

    /// @param part how much of the jitter, from 0 to [#PARTS]
    static Optional<Duration> wait(int begun, int part) {
        if (begun > NoticeLimits.RETRIES.size()) {
            return Optional.empty();
        }
        var wait = NoticeLimits.RETRIES.get(begun - 1);
        return Optional.of(wait.plusMillis(wait.toMillis() * NoticeLimits.JITTER_PERCENT / 100 * part / PARTS));
    }
}
