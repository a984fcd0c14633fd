package org.openbalance.bank;

import com.github.benmanes.caffeine.cache.Cache;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.openbalance.owner.MinuteCache;
import org.openbalance.platform.Hashes;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Outcome;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.log.Unexpected;
import org.openbalance.platform.vault.SealBroken;
import org.openbalance.platform.vault.Vault;

/// The keys that owners have with networks of banks: each sealed to owner, environment, network and name, as grants
/// are. One Query finds those of a network, remembered in a warm function as owners' plans are
/// ([MinuteCache#SPAN]).
///
/// An owner with keys is noted at the directory of the network in that environment, in the same transaction: there
/// [DirectoryRefresh] finds whose keys it can be read with, and here one request tells at which networks an owner has
/// any.
@Singleton
public final class NetworkKeyStore implements KeyRing {

    private static final Logger LOG = Logger.getLogger(NetworkKeyStore.class);

    /// Enough for a private key of RSA in PEM.
    public static final int LONGEST = 8 * 1024;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,39}");
    private static final String TYPE = "network-key";
    private static final String OWNER_TYPE = "network-owner";
    private static final int VERSION = 1;
    private static final String PURPOSE = "network-key";
    private static final int FINGERPRINT = 12;

    private final Table table;
    private final Vault vault;
    private final InstantSource clock;
    private final Cache<String, Optional<NetworkKeys>> cache;
    private final Cache<String, Set<String>> networks;

    public NetworkKeyStore(Table table, Vault vault, InstantSource clock) {
        this.table = table;
        this.vault = vault;
        this.clock = clock;
        this.cache = MinuteCache.of(clock);
        this.networks = MinuteCache.of(clock);
    }

    /// What may be shown of a key.
    ///
    /// @param fingerprint the first 12 digits of its SHA-256, to tell one key from another
    public record Kept(String network, String name, String fingerprint, Instant changedAt) {}

    @Override
    public Optional<NetworkKeys> of(Tenant tenant, String network) {
        return cache.get(tenant.prefix() + '#' + network, _ -> read(tenant, all(tenant, network)));
    }

    @Override
    public Optional<NetworkKeys> latest(Tenant tenant, String network) {
        return read(tenant, all(tenant, network).latest());
    }

    private Optional<NetworkKeys> read(Tenant tenant, Query wanted) {
        var named = new HashMap<String, Secret>();
        for (var item : table.query(wanted)) {
            named.put(item.text("name"), opened(tenant, item));
        }
        return named.isEmpty() ? Optional.empty() : Optional.of(new NetworkKeys(Map.copyOf(named)));
    }

    /// One request, for all of them together.
    @Override
    public Set<String> networks(Tenant tenant, Set<String> among) {
        if (among.isEmpty()) {
            return Set.of();
        }
        return networks.get(tenant.prefix() + new TreeSet<>(among), _ -> noted(tenant, among));
    }

    private Set<String> noted(Tenant tenant, Set<String> among) {
        var places = among.stream()
                .collect(Collectors.toMap(
                        network ->
                                Directory.ofKeys(network, tenant.environment()).owner(tenant.owner()),
                        network -> network));
        return table.getAll(places.keySet()).stream()
                .map(item -> places.get(item.key()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private Secret opened(Tenant tenant, Item item) {
        try {
            var plain = vault.open(tenant, PURPOSE, item.key().sort(), item.bytes("sealed"));
            return new Secret(new String(plain, StandardCharsets.UTF_8));
        } catch (SealBroken broken) {
            LOG.error("A key of the owner " + tenant.owner() + " with a network does not open: "
                    + Unexpected.describe(broken));
            throw new BankFailure(BankFailure.Kind.DATA, "What is kept of the owner's keys does not open");
        }
    }

    /// Keeps keys, each in the place of one of the same name, and has the network asked for its banks at once.
    ///
    /// @throws IllegalArgumentException for a name of other than lower-case letters, digits, `_` and `-`, and for a
    /// key that is empty or longer than [#LONGEST]
    public List<Kept> keep(Tenant tenant, String network, Map<String, Secret> keys) {
        keys.forEach((name, key) -> requireUsable(network, name, key));
        var now = clock.instant();
        var kept = keys.entrySet().stream()
                .map(key -> new Kept(
                        network,
                        key.getKey(),
                        Hashes.sha256(key.getValue().value()).substring(0, FINGERPRINT),
                        now))
                .toList();
        var writes = new ArrayList<Write>();
        kept.forEach(key -> writes.add(Write.put(item(tenant, key, keys.get(key.name())))));
        var directory = Directory.ofKeys(network, tenant.environment());
        writes.add(Write.put(Item.draft(directory.owner(tenant.owner()), OWNER_TYPE, VERSION)
                .with("changed_at", now)
                .done()));
        writes.add(DirectoryRefresh.atOnce(directory, now));
        require(table.commit(writes));
        return kept;
    }

    private static void requireUsable(String network, String name, Secret key) {
        if (!NAME.matcher(network).matches() || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "Networks and keys are named by up to 40 lower-case letters, digits, _ and -, a letter first.");
        }
        if (key.value().isBlank() || key.value().getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw new IllegalArgumentException("A key has at least one character, and " + LONGEST + " bytes at most.");
        }
    }

    private Item item(Tenant tenant, Kept kept, Secret key) {
        var place = place(tenant, kept.network(), kept.name());
        var plain = key.value().getBytes(StandardCharsets.UTF_8);
        return Item.draft(place, TYPE, VERSION)
                .with("network", kept.network())
                .with("name", kept.name())
                .with("fingerprint", kept.fingerprint())
                .with("changed_at", kept.changedAt())
                .with("sealed", vault.seal(tenant, PURPOSE, place.sort(), plain))
                .done();
    }

    /// Deletes an owner's keys with a network: its banks are offered to this owner no more.
    ///
    /// @return how many there were
    public int forget(Tenant tenant, String network) {
        var keys = table.query(all(tenant, network).latest());
        if (keys.isEmpty()) {
            return 0;
        }
        var writes = new ArrayList<Write>();
        keys.forEach(key -> writes.add(Write.delete(key.key())));
        writes.add(Write.delete(Directory.ofKeys(network, tenant.environment()).owner(tenant.owner())));
        require(table.commit(writes));
        return keys.size();
    }

    /// Nothing stands against these writes.
    private static void require(Outcome outcome) {
        if (!outcome.done()) {
            throw new IllegalStateException("The keys of an owner were not written");
        }
    }

    /// All of an owner's in one environment. Opens none.
    public List<Kept> list(Tenant tenant) {
        return table.query(Query.of(partition(tenant)).latest()).stream()
                .map(item -> new Kept(
                        item.text("network"), item.text("name"), item.text("fingerprint"), item.instant("changed_at")))
                .toList();
    }

    private static Query all(Tenant tenant, String network) {
        return Query.of(partition(tenant)).startingWith(network + '#');
    }

    private static ItemKey place(Tenant tenant, String network, String name) {
        return new ItemKey(partition(tenant), network + '#' + name);
    }

    private static String partition(Tenant tenant) {
        return tenant.prefix() + "#NETWORK_KEYS";
    }
}
