package org.openbalance.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.platform.Environment;

/// A request says the same thing in whatever coding, and as a form, a query or JSON; what cannot be read is refused.
class RequestFieldsTest {

    private static final String NAME = "{\"name\":\"Adé Bello\"}";
    private static final int LIMIT = 64 * 1024;

    private static Request request(String rawQuery, byte[] body, String... headers) {
        var sent = new TreeMap<String, String>();
        for (var at = 0; at < headers.length; at += 2) {
            sent.put(headers[at], headers[at + 1]);
        }
        return new Request(
                "-", "POST", Environment.SANDBOX, "x", sent, Map.of(), rawQuery, body, "127.0.0.1", "", Mark.NONE);
    }

    private static RequestFields read(byte[] body, String... headers) {
        return RequestFields.of(request("", body, headers));
    }

    private static String form(String text) {
        return RequestFields.of(request(
                        "", text.getBytes(StandardCharsets.UTF_8), "content-type", "application/x-www-form-urlencoded"))
                .node()
                .toString();
    }

    private static void refused(int status, String words, byte[] body, String... headers) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> read(body, headers))
                .satisfies(refusal -> {
                    assertThat(refusal.problem().status()).isEqualTo(status);
                    assertThat(refusal.problem().message()).contains(words);
                });
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var stream = new GZIPOutputStream(packed)) {
            stream.write(plain);
        }
        return packed.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void a_byte_order_mark_says_the_coding_and_is_no_part_of_the_text(String charset) {
        var bytes = ("\uFEFF" + NAME).getBytes(Charset.forName(charset));

        assertThat(read(bytes).node()).hasToString(NAME);
        assertThat(read(bytes, "content-type", "application/json; charset=utf-8")
                        .node())
                .hasToString(NAME);
    }

    @ParameterizedTest
    @CsvSource({
        "ISO-8859-1, application/json; charset=iso-8859-1",
        "ISO-8859-1, application/json;CHARSET=\"ISO-8859-1\"; x=y",
        "UTF-16LE, application/json; charset=utf-16le",
        "UTF-8, application/json; charset=utf8",
        "UTF-8, application/json; charset="
    })
    void the_charset_of_the_content_type_is_heard(String charset, String contentType) {
        assertThat(read(NAME.getBytes(Charset.forName(charset)), "content-type", contentType)
                        .node())
                .hasToString(NAME);
    }

    @Test
    void what_is_no_text_in_its_coding_is_refused_with_the_coding() {
        refused(400, "UTF-8", NAME.getBytes(StandardCharsets.ISO_8859_1));
        refused(400, "klingon", NAME.getBytes(StandardCharsets.UTF_8), "content-type", "text/json; charset=klingon");
        refused(400, "charset", NAME.getBytes(StandardCharsets.UTF_8), "content-type", "text/json; charset=!");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"Ad\uFFFD\"}",
                "{\"name\":\"Ad\\ufffd\"}",
                "{\"a\":[{\"b\":\"\uFFFD\"}]}",
                "name=Ad%E9"
            })
    void a_text_in_which_a_letter_was_lost_is_refused(String body) {
        refused(400, "U+FFFD", body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void gzip_is_unpacked_and_bounded() throws IOException {
        var plain = NAME.getBytes(StandardCharsets.UTF_8);

        assertThat(read(gzip(plain), "content-encoding", "gzip").node()).hasToString(NAME);
        assertThat(read(gzip(plain), "content-encoding", "GZIP ").node()).hasToString(NAME);
        assertThat(read(plain, "content-encoding", "identity").node()).hasToString(NAME);
        assertThat(read(new byte[0], "content-encoding", "gzip").node()).hasToString("{}");
        refused(400, "gzip", plain, "content-encoding", "gzip");
        refused(400, "br", plain, "content-encoding", "br");
        refused(413, "64 KB", gzip(new byte[100 * LIMIT]), "content-encoding", "gzip");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=1 | {'a':'1'}",
                "a=1&a=2 | {'a':['1','2']}",
                "a[]=1&a[]=2 | {'a':['1','2']}",
                "a%5B%5D=1&a%5B%5D=2 | {'a':['1','2']}",
                "a[]=1 | {'a':['1']}",
                "a[1]=2&a[0]=1 | {'a':['1','2']}",
                "a[10]=2&a[9]=1 | {'a':['1','2']}",
                "a[b]=1&a[c]=2 | {'a':{'b':'1','c':'2'}}",
                "a[b][]=1&a[b][]=2 | {'a':{'b':['1','2']}}",
                "a[0][b]=1&a[1][b]=2 | {'a':[{'b':'1'},{'b':'2'}]}",
                "a.b=1&a.c=2 | {'a':{'b':'1','c':'2'}}",
                "a[b.c]=1 | {'a':{'b.c':'1'}}",
                "a=1&a[]=2 | {'a':['1','2']}",
                "a[]=1&a=2 | {'a':['1','2']}",
                "a[]=1&a=2&a[]=3&a=4 | {'a':['1','2','3','4']}",
                "a[1]=1&a[]=2 | {'a':['1','2']}",
                "a[1]=1&a[]=2&a[0]=0 | {'a':['0','1','2']}",
                "a[]=1&a[0]=2 | {'a':['1','2']}",
                "a[0]=1&a[0]=2&a[1]=3 | {'a':['1','2','3']}",
                "a[0]=1&a=2&a[]=3&a[7]=4&a[]=5 | {'a':['1','2','3','4','5']}",
                "a[3][b]=1&a[][b]=2&a[0][b]=0 | {'a':[{'b':'0'},{'b':'1'},{'b':'2'}]}",
                "a[99999]=1&a[]=2 | {'a':['1','2']}",
                "a[999999999]=1&a[]=2&a[999999999]=3 | {'a':['1','3','2']}",
                "a[b]=1&a[]=2 | {'a':{'b':'1','0':'2'}}",
                "m[12345]=1 | {'m':{'12345':'1'}}",
                "a[=1 | {'a[':'1'}",
                "a..b=1 | {'a..b':'1'}",
                "a[0000000001]=1 | {'a':{'0000000001':'1'}}",
                "a=1+2%2B | {'a':'1 2+'}"
            })
    void lists_and_objects_in_forms_come_in_every_spelling(String sent, String json) {
        assertThat(form(sent)).isEqualTo(json.replace('\'', '"'));
    }

    /// It costs what its letters cost, and not what its numbers say.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a[999999999]=1",
                "a[2147483647]=1&a[]=2",
                "a[4294967296]=1&a[]=2",
                "a[-1]=1&a[]=2",
                "a[99999999999999999999]=1&a[]=2",
                "a[9999]=1&a[]=2",
                "a[999999999]=1&a[]=2&a[]=3&a=4"
            })
    void a_place_beyond_all_lists_makes_no_room(String sent) {
        var before = allocated();

        var read = form(sent);

        assertThat(allocated() - before).isLessThan(1_000_000);
        assertThat(read.length()).isLessThan(100);
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    @Test
    void a_body_full_of_places_is_read_at_once() {
        var many = IntStream.range(0, 7_000)
                .mapToObj(place -> place % 2 == 0 ? "a[" + (9_999 - place) + "]=" : "a[]=")
                .collect(Collectors.joining("&"));

        assertThat(many.length()).isLessThan(LIMIT);
        assertThat(form(many)).startsWith("{\"a\":[\"\",");
    }

    @Test
    void a_form_as_deep_as_no_json_may_be_is_refused() {
        refused(400, "nested", ("a" + "[b]".repeat(16) + "=1").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void the_query_counts_as_well_but_the_body_wins_and_keys_of_the_query_are_never_unknown() {
        var body = "{\"limit\":3}".getBytes(StandardCharsets.UTF_8);
        var read = RequestFields.of(request("limit=1&ids=a&ids=b&_=1764", body)).body(true);

        assertThat(read.whole("limit", 1, 9, 9)).isEqualTo(3);
        assertThat(read.texts("ids", 9)).containsExactly("a", "b");
        read.check();
    }

    @Test
    void a_key_of_the_body_that_nobody_asks_for_is_unknown() {
        var read = RequestFields.of(request("", "{\"colour\":1}".getBytes(StandardCharsets.UTF_8)))
                .body(true);

        assertThatExceptionOfType(ApiException.class).isThrownBy(read::check);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"p\":[\"a\",\"b\"]}",
                "p=a&p=b",
                "p[]=a&p[]=b",
                "p[0]=a&p[1]=b",
                "p=a,b",
                "p=a%2C+b",
                "p=%5B%22a%22%2C%22b%22%5D"
            })
    void a_list_of_texts_is_the_same_list_in_every_spelling(String sent) {
        assertThat(read(sent.getBytes(StandardCharsets.UTF_8)).body(true).texts("p", 9))
                .containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"c\":{\"phone\":\"1\"}}", "c[phone]=1", "c.phone=1", "c=%7B%22phone%22%3A%221%22%7D"})
    void an_object_is_the_same_object_in_every_spelling(String sent) {
        assertThat(read(sent.getBytes(StandardCharsets.UTF_8))
                        .body(true)
                        .object("c")
                        .text("phone"))
                .isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-01T00:00:00+01:00, 2026-10-31T23:00:00Z",
        "2026-11-01T00:00:00+0100, 2026-10-31T23:00:00Z",
        "2026-11-01T00:00:00+01, 2026-10-31T23:00:00Z",
        "2026-11-01T00:00:00-0930, 2026-11-01T09:30:00Z",
        "2026-11-01 00:00:00 +0100, 2026-10-31T23:00:00Z",
        "2026-11-01 00:00:00+01:00, 2026-10-31T23:00:00Z",
        "2026-11-01T00:00:00 01:00, 2026-10-31T23:00:00Z",
        "2026-11-01T00:00:00 0100, 2026-10-31T23:00:00Z",
        "2026-11-01T00:00:00Z, 2026-11-01T00:00:00Z",
        "2026-11-01t00:00:00z, 2026-11-01T00:00:00Z",
        "2026-11-01 00:00:00 UTC, 2026-11-01T00:00:00Z",
        "2026-11-01T00:00:00.000000Z, 2026-11-01T00:00:00Z",
        "2026-11-01T00:00, 2026-11-01T00:00:00Z",
        "2026-11-01 00:00:00, 2026-11-01T00:00:00Z",
        "2026-11-01T00:00:00+01:00[Africa/Lagos], 2026-10-31T23:00:00Z",
        "2026-11-01, 2026-11-01T00:00:00Z"
    })
    void an_instant_comes_in_the_spellings_of_many_languages(String sent, Instant meant) {
        var body = read(Json.object().put("from", sent).toString().getBytes(StandardCharsets.UTF_8))
                .body(true);

        assertThat(body.from("from")).contains(meant);
        body.check();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-01T",
                "2026-11-01T25:00:00Z",
                "2026-02-30T00:00:00Z",
                "2026-11-01T00:00:00+99:00",
                "2026-11-01T00:00:00+0199",
                "Sun Nov 01 2026",
                "20261101T000000Z",
                "٢٠٢٦-١١-٠١T00:00:00Z",
                "1764000000000"
            })
    void what_is_no_instant_is_refused(String sent) {
        var body = read(Json.object().put("from", sent).toString().getBytes(StandardCharsets.UTF_8))
                .body(true);

        assertThat(body.from("from")).isEmpty();
        assertThatExceptionOfType(ApiException.class).isThrownBy(body::check);
    }
}
