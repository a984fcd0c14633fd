package org.openbalance.webhook;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.openbalance.api.AnswerBody;
import org.openbalance.api.Json;

/// A delivery as answers show it, with its attempts, the oldest first.
@RegisterForReflection
record DeliveryAnswer(
        @JsonProperty("_id") String oldId,
        String id,
        String webhook,
        String webhookId,
        String event,
        String state,
        String createdAt,
        String nextAttemptAt,
        Map<String, String> ids,
        List<Attempt> attempts)
        implements AnswerBody {

    /// @param status of the receiver's answer; null if there was none
    /// @param failure why there was none; null if there was one
    @RegisterForReflection
    record Attempt(String at, Integer status, String failure, long ms) implements AnswerBody {

        static Attempt of(Delivery.Attempt attempt) {
            return new Attempt(
                    Json.time(attempt.at()),
                    attempt.status().orElse(null),
                    attempt.failure().orElse(null),
                    attempt.millis());
        }
    }

    /// The pagination of a list that nobody counts.
    @RegisterForReflection
    record Pagination(int limit, @JsonProperty("hasNextPage") boolean hasNextPage, String cursor)
            implements AnswerBody {

        static Pagination of(Optional<String> cursor, int limit) {
            return new Pagination(limit, cursor.isPresent(), cursor.orElse(null));
        }
    }

    static DeliveryAnswer of(Delivery delivery) {
        return new DeliveryAnswer(
                delivery.id(),
                delivery.id(),
                delivery.webhook(),
                delivery.eventId(),
                delivery.event().wire(),
                delivery.state().name().toLowerCase(Locale.ROOT),
                Json.time(delivery.raisedAt()),
                Json.time(delivery.next()).orElse(null),
                new TreeMap<>(delivery.content().ids()),
                delivery.attempts().stream().map(Attempt::of).toList());
    }
}
