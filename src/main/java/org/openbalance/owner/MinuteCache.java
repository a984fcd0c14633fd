package org.openbalance.owner;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Duration;
import java.time.InstantSource;
import org.openbalance.platform.WarmCache;

/// What a warm function remembers for [#SPAN], at most [#MOST] things.
public final class MinuteCache {

    public static final Duration SPAN = Duration.ofSeconds(60);
    private static final int MOST = 1_000;

    private MinuteCache() {}

    public static <T> Cache<String, T> of(InstantSource clock) {
        return WarmCache.of(clock, SPAN, MOST);
    }
}
