package org.openbalance.owner;

import com.github.benmanes.caffeine.cache.Cache;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import org.openbalance.platform.Tenant;

/// The time zone of the days in an owner's history: one GetItem, remembered for [MinuteCache#SPAN] in a warm function.
@Singleton
public final class OwnerTimeZones {

    private final Owners owners;
    private final Cache<String, ZoneId> cache;

    public OwnerTimeZones(Owners owners, InstantSource clock) {
        this.owners = owners;
        this.cache = MinuteCache.of(clock);
    }

    /// A zone by its name in the IANA database, such as `Africa/Lagos` or `UTC`, whatever its capitals. Offsets such as
    /// `+01:00` are zones to Java as well, but know of no clock change; `SystemV/…` are Java's own.
    public static Optional<ZoneId> find(String name) {
        var known = ZoneId.getAvailableZoneIds();
        return Optional.of(name)
                .filter(known::contains)
                .or(() -> known.stream().filter(name::equalsIgnoreCase).findFirst())
                .filter(found -> !found.startsWith("SystemV/"))
                .map(ZoneId::of);
    }

    public ZoneId of(Tenant tenant) {
        return cache.get(tenant.owner(), this::read);
    }

    private ZoneId read(String owner) {
        return owners.find(owner).map(Owner::timeZone).orElse(Owner.DEFAULT_TIME_ZONE);
    }
}
