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
    private static final int MOST_DIRECTORIES = 50;

    private final Table table;
    private final Cache<String, Map<String, Bank>> shards;
    private final Cache<String, Whole> wholes;

    /// All banks of a directory.
    ///
    /// @param byName by each of their names
    /// @param offered those that are not withdrawn, in order
    private record Whole(Map<String, Bank> byName, List<BankSearch.Entry> offered) {}

    public BankDirectory(Table table, InstantSource clock) {
        this.table = table;
        this.shards = WarmCache.of(clock, SPAN, MOST_DIRECTORIES * DirectoryShard.COUNT);
        this.wholes = WarmCache.of(clock, SPAN, MOST_DIRECTORIES);
    }

    /// A bank of one of the directories, withdrawn or not: no request for one that stands beside what was read lately,
    /// one otherwise.
    ///
    /// @param named its id or slug
    Optional<Bank> find(Collection<Directory> directories, String named) {
        var idOrSlug = WellKnownBanks.named(named).map(WellKnown::id).orElse(named);
        var shard = DirectoryShard.of(idOrSlug);
        if (directories.isEmpty() || shard.isEmpty()) {
            return Optional.empty();
        }
        var unknown = new LinkedHashMap<ItemKey, Directory>();
        for (var directory : directories) {
            var key = DirectoryShard.key(directory, shard.getAsInt());
            var known = known(directory, key);
            if (known.containsKey(idOrSlug)) {
                return Optional.of(known.get(idOrSlug));
            }
            if (known.isEmpty()) {
                unknown.put(key, directory);
            }
        }
        return unknown.isEmpty() ? Optional.empty() : read(unknown, idOrSlug);
    }

    /// Reads what is not remembered of these banks at once, so that each is found without a request.
    void remember(Collection<Directory> directories, Collection<String> ids) {
        var unknown = new LinkedHashMap<ItemKey, Directory>();
        for (var directory : directories) {
            ids.stream()
                    .flatMapToInt(id -> DirectoryShard.of(id).stream())
                    .distinct()
                    .mapToObj(shard -> DirectoryShard.key(directory, shard))
                    .filter(key -> known(directory, key).isEmpty())
                    .forEach(key -> unknown.put(key, directory));
        }
        if (unknown.size() > 1) {
            read(unknown, "");
        }
    }

    /// What is remembered of a shard; empty if nothing is.
    private Map<String, Bank> known(Directory directory, ItemKey key) {
        var whole = wholes.getIfPresent(directory.name());
        if (whole != null) {
            return whole.byName();
        }
        var shard = shards.getIfPresent(name(key));
        return shard == null ? Map.of() : shard;
    }

    private Optional<Bank> read(Map<ItemKey, Directory> wanted, String idOrSlug) {
        var found = Optional.<Bank>empty();
        for (var item : table.getAll(wanted.keySet())) {
            var banks = byName(DirectoryShard.banks(wanted.get(item.key()).network(), item));
            shards.put(name(item.key()), banks);
            found = found.or(() -> Optional.ofNullable(banks.get(idOrSlug)));
        }
        return found;
    }

    /// The banks that a directory offers, by name: no request if they were read lately, one Query otherwise,
    /// and one more for each megabyte (some ten thousand banks).
    List<BankSearch.Entry> offered(Directory directory) {
        var known = wholes.getIfPresent(directory.name());
        if (known != null) {
            return known.offered();
        }
        var banks = table.query(DirectoryShard.all(directory)).stream()
                .flatMap(item -> DirectoryShard.banks(directory.network(), item).stream())
                .toList();
        var offered = banks.stream()
                .filter(bank -> !bank.withdrawn())
                .map(BankSearch.Entry::of)
                .sorted(Comparator.comparing(BankSearch.Entry::plain)
                        .thenComparing(entry -> entry.bank().id()))
                .toList();
        if (!banks.isEmpty()) {
            wholes.put(directory.name(), new Whole(byName(banks), offered));
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
