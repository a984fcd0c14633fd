package org.openbalance.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Each function in the binary, with the events that AWS sends it, and with some that nobody should.
class EventIT {

    private static final NativeFunctions FUNCTIONS = NativeFunctions.open();
    private static final List<String> OF_THE_GATEWAY =
            List.of("page", "consent", "link", "balance", "report", "webhook");

    @ParameterizedTest
    @CsvSource({
        "balance, balance-without-headers, 401",
        "balance, page-nowhere, 404",
        "consent, consent-key, 200",
        "link, balance-list, 404",
        "page, page-consents, 200",
        "page, page-nowhere, 404"
    })
    void a_function_answers_its_event(String function, String event, int status) {
        var answer = called(function, event);

        assertThat(answer.getInt("statusCode")).as(answer.prettify()).isEqualTo(status);
        assertThat(answer.getString("headers.x-request-id")).isEqualTo("JKJaXmPLvHcESHA=");
        assertThat(answer.getString("headers.content-type")).isNotBlank();
        assertThat(answer.getBoolean("isBase64Encoded")).isFalse();
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void a_malformed_event_is_answered_with_the_envelope(String function, String event) {
        var answer = called(function, "malformed/" + event);

        assertThat(answer.getInt("statusCode")).isEqualTo(400);
        assertThat(JsonPath.from(answer.getString("body")).getString("type")).isEqualTo("VALIDATION");
    }

    static Stream<Arguments> malformed() throws IOException {
        try (var files = Files.list(Path.of("src/test/resources/events/malformed"))) {
            var events = files.map(file -> file.getFileName().toString().replace(".json", ""))
                    .sorted()
                    .toList();
            return OF_THE_GATEWAY.stream()
                    .flatMap(function -> events.stream().map(event -> Arguments.of(function, event)));
        }
    }

    private static JsonPath called(String function, String event) {
        return JsonPath.from(NativeFunctions.text(FUNCTIONS.function(function).answer(NativeFunctions.sample(event))));
    }
}
