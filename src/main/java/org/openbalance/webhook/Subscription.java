package org.openbalance.webhook;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.listing.Counters;
import org.openbalance.platform.listing.Listing;

/// An address that an owner wants events at.
///
/// @param events names of the events it wants; none named means all
/// @param sealedSecret what deliveries are signed with, sealed
/// @param before the secret that was replaced, which signs too until its end
record Subscription(
        String id,
        Tenant tenant,
        Kind kind,
        String url,
        Set<String> events,
        Optional<String> description,
        byte[] sealedSecret,
        Optional<Replaced> before,
        Instant createdAt) {

    enum Kind {
        /// Made by the owner; hears of everything.
        ALL,
        /// Made for the `callback_url` of a session; hears of what is linked with it.
        CALLBACK
    }

    record Replaced(byte[] sealedSecret, Instant endsAt) {}

    static final String LISTED = "WEBHOOK";
    /// How much that was linked with a callback lasts.
    static final String CONNECTIONS = "connections";
    /// Whether the owner made a callback itself, by `callback/trigger`.
    static final String TRIGGERED = "triggered";
    /// Whether the owner removed a callback that something was linked with.
    static final String REMOVED = "removed";
    static final String SECRET = "secret";
    static final String BEFORE = "secret_before";
    static final String BEFORE_ENDS = "secret_before_ends";
    private static final String TYPE = "webhook";
    private static final int VERSION = 1;

    /// With another secret; the one before it signs too for a while.
    Subscription rotated(byte[] sealed, Replaced replaced) {
        return new Subscription(id, tenant, kind, url, events, description, sealed, Optional.of(replaced), createdAt);
    }

    boolean wants(Event.Type type) {
        return type == Event.Type.PING || events.isEmpty() || events.contains(type.wire());
    }

    static String partition(Tenant tenant) {
        return tenant.prefix() + "#WEBHOOKS";
    }

    static ItemKey key(Tenant tenant, Kind kind, String id) {
        return new ItemKey(partition(tenant), kind.name() + '#' + id);
    }

    ItemKey key() {
        return key(tenant, kind, id);
    }

    Item toItem() {
        return draft().in(Index.BY_OWNER, Counters.listing(tenant, LISTED), Listing.sort(createdAt, id))
                .done();
    }

    /// As an item that no list shows, and that goes by itself.
    Item unlisted(Instant end) {
        return draft().with(CONNECTIONS, 0).until(end).done();
    }

    /// Places it in the owner's list.
    Write.Change listed(Write.Change change) {
        return change.in(Index.BY_OWNER, Counters.listing(tenant, LISTED), Listing.sort(createdAt, id));
    }

    private Item.Draft draft() {
        return Item.draft(key(), TYPE, VERSION)
                .with("id", id)
                .with("owner", tenant.owner())
                .with("env", tenant.environment().wire())
                .with("kind", kind.name())
                .with("url", url)
                .with("events", events)
                .with("description", description)
                .with(SECRET, sealedSecret)
                .with("created_at", createdAt);
    }

    static Subscription of(Item item) {
        return new Subscription(
                item.text("id"),
                new Tenant(item.text("owner"), Environment.of(item.text("env"))),
                Kind.valueOf(item.text("kind")),
                item.text("url"),
                Set.copyOf(item.texts("events")),
                item.optionalText("description"),
                item.bytes(SECRET),
                item.optionalBytes(BEFORE).map(secret -> new Replaced(secret, item.instant(BEFORE_ENDS))),
                item.instant("created_at"));
    }
}
