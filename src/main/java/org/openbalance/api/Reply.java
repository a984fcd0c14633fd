package org.openbalance.api;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// An answer: status, headers, text.
///
/// @param base64 whether the body is bytes in Base64, such as a compressed file, which the gateway decodes
public record Reply(int status, Map<String, String> headers, String body, boolean base64) {

    private static final String JSON = "application/json";

    public Reply(int status, Map<String, String> headers, String body) {
        this(status, headers, body, false);
    }

    /// The envelope of success. `data` always has the key `pagination`, null where nothing pages.
    public static Reply success(String message, ObjectNode data) {
        var envelope = Json.object().put("status", "success").put("message", message);
        envelope.set("data", data);
        return json(200, envelope);
    }

    static Reply failure(Problem problem, Optional<Product> product) {
        var envelope = Json.object().put("status", "error").put("message", problem.message());
        envelope.putNull("data");
        envelope.put("code", problem.status()).put("type", problem.type().name());
        product.ifPresentOrElse(known -> envelope.put("method", known.name()), () -> envelope.putNull("method"));
        if (!problem.fields().isEmpty()) {
            envelope.set("fields", Json.array(problem.fields(), error -> Json.object()
                    .put("field", error.field())
                    .put("message", error.message())));
        }
        var reply = json(problem.status(), envelope);
        return problem.retryAfterSeconds().isPresent()
                ? reply.with(
                        "retry-after",
                        Integer.toString(problem.retryAfterSeconds().getAsInt()))
                : reply;
    }

    public static Reply json(int status, ObjectNode body) {
        return new Reply(status, Map.of("content-type", JSON, "cache-control", "no-store"), Json.write(body));
    }

    public static Reply html(int status, String body) {
        return new Reply(status, Map.of("content-type", "text/html; charset=utf-8", "cache-control", "no-store"), body);
    }

    public static Reply seeOther(String location) {
        return new Reply(303, Map.of("location", location, "cache-control", "no-store"), "");
    }

    /// The same call again, method and body kept (RFC 9110, 15.4.9), at another path of the host that was called:
    /// clients take their key to no other host.
    ///
    /// @param path with its query; begins with one slash, as two would name a host
    static Reply moved(String path) {
        var problem = Problem.of(
                308,
                Problem.Type.NOT_FOUND,
                "There is no operation at this path; call " + path + ", as this answer's Location says");
        return failure(problem, Optional.empty()).with("location", path);
    }

    public static Reply bytes(int status, byte[] body) {
        return new Reply(status, Map.of(), Base64.getEncoder().encodeToString(body), true);
    }

    public Reply with(String header, String value) {
        var more = new HashMap<>(headers);
        more.put(header, value);
        return new Reply(status, Map.copyOf(more), body, base64);
    }

    APIGatewayV2HTTPResponse toEvent() {
        var response = new APIGatewayV2HTTPResponse();
        response.setStatusCode(status);
        response.setHeaders(headers);
        response.setBody(body);
        response.setIsBase64Encoded(base64);
        return response;
    }
}
