package org.openbalance.widget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.openbalance.local.TestGateway;

/// What the widget costs on a slow network, and the headers that keep it safe; no browser needed.
@QuarkusTest
class WidgetBytesTest {

    private static final int FIRST_SCREEN_BYTES = 60 * 1024;
    private static final int SCRIPT_BYTES = 6 * 1024;
    private static final Pattern ASSET = Pattern.compile("\"(/assets/[^\"]+)\"");

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void the_first_screen_stays_within_its_budget() throws Exception {
        var page = get("/");
        var bytes = page.body().length;
        var assets = ASSET.matcher(unzipped(page.body()));
        while (assets.find()) {
            var asset = get(assets.group(1));
            assertEquals("public, max-age=31536000, immutable", header(asset, "cache-control"), assets.group(1));
            assertEquals("gzip", header(asset, "content-encoding"), assets.group(1));
            bytes += asset.body().length;
        }
        assertTrue(bytes < FIRST_SCREEN_BYTES, "The first screen takes " + bytes + " bytes");
    }

    @Test
    void our_scripts_stay_within_theirs() throws Exception {
        for (var script : new String[] {"/openbalance.js", "/v2/bundle.js"}) {
            var answer = get(script);
            assertEquals(200, answer.statusCode(), script);
            assertTrue(answer.body().length < SCRIPT_BYTES, script + " takes " + answer.body().length + " bytes");
        }
    }

    @Test
    void the_page_is_safe_by_its_headers() throws Exception {
        var page = get("/?key=pk_sandbox_local");
        var policy = header(page, "content-security-policy");

        assertTrue(policy.startsWith("default-src 'none'; connect-src 'self'; img-src 'self' data:;"), policy);
        assertTrue(policy.contains("frame-ancestors http://localhost:* https://localhost:*"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertEquals("no-store", header(page, "cache-control"));
        assertEquals("no-referrer", header(page, "referrer-policy"));
        assertEquals("nosniff", header(page, "x-content-type-options"));
        assertEquals("max-age=31536000", header(page, "strict-transport-security"));
        assertTrue(page.headers().firstValue("permissions-policy").isPresent());
        assertTrue(page.headers().firstValue("set-cookie").isEmpty());
    }

    @Test
    void no_page_frames_it_by_a_key_that_is_nobodys() throws Exception {
        assertTrue(header(get("/?key=pk_unknown"), "content-security-policy").endsWith("frame-ancestors 'none'"));
    }

    private static String unzipped(byte[] body) throws IOException {
        try (var text = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(TestGateway.url() + path))
                .header("accept-encoding", "gzip, br")
                .build();
        return client.send(request, BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
