package org.openbalance.consent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import org.openbalance.api.Body;
import org.openbalance.api.Call;
import org.openbalance.api.Json;
import org.openbalance.api.Problem;
import org.openbalance.api.Product;
import org.openbalance.api.Reply;
import org.openbalance.owner.AccessKeys;

/// What owners do with short links.
@Singleton
final class ShortLinkCalls {

    private final ShortLinks links;
    private final AccessKeys keys;

    ShortLinkCalls(ShortLinks links, AccessKeys keys) {
        this.links = links;
        this.keys = keys;
    }

    /// The options of the widget. The caller's secret key says whose they are, so a public key and client token, which
    /// old clients send, need not be there; they must be the caller's if they are.
    Reply create(Call call) {
        var sent = call.body();
        var key = sent.optionalText("key");
        var token = sent.optionalText("token");
        var options = WidgetOptions.of(withNested(sent), call.request().local());
        sent.check();
        key.ifPresent(named -> requireOwn(call, named, token.orElse("")));
        var kept = options.kept().deepCopy().put("limit", options.months());
        key.ifPresent(named -> kept.put("key", named).put("token", token.orElse("")));
        kept.set(
                "products",
                Json.texts(options.products().stream().map(Product::wire).toList()));
        options.consentEnds().ifPresent(end -> kept.put("exp", Json.time(end)));
        var effect = call.effect((ShortLinks.Link link) -> Reply.success(
                "Link successfully created", shown(link, call.request().base())));
        return effect.reply(links.create(call.tenant(), kept, effect));
    }

    /// With the options that stand under `options`, as the old script has them; those beside it win.
    private static Body withNested(Body sent) {
        if (!(sent.node().get("options") instanceof ObjectNode nested)) {
            return sent;
        }
        var others = nested.deepCopy();
        sent.node().fieldNames().forEachRemaining(others::remove);
        return sent.under(others);
    }

    private void requireOwn(Call call, String key, String token) {
        var tenant = keys.ofWidget(key, token, call.tenant().environment()).tenant();
        if (!tenant.equals(call.tenant())) {
            throw Problem.field("key", "belongs to another owner").exception();
        }
    }

    Reply getById(Call call) {
        var id = call.body().id("id", "short_url");
        call.body().check();
        var link = links.find(id)
                .filter(found -> found.tenant().equals(call.tenant()))
                .orElseThrow(() -> Problem.unknown("link").exception());
        return Reply.success(
                "Link successfully retrieved", shown(link, call.request().base()));
    }

    private static ObjectNode shown(ShortLinks.Link link, String base) {
        var node = Json.object()
                .put("_id", link.id())
                .put("id", link.id())
                .put("short_url", link.id())
                .put("url", ShortLinks.url(base, link.id()))
                .put("env", link.tenant().environment().wire())
                .put("owner", link.tenant().owner())
                .put("created_at", Json.time(link.createdAt()));
        node.set("options", link.options());
        return Json.object().set("link", node);
    }
}
