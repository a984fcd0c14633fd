package org.openbalance.bank.example;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import org.openbalance.api.Json;
import org.openbalance.bank.Grant;

/// What later reads need, as one text.
///
/// @param access token of five minutes
/// @param refresh token that works once
/// @param ends when the customer's consent at the bank does
record ExampleGrant(String consent, String access, Instant fresh, String refresh, Instant ends) {

    /// @param answer of the token endpoint
    static Grant of(JsonNode answer, Instant now) {
        var fresh = now.plus(Duration.ofSeconds(answer.path("expires_in").asLong(0)));
        return new Grant(Json.object()
                .put("consent", answer.path("consent").asText())
                .put("access", answer.path("access_token").asText())
                .put("fresh", fresh.toString())
                .put("refresh", answer.path("refresh_token").asText())
                .put("ends", ExampleBankJson.ends(answer).orElse(Instant.MAX).toString())
                .toString());
    }

    static ExampleGrant of(Grant grant) {
        var kept = Json.readOwn(grant.token());
        return new ExampleGrant(
                kept.path("consent").asText(),
                kept.path("access").asText(),
                Instant.parse(kept.path("fresh").asText()),
                kept.path("refresh").asText(),
                Instant.parse(kept.path("ends").asText()));
    }

    boolean hasEnded(Instant now) {
        return !now.isBefore(ends);
    }

    boolean isFresh(Instant now) {
        return now.isBefore(fresh);
    }

    @Override
    public String toString() {
        return "(grant)";
    }
}
