package org.openbalance.platform;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/// What a warm function remembers for a while.
public final class WarmCache {

    private WarmCache() {}

    /// @param span how long each thing is remembered
    /// @param most how many things
    public static <T> Cache<String, T> of(InstantSource clock, Duration span, int most) {
        return Caffeine.newBuilder()
                .expireAfterWrite(span)
                .maximumSize(most)
                .ticker(() -> nanos(clock.instant()))
                // A function is frozen between two calls: what is left to another thread may never be done.
                .executor(Runnable::run)
                .build();
    }

    private static long nanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }
}
