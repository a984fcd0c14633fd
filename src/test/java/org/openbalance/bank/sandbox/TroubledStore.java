package org.openbalance.bank.sandbox;

import java.util.Map;
import java.util.Optional;
import org.openbalance.platform.Tenant;

/// A store for tests to have trouble with, by what they do otherwise.
class TroubledStore implements SandboxStore {

    private final SandboxStore store;

    TroubledStore(SandboxStore store) {
        this.store = store;
    }

    @Override
    public Optional<Entry> get(Tenant tenant, String key) {
        return store.get(tenant, key);
    }

    @Override
    public Map<String, Entry> list(Tenant tenant, String keyPrefix) {
        return store.list(tenant, keyPrefix);
    }

    @Override
    public void put(Tenant tenant, String key, Entry entry) {
        store.put(tenant, key, entry);
    }

    @Override
    public boolean swap(Tenant tenant, String key, Optional<Entry> seen, Entry next) {
        return store.swap(tenant, key, seen, next);
    }

    @Override
    public void remove(Tenant tenant, String key) {
        store.remove(tenant, key);
    }
}
