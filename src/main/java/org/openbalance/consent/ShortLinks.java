package org.openbalance.consent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.openbalance.api.Body;
import org.openbalance.api.Effect;
import org.openbalance.api.Json;
import org.openbalance.api.Problem;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.vault.Vault;

/// Short links: the options of a widget, kept under an id that stands in their place. Options may name a customer, so
/// they are sealed, and only their owner reads them again.
@Singleton
final class ShortLinks {

    private static final String TYPE = "link";
    private static final int VERSION = 1;
    private static final String PURPOSE = "link-options";

    private final Table table;
    private final Vault vault;
    private final InstantSource clock;

    ShortLinks(Table table, Vault vault, InstantSource clock) {
        this.table = table;
        this.vault = vault;
        this.clock = clock;
    }

    record Link(String id, Tenant tenant, ObjectNode options, Instant createdAt) {}

    /// A link that is made by its write.
    record Drafted(Link link, Write write) {}

    Link create(Tenant tenant, ObjectNode options, Effect<Link> effect) {
        var made = draft(tenant, options, Optional.empty());
        effect.commit(table, List.of(made.write()), made.link());
        return made.link();
    }

    /// @param until when it works no more, if ever
    Drafted draft(Tenant tenant, ObjectNode options, Optional<Instant> until) {
        var now = clock.instant();
        var link = new Link(Ids.next(now), tenant, options, now);
        var item = Item.draft(key(link.id()), TYPE, VERSION)
                .with("id", link.id())
                .with("owner", tenant.owner())
                .with("env", tenant.environment().wire())
                .with("options", vault.sealText(tenant, PURPOSE, link.id(), Json.write(options)))
                .with("created_at", now);
        until.ifPresent(item::until);
        return new Drafted(link, Write.create(item.done()));
    }

    /// The address that opens the widget by a link.
    static String url(String base, String link) {
        return base + "/?ref=" + link;
    }

    Optional<Link> find(String id) {
        return table.get(key(id)).filter(this::works).map(this::of);
    }

    /// DynamoDB deletes what has ended some time later.
    private boolean works(Item item) {
        return clock.instant().getEpochSecond() < item.number(Item.TTL, Long.MAX_VALUE);
    }

    /// The link that a session is opened by; empty if the call names none.
    ///
    /// @throws org.openbalance.api.ApiException 404 for an unknown link, 403 `ENV` for one of the other environment
    Optional<Link> named(Environment environment, Body sent) {
        var ref = sent.optionalId("ref");
        if (ref.isEmpty()) {
            return Optional.empty();
        }
        var link = ref.filter(Ids::wellFormed).flatMap(this::find).orElseThrow(() -> Problem.unknown("link")
                .exception());
        if (link.tenant().environment() != environment) {
            throw Problem.of(403, Problem.Type.ENV, "This link belongs to the other environment's path")
                    .exception();
        }
        return Optional.of(link);
    }

    private Link of(Item item) {
        var tenant = new Tenant(item.text("owner"), Environment.of(item.text("env")));
        var id = item.text("id");
        var options = (ObjectNode) Json.readOwn(vault.openText(tenant, PURPOSE, id, item.text("options")));
        return new Link(id, tenant, options, item.instant("created_at"));
    }

    private static ItemKey key(String id) {
        return new ItemKey("LINK#" + id, "LINK");
    }
}
