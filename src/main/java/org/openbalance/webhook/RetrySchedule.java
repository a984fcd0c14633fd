package org.openbalance.webhook;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// When a delivery that failed is tried again.
final class RetrySchedule {

    private static final Duration LONGEST = WebhookLimits.RETRIES.getLast();

    private RetrySchedule() {}

    /// @param begun attempts that this round has made, 1 after the first
    /// @return the wait, lengthened by chance; empty when it is given up
    static Optional<Duration> wait(int begun) {
        return wait(begun, ThreadLocalRandom.current().nextInt(PARTS + 1));
    }

    /// As [#wait(int)], and not before the receiver wants to be asked again, within the schedule's own longest wait.
    static Optional<Duration> wait(int begun, Optional<Duration> retryAfter) {
        var asked = retryAfter
                .map(wanted -> wanted.compareTo(LONGEST) < 0 ? wanted : LONGEST)
                .orElse(Duration.ZERO);
        return wait(begun).map(planned -> planned.compareTo(asked) < 0 ? asked : planned);
    }

    /// In so many parts the jitter is divided.
    static final int PARTS = 10_000;

    /// @param part how much of the jitter, from 0 to [#PARTS]
    static Optional<Duration> wait(int begun, int part) {
        if (begun > WebhookLimits.RETRIES.size()) {
            return Optional.empty();
        }
        var wait = WebhookLimits.RETRIES.get(begun - 1);
        return Optional.of(wait.plusMillis(wait.toMillis() * WebhookLimits.JITTER_PERCENT / 100 * part / PARTS));
    }
}
