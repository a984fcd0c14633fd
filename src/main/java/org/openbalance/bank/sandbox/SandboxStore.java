package org.openbalance.bank.sandbox;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.openbalance.bank.BankFailure;
import org.openbalance.platform.Tenant;

/// The port to where the sandbox banks keep their books: texts by key, each tenant's own. Reads see the last write.
interface SandboxStore {

    /// Writers of one key that meet more often than this are turned away.
    int MOST_SWAPS = 20;

    Optional<Entry> get(Tenant tenant, String key);

    /// All entries whose key begins so, by their keys, in the order of these.
    Map<String, Entry> list(Tenant tenant, String keyPrefix);

    void put(Tenant tenant, String key, Entry entry);

    /// Writes if the entry still is what was seen; empty stands for none at all.
    ///
    /// @return whether it was
    boolean swap(Tenant tenant, String key, Optional<Entry> seen, Entry next);

    void remove(Tenant tenant, String key);

    /// Changes an entry, however many change it at once.
    ///
    /// @param change may run more than once
    default Entry update(Tenant tenant, String key, Function<Optional<Entry>, Entry> change) {
        for (var swaps = 0; swaps < MOST_SWAPS; swaps++) {
            var seen = get(tenant, key);
            var next = change.apply(seen);
            if (swap(tenant, key, seen, next)) {
                return next;
            }
        }
        throw new BankFailure(BankFailure.Kind.ERROR, "Too many writers at a sandbox bank");
    }

    /// @param until when it stops to count; the store may keep it for longer
    record Entry(String text, Optional<Instant> until) {

        static Entry lasting(String text) {
            return new Entry(text, Optional.empty());
        }

        static Entry until(Instant end, String text) {
            return new Entry(text, Optional.of(end));
        }

        boolean countsAt(Instant now) {
            return until.isEmpty() || now.isBefore(until.get());
        }
    }
}
