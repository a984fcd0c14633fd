package org.openbalance.page;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.openbalance.http.Body;
import org.openbalance.http.Problem;
import org.openbalance.http.Reply;
import org.openbalance.http.Request;

/// Files of `src/main/web`, from the application itself: no bucket, no content network.
@Singleton
final class Assets {

    private static final String PREFIX = "/assets/";
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]+(/[a-z0-9-]+)*\\.(svg|css|js)");
    private static final Map<String, String> TYPES =
            Map.of("svg", "image/svg+xml", "css", "text/css; charset=utf-8", "js", "text/javascript; charset=utf-8");
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    Reply asset(Request request, Body body) {
        var name = request.operation().substring(PREFIX.length());
        var text = NAME.matcher(name).matches() ? read(name) : Optional.<String>empty();
        return text.map(found -> new Reply(
                        200, Map.of("content-type", typeOf(name), "cache-control", "public, max-age=3600"), found))
                .orElseThrow(() -> Problem.unknown("file").refused());
    }

    /// The customer's own page of a consent: its token stands behind `#` and never reaches a server in an address.
    Reply consents(Request request, Body body) {
        return Reply.html(200, read("consents.html").orElseThrow())
                .with("content-security-policy", POLICY)
                .with("referrer-policy", "no-referrer")
                .with("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=()");
    }

    private static String typeOf(String name) {
        return TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    }

    private static Optional<String> read(String name) {
        try (var file = Assets.class.getResourceAsStream("/web/" + name)) {
            return file == null
                    ? Optional.empty()
                    : Optional.of(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException("An asset does not read", broken);
        }
    }
}
