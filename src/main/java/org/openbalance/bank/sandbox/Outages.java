package org.openbalance.bank.sandbox;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openbalance.bank.Access;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.Health;
import org.openbalance.bank.sandbox.SandboxStore.Entry;
import org.openbalance.platform.Tenant;

/// Troubles of sandbox banks on demand, each in one tenant's sandbox and for a time. A new one takes the place of the
/// old one.
@Singleton
public final class Outages {

    public static final int MAX_SECONDS = 3600;

    /// Longer than any caller waits.
    static final Duration SLOWNESS = Duration.ofSeconds(25);

    private static final String OUTAGE = "OUTAGE#";

    public enum Kind {
        /// No call gets through.
        DOWN,
        /// Each call is answered, but only after 25 seconds.
        SLOW,
        /// Every second call gets an error.
        ERRORS;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Kind> of(String wire) {
            for (var kind : values()) {
                if (kind.wire().equals(wire)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    /// @param until when it ends by itself
    public record Outage(Bank bank, Kind kind, Instant until) {}

    private final SandboxStore store;
    private final InstantSource clock;
    private final Sleeper sleeper;

    Outages(SandboxStore store, InstantSource clock, Sleeper sleeper) {
        this.store = store;
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /// @param seconds 1 to [#MAX_SECONDS]
    public Outage start(Tenant tenant, Bank bank, Kind kind, int seconds) {
        SandboxCustomers.requireSandbox(tenant);
        if (seconds < 1 || seconds > MAX_SECONDS) {
            throw new IllegalArgumentException("An outage lasts 1 to " + MAX_SECONDS + " seconds");
        }
        var outage =
                new Outage(bank, kind, Instant.ofEpochSecond(clock.instant().getEpochSecond() + seconds));
        store.put(tenant, key(bank), new State(kind, 0).entry(outage.until()));
        return outage;
    }

    public void end(Tenant tenant, Bank bank) {
        store.remove(tenant, key(bank));
    }

    public Optional<Outage> current(Tenant tenant, Bank bank) {
        return store.get(tenant, key(bank))
                .filter(entry -> entry.countsAt(clock.instant()))
                .map(entry ->
                        new Outage(bank, State.of(entry).kind(), entry.until().orElseThrow()));
    }

    Health health(Tenant tenant, Bank bank) {
        return health(store.get(tenant, key(bank)));
    }

    /// One request, however many the banks.
    Map<String, Health> health(Tenant tenant, Collection<Bank> banks) {
        var known = store.list(tenant, OUTAGE);
        return banks.stream()
                .collect(Collectors.toMap(Bank::id, bank -> health(Optional.ofNullable(known.get(key(bank))))));
    }

    private Health health(Optional<Entry> outage) {
        return outage.filter(entry -> entry.countsAt(clock.instant()))
                .map(entry -> switch (State.of(entry).kind()) {
                    case DOWN -> Health.DOWN;
                    // A customer who tries again gets through.
                    case SLOW, ERRORS -> Health.SLOW;
                })
                .orElse(Health.UP);
    }

    /// Lets a call meet the outage there is, if any.
    void meet(Access access) {
        var bank = access.bank();
        var outage = current(access.tenant(), bank);
        if (outage.isEmpty()) {
            return;
        }
        switch (outage.get().kind()) {
            case DOWN -> throw new BankFailure(BankFailure.Kind.DOWN, bank.name() + " is down");
            case SLOW -> sleeper.keepWaiting(bank, SLOWNESS);
            case ERRORS -> failEverySecond(access.tenant(), outage.get());
        }
    }

    private void failEverySecond(Tenant tenant, Outage outage) {
        var bank = outage.bank();
        var counted = store.update(tenant, key(bank), seen -> oneMore(seen, outage));
        if (State.of(counted).calls() % 2 == 0) {
            throw new BankFailure(BankFailure.Kind.ERROR, bank.name() + " answered with an error");
        }
    }

    private static Entry oneMore(Optional<Entry> seen, Outage outage) {
        var calls = seen.map(entry -> State.of(entry).calls()).orElse(0);
        return new State(outage.kind(), calls + 1).entry(outage.until());
    }

    private static String key(Bank bank) {
        return OUTAGE + bank.id();
    }

    private record State(Kind kind, int calls) {

        static State of(Entry entry) {
            var parts = entry.text().split(" ");
            return new State(Kind.of(parts[0]).orElseThrow(), Integer.parseInt(parts[1]));
        }

        Entry entry(Instant until) {
            return Entry.until(until, kind.wire() + ' ' + calls);
        }
    }
}
