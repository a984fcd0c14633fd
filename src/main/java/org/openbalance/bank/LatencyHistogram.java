package org.openbalance.bank;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.openbalance.platform.dynamodb.Item;

/// A histogram of durations: eight steps to each doubling of milliseconds, so that a percentile is told to an eighth.
public final class LatencyHistogram {

    private static final int STEP_BITS = 3;
    private static final int STEPS = 1 << STEP_BITS;
    /// Up to two minutes: no call takes longer.
    static final int SIZE = 17 * STEPS;

    private static final String PREFIX = "ms";

    private final long[] counts;

    private LatencyHistogram(long[] counts) {
        this.counts = counts;
    }

    /// The attribute that counts such a duration.
    static String name(Duration took) {
        return PREFIX + step(took.toMillis());
    }

    static LatencyHistogram of(Item item) {
        var counts = new long[SIZE];
        for (var step = 0; step < SIZE; step++) {
            counts[step] = item.number(PREFIX + step, 0);
        }
        return new LatencyHistogram(counts);
    }

    static LatencyHistogram sum(List<LatencyHistogram> parts) {
        var counts = new long[SIZE];
        for (var part : parts) {
            for (var step = 0; step < SIZE; step++) {
                counts[step] += part.counts[step];
            }
        }
        return new LatencyHistogram(counts);
    }

    /// The milliseconds that so many per cent took at most; empty if nothing was counted.
    public OptionalLong percentile(int percent) {
        var total = 0L;
        for (var count : counts) {
            total += count;
        }
        var rank = Math.ceilDiv(total * percent, 100L);
        var seen = 0L;
        for (var step = 0; step < SIZE; step++) {
            seen += counts[step];
            if (seen >= rank && seen > 0) {
                return OptionalLong.of(longest(step));
            }
        }
        return OptionalLong.empty();
    }

    /// The first steps are a millisecond each; from there on, the place of the first bit and the three behind it.
    static int step(long ms) {
        var clamped = Math.clamp(ms, 0L, longest(SIZE - 1));
        if (clamped < STEPS) {
            return (int) clamped;
        }
        var doublings = 63 - Long.numberOfLeadingZeros(clamped) - STEP_BITS;
        return (doublings << STEP_BITS) + (int) (clamped >> doublings);
    }

    /// The longest duration of a step.
    static long longest(int step) {
        if (step < STEPS) {
            return step;
        }
        var doublings = (step >> STEP_BITS) - 1;
        var first = (long) (STEPS + (step & (STEPS - 1)));
        return ((first + 1) << doublings) - 1;
    }
}
