package org.openbalance.owner;

import com.github.benmanes.caffeine.cache.Cache;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Table;

/// How often each owner's accounts are read by themselves, and whether it imported old ids: one GetItem, remembered for
/// [MinuteCache#SPAN] in a warm function.
@Singleton
public final class OwnerPlans {

    private final Table table;
    private final Cache<String, Plan> cache;

    private record Plan(Optional<Duration> cadence, Set<Environment> oldIds) {

        private static final Plan NONE = new Plan(Optional.empty(), Set.of());

        private static Plan of(Owner owner) {
            return new Plan(owner.cadence().filter(_ -> !owner.disabled()), owner.oldIds());
        }
    }

    public OwnerPlans(Table table, InstantSource clock) {
        this.table = table;
        this.cache = MinuteCache.of(clock);
    }

    /// Empty for an owner whose accounts are not read by themselves, or who is disabled.
    public Optional<Duration> cadence(Tenant tenant) {
        return plan(tenant).cadence();
    }

    /// Whether the owner imported ids of Okra's customers and accounts.
    public boolean hasOldIds(Tenant tenant) {
        return plan(tenant).oldIds().contains(tenant.environment());
    }

    private Plan plan(Tenant tenant) {
        return cache.get(tenant.owner(), this::read);
    }

    /// Takes what another has just read.
    public void remember(Owner latest) {
        cache.put(latest.id(), Plan.of(latest));
    }

    private Plan read(String owner) {
        return table.get(Owner.key(owner)).map(Owner::of).map(Plan::of).orElse(Plan.NONE);
    }
}
