package org.openbalance.owner;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.openbalance.store.Table;
import org.openbalance.store.Tenant;

/// How often each owner's accounts are read by themselves: one GetItem, remembered for [#MEMORY] in a warm function.
@Singleton
public final class Plans {

    static final Duration MEMORY = Duration.ofSeconds(60);
    private static final int REMEMBERED = 1_000;

    private final Table table;
    private final InstantSource clock;
    private final Map<String, Known> known = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > REMEMBERED;
        }
    });

    private record Known(Optional<Duration> cadence, Instant until) {}

    public Plans(Table table, InstantSource clock) {
        this.table = table;
        this.clock = clock;
    }

    /// Empty for an owner whose accounts are not read by themselves, or who is disabled.
    public Optional<Duration> cadence(Tenant tenant) {
        var now = clock.instant();
        var seen = known.get(tenant.owner());
        if (seen != null && now.isBefore(seen.until())) {
            return seen.cadence();
        }
        var cadence = table.get(Owner.key(tenant.owner()))
                .map(Owner::of)
                .filter(owner -> !owner.disabled())
                .flatMap(Owner::cadence);
        known.put(tenant.owner(), new Known(cadence, now.plus(MEMORY)));
        return cadence;
    }
}
