package org.openbalance.owner;

import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.openbalance.store.Tenant;

/// In whose days an owner's history is told: one GetItem, remembered for [#MEMORY] in a warm function.
@Singleton
public final class TimeZones {

    static final Duration MEMORY = Duration.ofSeconds(60);
    private static final int REMEMBERED = 1_000;

    private final Owners owners;
    private final InstantSource clock;
    private final Map<String, Known> known = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > REMEMBERED;
        }
    });

    private record Known(ZoneId zone, Instant until) {}

    public TimeZones(Owners owners, InstantSource clock) {
        this.owners = owners;
        this.clock = clock;
    }

    /// A zone by its name in the IANA database, such as `Africa/Lagos` or `UTC`.
    public static Optional<ZoneId> find(String name) {
        try {
            // Offsets such as +01:00 are zones to Java as well, and know of no clock change.
            return Optional.of(ZoneId.of(name)).filter(zone -> named(zone));
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }

    private static boolean named(ZoneId zone) {
        return ZoneId.getAvailableZoneIds().contains(zone.getId());
    }

    public ZoneId of(Tenant tenant) {
        var now = clock.instant();
        var seen = known.get(tenant.owner());
        if (seen != null && now.isBefore(seen.until())) {
            return seen.zone();
        }
        var zone = owners.find(tenant.owner()).map(Owner::timeZone).orElse(Owner.DEFAULT_TIME_ZONE);
        known.put(tenant.owner(), new Known(zone, now.plus(MEMORY)));
        return zone;
    }
}
