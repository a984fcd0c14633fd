package org.openbalance.bank;

import com.github.benmanes.caffeine.cache.Cache;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.openbalance.owner.MinuteCache;
import org.openbalance.platform.Hashes;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.log.Unexpected;
import org.openbalance.platform.vault.SealBroken;
import org.openbalance.platform.vault.Vault;

/// The keys that owners have with networks of banks: each sealed to owner, environment, network and name, as grants
/// are. One Query finds those of a network, remembered in a warm function as owners' plans are
/// ([MinuteCache#SPAN]).
@Singleton
public final class NetworkKeyStore implements KeyRing {

    private static final Logger LOG = Logger.getLogger(NetworkKeyStore.class);

    /// Enough for a private key of RSA in PEM.
    public static final int LONGEST = 8 * 1024;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,39}");
    private static final String TYPE = "network-key";
    private static final int VERSION = 1;
    private static final String PURPOSE = "network-key";
    private static final int FINGERPRINT = 12;

    private final Table table;
    private final Vault vault;
    private final InstantSource clock;
    private final Cache<String, Optional<NetworkKeys>> cache;

    public NetworkKeyStore(Table table, Vault vault, InstantSource clock) {
        this.table = table;
        this.vault = vault;
        this.clock = clock;
        this.cache = MinuteCache.of(clock);
    }

    /// What may be shown of a key.
    ///
    /// @param fingerprint the first 12 digits of its SHA-256, to tell one key from another
    public record Kept(String network, String name, String fingerprint, Instant changedAt) {}

    @Override
    public Optional<NetworkKeys> of(Tenant tenant, String network) {
        return cache.get(tenant.prefix() + '#' + network, _ -> read(tenant, network));
    }

    private Optional<NetworkKeys> read(Tenant tenant, String network) {
        var named = new HashMap<String, Secret>();
        for (var item : table.query(Query.of(partition(tenant)).startingWith(network + '#'))) {
            named.put(item.text("name"), opened(tenant, item));
        }
        return named.isEmpty() ? Optional.empty() : Optional.of(new NetworkKeys(Map.copyOf(named)));
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

    /// Keeps a key, in the place of one of the same name.
    ///
    /// @throws IllegalArgumentException for a name of other than lower-case letters, digits, `_` and `-`, and for a
    /// key that is empty or longer than [#LONGEST]
    public Kept keep(Tenant tenant, String network, String name, Secret key) {
        if (!NAME.matcher(network).matches() || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "Networks and keys are named by up to 40 lower-case letters, digits, _ and -, a letter first.");
        }
        var plain = key.value().getBytes(StandardCharsets.UTF_8);
        if (key.value().isBlank() || plain.length > LONGEST) {
            throw new IllegalArgumentException("A key has at least one character, and " + LONGEST + " bytes at most.");
        }
        var place = place(tenant, network, name);
        var kept = new Kept(network, name, Hashes.sha256(key.value()).substring(0, FINGERPRINT), clock.instant());
        table.write(Write.put(Item.draft(place, TYPE, VERSION)
                .with("network", network)
                .with("name", name)
                .with("fingerprint", kept.fingerprint())
                .with("changed_at", kept.changedAt())
                .with("sealed", vault.seal(tenant, PURPOSE, place.sort(), plain))
                .done()));
        return kept;
    }

    /// @return whether there was one
    public boolean forget(Tenant tenant, String network, String name) {
        var place = place(tenant, network, name);
        return table.getLatest(place).isPresent()
                && table.commit(List.of(Write.delete(place).when(Condition.exists())))
                        .done();
    }

    /// All of an owner's in one environment. Opens none.
    public List<Kept> list(Tenant tenant) {
        return table.query(Query.of(partition(tenant)).latest()).stream()
                .map(item -> new Kept(
                        item.text("network"), item.text("name"), item.text("fingerprint"), item.instant("changed_at")))
                .toList();
    }

    private static ItemKey place(Tenant tenant, String network, String name) {
        return new ItemKey(partition(tenant), network + '#' + name);
    }

    private static String partition(Tenant tenant) {
        return tenant.prefix() + "#NETWORK_KEYS";
    }
}
