package org.openbalance.bank;

import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.openbalance.platform.Environment;
import org.openbalance.platform.PlainText;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.log.Unexpected;
import org.openbalance.platform.queue.Queues;

/// Asks each network for its banks once a day ([ListsBanks]) and keeps them in the table.
///
/// Of several processes one does it: the time of the next try stands in an item for each network, and is put off by the
/// one that begins. What is kept stays while a network does not answer, or answers with nothing; a bank that it lists
/// no more is kept as withdrawn, for the accounts that were linked there.
///
/// A network that needs keys has a directory for each environment, read with the keys of an owner who has some there:
/// those that served last come first, and where some are refused or gone, the next owner's are tried. It is asked
/// within a minute of keys being kept, and not at all where nobody ever had any.
@Singleton
public final class DirectoryRefresh {

    static final Duration EACH = Duration.ofDays(1);
    /// How long a try may take before another process begins one.
    static final Duration LEASE = Duration.ofMinutes(5);
    /// After the first failure, then twice as long after each further one, up to [#LONGEST_WAIT].
    static final Duration FIRST_WAIT = Duration.ofMinutes(15);
    static final Duration LONGEST_WAIT = Duration.ofHours(6);
    /// An answer with less than half of the banks is taken for a fault of the network until it was given so often.
    static final int DOUBTS = 3;

    private static final int MOST_PAGES = 1_000;
    private static final int MOST_BANKS = 20_000;
    private static final int MOST_SLUG = 40;
    private static final int SHORTEST_END = 6;
    private static final int MOST_DOUBLINGS = 10;

    private static final String TYPE = "bank-network";
    private static final String NEXT = "next";
    private static final String FAILURES = "failures";
    private static final String HALVED = "halved";
    private static final String OWNER = "owner";

    /// What a network answers when it does not like the keys; all else would be so with any other owner's.
    private static final Set<BankFailure.Kind> KEYS_REFUSED =
            Set.of(BankFailure.Kind.DATA, BankFailure.Kind.LOGIN_EXPIRED, BankFailure.Kind.ERROR);
    private static final int MOST_OWNERS = 20;

    private static final Pattern CODE = Pattern.compile("[0-9]{3}|[0-9]{6}");
    private static final Pattern NO_SLUG = Pattern.compile("[^a-z0-9]+");
    private static final Pattern DASHES = Pattern.compile("^-|-$");

    /// Of the time of a run, what is left to write with.
    private static final Duration TO_WRITE = Duration.ofSeconds(5);
    /// Letters of a name, a reference, a label or an address.
    private static final int LONGEST = 500;

    private static final Logger LOG = Logger.getLogger(DirectoryRefresh.class);

    private final List<Source> sources;
    private final Table table;
    private final WellKnownClaims wellKnown;
    private final BankDirectory banks;
    private final KeyRing keys;
    private final InstantSource clock;
    /// When a network without keys is looked at next, as far as this process knows: it costs no request before.
    private final Map<Directory, Instant> nextLook = new ConcurrentHashMap<>();

    DirectoryRefresh(
            @All List<Connector> connectors, Table table, BankDirectory banks, KeyRing keys, InstantSource clock) {
        this.sources = connectors.stream().flatMap(DirectoryRefresh::sources).toList();
        this.table = table;
        this.wellKnown = new WellKnownClaims(table);
        this.banks = banks;
        this.keys = keys;
        this.clock = clock;
    }

    /// Where what a directory says comes from.
    private record Source(Directory directory, ListsBanks network) {

        boolean needsKeys() {
            return directory.environment().isPresent();
        }

        Set<Environment> environments() {
            return directory.environment().map(Set::of).orElseGet(((Connector) network)::environments);
        }
    }

    private static Stream<Source> sources(Connector connector) {
        return connector instanceof ListsBanks lists
                ? Directory.of(connector, lists).stream().map(directory -> new Source(directory, lists))
                : Stream.empty();
    }

    /// Has a network asked by the next run.
    static Write atOnce(Directory directory, Instant now) {
        return began(directory).set(NEXT, now);
    }

    private static Write.Change began(Directory directory) {
        return Write.change(directory.state()).first(Item.TYPE, TYPE).first(Item.VERSION, 1);
    }

    /// What a run came to.
    ///
    /// @param refreshed networks whose banks are known anew
    /// @param failed networks that did not answer, or not plausibly; the log says why
    public record Run(int refreshed, int failed) {

        private static final Run NOTHING = new Run(0, 0);

        private Run and(Run other) {
            return new Run(refreshed + other.refreshed, failed + other.failed);
        }
    }

    /// A run under way.
    public interface Running {

        /// Waits for its end, and gives it up when its time is over.
        Run end();
    }

    /// Begins what is due, beside all else: a network may take its time.
    ///
    /// @param until when the run is given up
    public Running begin(Instant until) {
        var task = new FutureTask<>(() -> run(until));
        var context = MDC.get(Queues.REQUEST);
        Thread.ofVirtual().name("directory").start(() -> {
            MDC.put(Queues.REQUEST, context == null ? "-" : context);
            task.run();
        });
        return () -> await(task, until);
    }

    private Run await(FutureTask<Run> task, Instant until) {
        try {
            return task.get(Math.max(0, Duration.between(clock.instant(), until).toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            LOG.error("A network's banks were not told in time");
            return new Run(0, 1);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Run(0, 1);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException unexpected
                    ? unexpected
                    : new IllegalStateException("The refresh of directories failed", failed.getCause());
        } finally {
            task.cancel(true);
        }
    }

    private Run run(Instant until) {
        var run = Run.NOTHING;
        var kept = statesOfKeyed();
        for (var source : sources) {
            var claim = source.needsKeys()
                    ? Optional.ofNullable(kept.get(source.directory().state()))
                            .flatMap(state -> claim(source, Optional.of(state)))
                    : claim(source);
            run = run.and(claim.map(claimed -> refresh(source, claimed, until)).orElse(Run.NOTHING));
        }
        return run;
    }

    /// One request a minute, for all of them together, as keys may be kept at any time. A directory that nobody ever
    /// had keys for has none.
    private Map<ItemKey, Item> statesOfKeyed() {
        var places = sources.stream()
                .filter(Source::needsKeys)
                .map(source -> source.directory().state())
                .toList();
        return places.isEmpty()
                ? Map.of()
                : table.getAll(places).stream().collect(Collectors.toMap(Item::key, state -> state));
    }

    /// The right to refresh a network.
    ///
    /// @param end when another process may take it
    /// @param failures tries that failed in a row before
    /// @param halved of them, those that were answered without more than half of the banks
    /// @param owner whose keys served last, if any were needed
    private record Claim(Instant end, long failures, long halved, Optional<String> owner) {}

    /// One request a day and process at best: a process remembers when a network is due next.
    private Optional<Claim> claim(Source source) {
        return clock.instant().isBefore(nextLook.getOrDefault(source.directory(), Instant.MIN))
                ? Optional.empty()
                : claim(source, table.getLatest(source.directory().state()));
    }

    private Optional<Claim> claim(Source source, Optional<Item> state) {
        var now = clock.instant();
        var due = state.map(item -> item.instant(NEXT)).orElse(now);
        if (now.isBefore(due)) {
            nextLook.put(source.directory(), due);
            return Optional.empty();
        }
        var end = now.plus(LEASE);
        nextLook.put(source.directory(), end);
        var claimed = table.write(began(source.directory())
                .set(NEXT, end)
                .when(state.isPresent() ? Condition.equal(NEXT, due) : Condition.absent()));
        return claimed.done()
                ? Optional.of(new Claim(
                        end,
                        state.map(item -> item.number(FAILURES, 0)).orElse(0L),
                        state.map(item -> item.number(HALVED, 0)).orElse(0L),
                        state.flatMap(item -> item.optionalText(OWNER))))
                : Optional.empty();
    }

    /// Whatever goes wrong is counted as a failure: a network that cannot be taken down is not asked all the time.
    private Run refresh(Source source, Claim claim, Instant until) {
        try {
            return refreshed(source, claim, until.minus(TO_WRITE));
        } catch (RuntimeException unheld) {
            return failed(source, claim, claim.halved(), "could not be taken down: " + Unexpected.describe(unheld));
        }
    }

    private Run refreshed(Source source, Claim claim, Instant until) {
        Optional<Told> answer;
        try {
            answer = ask(source, claim, until);
        } catch (RuntimeException unanswered) {
            return failed(source, claim, claim.halved(), "did not tell its banks: " + reason(unanswered));
        }
        if (answer.isEmpty()) {
            ended(source, claim, clock.instant().plus(EACH), 0, claim.halved());
            return Run.NOTHING;
        }
        return taken(source, claim, answer.get());
    }

    private Run taken(Source source, Claim claim, Told answer) {
        var kept = kept(source.directory());
        var told = wellKnown.named(source.network().network(), source.environments(), answer.banks(), kept.keySet());
        var offered = kept.values().stream().filter(bank -> !bank.withdrawn()).count();
        if (told.isEmpty()) {
            return failed(source, claim, claim.halved(), "told no bank");
        }
        var missing = kept.values().stream()
                .filter(bank -> !bank.withdrawn() && !told.containsKey(bank.id()))
                .count();
        if (missing * 2L > offered && claim.halved() < DOUBTS) {
            var doubted = "told " + told.size() + " banks, among which " + missing + " of " + offered + " are missing";
            return failed(source, claim, claim.halved() + 1, doubted);
        }
        if (!clock.instant().isBefore(claim.end())) {
            return failed(source, claim, claim.halved(), "took longer than its claim");
        }
        keep(source.directory(), kept, told);
        var served = new Claim(claim.end(), claim.failures(), claim.halved(), answer.owner());
        return ended(source, served, clock.instant().plus(EACH), 0, 0) ? new Run(1, 0) : Run.NOTHING;
    }

    private static String reason(RuntimeException unanswered) {
        return unanswered instanceof BankFailure failure ? failure.kind().name() : Unexpected.describe(unanswered);
    }

    private Run failed(Source source, Claim claim, long halved, String why) {
        LOG.error("The network " + source.directory().name() + ' ' + why);
        var doublings = (int) Math.min(claim.failures(), MOST_DOUBLINGS);
        var wait = FIRST_WAIT.multipliedBy(1L << doublings);
        var next = clock.instant().plus(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
        ended(source, claim, next, claim.failures() + 1, halved);
        return new Run(0, 1);
    }

    /// Says when the network is due next, unless another process has taken it, or keys were kept, meanwhile.
    private boolean ended(Source source, Claim claim, Instant next, long failures, long halved) {
        var outcome = table.write(Write.change(source.directory().state())
                .set(NEXT, next)
                .set(FAILURES, failures)
                .set(HALVED, halved)
                .set(OWNER, claim.owner())
                .when(Condition.equal(NEXT, claim.end())));
        nextLook.put(source.directory(), outcome.done() ? next : claim.end());
        return outcome.done();
    }

    /// What a network told.
    ///
    /// @param banks by their ids
    /// @param owner whose keys it was asked with, if any were needed
    private record Told(Map<String, Institution> banks, Optional<String> owner) {}

    /// Empty if keys are needed and nobody has any.
    private Optional<Told> ask(Source source, Claim claim, Instant until) {
        return source.needsKeys()
                ? askWithKeys(source, claim, until)
                : Optional.of(new Told(ask(source.network(), NetworkKeys.NONE, until), Optional.empty()));
    }

    /// With the keys of one owner after another, until some serve.
    private Optional<Told> askWithKeys(Source source, Claim claim, Instant until) {
        var refused = Optional.<BankFailure>empty();
        for (var owner : owners(source.directory(), claim)) {
            try {
                var told = askAs(owner, source, until);
                if (told.isPresent()) {
                    return told;
                }
            } catch (BankFailure failure) {
                if (!KEYS_REFUSED.contains(failure.kind())) {
                    throw failure;
                }
                refused = Optional.of(failure);
            }
        }
        refused.ifPresent(failure -> {
            throw failure;
        });
        return Optional.empty();
    }

    private Optional<Told> askAs(String owner, Source source, Instant until) {
        var tenant = new Tenant(owner, source.directory().environment().orElseThrow());
        return keys.latest(tenant, source.directory().network())
                .map(known -> new Told(ask(source.network(), known, until), Optional.of(owner)));
    }

    /// Those who have keys, at most [#MOST_OWNERS]: the one whose keys served last, then the others.
    private List<String> owners(Directory directory, Claim claim) {
        var noted = table.query(directory.owners().atMost(MOST_OWNERS).latest()).stream()
                .map(item -> Directory.ownerOf(item.key()));
        return Stream.concat(claim.owner().stream(), noted).distinct().toList();
    }

    /// All banks that the network tells of, by the ids that their references make; of two with one reference the first.
    private Map<String, Institution> ask(ListsBanks network, NetworkKeys with, Instant until) {
        var told = new LinkedHashMap<String, Institution>();
        var seen = new HashSet<Optional<String>>();
        var after = Optional.<String>empty();
        do {
            if (!seen.add(after) || seen.size() > MOST_PAGES) {
                throw new IllegalStateException("The pages of a directory have no end");
            }
            var page = network.institutions(after, with, until);
            page.institutions().stream()
                    .filter(institution -> usable(network, institution))
                    .map(DirectoryRefresh::withPicture)
                    .forEach(institution -> told.putIfAbsent(institution.id(network.network()), institution));
            after = page.next();
        } while (after.isPresent());
        if (told.size() > MOST_BANKS) {
            throw new IllegalStateException("A directory of " + told.size() + " banks");
        }
        return told;
    }

    /// One bank that cannot be shown keeps no other from being listed.
    private static boolean usable(ListsBanks network, Institution institution) {
        var usable = isText(institution.reference())
                && isText(institution.name())
                && institution.login().fields().stream().allMatch(field -> isText(field.label()))
                && Countries.has(institution.country())
                && institution.code().map(code -> CODE.matcher(code).matches()).orElse(true);
        if (!usable) {
            LOG.warn("The network " + network.network() + " told a bank that cannot be listed: "
                    + institution.reference());
        }
        return usable;
    }

    /// Many banks share an item of the table, so none may take much of it.
    private static boolean isText(String text) {
        return !text.isBlank() && text.length() <= LONGEST;
    }

    /// A picture that cannot be one is left out, and the bank is listed without.
    private static Institution withPicture(Institution institution) {
        return institution.logo().filter(logo -> !isAddress(logo)).isPresent()
                ? institution.withoutLogo()
                : institution;
    }

    private static boolean isAddress(String logo) {
        try {
            var address = new URI(logo);
            return "https".equals(address.getScheme()) && address.getHost() != null && logo.length() <= LONGEST;
        } catch (URISyntaxException none) {
            return false;
        }
    }

    private Map<String, Bank> kept(Directory directory) {
        return table.query(DirectoryShard.all(directory).latest()).stream()
                .flatMap(item -> DirectoryShard.banks(directory.network(), item).stream())
                .collect(Collectors.toMap(Bank::id, bank -> bank));
    }

    /// Writes the items in which something changed.
    private void keep(Directory directory, Map<String, Bank> kept, Map<String, Institution> told) {
        var before = byShard(kept.values());
        byShard(merged(directory.network(), kept, told)).forEach((shard, ofShard) -> {
            if (!ofShard.equals(before.get(shard))) {
                table.write(Write.put(DirectoryShard.item(directory, shard, List.copyOf(ofShard))));
            }
        });
        banks.forget();
    }

    private static Map<Integer, Set<Bank>> byShard(Iterable<Bank> banks) {
        var shards = new LinkedHashMap<Integer, Set<Bank>>();
        banks.forEach(
                bank -> shards.computeIfAbsent(DirectoryShard.of(bank.id()).orElseThrow(), _ -> new HashSet<>())
                        .add(bank));
        return shards;
    }

    private List<Bank> merged(String network, Map<String, Bank> kept, Map<String, Institution> told) {
        var slugs = kept.values().stream().map(Bank::slug).collect(Collectors.toCollection(HashSet::new));
        var now = Instant.ofEpochMilli(clock.millis());
        var merged = new ArrayList<Bank>();
        told.forEach((id, institution) -> {
            var before = Optional.ofNullable(kept.get(id));
            var slug = before.map(Bank::slug)
                    .or(() -> WellKnownBanks.named(id).flatMap(WellKnownBanks.WellKnown::slug))
                    .orElseGet(() -> slug(id, institution.name(), slugs));
            var since = before.flatMap(Bank::listing).map(Bank.Listing::since).orElse(now);
            merged.add(DirectoryShard.bank(network, id, institution, slug, since));
        });
        kept.values().stream()
                .filter(bank -> !told.containsKey(bank.id()))
                .map(Bank::withdraw)
                .forEach(merged::add);
        return merged;
    }

    /// The name, and as much of the id as makes it the only one.
    private static String slug(String id, String name, Set<String> taken) {
        var plain = NO_SLUG.matcher(PlainText.of(name)).replaceAll("-");
        var cut = plain.substring(0, Math.min(MOST_SLUG, plain.length()));
        var start = DASHES.matcher(cut).replaceAll("");
        for (var end = SHORTEST_END; end <= id.length(); end++) {
            var slug = (start.isEmpty() ? "bank" : start) + '-' + id.substring(0, end);
            if (taken.add(slug)) {
                return slug;
            }
        }
        throw new IllegalStateException("Two banks with one id: " + id);
    }
}
