package org.openbalance.webhook;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.openbalance.api.Body;
import org.openbalance.api.Call;
import org.openbalance.api.Json;
import org.openbalance.api.Limits;
import org.openbalance.api.Operation;
import org.openbalance.api.Paging;
import org.openbalance.api.Reply;
import org.openbalance.api.WebAddress;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.listing.PageRequest;

/// What owners do with webhooks.
@Singleton
final class WebhookCalls {

    private static final Set<String> STATES = Stream.of(Delivery.State.values())
            .map(state -> state.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    private static final int MOST_EVENTS = 20;

    private final Subscriptions subscriptions;
    private final Deliveries deliveries;
    private final EventPublisher publisher;
    private final InstantSource clock;
    private final boolean local;

    WebhookCalls(
            Subscriptions subscriptions,
            Deliveries deliveries,
            EventPublisher publisher,
            InstantSource clock,
            @ConfigProperty(name = "openbalance.webhook.local", defaultValue = "false") boolean local) {
        this.subscriptions = subscriptions;
        this.deliveries = deliveries;
        this.publisher = publisher;
        this.clock = clock;
        this.local = local;
    }

    List<Operation> operations() {
        return List.of(
                Operation.ours("webhooks/create", this::create).effecting(),
                Operation.ours("webhooks/list", this::list),
                Operation.ours("webhooks/rotate-secret", this::rotate).effecting(),
                Operation.ours("webhooks/remove", this::remove).effecting(),
                Operation.ours("webhooks/deliveries", this::deliveries),
                Operation.ours("webhooks/replay", this::replay).effecting(),
                Operation.ours("webhooks/test", this::test).effecting());
    }

    Reply create(Call call) {
        var url = url(call.body());
        var events = events(call.body());
        var description = call.body().optionalText("description");
        call.body().check();
        var effect = call.effect((Subscriptions.Created created) ->
                shown("Webhook registered; keep its secret, which lists do not show", created));
        return effect.reply(subscriptions.create(call.tenant(), url, events, description, effect));
    }

    private String url(Body body) {
        var url = body.optionalExact("url", WebhookLimits.URL_LENGTH)
                .map(String::strip)
                .orElse("");
        if (url.isEmpty()) {
            body.error("url", "is missing");
            return url;
        }
        try {
            WebAddress.ofReceiver(url, local);
        } catch (WebAddress.Unusable invalid) {
            body.error("url", invalid.getMessage());
        }
        return url;
    }

    private static Set<String> events(Body body) {
        var names = new HashSet<>(body.texts("events", MOST_EVENTS));
        if (!Event.Type.names().containsAll(names)) {
            body.error(
                    "events",
                    "may hold "
                            + String.join(
                                    ", ", Event.Type.names().stream().sorted().toList()));
        }
        return names;
    }

    Reply list(Call call) {
        var paging = Paging.of(call.body());
        call.body().check();
        var page = subscriptions.list(call.tenant(), paging);
        var nodes = Json.array(page.items(), item -> Json.tree(WebhookAnswer.of(Subscription.of(item))));
        return Reply.success("Webhooks successfully retrieved", Paging.data(page, nodes, "webhooks"));
    }

    Reply rotate(Call call) {
        var id = call.body().id("id");
        call.body().check();
        var effect = call.effect((Subscriptions.Created created) ->
                shown("Secret replaced; the old one signs too for 24 hours. The new one is shown this once", created));
        return effect.reply(subscriptions.rotate(call.tenant(), id, effect));
    }

    private static Reply shown(String message, Subscriptions.Created created) {
        var webhook = Json.tree(WebhookAnswer.of(created.subscription())).put("secret", created.secret());
        return Reply.success(message, Json.object().set("webhook", webhook));
    }

    Reply remove(Call call) {
        var id = call.body().id("id");
        call.body().check();
        var effect = call.effect((String removed) -> Reply.success(
                "Webhook removed; nothing more is sent to it", Json.object().put("id", removed)));
        subscriptions.remove(subscriptions.get(call.tenant(), id), effect);
        return effect.reply(id);
    }

    Reply deliveries(Call call) {
        var body = call.body();
        var webhook = body.optionalId("id");
        var state = body.oneOf("state", STATES)
                .filter(STATES::contains)
                .map(name -> Delivery.State.valueOf(name.toUpperCase(Locale.ROOT)));
        var limit = body.whole("limit", 1, PageRequest.MAX_LIMIT, Limits.DEFAULT_PAGE);
        var page = body.whole("page", 1, Integer.MAX_VALUE, 1);
        var cursor = body.optionalExact("cursor", Limits.BODY_BYTES);
        if (cursor.isEmpty() && (long) page * limit > WebhookLimits.LOG_DEPTH) {
            body.error(
                    "page",
                    "reaches past the newest " + WebhookLimits.LOG_DEPTH + " deliveries; go on with pagination.cursor");
        }
        body.check();
        var skip = cursor.isPresent() ? 0 : (page - 1) * limit;
        var found = deliveries.page(call.tenant(), webhooks(call.tenant(), webhook), state, skip, limit, cursor);
        var data = Json.object();
        data.set("pagination", Json.tree(DeliveryAnswer.Pagination.of(found.cursor(), limit)));
        data.set("deliveries", Json.array(found.deliveries(), delivery -> Json.tree(DeliveryAnswer.of(delivery))));
        return Reply.success("Deliveries successfully retrieved", data);
    }

    /// The one named, or all that the owner made itself.
    private List<String> webhooks(Tenant tenant, Optional<String> named) {
        return named.map(id -> List.of(subscriptions.get(tenant, id).id()))
                .orElseGet(() ->
                        subscriptions.all(tenant).stream().map(Subscription::id).toList());
    }

    /// One delivery, or what a webhook was told in a span of time, of one state if wished.
    Reply replay(Call call) {
        var body = call.body();
        var delivery = body.optionalId("delivery");
        var webhook = body.optionalId("id");
        var from = body.from("from");
        var to = body.to("to");
        if (from.isPresent() && from.get().isAfter(to.orElse(clock.instant()))) {
            body.error("from", to.isPresent() ? "may not lie after to" : "may not lie in the future");
        }
        var state = body.oneOf("state", STATES)
                .filter(STATES::contains)
                .map(name -> Delivery.State.valueOf(name.toUpperCase(Locale.ROOT)));
        if (delivery.isEmpty() && webhook.isEmpty()) {
            body.error("delivery", "is missing; or name a webhook's id with from");
        } else if (delivery.isEmpty() && from.isEmpty()) {
            body.error("from", "is missing");
        }
        body.check();
        var tenant = call.tenant();
        var mark = call.request().mark();
        var webhooks = webhooks(tenant, webhook);
        var chosen = delivery.map(id -> List.of(deliveries.get(tenant, webhooks, id)))
                .orElseGet(() -> deliveries.within(
                        tenant,
                        webhooks.getFirst(),
                        from.get(),
                        to.orElse(clock.instant()),
                        one -> state.isEmpty() || one.state() == state.get() || one.isReplayedBy(mark)));
        var again = deliveries.replay(chosen, mark);
        var data = Json.object().put("replayed", again.size()).put("more", chosen.size() == WebhookLimits.REPLAYED);
        data.set("deliveries", Json.texts(again.stream().map(Delivery::id).toList()));
        return Reply.success("Deliveries are sent again, under their ids", data);
    }

    /// A test: an event `ping`, whatever events the webhook asks for.
    Reply test(Call call) {
        var id = call.body().id("id");
        call.body().check();
        var subscription = subscriptions.get(call.tenant(), id);
        var effect = call.effect((Delivery delivery) -> Reply.success(
                "A ping is on its way; webhooks/deliveries shows what became of it",
                Json.object().set("delivery", Json.tree(DeliveryAnswer.of(delivery)))));
        var ping = Event.ping(EventSubject.of(call.tenant()), clock.instant());
        return effect.reply(publisher.tell(ping, subscription, effect));
    }
}
