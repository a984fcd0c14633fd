package org.openbalance.alert;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.util.Locale;
import org.openbalance.api.AnswerBody;
import org.openbalance.api.Json;

/// An alert as answers show it. Amounts are in major units of `currency`.
@RegisterForReflection
record AlertAnswer(
        @JsonProperty("_id") String oldId,
        String id,
        String customer,
        String account,
        String on,
        BigDecimal threshold,
        BigDecimal margin,
        String currency,
        String env,
        String createdAt)
        implements AnswerBody {

    static AlertAnswer of(Alert alert) {
        return new AlertAnswer(
                alert.id(),
                alert.id(),
                alert.customer(),
                alert.account().orElse(null),
                alert.on().name().toLowerCase(Locale.ROOT),
                alert.threshold().major(),
                alert.margin().major(),
                alert.threshold().currency().getCurrencyCode(),
                alert.tenant().environment().wire(),
                Json.time(alert.createdAt()));
    }

    /// An alert as the events show it that it causes.
    @RegisterForReflection
    record InEvent(String id, String on, BigDecimal threshold, BigDecimal margin, String currency)
            implements AnswerBody {

        static InEvent of(Alert alert) {
            var answer = AlertAnswer.of(alert);
            return new InEvent(answer.id(), answer.on(), answer.threshold(), answer.margin(), answer.currency());
        }
    }
}
