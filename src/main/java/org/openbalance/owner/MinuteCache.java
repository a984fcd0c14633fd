package org.openbalance.owner;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/// What a warm function remembers for [#SPAN], at most [#MOST] things.
final class MinuteCache {

    static final Duration SPAN = Duration.ofSeconds(60);
    private static final int MOST = 1_000;

    private MinuteCache() {}

    static <T> Cache<String, T> of(InstantSource clock) {
        return Caffeine.newBuilder()
                .expireAfterWrite(SPAN)
                .maximumSize(MOST)
                .ticker(() -> nanos(clock.instant()))
                // A function is frozen between two calls: what is left to another thread may never be done.
                .executor(Runnable::run)
                .build();
    }

    private static long nanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }
}
