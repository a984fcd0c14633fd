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
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.openbalance.platform.PlainText;
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

    private static final Pattern CODE = Pattern.compile("[0-9]{3}|[0-9]{6}");
    private static final Pattern NO_SLUG = Pattern.compile("[^a-z0-9]+");
    private static final Pattern DASHES = Pattern.compile("^-|-$");

    /// Of the time of a run, what is left to write with.
    private static final Duration TO_WRITE = Duration.ofSeconds(5);
    /// Letters of a name, a reference, a label or an address.
    private static final int LONGEST = 500;

    private static final Logger LOG = Logger.getLogger(DirectoryRefresh.class);

    private final List<ListsBanks> networks;
    private final Table table;
    private final WellKnownClaims wellKnown;
    private final BankDirectory directory;
    private final InstantSource clock;
    /// When a network is looked at next, as far as this process knows: it costs no request before.
    private final Map<String, Instant> nextLook = new ConcurrentHashMap<>();

    DirectoryRefresh(@All List<Connector> connectors, Table table, BankDirectory directory, InstantSource clock) {
        this.networks = connectors.stream()
                .filter(ListsBanks.class::isInstance)
                .map(ListsBanks.class::cast)
                .toList();
        this.table = table;
        this.wellKnown = new WellKnownClaims(table);
        this.directory = directory;
        this.clock = clock;
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
        for (var network : networks) {
            run = run.and(claim(network.network())
                    .map(claim -> refresh(network, claim, until))
                    .orElse(Run.NOTHING));
        }
        return run;
    }

    /// The right to refresh a network.
    ///
    /// @param end when another process may take it
    /// @param failures tries that failed in a row before
    /// @param halved of them, those that were answered without more than half of the banks
    private record Claim(Instant end, long failures, long halved) {}

    /// One request a day and process at best: a process remembers when a network is due next.
    private Optional<Claim> claim(String network) {
        var now = clock.instant();
        if (now.isBefore(nextLook.getOrDefault(network, Instant.MIN))) {
            return Optional.empty();
        }
        var state = table.getLatest(state(network));
        var due = state.map(item -> item.instant(NEXT)).orElse(now);
        if (now.isBefore(due)) {
            nextLook.put(network, due);
            return Optional.empty();
        }
        var end = now.plus(LEASE);
        nextLook.put(network, end);
        var claimed = table.write(Write.change(state(network))
                .first(Item.TYPE, TYPE)
                .first(Item.VERSION, 1)
                .set(NEXT, end)
                .when(state.isPresent() ? Condition.equal(NEXT, due) : Condition.absent()));
        return claimed.done()
                ? Optional.of(new Claim(
                        end,
                        state.map(item -> item.number(FAILURES, 0)).orElse(0L),
                        state.map(item -> item.number(HALVED, 0)).orElse(0L)))
                : Optional.empty();
    }

    /// Whatever goes wrong is counted as a failure: a network that cannot be taken down is not asked all the time.
    private Run refresh(ListsBanks network, Claim claim, Instant until) {
        try {
            return refreshed(network, claim, until.minus(TO_WRITE));
        } catch (RuntimeException unheld) {
            return failed(network, claim, claim.halved(), "could not be taken down: " + Unexpected.describe(unheld));
        }
    }

    private Run refreshed(ListsBanks network, Claim claim, Instant until) {
        Map<String, Institution> asked;
        try {
            asked = ask(network, until);
        } catch (RuntimeException unanswered) {
            return failed(network, claim, claim.halved(), "did not tell its banks: " + reason(unanswered));
        }
        var kept = kept(network.network());
        var told = wellKnown.named(network.network(), ((Connector) network).environments(), asked, kept.keySet());
        var offered = kept.values().stream().filter(bank -> !bank.withdrawn()).count();
        if (told.isEmpty()) {
            return failed(network, claim, claim.halved(), "told no bank");
        }
        var missing = kept.values().stream()
                .filter(bank -> !bank.withdrawn() && !told.containsKey(bank.id()))
                .count();
        if (missing * 2L > offered && claim.halved() < DOUBTS) {
            var answer = "told " + told.size() + " banks, among which " + missing + " of " + offered + " are missing";
            return failed(network, claim, claim.halved() + 1, answer);
        }
        if (!clock.instant().isBefore(claim.end())) {
            return failed(network, claim, claim.halved(), "took longer than its claim");
        }
        keep(network.network(), kept, told);
        return ended(network, claim, clock.instant().plus(EACH), 0, 0) ? new Run(1, 0) : Run.NOTHING;
    }

    private static String reason(RuntimeException unanswered) {
        return unanswered instanceof BankFailure failure ? failure.kind().name() : Unexpected.describe(unanswered);
    }

    private Run failed(ListsBanks network, Claim claim, long halved, String why) {
        LOG.error("The network " + network.network() + ' ' + why);
        var doublings = (int) Math.min(claim.failures(), MOST_DOUBLINGS);
        var wait = FIRST_WAIT.multipliedBy(1L << doublings);
        var next = clock.instant().plus(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
        ended(network, claim, next, claim.failures() + 1, halved);
        return new Run(0, 1);
    }

    /// Says when the network is due next, unless another process has taken it meanwhile.
    private boolean ended(ListsBanks network, Claim claim, Instant next, long failures, long halved) {
        var outcome = table.write(Write.change(state(network.network()))
                .set(NEXT, next)
                .set(FAILURES, failures)
                .set(HALVED, halved)
                .when(Condition.equal(NEXT, claim.end())));
        nextLook.put(network.network(), outcome.done() ? next : claim.end());
        return outcome.done();
    }

    /// All banks that the network tells of, by the ids that their references make; of two with one reference the first.
    private Map<String, Institution> ask(ListsBanks network, Instant until) {
        var told = new LinkedHashMap<String, Institution>();
        var seen = new HashSet<Optional<String>>();
        var after = Optional.<String>empty();
        do {
            if (!seen.add(after) || seen.size() > MOST_PAGES) {
                throw new IllegalStateException("The pages of a directory have no end");
            }
            var page = network.institutions(after, NetworkKeys.NONE, until);
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

    private Map<String, Bank> kept(String network) {
        return table.query(DirectoryShard.all(network).latest()).stream()
                .flatMap(item -> DirectoryShard.banks(network, item).stream())
                .collect(Collectors.toMap(Bank::id, bank -> bank));
    }

    /// Writes the items in which something changed.
    private void keep(String network, Map<String, Bank> kept, Map<String, Institution> told) {
        var before = byShard(kept.values());
        byShard(merged(network, kept, told)).forEach((shard, banks) -> {
            if (!banks.equals(before.get(shard))) {
                table.write(Write.put(DirectoryShard.item(network, shard, List.copyOf(banks))));
            }
        });
        directory.forget();
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

    private static ItemKey state(String network) {
        return new ItemKey(DirectoryShard.partition(network), "STATE");
    }
}
