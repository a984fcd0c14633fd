package org.openbalance.api;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.openbalance.platform.Environment;

/// A request as it came through the gateway.
///
/// @param operation the path under the environment's base, such as `balance/getById`; any other path begins with `/`
/// @param headers by lower-case name
/// @param query the last value of each key; all of them stand in `rawQuery`, as they were sent
/// @param base the address this API is reached at, without a slash at its end
/// @param mark of its `Idempotency-Key`
public record Request(
        String id,
        String method,
        Environment environment,
        String operation,
        Map<String, String> headers,
        Map<String, String> query,
        String rawQuery,
        byte[] body,
        String sourceIp,
        String base,
        Mark mark) {

    private static final Pattern SLASHES = Pattern.compile("/{2,}");
    private static final Pattern PLAIN_PATH = Pattern.compile("[A-Za-z0-9._~/-]+");
    private static final Pattern PLAIN_QUERY = Pattern.compile("[!-~]*");

    /// Bases that old clients have; some put `sandbox/` before an operation of the sandbox as well.
    private static final List<String> SANDBOX_BASES = List.of(
            "/v2/sandbox/sandbox/",
            "/v2/sandbox/",
            "/sandbox/v2/sandbox/",
            "/sandbox/v2/",
            "/v1/sandbox/sandbox/",
            "/v1/sandbox/",
            "/sandbox/v1/sandbox/",
            "/sandbox/v1/");

    private static final List<String> PRODUCTION_BASES = List.of("/v2/", "/v1/", "/api/v2/", "/api/v1/");

    private static final String NO_ID = "-";
    private static final int IPV6_NETWORK_BYTES = 8;

    /// @throws ApiException 400 for what is no event of an HTTP API: a function can be called by others
    static Request of(APIGatewayV2HTTPEvent event, Optional<String> configuredBase) {
        requireWhole(event);
        var context = event.getRequestContext();
        var path = normal(event.getRawPath());
        var sandbox = under(path, SANDBOX_BASES);
        var environment = sandbox.isPresent() ? Environment.SANDBOX : Environment.PRODUCTION;
        var operation = sandbox.or(() -> under(path, PRODUCTION_BASES)).orElse(path);
        return new Request(
                idOf(event),
                context.getHttp().getMethod(),
                environment,
                operation,
                lowerCased(event.getHeaders()),
                event.getQueryStringParameters() == null ? Map.of() : event.getQueryStringParameters(),
                Objects.requireNonNullElse(event.getRawQueryString(), ""),
                body(event),
                context.getHttp().getSourceIp(),
                configuredBase.orElseGet(() -> "https://" + context.getDomainName()),
                Mark.NONE);
    }

    Request with(Mark ofKey) {
        return new Request(id, method, environment, operation, headers, query, rawQuery, body, sourceIp, base, ofKey);
    }

    /// What this request changes, with its answer.
    public <T> Effect<T> effect(Function<T, Reply> answer) {
        return Effect.answered(mark, answer);
    }

    /// The id that the gateway gave the request; a dash for an event that has none.
    static String idOf(APIGatewayV2HTTPEvent event) {
        return Optional.ofNullable(event)
                .map(APIGatewayV2HTTPEvent::getRequestContext)
                .map(APIGatewayV2HTTPEvent.RequestContext::getRequestId)
                .orElse(NO_ID);
    }

    private static void requireWhole(APIGatewayV2HTTPEvent event) {
        var method = Optional.ofNullable(event)
                .filter(given -> given.getRawPath() != null)
                .map(APIGatewayV2HTTPEvent::getRequestContext)
                .map(APIGatewayV2HTTPEvent.RequestContext::getHttp)
                .map(APIGatewayV2HTTPEvent.RequestContext.Http::getMethod);
        if (method.isEmpty()) {
            throw Problem.malformed("This is no event of an HTTP API in payload format 2.0")
                    .exception();
        }
    }

    /// The path and query that a carelessly joined path stands for; empty for a path that was joined well. It begins
    /// with one slash, so it names no host.
    ///
    /// Only for what may stand in a header as it is: a strange path leads nowhere anyway.
    static Optional<String> tidied(APIGatewayV2HTTPEvent event) {
        var path = normal(event.getRawPath());
        var query = Optional.ofNullable(event.getRawQueryString()).orElse("");
        var careless = !path.equals(event.getRawPath());
        return careless
                        && PLAIN_PATH.matcher(path).matches()
                        && PLAIN_QUERY.matcher(query).matches()
                ? Optional.of(query.isEmpty() ? path : path + '?' + query)
                : Optional.empty();
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /// The network that the caller's address is of: an IPv4 address itself, the first half of an IPv6 address, as one
    /// household or phone has all of the other half to choose from.
    public String sourceNetwork() {
        try {
            var address = InetAddress.ofLiteral(Objects.requireNonNullElse(sourceIp, ""));
            return address instanceof Inet6Address
                    ? HexFormat.of().formatHex(address.getAddress(), 0, IPV6_NETWORK_BYTES)
                    : address.getHostAddress();
        } catch (IllegalArgumentException notAddress) {
            return "unknown";
        }
    }

    /// Whether this API stands on the caller's own machine, where any page of the machine may open the widget.
    public boolean local() {
        return base.startsWith("http://localhost:");
    }

    /// Without doubled slashes or one at the end: old clients join base and path carelessly.
    private static String normal(String rawPath) {
        var single = SLASHES.matcher(rawPath).replaceAll("/");
        return single.length() > 1 && single.endsWith("/") ? single.substring(0, single.length() - 1) : single;
    }

    private static Optional<String> under(String path, List<String> bases) {
        return bases.stream()
                .filter(path::startsWith)
                .map(base -> path.substring(base.length()))
                .findFirst();
    }

    private static byte[] body(APIGatewayV2HTTPEvent event) {
        if (event.getBody() == null) {
            return new byte[0];
        }
        if (!event.getIsBase64Encoded()) {
            return event.getBody().getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(event.getBody());
        } catch (IllegalArgumentException notBase64) {
            throw Problem.malformed("The body is not the base64 text it is said to be")
                    .exception();
        }
    }

    private static Map<String, String> lowerCased(Map<String, String> headers) {
        var lower = new HashMap<String, String>();
        if (headers != null) {
            headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        }
        return lower;
    }
}
