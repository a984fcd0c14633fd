package org.openbalance.bank;

import io.quarkus.arc.All;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.openbalance.api.Product;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.log.Unexpected;
import org.openbalance.platform.queue.Queues;

/// The directory of banks, and the one way to call them.
///
/// Some banks are named by their connectors and known from the start; others stand in the directories of networks
/// ([ListsBanks]). A bank is found from the environments of its connector alone; one of a network that needs keys is
/// offered to the owners who have some there, while whoever knows its id finds it. Every call runs on a thread of its
/// own, with a deadline and in one of its line's own [#MAX_CALLS] places, so a bank that hangs keeps only its own
/// callers waiting. Behind a [Breaker], a bank that fails is spared for a while, and its callers learn so at once.
@Singleton
public final class Banks {

    /// Calls that one line is given at once by one process.
    public static final int MAX_CALLS = 20;

    /// A line that has rested so long at a time is down for more than a moment.
    private static final Duration LASTING = Duration.ofSeconds(20);

    private static final Logger LOG = Logger.getLogger(Banks.class);

    /// One call at a bank.
    @FunctionalInterface
    public interface Visit<T> {
        T make(Access access) throws Exception;
    }

    /// By id, in the order of their names.
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Entry> bySlug = new HashMap<>();
    /// Those that list banks, by their networks.
    private final Map<String, Connector> networks = new LinkedHashMap<>();
    /// Those that hear from their networks, by these.
    private final Map<String, Connector> hearing = new HashMap<>();
    private final List<Connector> connectors;
    private final BankDirectory directory;
    private final Map<String, Line> lines = new ConcurrentHashMap<>();
    private final KeyRing keys;
    private final InstantSource clock;
    private final int callsAtOnce;

    @Inject
    public Banks(@All List<Connector> connectors, BankDirectory directory, KeyRing keys, InstantSource clock) {
        this(connectors, directory, keys, clock, MAX_CALLS);
    }

    Banks(List<Connector> connectors, BankDirectory directory, KeyRing keys, InstantSource clock, int callsAtOnce) {
        this.connectors = List.copyOf(connectors);
        this.directory = directory;
        this.keys = keys;
        this.clock = clock;
        this.callsAtOnce = callsAtOnce;
        connectors.stream()
                .flatMap(connector -> connector.banks().stream().map(bank -> new Entry(bank, connector)))
                .sorted(Comparator.comparing(entry -> entry.bank().name()))
                .forEach(this::add);
        connectors.forEach(this::addNetwork);
        connectors.forEach(this::addHearing);
    }

    private void addNetwork(Connector connector) {
        if (connector instanceof ListsBanks lists) {
            checkLinks(connector, lists.network());
            if (connector
                    .keyNetwork()
                    .filter(keyed -> !keyed.equals(lists.network()))
                    .isPresent()) {
                throw new IllegalStateException("A network with keys of another: " + lists.network());
            }
            if (networks.put(lists.network(), connector) != null) {
                throw new IllegalStateException("Two connectors of one network: " + lists.network());
            }
        }
    }

    private void addHearing(Connector connector) {
        if (connector instanceof HearsReadiness hears && hearing.put(hears.network(), connector) != null) {
            throw new IllegalStateException("Two connectors hear from one network: " + hears.network());
        }
    }

    private static void checkLinks(Connector connector, String name) {
        if (!(connector instanceof SignsIn) || !(connector instanceof ReadsAccounts)) {
            throw new IllegalStateException("A connector that cannot link accounts: " + name);
        }
    }

    private void add(Entry entry) {
        checkLinks(entry.connector(), entry.bank().slug());
        if (entry.bank().products().contains(Product.BALANCE) && !(entry.connector() instanceof ReadsBalances)) {
            throw new IllegalStateException("A bank with balances whose connector reads none: "
                    + entry.bank().slug());
        }
        if (named(entry.bank().id()).isPresent() || named(entry.bank().slug()).isPresent()) {
            throw new IllegalStateException(
                    "Two banks with one id or slug: " + entry.bank().slug());
        }
        entries.put(entry.bank().id(), entry);
        bySlug.put(entry.bank().slug(), entry);
    }

    /// The banks of an environment that connectors name themselves, by name.
    public List<Bank> fixed(Environment environment) {
        return entries.values().stream()
                .filter(entry -> entry.reachableFrom(environment))
                .map(Entry::bank)
                .toList();
    }

    /// A bank by its name: one that is not fixed may cost a request, unless a warm function has met it lately. A bank
    /// that its network has withdrawn is found as well.
    ///
    /// @param idOrSlug as a body names a bank
    public Optional<Bank> find(Environment environment, String idOrSlug) {
        var fixed = named(idOrSlug);
        return fixed.isPresent()
                ? fixed.filter(entry -> entry.reachableFrom(environment)).map(Entry::bank)
                : directory.find(directories(environment), idOrSlug);
    }

    /// Whether an owner may sign customers in at a bank: it needs no keys, or the owner has some with its network.
    public boolean offers(Tenant tenant, Bank bank) {
        return keyNetwork(bank)
                .map(network -> networksOf(tenant).contains(network))
                .orElse(true);
    }

    /// The network that a bank is reached through with keys of the owner's own, if it is.
    public Optional<String> keyNetwork(Bank bank) {
        return connector(bank).keyNetwork();
    }

    /// The networks that an owner in this environment could have keys with, in order.
    public List<String> keyNetworks(Environment environment) {
        return connectors.stream()
                .filter(connector -> connector.environments().contains(environment))
                .flatMap(connector -> connector.keyNetwork().stream())
                .sorted()
                .distinct()
                .toList();
    }

    /// Those of them that an owner has keys with: one request for all of them, at most once a minute.
    public Set<String> networksOf(Tenant tenant) {
        return keys.networks(tenant, Set.copyOf(keyNetworks(tenant.environment())));
    }

    /// Before the banks of a page are looked up one by one: those of networks cost one request together.
    public void remember(Environment environment, Collection<String> ids) {
        var listed = ids.stream().distinct().filter(id -> named(id).isEmpty()).toList();
        if (listed.size() > 1) {
            directory.remember(directories(environment), listed);
        }
    }

    private List<Directory> directories(Environment environment) {
        return networks.values().stream()
                .filter(connector -> connector.environments().contains(environment))
                .flatMap(Banks::directories)
                .filter(one -> one.environment().map(environment::equals).orElse(true))
                .toList();
    }

    private static Stream<Directory> directories(Connector connector) {
        return Directory.of(connector, (ListsBanks) connector).stream();
    }

    /// Searches all banks that are offered to an owner, but the withdrawn ones: one Query for each network, none for
    /// those that a warm function has read lately, and one request a minute for all of the owner's keys.
    public BankSearch.Found search(Tenant tenant, BankSearch search) {
        return search(tenant.environment(), networksOf(tenant), search);
    }

    /// The same for nobody in particular: those of an environment that need no keys.
    public BankSearch.Found search(Environment environment, BankSearch search) {
        return search(environment, Set.of(), search);
    }

    private BankSearch.Found search(Environment environment, Set<String> withKeys, BankSearch search) {
        var fixed = fixed(environment).stream()
                .filter(bank -> keyNetwork(bank).map(withKeys::contains).orElse(true))
                .map(BankSearch.Entry::of);
        var listed = directories(environment).stream()
                .filter(one -> one.environment().isEmpty() || withKeys.contains(one.network()))
                .flatMap(one -> directory.offered(one).stream());
        return search.among(Stream.concat(fixed, listed));
    }

    /// The readable id of a bank, whatever its environment; empty for one that is not served any more.
    public Optional<String> slug(String id) {
        return named(id)
                .map(Entry::bank)
                .or(() -> directory.find(allDirectories(), id))
                .map(Bank::slug);
    }

    private List<Directory> allDirectories() {
        return networks.values().stream().flatMap(Banks::directories).toList();
    }

    /// What a bank's connector can do.
    ///
    /// @param what one of the small interfaces, such as [ReadsBalances]
    /// @return empty if it cannot
    /// @throws IllegalArgumentException for a bank that is not of this directory
    public <T> Optional<T> capability(Bank bank, Class<T> what) {
        var connector = connector(bank);
        return what.isInstance(connector) ? Optional.of(what.cast(connector)) : Optional.empty();
    }

    /// As [#capability], for what must be there.
    ///
    /// @throws BankFailure `ERROR` if it is not
    public <T> T require(Bank bank, Class<T> what) {
        return capability(bank, what)
                .orElseThrow(() -> new BankFailure(
                        BankFailure.Kind.ERROR, bank.name() + " is not connected for " + what.getSimpleName()));
    }

    private Connector connector(Bank bank) {
        var connector = bank.listing()
                .map(listing -> networks.get(listing.network()))
                .or(() -> Optional.ofNullable(entries.get(bank.id())).map(Entry::connector));
        return connector.orElseThrow(() -> new IllegalArgumentException("No bank of this directory: " + bank.slug()));
    }

    /// The line that calls of a tenant go over, as [Connector#line] says.
    public String line(Tenant tenant, Bank bank) {
        return connector(bank).line(tenant, bank);
    }

    /// Whether calls over this line are spared at the moment, as far as this process knows.
    public boolean spares(String line) {
        var known = lines.get(line);
        return known != null && known.breaker.spares();
    }

    /// How banks answer a tenant at the moment: what their connectors say, and what this process has met.
    ///
    /// @return by the banks' ids
    public Map<String, Health> health(Tenant tenant, Collection<Bank> banks) {
        var health = new HashMap<String, Health>();
        banks.stream()
                .collect(Collectors.groupingBy(this::connector))
                .forEach((connector, its) -> health.putAll(connector.health(tenant, its)));
        banks.stream().filter(bank -> spares(line(tenant, bank))).forEach(bank -> health.put(bank.id(), Health.DOWN));
        return health;
    }

    /// Whether the outcome of a call says something about the bank itself. It does not where this tenant has an
    /// outage of its own in the sandbox.
    public boolean tellsOfBank(Tenant tenant, Bank bank) {
        return line(tenant, bank).equals(bank.id()) || connector(bank).health(tenant, bank) == Health.UP;
    }

    /// The lines that have failed for some time, for other processes to spare them as well.
    Set<String> failing() {
        return lines.entrySet().stream()
                .filter(line -> line.getValue().breaker.rest().compareTo(LASTING) >= 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /// Runs one call at a bank and waits for its answer; what overruns is interrupted and forgotten.
    ///
    /// @throws BankFailure what the bank threw; `SLOW` when it took too long; `BUSY` when there was no place in
    /// time; `RESTING` when its last calls failed; `ERROR` for anything unexpected, which is logged here and
    /// nowhere else
    public <T> T call(Tenant tenant, Bank bank, CallDeadline deadline, Visit<T> visit) {
        return call(tenant, bank, Optional.empty(), deadline, () -> {}, visit);
    }

    /// As [#call(Tenant, Bank, CallDeadline, Visit)], with something to do last of all before the bank is asked, once
    /// there is a place for the call.
    ///
    /// @param attendance of the customer, where they are present
    /// @param last when it throws, the bank is not asked, and its exception is the caller's
    public <T> T call(
            Tenant tenant,
            Bank bank,
            Optional<Attendance> attendance,
            CallDeadline deadline,
            Runnable last,
            Visit<T> visit) {
        var name = line(tenant, bank);
        if (spares(name)) {
            throw resting(bank);
        }
        var line = enter(name);
        try {
            return call(name, line, new Call(tenant, bank, attendance, deadline), last, visit);
        } finally {
            leave(name);
        }
    }

    /// What is to be done, by when.
    private record Call(Tenant tenant, Bank bank, Optional<Attendance> attendance, CallDeadline deadline) {}

    private <T> T call(String name, Line line, Call call, Runnable last, Visit<T> visit) {
        if (!hasPlace(line, call.deadline().until())) {
            throw busy(call.bank());
        }
        var permit = line.breaker.begin();
        if (permit.isEmpty()) {
            line.places.release();
            throw resting(call.bank());
        }
        return guarded(name, line, permit.get(), call, last, visit);
    }

    private <T> T guarded(String name, Line line, Breaker.Permit permit, Call call, Runnable last, Visit<T> visit) {
        var begun = false;
        var heard = false;
        try {
            last.run();
            var access = new Access(
                    call.tenant(),
                    call.bank(),
                    call.attendance(),
                    call.deadline().deadline(clock.instant()),
                    () -> keys(call));
            var task = start(name, line, () -> visit.make(access));
            begun = true;
            var answer = await(call.bank(), access.deadline(), task);
            line.breaker.succeeded(permit);
            heard = true;
            return answer;
        } catch (BankFailure failure) {
            heard(line.breaker, permit, failure);
            heard = true;
            throw failure;
        } finally {
            if (!begun) {
                line.places.release();
            }
            if (!heard) {
                line.breaker.abandoned(permit);
            }
        }
    }

    private Optional<NetworkKeys> keys(Call call) {
        return keys(call.tenant(), connector(call.bank()));
    }

    private Optional<NetworkKeys> keys(Tenant tenant, Connector connector) {
        return connector.keyNetwork().flatMap(network -> keys.of(tenant, network));
    }

    /// The jobs that a network says have ended, in what was posted to us. Whatever a connector makes of a post
    /// of nobody's, nothing is taken from it.
    ///
    /// @param network as [HearsReadiness#network] names it
    public Set<String> finished(Tenant tenant, String network, Map<String, String> headers, byte[] body) {
        var connector = hearing.get(network);
        if (connector == null || !connector.environments().contains(tenant.environment())) {
            return Set.of();
        }
        try {
            return ((HearsReadiness) connector)
                    .finished(new NetworkPost(tenant, headers, body, () -> keys(tenant, connector)));
        } catch (RuntimeException unread) {
            LOG.info("A post of the network " + network + " is not understood: " + Unexpected.describe(unread));
            return Set.of();
        }
    }

    /// What calls of one line share. It is forgotten once nobody calls and nothing is known against it.
    private static final class Line {
        private final Breaker breaker;
        private final Semaphore places;
        private int callers;

        private Line(InstantSource clock, int callsAtOnce) {
            this.breaker = new Breaker(clock);
            this.places = new Semaphore(callsAtOnce);
        }
    }

    private Line enter(String name) {
        return lines.compute(name, (_, known) -> {
            var line = known == null ? new Line(clock, callsAtOnce) : known;
            line.callers++;
            return line;
        });
    }

    private void leave(String name) {
        lines.computeIfPresent(name, (_, line) -> {
            line.callers--;
            return line.callers == 0 && line.breaker.fresh() ? null : line;
        });
    }

    private boolean hasPlace(Line line, Instant until) {
        try {
            var nanos = nanosUntil(until);
            return nanos > 0 && line.places.tryAcquire(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void heard(Breaker breaker, Breaker.Permit permit, BankFailure failure) {
        switch (failure.kind()) {
            case DOWN, SLOW, ERROR -> breaker.failed(permit);
            case LOGIN_EXPIRED, QUOTA -> breaker.succeeded(permit);
            case RESTING, BUSY, DATA -> breaker.abandoned(permit);
        }
    }

    /// The place is given back when the visit really ends: one that ignores its interrupt still weighs on its bank.
    private <T> FutureTask<T> start(String name, Line line, Callable<T> visit) {
        var task = new FutureTask<>(visit);
        var context = MDC.get(Queues.REQUEST);
        enter(name);
        Thread.ofVirtual().name("bank").start(() -> {
            try {
                MDC.put(Queues.REQUEST, context == null ? "-" : context);
                task.run();
            } finally {
                line.places.release();
                leave(name);
            }
        });
        return task;
    }

    private <T> T await(Bank bank, Instant deadline, FutureTask<T> task) {
        try {
            return task.get(nanosUntil(deadline), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw slow(bank);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy(bank);
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

    private static BankFailure busy(Bank bank) {
        return new BankFailure(BankFailure.Kind.BUSY, bank.name() + " has no place for another call");
    }

    private static BankFailure resting(Bank bank) {
        return new BankFailure(
                BankFailure.Kind.RESTING, bank.name() + " is not called for now, as its last calls failed");
    }

    private long nanosUntil(Instant deadline) {
        return Math.max(0, Duration.between(clock.instant(), deadline).toNanos());
    }

    private Optional<Entry> named(String idOrSlug) {
        return Optional.ofNullable(entries.get(idOrSlug)).or(() -> Optional.ofNullable(bySlug.get(idOrSlug)));
    }

    private record Entry(Bank bank, Connector connector) {

        boolean reachableFrom(Environment environment) {
            return connector.environments().contains(environment);
        }
    }
}
