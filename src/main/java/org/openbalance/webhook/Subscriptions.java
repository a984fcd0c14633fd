package org.openbalance.webhook;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.openbalance.api.ApiException;
import org.openbalance.api.Effect;
import org.openbalance.api.Problem;
import org.openbalance.api.WebAddress;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Outcome;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.listing.Counters;
import org.openbalance.platform.listing.ListPage;
import org.openbalance.platform.listing.Listing;
import org.openbalance.platform.listing.PageRequest;
import org.openbalance.platform.vault.Vault;

/// Where owners want their events: made, found, replaced, removed.
///
/// What a tenant has is remembered for [WebhookLimits#MEMORY], as every change of a balance asks for it.
@Singleton
public final class Subscriptions {

    private static final Logger LOG = Logger.getLogger(Subscriptions.class);
    private static final String PURPOSE = "webhook-secret";
    private static final String ID_PURPOSE = "callback-url";
    private static final String COUNT = "subscriptions";
    private static final String LISTED = Index.BY_OWNER.partition();
    private static final int ID_LENGTH = 24;
    private static final int REMOVE_TRIES = 5;

    private final Table table;
    private final Vault vault;
    private final InstantSource clock;
    private final boolean local;
    private final LinkedHashMap<ItemKey, Remembered> cache = new LinkedHashMap<>();

    /// @param local whether this machine itself may be sent to
    public Subscriptions(
            Table table,
            Vault vault,
            InstantSource clock,
            @ConfigProperty(name = "openbalance.webhook.local", defaultValue = "false") boolean local) {
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

    /// Makes a webhook, or finds the one that has this address and these events: its id comes of them, so that an
    /// application may register at each of its starts, from many servers at once, and hears of each thing once.
    ///
    /// @throws ApiException 409 past [WebhookLimits#SUBSCRIPTIONS]
    Created create(
            Tenant tenant, String url, Set<String> events, Optional<String> description, Effect<Created> effect) {
        var id = idOf(tenant, plain(url) + '\n' + String.join(",", new TreeSet<>(events)));
        return standing(tenant, id).orElseGet(() -> make(tenant, id, url, events, description, effect));
    }

    private Optional<Created> standing(Tenant tenant, String id) {
        return table.getLatest(Subscription.key(tenant, Subscription.Kind.ALL, id))
                .map(Subscription::of)
                .map(found -> new Created(found, opened(found, found.sealedSecret())));
    }

    private Created make(
            Tenant tenant,
            String id,
            String url,
            Set<String> events,
            Optional<String> description,
            Effect<Created> effect) {
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
                clock.instant());
        var created = new Created(subscription, secret);
        var writes = Stream.concat(
                        Stream.of(Write.create(subscription.toItem()), oneMore(tenant)),
                        tally(subscription, 1).stream())
                .toList();
        var done = effect.commit(table, writes, created);
        forget(tenant);
        return done.done() ? created : standing(tenant, id).orElseThrow(Subscriptions::full);
    }

    private boolean isAmong(List<Subscription> subscriptions, String url) {
        var address = plain(url);
        return subscriptions.stream().map(Subscription::url).map(this::plain).anyMatch(address::equals);
    }

    /// One text for all spellings of an address.
    private String plain(String url) {
        try {
            return WebAddress.ofReceiver(url, local).withoutFragment();
        } catch (WebAddress.Unusable unusable) {
            return url;
        }
    }

    private String idOf(Tenant tenant, String what) {
        return vault.fingerprint(tenant, ID_PURPOSE, what).substring(0, ID_LENGTH);
    }

    /// The subscription of a session's `callback_url`: the same address is the same one. It is listed, and
    /// counted among the owner's webhooks, only while something that was linked with it lasts: [#joining] and
    /// [#leaving].
    ///
    /// @return its id; empty for an address that nothing is sent to
    public Optional<String> callback(Tenant tenant, String url) {
        try {
            WebAddress.ofReceiver(url, local);
        } catch (WebAddress.Unusable invalid) {
            LOG.infof("A session's callback_url %s, and hears of nothing", invalid.getMessage());
            return Optional.empty();
        }
        var id = idOf(tenant, plain(url));
        if (find(tenant, Subscription.Kind.CALLBACK, id).isEmpty()) {
            prepare(tenant, id, url);
            forget(tenant);
        }
        return Optional.of(id);
    }

    /// The address that a callback was made for; empty for one that is gone.
    public Optional<String> callbackUrl(Tenant tenant, String id) {
        return find(tenant, Subscription.Kind.CALLBACK, id).map(Subscription::url);
    }

    private void prepare(Tenant tenant, String id, String url) {
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
        // Refused if it is there already, from another session or removed by its owner.
        if (!table.write(Write.create(subscription.unlisted(ended()))).done()) {
            table.write(Write.change(subscription.key()).remove(Subscription.REMOVED));
        }
    }

    /// What counts one more that is linked with a callback, to stand in the transaction that links.
    public List<Write> joining(Tenant tenant, String callback) {
        return latestItem(tenant, callback)
                .map(item -> {
                    var join = Write.change(item.key()).add(Subscription.CONNECTIONS, 1);
                    return isListed(item)
                            ? List.<Write>of(join.when(Condition.has(LISTED)))
                            : listing(Subscription.of(item), join.remove(Item.TTL));
                })
                .orElse(List.of());
    }

    /// What counts one less, to stand in the transaction that ends a consent. The last takes the callback out of the
    /// list; it stays a few days more for what is still to be delivered.
    public List<Write> leaving(Tenant tenant, String callback) {
        return latestItem(tenant, callback)
                .filter(item -> item.number(Subscription.CONNECTIONS) > 0)
                .map(this::leaving)
                .orElse(List.of());
    }

    private List<Write> leaving(Item item) {
        var connections = item.number(Subscription.CONNECTIONS);
        var leave = Write.change(item.key()).add(Subscription.CONNECTIONS, -1);
        if (connections > 1) {
            return List.of(leave.when(Condition.greater(Subscription.CONNECTIONS, 1)));
        }
        var last = Condition.equal(Subscription.CONNECTIONS, connections);
        if (item.flag(Subscription.TRIGGERED)) {
            return List.of(leave.when(last));
        }
        leave.set(Item.TTL, ended().getEpochSecond());
        return isListed(item)
                ? unlisting(Subscription.of(item), leave, last)
                : List.of(leave.when(Condition.all(last, Condition.lacks(LISTED))));
    }

    /// The subscription that an owner has something told once more to: one that has this address, or a new one, which
    /// counts among those that the owner made.
    ///
    /// @return its id; empty for an address that nothing is sent to
    /// @throws ApiException 409 past [WebhookLimits#SUBSCRIPTIONS]
    public Optional<String> triggered(Tenant tenant, String url) {
        var made = all(tenant).stream()
                .filter(subscription -> plain(subscription.url()).equals(plain(url)))
                .map(Subscription::id)
                .findFirst();
        return made.isPresent()
                ? made
                : callback(tenant, url).map(id -> {
                    latestItem(tenant, id).filter(item -> !isListed(item)).ifPresent(this::keep);
                    return id;
                });
    }

    private void keep(Item item) {
        var subscription = Subscription.of(item);
        var writes = new ArrayList<Write>();
        writes.add(oneMore(subscription.tenant()));
        writes.addAll(listing(
                subscription,
                Write.change(item.key()).set(Subscription.TRIGGERED, true).remove(Item.TTL)));
        if (table.commit(writes) instanceof Outcome.Refused refused
                && refused.failed().contains(0)) {
            throw full();
        }
        forget(subscription.tenant());
    }

    private List<Write> listing(Subscription subscription, Write.Change change) {
        return withTally(
                subscription,
                1,
                subscription.listed(change).when(Condition.all(Condition.exists(), Condition.lacks(LISTED))));
    }

    private static List<Write> unlisting(Subscription subscription, Write.Change change, Condition condition) {
        return withTally(
                subscription, -1, change.outOf(Index.BY_OWNER).when(Condition.all(condition, Condition.has(LISTED))));
    }

    private static List<Write> withTally(Subscription subscription, int change, Write write) {
        return Stream.concat(Stream.of(write), tally(subscription, change).stream())
                .toList();
    }

    private static boolean isListed(Item item) {
        return item.has(LISTED);
    }

    private Optional<Item> latestItem(Tenant tenant, String callback) {
        return table.getLatest(Subscription.key(tenant, Subscription.Kind.CALLBACK, callback));
    }

    private Instant ended() {
        return clock.instant().plus(WebhookLimits.ENDED_CALLBACK);
    }

    /// Who is to hear of an event.
    List<Subscription> listening(Event event) {
        var tenant = event.subject().tenant();
        var wanting = all(tenant).stream()
                .filter(subscription -> subscription.wants(event.type()))
                .toList();
        return Stream.concat(
                        wanting.stream(),
                        event
                                .subject()
                                .callback()
                                .flatMap(id -> find(tenant, Subscription.Kind.CALLBACK, id))
                                // One address hears of one thing once.
                                .filter(callback -> !isAmong(wanting, callback.url()))
                                .stream())
                .toList();
    }

    /// Those that the owner made itself.
    List<Subscription> all(Tenant tenant) {
        var kind = Subscription.Kind.ALL.name() + '#';
        return remembered(
                new ItemKey(Subscription.partition(tenant), kind),
                () -> table.query(Query.of(Subscription.partition(tenant)).startingWith(kind)).stream()
                        .map(Subscription::of)
                        .toList());
    }

    /// Where the webhooks are that the owner made itself.
    public List<String> addresses(Tenant tenant) {
        return all(tenant).stream().map(Subscription::url).toList();
    }

    private Optional<Subscription> find(Tenant tenant, Subscription.Kind kind, String id) {
        var key = Subscription.key(tenant, kind, id);
        return remembered(key, () -> table.get(key).filter(Subscriptions::isThere).map(Subscription::of).stream()
                        .toList())
                .stream()
                .findFirst();
    }

    /// As it stands, of whichever kind: one consistent read.
    Optional<Subscription> latest(Tenant tenant, String id) {
        var keys = Stream.of(Subscription.Kind.values())
                .map(kind -> Subscription.key(tenant, kind, id))
                .toList();
        return table.getAllLatest(keys).stream()
                .filter(Subscriptions::isThere)
                .findFirst()
                .map(Subscription::of);
    }

    /// @throws ApiException 404 if the tenant has no such subscription
    Subscription get(Tenant tenant, String id) {
        return latest(tenant, id).orElseThrow(() -> Problem.unknown("webhook").exception());
    }

    ListPage list(Tenant tenant, PageRequest request) {
        return Listing.ofOwner(tenant, Subscription.LISTED).page(table, vault, request);
    }

    /// A new secret; the one it replaces signs too for [WebhookLimits#ROTATION_GRACE].
    Created rotate(Tenant tenant, String id, Effect<Created> effect) {
        var standing = get(tenant, id);
        var secret = Signature.newSecret();
        var before = new Subscription.Replaced(
                standing.sealedSecret(), clock.instant().plus(WebhookLimits.ROTATION_GRACE));
        var rotated = new Created(standing.rotated(sealed(tenant, id, secret), before), secret);
        var change = Write.change(standing.key())
                .set(Subscription.SECRET, rotated.subscription().sealedSecret())
                .set(Subscription.BEFORE, before.sealedSecret())
                .set(Subscription.BEFORE_ENDS, before.endsAt())
                .when(Condition.equal(Subscription.SECRET, standing.sealedSecret()));
        if (!effect.commit(table, List.of(change), rotated).done()) {
            throw Problem.conflict("The webhook was changed by another call; try again")
                    .exception();
        }
        forget(tenant);
        return rotated;
    }

    /// Removing twice is removing once.
    ///
    /// @return whether it was there
    boolean remove(Tenant tenant, String id) {
        var standing = latest(tenant, id);
        standing.ifPresent(found -> remove(found, Effect.unanswered()));
        return standing.isPresent();
    }

    /// A callback that something was linked with is only marked: it must know when the last of it has ended.
    void remove(Subscription subscription, Effect<String> effect) {
        var tenant = subscription.tenant();
        if (subscription.kind() == Subscription.Kind.CALLBACK) {
            for (var attempt = 0;
                    attempt < REMOVE_TRIES && !removeCallback(tenant, subscription.id(), effect);
                    attempt++) {
                LOG.debugf("Callback %s changed while it was removed", subscription.id());
            }
        } else {
            var writes = Stream.concat(
                            Stream.of(
                                    Write.delete(subscription.key()).when(Condition.exists()),
                                    Write.change(counter(tenant)).add(COUNT, -1)),
                            tally(subscription, -1).stream())
                    .toList();
            effect.commit(table, writes, subscription.id());
        }
        forget(tenant);
    }

    /// @return false if it changed meanwhile
    private boolean removeCallback(Tenant tenant, String id, Effect<String> effect) {
        return latestItem(tenant, id)
                .map(item -> effect.commit(table, removing(item), id).done())
                .orElse(true);
    }

    private List<Write> removing(Item item) {
        var subscription = Subscription.of(item);
        var change = Write.change(item.key()).set(Subscription.REMOVED, true).remove(Subscription.TRIGGERED);
        if (item.number(Subscription.CONNECTIONS) < 1) {
            change.set(Item.TTL, ended().getEpochSecond());
        }
        var unchanged = Condition.equal(Subscription.CONNECTIONS, item.number(Subscription.CONNECTIONS));
        if (!isListed(item)) {
            return List.of(change.when(Condition.all(unchanged, Condition.lacks(LISTED))));
        }
        var writes = new ArrayList<>(unlisting(subscription, change, unchanged));
        if (item.flag(Subscription.TRIGGERED)) {
            writes.add(Write.change(counter(subscription.tenant())).add(COUNT, -1));
        }
        return writes;
    }

    private static boolean isThere(Item item) {
        return !item.flag(Subscription.REMOVED);
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

    private static Write oneMore(Tenant tenant) {
        return Write.change(counter(tenant))
                .first(Item.TYPE, "webhook-count")
                .first(Item.VERSION, 1)
                .add(COUNT, 1)
                .when(Condition.any(Condition.lacks(COUNT), Condition.less(COUNT, WebhookLimits.SUBSCRIPTIONS)));
    }

    private static ApiException full() {
        return Problem.conflict("An owner has " + WebhookLimits.SUBSCRIPTIONS
                        + " webhooks at most in one environment; remove one first")
                .exception();
    }

    private static ItemKey counter(Tenant tenant) {
        return new ItemKey(Subscription.partition(tenant), "COUNT");
    }

    private List<Subscription> remembered(ItemKey key, Supplier<List<Subscription>> read) {
        var now = clock.instant();
        synchronized (cache) {
            var known = cache.get(key);
            if (known != null && !now.isAfter(known.at().plus(WebhookLimits.MEMORY)) && !now.isBefore(known.at())) {
                return known.found();
            }
        }
        var found = read.get();
        synchronized (cache) {
            cache.remove(key);
            cache.put(key, new Remembered(now, found));
            if (cache.size() > WebhookLimits.REMEMBERED) {
                cache.remove(cache.firstEntry().getKey());
            }
        }
        return found;
    }

    private void forget(Tenant tenant) {
        synchronized (cache) {
            cache.keySet().removeIf(key -> key.partition().equals(Subscription.partition(tenant)));
        }
    }
}
