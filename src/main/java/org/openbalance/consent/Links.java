package org.openbalance.consent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.openbalance.http.Body;
import org.openbalance.http.Json;
import org.openbalance.http.Problem;
import org.openbalance.store.Environment;
import org.openbalance.store.Ids;
import org.openbalance.store.Item;
import org.openbalance.store.Key;
import org.openbalance.store.Table;
import org.openbalance.store.Tenant;
import org.openbalance.store.Vault;
import org.openbalance.store.Write;

/// Short links: the options of a widget, kept under an id that stands in their place. Options may name a customer, so
/// they are sealed, and only their owner reads them again.
@Singleton
final class Links {

    private static final String TYPE = "link";
    private static final int VERSION = 1;
    private static final String PURPOSE = "link-options";

    private final Table table;
    private final Vault vault;
    private final InstantSource clock;

    Links(Table table, Vault vault, InstantSource clock) {
        this.table = table;
        this.vault = vault;
        this.clock = clock;
    }

    record Link(String id, Tenant tenant, ObjectNode options, Instant createdAt) {}

    Link create(Tenant tenant, ObjectNode options) {
        var now = clock.instant();
        var link = new Link(Ids.next(now), tenant, options, now);
        table.write(Write.create(Item.draft(key(link.id()), TYPE, VERSION)
                .with("id", link.id())
                .with("owner", tenant.owner())
                .with("env", tenant.environment().wire())
                .with("options", vault.sealText(tenant, PURPOSE, link.id(), Json.write(options)))
                .with("created_at", now)
                .done()));
        return link;
    }

    Optional<Link> find(String id) {
        return table.get(key(id)).map(this::of);
    }

    /// The options that a session is opened with: those sent, under those of the link they refer to.
    ///
    /// @throws org.openbalance.http.Refused 404 for an unknown link, 403 `ENV` for one of the other environment
    Body resolve(Environment environment, Body sent) {
        var ref = sent.optionalId("ref");
        if (ref.isEmpty()) {
            return sent;
        }
        var link = Optional.of(ref.get())
                .filter(Ids::wellFormed)
                .flatMap(this::find)
                .orElseThrow(() -> Problem.unknown("link").refused());
        if (link.tenant().environment() != environment) {
            throw Problem.of(403, Problem.Type.ENV, "This link belongs to the other environment's path")
                    .refused();
        }
        return sent.under(link.options());
    }

    private Link of(Item item) {
        var tenant = new Tenant(item.text("owner"), Environment.of(item.text("env")));
        var id = item.text("id");
        var options = (ObjectNode) Json.readOwn(vault.openText(tenant, PURPOSE, id, item.text("options")));
        return new Link(id, tenant, options, item.instant("created_at"));
    }

    private static Key key(String id) {
        return new Key("LINK#" + id, "LINK");
    }
}
