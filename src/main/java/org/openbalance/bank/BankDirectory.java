package org.openbalance.bank;

import com.github.benmanes.caffeine.cache.Cache;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openbalance.bank.WellKnownBanks.WellKnown;
import org.openbalance.platform.WarmCache;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Table;

/// The banks of networks, as [DirectoryRefresh] has kept them. A warm function remembers what it has read for
/// [#SPAN], so a bank that a network has just listed may be unknown to it for so long.
@Singleton
public final class BankDirectory {

    private static final Duration SPAN = Duration.ofMinutes(10);
    private static final int MOST_NETWORKS = 50;

    private final Table table;
    private final Cache<String, Map<String, Bank>> shards;
    private final Cache<String, Whole> wholes;

    /// All banks of a network.
    ///
    /// @param byName by each of their names
    /// @param offered those that are not withdrawn, in order
    private record Whole(Map<String, Bank> byName, List<BankSearch.Entry> offered) {}

    public BankDirectory(Table table, InstantSource clock) {
        this.table = table;
        this.shards = WarmCache.of(clock, SPAN, MOST_NETWORKS * DirectoryShard.COUNT);
        this.wholes = WarmCache.of(clock, SPAN, MOST_NETWORKS);
    }

    /// A bank of one of the networks, withdrawn or not: no request for one that stands beside what was read lately, one
    /// otherwise.
    ///
    /// @param named its id or slug
    Optional<Bank> find(Collection<String> networks, String named) {
        var idOrSlug = WellKnownBanks.named(named).map(WellKnown::id).orElse(named);
        var shard = DirectoryShard.of(idOrSlug);
        if (networks.isEmpty() || shard.isEmpty()) {
            return Optional.empty();
        }
        var unknown = new LinkedHashMap<ItemKey, String>();
        for (var network : networks) {
            var key = DirectoryShard.key(network, shard.getAsInt());
            var known = known(network, key);
            if (known.containsKey(idOrSlug)) {
                return Optional.of(known.get(idOrSlug));
            }
            if (known.isEmpty()) {
                unknown.put(key, network);
            }
        }
        return unknown.isEmpty() ? Optional.empty() : read(unknown, idOrSlug);
    }

    /// Reads what is not remembered of these banks at once, so that each is found without a request.
    void remember(Collection<String> networks, Collection<String> ids) {
        var unknown = new LinkedHashMap<ItemKey, String>();
        for (var network : networks) {
            ids.stream()
                    .flatMapToInt(id -> DirectoryShard.of(id).stream())
                    .distinct()
                    .mapToObj(shard -> DirectoryShard.key(network, shard))
                    .filter(key -> known(network, key).isEmpty())
                    .forEach(key -> unknown.put(key, network));
        }
        if (unknown.size() > 1) {
            read(unknown, "");
        }
    }

    /// What is remembered of a shard; empty if nothing is.
    private Map<String, Bank> known(String network, ItemKey key) {
        var whole = wholes.getIfPresent(network);
        if (whole != null) {
            return whole.byName();
        }
        var shard = shards.getIfPresent(name(key));
        return shard == null ? Map.of() : shard;
    }

    private Optional<Bank> read(Map<ItemKey, String> wanted, String idOrSlug) {
        var found = Optional.<Bank>empty();
        for (var item : table.getAll(wanted.keySet())) {
            var banks = byName(DirectoryShard.banks(wanted.get(item.key()), item));
            shards.put(name(item.key()), banks);
            found = found.or(() -> Optional.ofNullable(banks.get(idOrSlug)));
        }
        return found;
    }

    /// The banks that a network offers, by name: no request if they were read lately, one Query otherwise, and one more
    /// for each megabyte (some ten thousand banks).
    List<BankSearch.Entry> offered(String network) {
        var known = wholes.getIfPresent(network);
        if (known != null) {
            return known.offered();
        }
        var banks = table.query(DirectoryShard.all(network)).stream()
                .flatMap(item -> DirectoryShard.banks(network, item).stream())
                .toList();
        var offered = banks.stream()
                .filter(bank -> !bank.withdrawn())
                .map(BankSearch.Entry::of)
                .sorted(Comparator.comparing(BankSearch.Entry::plain)
                        .thenComparing(entry -> entry.bank().id()))
                .toList();
        if (!banks.isEmpty()) {
            wholes.put(network, new Whole(byName(banks), offered));
        }
        return offered;
    }

    /// Reads anew what is asked for next.
    void forget() {
        shards.invalidateAll();
        wholes.invalidateAll();
    }

    private static Map<String, Bank> byName(List<Bank> banks) {
        var byName = new HashMap<String, Bank>();
        banks.forEach(bank -> {
            byName.put(bank.id(), bank);
            byName.put(bank.slug(), bank);
        });
        return byName;
    }

    private static String name(ItemKey key) {
        return key.partition() + '/' + key.sort();
    }
}
