package org.openbalance.owner;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a warm function remembers for [#SPAN], at most [#MOST] things; the oldest go first.
final class Memory<T> {

    static final Duration SPAN = Duration.ofSeconds(60);
    private static final int MOST = 1_000;

    private record Known<T>(T thing, Instant until) {}

    private final InstantSource clock;
    private final Map<String, Known<T>> known = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known<T>> eldest) {
            return size() > MOST;
        }
    });

    Memory(InstantSource clock) {
        this.clock = clock;
    }

    Optional<T> get(String key) {
        return Optional.ofNullable(known.get(key))
                .filter(seen -> clock.instant().isBefore(seen.until()))
                .map(Known::thing);
    }

    void keep(String key, T thing) {
        known.put(key, new Known<>(thing, clock.instant().plus(SPAN)));
    }

    void forget(String key) {
        known.remove(key);
    }
}
