package org.openbalance.bank.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.openbalance.platform.Tenant;

/// The twin of the table-backed store, for tests.
final class MemorySandboxStore implements SandboxStore {

    private final ConcurrentSkipListMap<String, Entry> entries = new ConcurrentSkipListMap<>();

    @Override
    public Optional<Entry> get(Tenant tenant, String key) {
        return Optional.ofNullable(entries.get(place(tenant, key)));
    }

    @Override
    public Map<String, Entry> list(Tenant tenant, String keyPrefix) {
        var found = new LinkedHashMap<String, Entry>();
        var start = place(tenant, "");
        entries.forEach((key, entry) -> {
            if (key.startsWith(start + keyPrefix)) {
                found.put(key.substring(start.length()), entry);
            }
        });
        return found;
    }

    @Override
    public void put(Tenant tenant, String key, Entry entry) {
        entries.put(place(tenant, key), entry);
    }

    @Override
    public synchronized boolean swap(Tenant tenant, String key, Optional<Entry> seen, Entry next) {
        var now = get(tenant, key);
        if (!now.map(Entry::text).equals(seen.map(Entry::text))) {
            return false;
        }
        put(tenant, key, next);
        return true;
    }

    @Override
    public void remove(Tenant tenant, String key) {
        entries.remove(place(tenant, key));
    }

    /// Everything that was written down, for tests of what must not be.
    String everything() {
        return entries.toString();
    }

    private static String place(Tenant tenant, String key) {
        return tenant.prefix() + '|' + key;
    }
}
