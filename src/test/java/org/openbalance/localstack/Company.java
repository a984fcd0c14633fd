package org.openbalance.localstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;

/// A company that calls the deployed API in the sandbox, and one customer of it.
record Company(URI base, String owner, JsonNode keys) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /// Calls an operation with the secret key; the answer must be a success.
    JsonNode call(String operation, Map<String, ?> body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(base.resolve("/v2/sandbox/" + operation))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + keys.path("secret_key").asText())
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .build();
        var response = CLIENT.send(request, BodyHandlers.ofString());
        Assertions.assertThat(response.statusCode())
                .as(operation + ": " + response.body())
                .isEqualTo(200);
        return JSON.readTree(response.body());
    }

    /// Links the first account of a customer.
    ///
    /// @return the account's id
    String links() throws IOException, InterruptedException {
        var session = call(
                        "widget/session",
                        Map.of(
                                "key", keys.path("public_key").asText(),
                                "token", keys.path("client_token").asText(),
                                "products", List.of("auth", "balance")))
                .at("/data/session")
                .asText();
        call("widget/consent", Map.of("session", session, "agreed", true));
        var login = call(
                        "widget/login",
                        Map.of(
                                "session",
                                session,
                                "bank",
                                "harmattan-bank",
                                "fields",
                                Map.of("username", "user_good", "password", "pass_good")))
                .path("data");
        var account = login.at("/step/accounts/0/_id").asText();
        call(
                "widget/accounts",
                Map.of("session", session, "login", login.path("login").asText(), "accounts", List.of(account)));
        return account;
    }
}
