package org.openbalance.bank;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The circuit breaker of one line to a bank: after [#TOLERANCE] failures in a row the line rests, then one call tries
/// it; each failed try doubles the rest. One success closes it.
///
/// Resilience4j's, with what that leaves out: the outcome of a call counts only in the state that let the call out, so
/// that one which comes late neither closes the breaker nor lets a second try out.
final class Breaker {

    static final int TOLERANCE = 5;
    static final Duration FIRST_REST = Duration.ofSeconds(5);
    static final Duration LONGEST_REST = Duration.ofSeconds(60);

    /// By how many times in a row it has opened.
    private static final IntervalFunction RESTS = IntervalFunction.ofExponentialBackoff(FIRST_REST, 2, LONGEST_REST);

    private final CircuitBreaker breaker;
    private final InstantSource clock;
    private long changes;
    private int openings;
    private Instant until = Instant.MIN;

    /// Permission for one call, whose outcome is reported once.
    ///
    /// @param change after how many changes of state it was given
    record Permit(long change) {}

    Breaker(InstantSource clock) {
        this.clock = clock;
        this.breaker = CircuitBreaker.of("line", config(clock));
        breaker.getEventPublisher()
                .onStateTransition(event -> changed(event.getStateTransition().getToState()));
    }

    private static CircuitBreakerConfig config(InstantSource clock) {
        return CircuitBreakerConfig.custom()
                .slidingWindow(TOLERANCE, TOLERANCE, SlidingWindowType.COUNT_BASED)
                .failureRateThreshold(100)
                .permittedNumberOfCallsInHalfOpenState(1)
                .waitIntervalFunctionInOpenState(RESTS)
                .clock(clock.withZone(ZoneOffset.UTC))
                .currentTimestampFunction(_ -> clock.millis(), TimeUnit.MILLISECONDS)
                .writableStackTraceEnabled(false)
                .build();
    }

    private void changed(State to) {
        changes++;
        if (to == State.OPEN) {
            openings++;
            until = clock.instant().plus(rest());
        } else if (to == State.CLOSED) {
            openings = 0;
        }
    }

    /// Whether a call may go out now. One that may is ended by [#succeeded], [#failed] or [#abandoned].
    synchronized Optional<Permit> begin() {
        return breaker.tryAcquirePermission() ? Optional.of(new Permit(changes)) : Optional.empty();
    }

    /// Whether calls are spared: it rests, or the one that tries it is out.
    synchronized boolean spares() {
        return switch (breaker.getState()) {
            case OPEN -> !clock.instant().isAfter(until);
            case HALF_OPEN -> true;
            case CLOSED, DISABLED, FORCED_OPEN, METRICS_ONLY -> false;
        };
    }

    synchronized void succeeded(Permit permit) {
        if (isCurrent(permit)) {
            breaker.reset();
        }
    }

    synchronized void failed(Permit permit) {
        if (isCurrent(permit)) {
            breaker.onError(0, TimeUnit.MILLISECONDS, new IllegalStateException("The bank failed"));
        }
    }

    /// The call told nothing of the bank.
    synchronized void abandoned(Permit permit) {
        if (isCurrent(permit)) {
            breaker.releasePermission();
        }
    }

    private boolean isCurrent(Permit permit) {
        return permit.change() == changes;
    }

    /// How long it rests at a time by now; nothing while it is closed.
    synchronized Duration rest() {
        return openings == 0 ? Duration.ZERO : Duration.ofMillis(RESTS.apply(openings));
    }

    /// Nothing is remembered of it: it may be forgotten.
    synchronized boolean fresh() {
        return breaker.getState() == State.CLOSED && breaker.getMetrics().getNumberOfFailedCalls() == 0;
    }
}
