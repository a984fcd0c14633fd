package org.openbalance.nativeimage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Events as an HTTP API sends them, made of a sample that AWS documents.
final class Events {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Path SAMPLE = Path.of("src/test/resources/events/balance-list.json");

    private Events() {}

    /// A call of an operation of the sandbox with an owner's secret key.
    static byte[] post(String operation, String secretKey, String body) {
        var event = sample();
        path(event, "POST", "/v2/sandbox/" + operation);
        event.withObject("headers").put("Authorization", "Bearer " + secretKey);
        event.put("body", body).put("isBase64Encoded", false);
        return bytes(event);
    }

    /// A call to be done once however often it comes.
    static byte[] once(String operation, String secretKey, String idempotencyKey, String body) {
        var event = sample();
        path(event, "POST", "/v2/sandbox/" + operation);
        event.withObject("headers").put("Authorization", "Bearer " + secretKey);
        event.withObject("headers").put("Idempotency-Key", idempotencyKey);
        event.put("body", body).put("isBase64Encoded", false);
        return bytes(event);
    }

    /// A call of an operation of the sandbox without an owner's key.
    static byte[] open(String operation, String body) {
        var event = sample();
        path(event, "POST", "/v2/sandbox/" + operation);
        event.withObject("headers").remove("Authorization");
        event.put("body", body).put("isBase64Encoded", false);
        return bytes(event);
    }

    /// A call whose path is longer than any gateway lets through, in the one place that a function reads it from: an
    /// event has 6 MB at most.
    static byte[] endless(String path) {
        var event = sample();
        path(event, "GET", "/");
        event.put("rawPath", path);
        event.withObject("headers").remove("Authorization");
        event.remove("body");
        return bytes(event);
    }

    static byte[] get(String path) {
        var event = sample();
        path(event, "GET", path);
        event.withObject("headers").remove("Authorization");
        event.remove("body");
        return bytes(event);
    }

    private static void path(ObjectNode event, String method, String path) {
        event.put("rawPath", path).put("routeKey", method + ' ' + path);
        event.withObject("requestContext")
                .withObject("http")
                .put("method", method)
                .put("path", path);
    }

    private static ObjectNode sample() {
        try {
            return (ObjectNode) MAPPER.readTree(Files.readString(SAMPLE));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static byte[] bytes(ObjectNode event) {
        try {
            return MAPPER.writeValueAsBytes(event);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
