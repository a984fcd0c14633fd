package org.openbalance.owner;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.openbalance.store.Table;
import org.openbalance.store.Tenant;

/// How often each owner's accounts are read by themselves: one GetItem, remembered for [Memory#SPAN] in a warm
/// function.
@Singleton
public final class Plans {

    private final Table table;
    private final Memory<Optional<Duration>> memory;

    public Plans(Table table, InstantSource clock) {
        this.table = table;
        this.memory = new Memory<>(clock);
    }

    /// Empty for an owner whose accounts are not read by themselves, or who is disabled.
    public Optional<Duration> cadence(Tenant tenant) {
        return memory.get(tenant.owner()).orElseGet(() -> read(tenant.owner()));
    }

    private Optional<Duration> read(String owner) {
        var cadence = table.get(Owner.key(owner))
                .map(Owner::of)
                .filter(found -> !found.disabled())
                .flatMap(Owner::cadence);
        memory.keep(owner, cadence);
        return cadence;
    }
}
