package org.openbalance.consent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import org.openbalance.bank.Product;
import org.openbalance.http.Call;
import org.openbalance.http.Json;
import org.openbalance.http.Problem;
import org.openbalance.http.Reply;
import org.openbalance.owner.Keys;

/// What owners do with short links.
@Singleton
final class LinkCalls {

    private final Links links;
    private final Keys keys;

    LinkCalls(Links links, Keys keys) {
        this.links = links;
        this.keys = keys;
    }

    /// The options of the widget, its public key and client token among them.
    Reply create(Call call) {
        var body = call.body();
        var key = body.text("key");
        var token = body.text("token");
        var options = WidgetOptions.of(body);
        body.check();
        if (!keys.ofWidget(key, token, call.tenant().environment()).tenant().equals(call.tenant())) {
            throw Problem.field("key", "belongs to another owner").refused();
        }
        var kept = options.kept().deepCopy().put("key", key).put("token", token).put("limit", options.months());
        kept.set(
                "products",
                Json.texts(options.products().stream().map(Product::wire).toList()));
        options.consentEnds().ifPresent(end -> kept.put("exp", Json.time(end)));
        return Reply.success(
                "Link successfully created",
                told(links.create(call.tenant(), kept), call.request().base()));
    }

    Reply getById(Call call) {
        var id = call.body().id("id", "short_url");
        call.body().check();
        var link = links.find(id)
                .filter(found -> found.tenant().equals(call.tenant()))
                .orElseThrow(() -> Problem.unknown("link").refused());
        return Reply.success(
                "Link successfully retrieved", told(link, call.request().base()));
    }

    private static ObjectNode told(Links.Link link, String base) {
        var node = Json.object()
                .put("_id", link.id())
                .put("id", link.id())
                .put("short_url", link.id())
                .put("url", base + "/?ref=" + link.id())
                .put("env", link.tenant().environment().wire())
                .put("owner", link.tenant().owner())
                .put("created_at", Json.time(link.createdAt()));
        node.set("options", link.options());
        return Json.object().set("link", node);
    }
}
