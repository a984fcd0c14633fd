package org.openbalance.webhook;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Locale;
import org.openbalance.api.AnswerBody;
import org.openbalance.api.Json;

/// A webhook as answers show it, without its secret.
@RegisterForReflection
record WebhookAnswer(
        @JsonProperty("_id") String oldId,
        String id,
        String kind,
        String url,
        List<String> events,
        String description,
        String env,
        String oldSecretUntil,
        String createdAt)
        implements AnswerBody {

    static WebhookAnswer of(Subscription subscription) {
        var events = subscription.events().isEmpty() ? Event.Type.names() : subscription.events();
        return new WebhookAnswer(
                subscription.id(),
                subscription.id(),
                subscription.kind().name().toLowerCase(Locale.ROOT),
                subscription.url(),
                events.stream().sorted().toList(),
                subscription.description().orElse(null),
                subscription.tenant().environment().wire(),
                Json.time(subscription.before().map(Subscription.Replaced::endsAt))
                        .orElse(null),
                Json.time(subscription.createdAt()));
    }
}
