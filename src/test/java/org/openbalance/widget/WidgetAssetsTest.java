package org.openbalance.widget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.local.TestGateway;

/// How the pages' files are served: compressed for who can read that, kept as long as they may be, found or not.
@QuarkusTest
class WidgetAssetsTest {

    private static final Pattern LATER = Pattern.compile("\"(/assets/app/later\\.[0-9a-f]{12}\\.js)\"");

    private static final Pattern EXPORT = Pattern.compile("export ?\\{\\w+ as OpenBalance,\\w+ as default}");

    private final HttpClient client = HttpClient.newHttpClient();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip|true",
                "gzip, deflate, br, zstd|true",
                "GZIP|true",
                "br;q=1.0, gzip;q=0.5|true",
                "*|true",
                "gzip ; q=0.001|true",
                "''|false",
                "identity|false",
                "br|false",
                "gzip;q=0|false",
                "gzip;q=0.000|false",
                "gzip;q=0, *|false",
                "*;q=0|false",
                "notgzip|false",
                "gzipped|false",
                "br, gzip;q=0.0|false"
            })
    void a_file_comes_compressed_to_who_can_read_that_and_only_to_them(String accepted, boolean compressed)
            throws Exception {
        for (var path : List.of("/", "/openbalance.js", later())) {
            var answer = get(path, "accept-encoding", accepted);
            assertEquals(compressed ? "gzip" : "", header(answer, "content-encoding"), path);
            assertEquals(compressed, answer.body()[0] == 0x1f, path);
            assertTrue(header(answer, "vary").contains("accept-encoding"), path);
        }
    }

    @Test
    void a_file_that_is_named_by_its_content_is_kept_for_ever_and_any_other_is_asked_for_again() throws Exception {
        var later = later();
        assertEquals("public, max-age=31536000, immutable", header(get(later), "cache-control"));
        var stale = later.replaceFirst("\\.[0-9a-f]{12}\\.", ".000000000000.");
        assertEquals("public, max-age=3600", header(get(stale), "cache-control"));
        assertEquals("public, max-age=300", header(get("/openbalance.js"), "cache-control"));
        assertEquals("no-store", header(get("/"), "cache-control"));
        assertEquals("no-store", header(get("/consents"), "cache-control"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openbalance.js", "/v2/bundle.js", "/openbalance.d.ts", "/assets/banks/calabash-bank.svg"})
    void who_has_a_file_already_hears_that_it_is_unchanged(String path) throws Exception {
        var tag = header(get(path), "etag");
        var again = get(path, "if-none-match", "\"other\", " + tag);
        assertEquals(304, again.statusCode());
        assertEquals(0, again.body().length);
        assertEquals(tag, header(again, "etag"));
        assertFalse(header(again, "cache-control").isEmpty());
        assertEquals(200, get(path, "if-none-match", "\"other\"").statusCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/consents",
                "/openbalance.js",
                "/v2/bundle.js",
                "/assets/icon.svg",
                "/assets/banks/lagoon-bank.svg"
            })
    void the_head_alone_can_be_asked_for(String path) throws Exception {
        var head = client.send(
                HttpRequest.newBuilder(URI.create(TestGateway.url() + path))
                        .HEAD()
                        .build(),
                BodyHandlers.ofByteArray());
        var whole = get(path);
        assertEquals(200, head.statusCode());
        assertEquals(0, head.body().length);
        assertEquals(header(whole, "content-type"), header(head, "content-type"));
        assertEquals(header(whole, "cache-control"), header(head, "cache-control"));
    }

    @Test
    void nothing_but_a_get_is_taken() throws Exception {
        for (var path : List.of("/assets/icon.svg", "/assets/banks/lagoon-bank.svg", "/openbalance.js")) {
            var request = HttpRequest.newBuilder(URI.create(TestGateway.url() + path))
                    .POST(BodyPublishers.ofString("{}"))
                    .build();
            assertEquals(405, client.send(request, BodyHandlers.ofByteArray()).statusCode(), path);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/nothing.js",
                "/assets/app/journey.js",
                "/assets/app/main.js",
                "/assets/widget.html",
                "/assets/..%2fwidget.html",
                "/assets/%2e%2e/application.properties",
                "/assets/banks/../icon.svg",
                "/assets/icon.000000000000.png",
                "/assets/script/../../application.properties",
                "/assets/ICON.SVG",
                "/assets/icon.svg%00.js",
                "/favicon.ico",
                "/demo.js"
            })
    void what_is_no_file_of_the_pages_is_not_there(String path) throws Exception {
        var answer = get(path);
        assertEquals(404, answer.statusCode());
        assertTrue(header(answer, "content-type").startsWith("application/json"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/consents", "/openbalance.js", "/v2/bundle.js", "/assets/icon.svg", "/assets/nothing.js"})
    void no_answer_sets_a_cookie_or_may_be_taken_for_another_type(String path) throws Exception {
        var answer = get(path);
        assertEquals("", header(answer, "set-cookie"));
        assertEquals("nosniff", header(answer, "x-content-type-options"));
    }

    /// Each of the two wants another form of the file: `export` is an error in the one, `currentScript` in the other.
    @Test
    void our_script_comes_as_a_module_or_as_a_plain_script_as_the_page_loads_it() throws Exception {
        var module = get("/openbalance.js", "sec-fetch-mode", "cors");
        var plain = get("/openbalance.js", "sec-fetch-mode", "no-cors");
        assertTrue(EXPORT.matcher(text(module)).find());
        assertTrue(EXPORT.matcher(text(get("/openbalance.js"))).find());
        assertFalse(EXPORT.matcher(text(plain)).find());
        assertTrue(header(plain, "vary").contains("sec-fetch-mode"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fr|fr",
                "fr-CA, en;q=0.5|fr",
                "de, fr;q=0.4, en;q=0.5|en",
                "de|en",
                "''|en",
                "../../x|en",
                "en;q=x|en",
                "*|en",
                "consents|en"
            })
    void a_page_speaks_the_best_of_the_browsers_languages_that_it_knows(String asked, String spoken) throws Exception {
        for (var page : List.of("/", "/consents")) {
            var answer = get(page, "accept-language", asked);
            assertTrue(text(answer).contains("<html lang=\"" + spoken + "\">"), page);
            assertTrue(header(answer, "vary").contains("accept-language"));
        }
    }

    private String later() throws Exception {
        var found = LATER.matcher(text(get("/")));
        assertTrue(found.find());
        return found.group(1);
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(TestGateway.url() + path));
        for (var place = 0; place < headers.length; place += 2) {
            if (!headers[place + 1].isEmpty()) {
                request.header(headers[place], headers[place + 1]);
            }
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
