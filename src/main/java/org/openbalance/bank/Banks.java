package org.openbalance.bank;

import io.quarkus.arc.All;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.openbalance.store.Environment;

/// The directory of banks, and the one way to call them.
///
/// A bank belongs to one environment and cannot be found from the other. Every call runs on a thread of its own, with a
/// deadline and in one of the bank's own [#MAX_CALLS] places, so a bank that hangs keeps only its own callers waiting.
@Singleton
public final class Banks {

    /// Calls that one bank is given at once by one process.
    public static final int MAX_CALLS = 20;

    private static final Logger LOG = Logger.getLogger(Banks.class);

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final InstantSource clock;

    @Inject
    public Banks(@All List<Connector> connectors, InstantSource clock) {
        this(connectors, clock, MAX_CALLS);
    }

    Banks(List<Connector> connectors, InstantSource clock, int callsAtOnce) {
        this.clock = clock;
        connectors.stream()
                .flatMap(connector -> connector.banks().stream().map(bank -> Entry.of(bank, connector, callsAtOnce)))
                .sorted(Comparator.comparing(entry -> entry.bank().name()))
                .forEach(this::add);
    }

    private void add(Entry entry) {
        if (named(entry.bank().id()).isPresent() || named(entry.bank().slug()).isPresent()) {
            throw new IllegalStateException(
                    "Two banks with one id or slug: " + entry.bank().slug());
        }
        entries.put(entry.bank().id(), entry);
    }

    /// The banks of an environment, by name.
    public List<Bank> visibleTo(Environment environment) {
        return entries.values().stream()
                .filter(entry -> entry.reachableFrom(environment))
                .map(Entry::bank)
                .toList();
    }

    /// @param idOrSlug as a body names a bank
    public Optional<Bank> find(Environment environment, String idOrSlug) {
        return named(idOrSlug).filter(entry -> entry.reachableFrom(environment)).map(Entry::bank);
    }

    /// The bank of an account that is linked.
    ///
    /// @throws IllegalArgumentException for a bank that is not of this directory
    public Bank known(String id) {
        return named(id)
                .map(Entry::bank)
                .orElseThrow(() -> new IllegalArgumentException("No bank of this directory: " + id));
    }

    /// @throws IllegalArgumentException for a bank that is not of this directory
    public Connector connector(Bank bank) {
        return entry(bank).connector();
    }

    /// Runs one call at a bank and waits for its answer, but no longer than until the deadline; what overruns is
    /// interrupted and forgotten.
    ///
    /// @throws BankFailure what the bank threw; `SLOW` when the deadline passed, in the call or in the queue for a
    /// place; `ERROR` for anything unexpected, which is logged here and nowhere else
    public <T> T call(Bank bank, Instant deadline, Callable<T> call) {
        var places = entry(bank).places();
        try {
            var nanos = nanosUntil(deadline);
            if (nanos == 0 || !places.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
                throw slow(bank);
            }
            return await(bank, deadline, start(places, call));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw slow(bank);
        }
    }

    /// The place is given back when the call really ends: one that ignores its interrupt still weighs on its bank.
    private static <T> FutureTask<T> start(Semaphore places, Callable<T> call) {
        var task = new FutureTask<>(call);
        Thread.ofVirtual().name("bank").start(() -> {
            try {
                task.run();
            } finally {
                places.release();
            }
        });
        return task;
    }

    private <T> T await(Bank bank, Instant deadline, FutureTask<T> task) throws InterruptedException {
        try {
            return task.get(nanosUntil(deadline), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw slow(bank);
        } catch (ExecutionException e) {
            throw failure(bank, e.getCause());
        } finally {
            task.cancel(true);
        }
    }

    private static BankFailure failure(Bank bank, Throwable cause) {
        if (cause instanceof BankFailure known) {
            return known;
        }
        // Neither its message nor its causes: what a bank sends back may hold anything of the customer.
        LOG.errorf("Bank %s: unexpected %s at %s", bank.slug(), cause.getClass().getName(), origin(cause));
        return new BankFailure(BankFailure.Kind.ERROR, bank.name() + " gave an answer that was not understood");
    }

    private static String origin(Throwable cause) {
        var frames = cause.getStackTrace();
        return frames.length == 0 ? "an unknown place" : frames[0].toString();
    }

    private static BankFailure slow(Bank bank) {
        return new BankFailure(BankFailure.Kind.SLOW, bank.name() + " did not answer in time");
    }

    private long nanosUntil(Instant deadline) {
        return Math.max(0, Duration.between(clock.instant(), deadline).toNanos());
    }

    private Optional<Entry> named(String idOrSlug) {
        return entries.values().stream()
                .filter(entry -> entry.bank().named(idOrSlug))
                .findFirst();
    }

    private Entry entry(Bank bank) {
        var entry = entries.get(bank.id());
        if (entry == null) {
            throw new IllegalArgumentException("No bank of this directory: " + bank.slug());
        }
        return entry;
    }

    private record Entry(Bank bank, Connector connector, Semaphore places) {

        static Entry of(Bank bank, Connector connector, int callsAtOnce) {
            return new Entry(bank, connector, new Semaphore(callsAtOnce));
        }

        boolean reachableFrom(Environment environment) {
            return connector.environment() == environment;
        }
    }
}
