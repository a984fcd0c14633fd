package org.openbalance.bank.sandbox;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import org.openbalance.api.Product;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.sandbox.SandboxStore.Entry;
import org.openbalance.platform.Tenant;

/// The reads of each product that a bank allows a customer on each day of UTC, which it does not tell beforehand.
final class DailyReads {

    static final int MOST = 2;

    private static final String PREFIX = "READS#";

    private final SandboxStore store;
    private final InstantSource clock;

    DailyReads(SandboxStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /// @throws BankFailure `QUOTA` if those of today are used up
    void take(Tenant tenant, SandboxCustomer customer, Product product) {
        var day = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
        var end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        var key = PREFIX + customer.id() + '#' + day + '#' + product.wire();
        var taken = store.update(tenant, key, before -> Entry.until(end, Integer.toString(1 + count(before))));
        if (count(Optional.of(taken)) > MOST) {
            throw BankFailure.quota("Too many requests", Optional.empty());
        }
    }

    private static int count(Optional<Entry> entry) {
        return entry.map(Entry::text).map(Integer::parseInt).orElse(0);
    }
}
