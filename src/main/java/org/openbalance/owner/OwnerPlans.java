package org.openbalance.owner;

import com.github.benmanes.caffeine.cache.Cache;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Table;

/// How often each owner's accounts are read by themselves: one GetItem, remembered for [MinuteCache#SPAN] in a warm
/// function.
@Singleton
public final class OwnerPlans {

    private final Table table;
    private final Cache<String, Optional<Duration>> cache;

    public OwnerPlans(Table table, InstantSource clock) {
        this.table = table;
        this.cache = MinuteCache.of(clock);
    }

    /// Empty for an owner whose accounts are not read by themselves, or who is disabled.
    public Optional<Duration> cadence(Tenant tenant) {
        return cache.get(tenant.owner(), this::read);
    }

    /// Takes what another has just read.
    public void remember(Owner latest) {
        cache.put(latest.id(), planOf(latest));
    }

    private Optional<Duration> read(String owner) {
        return table.get(Owner.key(owner)).map(Owner::of).flatMap(OwnerPlans::planOf);
    }

    private static Optional<Duration> planOf(Owner owner) {
        return owner.cadence().filter(_ -> !owner.disabled());
    }
}
