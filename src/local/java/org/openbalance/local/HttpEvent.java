package org.openbalance.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The event that an HTTP API hands to a function: payload format 2.0 of API Gateway's Lambda integrations.
///
/// Source: "Create AWS Lambda proxy integrations for HTTP APIs" in the API Gateway developer guide. As AWS does, and
/// the guide does not say: `rawPath` is percent-decoded while `rawQueryString` is not.
final class HttpEvent {

    static final String ACCOUNT = "123456789012";
    static final String API = "local";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final Pattern TEXT = Pattern.compile(
            "text/.*|application/(json|javascript|xml|.*\\+json|.*\\+xml|graphql|x-ndjson)", Pattern.CASE_INSENSITIVE);
    /// Spoken between a client and the gateway alone.
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection", "expect", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade");

    private HttpEvent() {}

    static ObjectNode of(HttpCall call, Route route, Map<String, String> variables, String requestId, Instant now) {
        var event = JsonNodeFactory.instance.objectNode();
        event.put("version", "2.0");
        event.put("routeKey", route.key());
        event.put("rawPath", Route.decoded(call.path()));
        event.put("rawQueryString", call.query());
        addCookies(event, call);
        var headers = headers(call, requestId, now);
        addAll(event.putObject("headers"), headers);
        addIfAny(event, "queryStringParameters", parameters(call.query()));
        event.set("requestContext", context(call, route, headers, requestId, now));
        addIfAny(event, "pathParameters", variables);
        addBody(event, call, headers.get("content-type"));
        return event;
    }

    private static ObjectNode context(
            HttpCall call, Route route, Map<String, String> headers, String requestId, Instant now) {
        var context = JsonNodeFactory.instance.objectNode();
        var domain = domain(headers.get("host"));
        context.put("accountId", ACCOUNT);
        context.put("apiId", API);
        context.put("domainName", domain);
        context.put("domainPrefix", domain.split("\\.", 2)[0]);
        context.putObject("http")
                .put("method", call.method())
                .put("path", Route.decoded(call.path()))
                .put("protocol", call.protocol())
                .put("sourceIp", call.clientAddress())
                .put("userAgent", headers.getOrDefault("user-agent", ""));
        context.put("requestId", requestId);
        context.put("routeKey", route.key());
        context.put("stage", Route.DEFAULT);
        context.put("time", TIME.format(now));
        context.put("timeEpoch", now.toEpochMilli());
        return context;
    }

    private static String domain(String host) {
        return host == null ? "localhost" : host.replaceFirst(":\\d+$", "");
    }

    private static void addCookies(ObjectNode event, HttpCall call) {
        var cookies = values(call, "cookie").stream()
                .flatMap(line -> Arrays.stream(line.split(";")))
                .map(String::strip)
                .filter(cookie -> !cookie.isEmpty())
                .toList();
        if (!cookies.isEmpty()) {
            var array = event.putArray("cookies");
            cookies.forEach(array::add);
        }
    }

    private static Map<String, String> headers(HttpCall call, String requestId, Instant now) {
        var headers = new TreeMap<String, String>();
        call.headers().forEach((name, values) -> {
            var lower = name.toLowerCase(Locale.ROOT);
            if (!HOP_BY_HOP.contains(lower) && !lower.equals("cookie")) {
                headers.merge(lower, String.join(",", values), (one, other) -> one + "," + other);
            }
        });
        headers.putIfAbsent("content-length", Integer.toString(call.body().length));
        headers.merge("x-forwarded-for", call.clientAddress(), (earlier, last) -> earlier + ", " + last);
        headers.put("x-forwarded-port", Integer.toString(call.port()));
        headers.put("x-forwarded-proto", "http");
        headers.putIfAbsent("x-amzn-trace-id", trace(requestId, now));
        return headers;
    }

    private static String trace(String requestId, Instant now) {
        var random = (requestId.replace("-", "") + "000000000000000000000000").substring(0, 24);
        return "Root=1-" + String.format("%08x", now.getEpochSecond()) + "-" + random;
    }

    private static List<String> values(HttpCall call, String header) {
        return call.headers().entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(header))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }

    private static Map<String, String> parameters(String query) {
        var parameters = new TreeMap<String, String>();
        for (var pair : query.split("&")) {
            if (!pair.isEmpty()) {
                var mark = pair.indexOf('=');
                var name = decoded(mark < 0 ? pair : pair.substring(0, mark));
                var value = mark < 0 ? "" : decoded(pair.substring(mark + 1));
                parameters.merge(name, value, (one, other) -> one + "," + other);
            }
        }
        return parameters;
    }

    private static String decoded(String raw) {
        return URLDecoder.decode(raw, StandardCharsets.UTF_8);
    }

    private static void addBody(ObjectNode event, HttpCall call, String contentType) {
        // A packed body is no text, whatever is in it.
        var text = isText(contentType) && values(call, "content-encoding").isEmpty();
        if (call.body().length > 0) {
            event.put(
                    "body",
                    text
                            ? new String(call.body(), StandardCharsets.UTF_8)
                            : Base64.getEncoder().encodeToString(call.body()));
        }
        event.put("isBase64Encoded", call.body().length > 0 && !text);
    }

    private static boolean isText(String contentType) {
        return contentType != null
                && TEXT.matcher(contentType.split(";", 2)[0].strip()).matches();
    }

    private static void addIfAny(ObjectNode event, String name, Map<String, String> values) {
        if (!values.isEmpty()) {
            addAll(event.putObject(name), values);
        }
    }

    private static void addAll(ObjectNode node, Map<String, String> values) {
        values.forEach(node::put);
    }
}
