package org.openbalance.notice;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.openbalance.http.Problem;
import org.openbalance.http.Refused;
import org.openbalance.store.Condition;
import org.openbalance.store.Counters;
import org.openbalance.store.Ids;
import org.openbalance.store.Item;
import org.openbalance.store.Key;
import org.openbalance.store.Listing;
import org.openbalance.store.Outcome;
import org.openbalance.store.Page;
import org.openbalance.store.PageRequest;
import org.openbalance.store.Query;
import org.openbalance.store.Table;
import org.openbalance.store.Tenant;
import org.openbalance.store.Vault;
import org.openbalance.store.Write;

/// Where owners want their notices: made, found, replaced, removed.
///
/// What a tenant has is remembered for [NoticeLimits#MEMORY], as every change of a balance asks for it.
@Singleton
public final class Subscriptions {

    private static final Logger LOG = Logger.getLogger(Subscriptions.class);
    private static final String PURPOSE = "webhook-secret";
    private static final String CALLBACK_PURPOSE = "callback-url";
    private static final String COUNT = "subscriptions";
    private static final int ID_LENGTH = 24;

    private final Table table;
    private final Vault vault;
    private final InstantSource clock;
    private final boolean local;
    private final LinkedHashMap<Key, Remembered> memory = new LinkedHashMap<>();

    /// @param local whether this machine itself may be sent to
    public Subscriptions(
            Table table,
            Vault vault,
            InstantSource clock,
            @ConfigProperty(name = "openbalance.notice.local", defaultValue = "false") boolean local) {
        this.local = local;
        this.table = table;
        this.vault = vault;
        this.clock = clock;
    }

    private record Remembered(Instant at, List<Subscription> found) {}

    /// @param secret shown once, kept sealed
    record Created(Subscription subscription, String secret) {

        @Override
        public String toString() {
            return "(subscription with its secret)";
        }
    }

    /// @throws Refused 409 past [NoticeLimits#SUBSCRIPTIONS]
    Created create(Tenant tenant, String url, Set<String> events, Optional<String> description) {
        var now = clock.instant();
        var id = Ids.next(now);
        var secret = Signature.newSecret();
        var subscription = new Subscription(
                id,
                tenant,
                Subscription.Kind.ALL,
                url,
                events,
                description,
                sealed(tenant, id, secret),
                Optional.empty(),
                now);
        var done = table.commit(Stream.concat(
                        Stream.of(
                                Write.create(subscription.toItem()),
                                Write.change(counter(tenant))
                                        .first(Item.TYPE, "webhook-count")
                                        .first(Item.VERSION, 1)
                                        .add(COUNT, 1)
                                        .when(Condition.any(
                                                Condition.lacks(COUNT),
                                                Condition.less(COUNT, NoticeLimits.SUBSCRIPTIONS)))),
                        tally(subscription, 1).stream())
                .toList());
        if (!done.done()) {
            throw Problem.conflict("An owner has " + NoticeLimits.SUBSCRIPTIONS
                            + " webhooks at most in one environment; remove one first")
                    .refused();
        }
        forget(tenant);
        return new Created(subscription, secret);
    }

    /// The subscription of a session's `callback_url`, made on its first use; the same address gives the same one.
    ///
    /// @return its id; empty for an address that nothing is sent to
    public Optional<String> callback(Tenant tenant, String url) {
        try {
            Target.of(url, local);
        } catch (Target.Unfit unfit) {
            LOG.infof("A session's callback_url %s, and hears of nothing", unfit.getMessage());
            return Optional.empty();
        }
        var id = vault.fingerprint(tenant, CALLBACK_PURPOSE, url).substring(0, ID_LENGTH);
        if (find(tenant, Subscription.Kind.CALLBACK, id).isEmpty()) {
            var subscription = new Subscription(
                    id,
                    tenant,
                    Subscription.Kind.CALLBACK,
                    url,
                    Set.of(),
                    Optional.empty(),
                    sealed(tenant, id, Signature.newSecret()),
                    Optional.empty(),
                    clock.instant());
            // Refused if another session made it at the same moment, which is as well.
            table.commit(Stream.concat(Stream.of(Write.create(subscription.toItem())), tally(subscription, 1).stream())
                    .toList());
            forget(tenant);
        }
        return Optional.of(id);
    }

    /// Who is to hear of an event.
    List<Subscription> listening(Event event) {
        var tenant = event.about().tenant();
        var wanting = all(tenant).stream()
                .filter(subscription -> subscription.wants(event.type()))
                .toList();
        return Stream.concat(
                        wanting.stream(),
                        event
                                .about()
                                .callback()
                                .flatMap(id -> find(tenant, Subscription.Kind.CALLBACK, id))
                                // One address hears of one thing once.
                                .filter(callback -> wanting.stream()
                                        .noneMatch(other -> other.url().equals(callback.url())))
                                .stream())
                .toList();
    }

    /// Those that the owner made itself.
    List<Subscription> all(Tenant tenant) {
        var kind = Subscription.Kind.ALL.name() + '#';
        return remembered(
                new Key(Subscription.partition(tenant), kind),
                () -> table.query(Query.of(Subscription.partition(tenant)).startingWith(kind)).stream()
                        .map(Subscription::of)
                        .toList());
    }

    private Optional<Subscription> find(Tenant tenant, Subscription.Kind kind, String id) {
        var key = Subscription.key(tenant, kind, id);
        return remembered(
                        key, () -> table.get(key).map(Subscription::of).stream().toList())
                .stream()
                .findFirst();
    }

    /// As it stands, of whichever kind: one consistent read.
    Optional<Subscription> latest(Tenant tenant, String id) {
        var keys = Stream.of(Subscription.Kind.values())
                .map(kind -> Subscription.key(tenant, kind, id))
                .toList();
        return table.getAllLatest(keys).stream().findFirst().map(Subscription::of);
    }

    /// @throws Refused 404 if the tenant has no such subscription
    Subscription get(Tenant tenant, String id) {
        return latest(tenant, id).orElseThrow(() -> Problem.unknown("webhook").refused());
    }

    Page list(Tenant tenant, PageRequest request) {
        return Listing.ofOwner(tenant, Subscription.LISTED).page(table, vault, request);
    }

    /// A new secret; the one it replaces signs too for [NoticeLimits#ROTATION_GRACE].
    Created rotate(Tenant tenant, String id) {
        var standing = get(tenant, id);
        var secret = Signature.newSecret();
        var change = Write.change(standing.key())
                .set(Subscription.SECRET, sealed(tenant, id, secret))
                .set(Subscription.BEFORE, standing.sealedSecret())
                .set(Subscription.BEFORE_ENDS, clock.instant().plus(NoticeLimits.ROTATION_GRACE))
                .when(Condition.equal(Subscription.SECRET, standing.sealedSecret()));
        return switch (table.write(change)) {
            case Outcome.Done done -> {
                forget(tenant);
                yield new Created(Subscription.of(done.item().orElseThrow()), secret);
            }
            case Outcome.Refused _ ->
                throw Problem.conflict("The webhook was changed by another call; try again")
                        .refused();
        };
    }

    /// Removing twice is removing once.
    ///
    /// @return whether it was there
    boolean remove(Tenant tenant, String id) {
        var standing = latest(tenant, id);
        standing.ifPresent(this::remove);
        return standing.isPresent();
    }

    void remove(Subscription subscription) {
        var tenant = subscription.tenant();
        var writes =
                Stream.<Write>builder().add(Write.delete(subscription.key()).when(Condition.exists()));
        if (subscription.kind() == Subscription.Kind.ALL) {
            writes.add(Write.change(counter(tenant)).add(COUNT, -1));
        }
        tally(subscription, -1).forEach(writes::add);
        table.commit(writes.build().toList());
        forget(tenant);
    }

    /// The secrets that a delivery is signed with now, the newest first.
    List<String> secrets(Subscription subscription) {
        var now = clock.instant();
        return Stream.concat(
                        Stream.of(subscription.sealedSecret()),
                        subscription
                                .before()
                                .filter(before -> now.isBefore(before.endsAt()))
                                .map(Subscription.Replaced::sealedSecret)
                                .stream())
                .map(secret -> opened(subscription, secret))
                .toList();
    }

    private byte[] sealed(Tenant tenant, String id, String secret) {
        return vault.seal(tenant, PURPOSE, id, secret.getBytes(StandardCharsets.US_ASCII));
    }

    private String opened(Subscription subscription, byte[] secret) {
        var plain = vault.open(subscription.tenant(), PURPOSE, subscription.id(), secret);
        return new String(plain, StandardCharsets.US_ASCII);
    }

    private static List<Write> tally(Subscription subscription, int change) {
        return new Counters.Tally()
                .ofOwner(
                        subscription.tenant(), Subscription.LISTED, subscription.id(), subscription.createdAt(), change)
                .writes();
    }

    private static Key counter(Tenant tenant) {
        return new Key(Subscription.partition(tenant), "COUNT");
    }

    private List<Subscription> remembered(Key key, Supplier<List<Subscription>> read) {
        var now = clock.instant();
        synchronized (memory) {
            var known = memory.get(key);
            if (known != null && !now.isAfter(known.at().plus(NoticeLimits.MEMORY)) && !now.isBefore(known.at())) {
                return known.found();
            }
        }
        var found = read.get();
        synchronized (memory) {
            memory.remove(key);
            memory.put(key, new Remembered(now, found));
            if (memory.size() > NoticeLimits.REMEMBERED) {
                memory.remove(memory.firstEntry().getKey());
            }
        }
        return found;
    }

    private void forget(Tenant tenant) {
        synchronized (memory) {
            memory.keySet().removeIf(key -> key.partition().equals(Subscription.partition(tenant)));
        }
    }
}
