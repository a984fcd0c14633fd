package org.openbalance.bank;

import java.time.Duration;
import java.time.Instant;

/// The circuit breaker of one line to a bank: after [#TOLERANCE] failures in a row the line rests, then one call tries
/// it; each failed try doubles the rest. One success closes it.
final class Breaker {

    static final int TOLERANCE = 5;
    static final Duration FIRST_REST = Duration.ofSeconds(5);
    static final Duration LONGEST_REST = Duration.ofSeconds(60);

    private int failures;
    private Duration rest = Duration.ZERO;
    private Instant until = Instant.MIN;
    private boolean trying;

    /// Whether a call may go out now. One that may is ended by [#succeeded], [#failed] or [#abandoned].
    synchronized boolean begin(Instant now) {
        if (rest.isZero()) {
            return true;
        }
        if (trying || now.isBefore(until)) {
            return false;
        }
        trying = true;
        return true;
    }

    synchronized boolean breakers(Instant now) {
        return !rest.isZero() && (trying || now.isBefore(until));
    }

    synchronized void succeeded() {
        failures = 0;
        rest = Duration.ZERO;
        trying = false;
    }

    synchronized void failed(Instant now) {
        failures++;
        if (rest.isZero() ? failures >= TOLERANCE : trying) {
            open(now);
        }
    }

    /// The call told nothing of the bank.
    synchronized void abandoned() {
        trying = false;
    }

    private void open(Instant now) {
        var longer = rest.isZero() ? FIRST_REST : rest.multipliedBy(2);
        rest = longer.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : longer;
        until = now.plus(rest);
        trying = false;
    }

    /// How long it rests at a time by now; nothing while it is closed.
    synchronized Duration rest() {
        return rest;
    }

    /// Nothing is remembered of it: it may be forgotten.
    synchronized boolean fresh() {
        return failures == 0 && rest.isZero();
    }
}
