package org.openbalance.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What the gateway sends back: a function's answer as API Gateway reads it (payload format 2.0), or its own word.
///
/// @param headers by name in lower case
record HttpAnswer(int status, Map<String, List<String>> headers, byte[] body) {

    static final HttpAnswer NOT_FOUND = message(404, "Not Found");
    static final HttpAnswer TOO_LARGE = message(413, "Request Entity Too Large");
    static final HttpAnswer FAILED = message(500, "Internal Server Error");
    static final HttpAnswer TIMED_OUT = message(503, "Service Unavailable");

    /// Until all of local mode can answer.
    static final HttpAnswer STARTING = new HttpAnswer(
            503,
            Map.of("content-type", List.of("application/json"), "retry-after", List.of("1")),
            "{\"message\":\"OpenBalance is starting; try again in a second\"}".getBytes(StandardCharsets.UTF_8));

    private static final ObjectMapper JSON = new ObjectMapper();

    static HttpAnswer message(int status, String message) {
        return new HttpAnswer(
                status,
                Map.of("content-type", List.of("application/json")),
                ("{\"message\":\"" + message + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    /// Reads a function's answer. JSON without a status is itself the body of a 200; what is no JSON is a failure.
    static HttpAnswer read(byte[] answer) {
        try {
            var tree = JSON.readTree(answer);
            if (tree == null || tree.isMissingNode()) {
                return FAILED;
            }
            return tree.has("statusCode") ? structured(tree) : inferred(tree);
        } catch (IOException | IllegalArgumentException malformed) {
            return FAILED;
        }
    }

    private static HttpAnswer inferred(JsonNode tree) throws JsonProcessingException {
        var body = tree.isTextual() ? tree.textValue() : JSON.writeValueAsString(tree);
        return new HttpAnswer(
                200, Map.of("content-type", List.of("application/json")), body.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpAnswer structured(JsonNode tree) {
        var status = tree.path("statusCode");
        if (!status.isInt() || status.intValue() < 200 || status.intValue() > 599) {
            throw new IllegalArgumentException("No HTTP status: " + status);
        }
        return new HttpAnswer(status.intValue(), headers(tree), body(tree));
    }

    private static Map<String, List<String>> headers(JsonNode tree) {
        var headers = new TreeMap<String, List<String>>();
        tree.path("headers").properties().forEach(entry -> add(headers, entry.getKey(), entry.getValue()));
        for (var entry : tree.path("multiValueHeaders").properties()) {
            entry.getValue().forEach(value -> add(headers, entry.getKey(), value));
        }
        tree.path("cookies").forEach(cookie -> add(headers, "set-cookie", cookie));
        headers.putIfAbsent("content-type", List.of("text/plain;charset=UTF-8"));
        return headers;
    }

    private static void add(Map<String, List<String>> headers, String name, JsonNode value) {
        if (!value.isNull()) {
            headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), absent -> new ArrayList<>())
                    .add(value.asText());
        }
    }

    private static byte[] body(JsonNode tree) {
        var body = tree.path("body").asText("");
        return tree.path("isBase64Encoded").asBoolean(false)
                ? Base64.getDecoder().decode(body)
                : body.getBytes(StandardCharsets.UTF_8);
    }
}
