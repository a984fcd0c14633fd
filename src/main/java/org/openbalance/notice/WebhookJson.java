package org.openbalance.notice;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.openbalance.http.Json;

/// Webhooks, deliveries and alerts as answers show them.
final class WebhookJson {

    private WebhookJson() {}

    /// Without its secret.
    static ObjectNode of(Subscription subscription) {
        var events = subscription.events().isEmpty() ? Event.Type.names() : subscription.events();
        var node = Json.object()
                .put("_id", subscription.id())
                .put("id", subscription.id())
                .put("kind", subscription.kind().name().toLowerCase(Locale.ROOT))
                .put("url", subscription.url());
        node.set("events", Json.texts(events.stream().sorted().toList()));
        return node.put("description", subscription.description().orElse(null))
                .put("env", subscription.tenant().environment().wire())
                .put(
                        "old_secret_until",
                        Json.time(subscription.before().map(Subscription.Replaced::endsAt))
                                .orElse(null))
                .put("created_at", Json.time(subscription.createdAt()));
    }

    static ObjectNode of(Delivery delivery) {
        var node = Json.object()
                .put("_id", delivery.id())
                .put("id", delivery.id())
                .put("webhook", delivery.webhook())
                .put("webhook_id", delivery.notice())
                .put("event", delivery.event().wire())
                .put("state", delivery.state().name().toLowerCase(Locale.ROOT))
                .put("created_at", Json.time(delivery.raisedAt()))
                .put("next_attempt_at", Json.time(delivery.next()).orElse(null));
        node.set("ids", ids(delivery.ids()));
        node.set("attempts", Json.array(delivery.attempts(), WebhookJson::of));
        return node;
    }

    private static ObjectNode ids(Map<String, String> ids) {
        var node = Json.object();
        ids.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> node.put(entry.getKey(), entry.getValue()));
        return node;
    }

    private static ObjectNode of(Delivery.Attempt attempt) {
        var node = Json.object().put("at", Json.time(attempt.at()));
        attempt.status().ifPresentOrElse(status -> node.put("status", status), () -> node.putNull("status"));
        return node.put("failure", attempt.failure().orElse(null)).put("ms", attempt.millis());
    }

    static ObjectNode of(Alert alert) {
        return Json.object()
                .put("_id", alert.id())
                .put("id", alert.id())
                .put("customer", alert.customer())
                .put("account", alert.account().orElse(null))
                .put("on", alert.on().name().toLowerCase(Locale.ROOT))
                .put("threshold", alert.threshold().major())
                .put("margin", alert.margin().major())
                .put("currency", alert.threshold().currency().name())
                .put("env", alert.tenant().environment().wire())
                .put("created_at", Json.time(alert.createdAt()));
    }

    /// The pagination of a list that nobody counts.
    static ObjectNode pagination(Optional<String> cursor, int limit) {
        return Json.object()
                .put("limit", limit)
                .put("hasNextPage", cursor.isPresent())
                .put("cursor", cursor.orElse(null));
    }
}
