package org.openbalance.nativeimage;

import java.util.Arrays;

/// Durations that were measured, in nanoseconds; told in milliseconds.
record Samples(long... nanos) {

    Samples {
        nanos = nanos.clone();
        Arrays.sort(nanos);
    }

    static Samples of(java.util.List<Long> nanos) {
        return new Samples(nanos.stream().mapToLong(Long::longValue).toArray());
    }

    /// The smallest duration that `percent` of all do not pass (nearest rank).
    double percentileMs(int percent) {
        var rank = (int) Math.ceil(nanos.length * percent / 100.0);
        return nanos[Math.max(0, rank - 1)] / 1e6;
    }

    double medianMs() {
        return percentileMs(50);
    }

    double slowestMs() {
        return nanos[nanos.length - 1] / 1e6;
    }
}
