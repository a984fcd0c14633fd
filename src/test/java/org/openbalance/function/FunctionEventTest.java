package org.openbalance.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.openbalance.local.Functions;

/// Each function alone, with the events that AWS sends it, and with some that nobody should.
@QuarkusTest
class FunctionEventTest {

    private static final List<String> FUNCTIONS = List.of("page", "consent", "link", "balance");

    @ParameterizedTest
    @CsvSource({
        "balance, balance-list, 200",
        "balance, balance-list-base64, 200",
        "balance, balance-list-without-body, 200",
        "balance, balance-list-by-query, 400",
        "balance, balance-without-headers, 401",
        "link, link-banks, 200",
        "consent, consent-key, 200",
        "consent, consent-list, 200",
        "page, page-consents, 200",
        "page, page-nowhere, 404",
        "balance, page-nowhere, 404",
        "link, balance-list, 404"
    })
    void a_function_answers_its_event(String function, String event, int status) {
        var answer = called(function, event);

        assertThat(answer.getInt("statusCode")).as(answer.getString("body")).isEqualTo(status);
        assertThat(answer.getString("headers.x-request-id")).isEqualTo("JKJaXmPLvHcESHA=");
        assertThat(answer.getString("headers.content-type")).isNotBlank();
        assertThat(answer.getBoolean("isBase64Encoded")).isFalse();
    }

    @Test
    void a_base64_body_is_read_as_what_it_says() {
        var plain = JsonPath.from(called("balance", "balance-list").getString("body"));
        var encoded = JsonPath.from(called("balance", "balance-list-base64").getString("body"));

        assertThat(plain.getInt("data.pagination.limit")).isEqualTo(5);
        assertThat(encoded.getInt("data.pagination.limit")).isEqualTo(5);
    }

    @Test
    void a_field_of_the_query_is_named_as_one_of_the_body() {
        var body = JsonPath.from(called("balance", "balance-list-by-query").getString("body"));

        assertThat(body.getString("fields[0].field")).isEqualTo("limit");
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void a_malformed_event_is_answered_with_the_envelope(String function, String event) {
        var answer = called(function, "malformed/" + event);

        assertThat(answer.getInt("statusCode")).isEqualTo(400);
        var body = JsonPath.from(answer.getString("body"));
        assertThat(body.getString("status")).isEqualTo("error");
        assertThat(body.getString("type")).isEqualTo("VALIDATION");
        assertThat(body.getInt("code")).isEqualTo(400);
    }

    static Stream<Arguments> malformed() throws IOException {
        try (var files = Files.list(Path.of("src/test/resources/events/malformed"))) {
            var events = files.map(file -> file.getFileName().toString().replace(".json", ""))
                    .sorted()
                    .toList();
            return FUNCTIONS.stream().flatMap(function -> events.stream().map(event -> Arguments.of(function, event)));
        }
    }

    private static JsonPath called(String function, String event) {
        return JsonPath.from(Functions.call(function, event));
    }
}
