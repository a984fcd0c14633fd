package org.openbalance.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.journey.Company;
import org.openbalance.owner.Owners;

/// What of the Java platform breaks first in a native image: patterns, dates, locales, certificates, cryptography. Each
/// through something that the binary does with it.
class PlatformIT {

    private static final NativeFunctions FUNCTIONS = NativeFunctions.open();
    /// What stands before the 32 bytes of an Ed25519 key (RFC 8410).
    private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

    private Company company;

    @BeforeEach
    void a_company() {
        company = Company.of(FUNCTIONS.world().owners());
    }

    @ParameterizedTest
    @CsvSource({"#3AB795, 200", "#abc, 200", "#abcd, 400", "red, 400"})
    void a_pattern_matches_as_on_the_jvm(String color, int status) {
        var response = company.open(
                "widget/session",
                Map.of(
                        "key",
                        company.keys().publicKey(),
                        "token",
                        company.keys().clientToken(),
                        "products",
                        List.of("balance"),
                        "color",
                        color));

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
    }

    /// Patterns put the scripts into the page, and SHA-256 names each of them in its policy.
    @Test
    void the_scripts_of_the_page_are_those_that_its_policy_names() throws GeneralSecurityException {
        var page = Company.request().get("/");
        var policy = page.header("content-security-policy");
        var scripts = Pattern.compile("<script[^>]*>(.+?)</script>", Pattern.DOTALL)
                .matcher(page.asString())
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(scripts).isNotEmpty();
        for (var script : scripts) {
            var digest = MessageDigest.getInstance("SHA-256").digest(bytes(script));
            assertThat(policy).contains("'sha256-" + Base64.getEncoder().encodeToString(digest) + '\'');
        }
    }

    @ParameterizedTest
    @CsvSource({"2028-02-29, 200", "2027-02-29, 400", "2026-11-31, 400", "2026-11-24T10:00:00+01:00, 200"})
    void a_date_is_read_as_the_calendar_has_it(String from, int status) {
        var response = company.call("balance/getByDate", Map.of("from", from, "to", "2030-01-01"));

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
    }

    @Test
    void a_time_is_written_in_utc_with_milliseconds() {
        var linked = company.links("harmattan-bank");
        String time = company.call("balance/getByAccount", Map.of("account_id", linked.account()))
                .path("data.balances[0].as_of");

        assertThat(time).matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z");
        assertThat(Instant.parse(time))
                .isBetween(Instant.now().minusSeconds(600), Instant.now().plusSeconds(60));
    }

    /// Both sides of the date line, and one that is not whole hours off.
    @ParameterizedTest
    @ValueSource(strings = {"Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu", "Africa/Lagos"})
    void a_day_is_that_of_the_zone_that_is_asked_for(String zone) {
        var linked = company.links("harmattan-bank");
        var before = LocalDate.now(ZoneId.of(zone));
        var response = company.call(
                "balances/history", Map.of("account_id", linked.account(), "granularity", "day", "time_zone", zone));

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        assertThat(LocalDate.parse(response.<String>path("data.days[0].date")))
                .isBetween(before, LocalDate.now(ZoneId.of(zone)));
    }

    @Test
    void a_zone_that_is_not_on_earth_is_refused_by_its_field() {
        var linked = company.links("harmattan-bank");
        var response = company.call(
                "balances/history",
                Map.of("account_id", linked.account(), "granularity", "day", "time_zone", "Mars/Olympus_Mons"));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.asString()).contains("time_zone");
    }

    /// The time zone and the language of the process change nothing: Turkish has another small I.
    @ParameterizedTest
    @ValueSource(strings = {"tr_TR.UTF-8", "de_DE.UTF-8", "C", "ar_EG.UTF-8"})
    void the_language_of_the_process_changes_no_answer(String language) {
        var elsewhere = Map.of("LANG", language, "LC_ALL", language, "TZ", "Asia/Kathmandu");
        try (var function = FUNCTIONS.another("link", elsewhere).ready()) {
            var event = NativeFunctions.text(
                            Events.post("banks/list", company.keys().secret(), "{\"limit\":2}"))
                    .replace("\"Authorization\"", "\"AUTHORIZATION\"");
            var here = NativeFunctions.text(FUNCTIONS.function("link").answer(bytes(event)));

            assertThat(NativeFunctions.text(function.answer(bytes(event)))).isEqualTo(here);
            assertThat(JsonPath.from(here).getInt("statusCode")).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({"fr-CA;q=0.9, fr", "de, en", "'en;q=0.1,fr', fr", "*, en"})
    void the_page_speaks_the_language_that_is_asked_for(String accepted, String language) {
        var page = Company.request().header("accept-language", accepted).get("/consents");

        assertThat(page.asString()).contains("lang=\"" + language + '"');
    }

    @Test
    void letters_of_every_script_come_back() {
        var name = "Ọlájùmọ̀kẹ́ Ńwáchukwu 张伟 😀";
        var body = "{\"key\":\"name\",\"value\":\"" + name + "\"}";
        var answer = NativeFunctions.text(FUNCTIONS
                .function("link")
                .answer(Events.post(
                        "customers/find-customers-by", company.keys().secret(), body)));

        assertThat(JsonPath.from(answer).getInt("statusCode")).isEqualTo(200);
        var session = company.opens(Map.of("name", name));
        String shown = session.call("banks", Map.of()).asString();
        assertThat(shown).contains("success");
    }

    @Test
    void a_receipt_is_signed_with_ed25519() throws GeneralSecurityException {
        var linked = company.links("harmattan-bank");
        var receipt =
                company.call("consents/receipt", Map.of("id", linked.consent())).jsonPath();
        var parts = receipt.getString("data.jws").split("\\.");
        var known = Company.request().get("/.well-known/openbalance.json").jsonPath();
        var raw = Base64.getUrlDecoder().decode(known.getString("jwks.keys[0].x"));
        var encoded = HexFormat.of()
                .parseHex(HexFormat.of().formatHex(ED25519) + HexFormat.of().formatHex(raw));

        var verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        verifier.update((parts[0] + '.' + parts[1]).getBytes(StandardCharsets.US_ASCII));

        assertThat(verifier.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    }

    /// AES-256-GCM: what was sealed in the binary opens there, and only as it was.
    @Test
    void a_cursor_opens_again_and_an_altered_one_does_not() {
        company.links("harmattan-bank");
        String cursor = company.call("products/balances", Map.of("limit", 1)).path("data.pagination.cursor");
        var altered = (cursor.charAt(0) == 'A' ? 'B' : 'A') + cursor.substring(1);

        assertThat(company.call("products/balances", Map.of("limit", 1, "cursor", cursor))
                        .statusCode())
                .isEqualTo(200);
        assertThat(company.call("products/balances", Map.of("limit", 1, "cursor", altered))
                        .statusCode())
                .isEqualTo(400);
    }

    /// HMAC-SHA-256: a customer is known again by a keyed digest alone; PBKDF2 stands behind the sandbox's sign-in.
    @Test
    void a_customer_is_recognised_by_fingerprint() {
        var first = company.links("calabash-bank");
        var second = company.links("calabash-bank");

        assertThat(second.customer()).isEqualTo(first.customer());
    }

    /// Two processes share neither tokens nor ids: no generator of random numbers was frozen into the image.
    @Test
    void no_two_processes_draw_the_same_tokens() {
        try (var first = FUNCTIONS.another("consent", Map.of()).ready();
                var second = FUNCTIONS.another("consent", Map.of()).ready()) {
            var event = Events.open("widget/session", opening(FUNCTIONS.world().owners()));

            var ofFirst = session(first.answer(event));
            var ofSecond = session(second.answer(event));

            assertThat(ofFirst).isNotBlank();
            assertThat(ofSecond).isNotBlank().isNotEqualTo(ofFirst);
        }
    }

    @Test
    void tables_and_keys_are_reached_by_tls_with_a_certificate_that_is_trusted(@TempDir Path folder) throws Exception {
        try (var aws = new TlsFront(folder, FUNCTIONS.world().endpoint())) {
            var table = FUNCTIONS.world().freshTable();
            var byTls = Map.of(
                    "AWS_ENDPOINT_URL_DYNAMODB",
                    aws.url(),
                    "AWS_ENDPOINT_URL_KMS",
                    aws.url(),
                    "OPENBALANCE_TABLE",
                    table,
                    "OPENBALANCE_KMS_KEY",
                    "key");
            var secret = FUNCTIONS
                    .world()
                    .ownersIn(table)
                    .create("Company", "App", 90)
                    .sandbox()
                    .secret();
            var event = Events.once("widget/session", secret, "one-session", "{\"products\":[\"balance\"]}");
            try (var first = FUNCTIONS.another("consent", byTls, aws.trust()).ready();
                    var second =
                            FUNCTIONS.another("consent", byTls, aws.trust()).ready()) {
                // The answer of the first is sealed with a data key, which the second has KMS unwrap.
                var made = session(first.answer(event));
                var opened = session(second.answer(event));

                assertThat(made).as(first.log()).isNotBlank();
                assertThat(opened).isEqualTo(made);
                assertThat(aws.asked())
                        .contains("TrentService.GenerateDataKey", "TrentService.Decrypt", "DynamoDB_20120810.GetItem");
            }
        }
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_refused(@TempDir Path folder) throws Exception {
        try (var aws = new TlsFront(folder, FUNCTIONS.world().endpoint());
                var function = FUNCTIONS
                        .another("balance", Map.of("AWS_ENDPOINT_URL_DYNAMODB", aws.url()))
                        .ready()) {
            var answer = function.answer(
                    Events.post("products/balances", company.keys().secret(), "{}"));

            assertThat(JsonPath.from(NativeFunctions.text(answer)).getInt("statusCode"))
                    .isEqualTo(500);
            assertThat(function.log()).contains("SSLHandshakeException");
            assertThat(aws.asked()).isEmpty();
        }
    }

    @Test
    void a_certificate_of_another_name_is_refused(@TempDir Path folder) throws Exception {
        try (var aws = new TlsFront(folder, FUNCTIONS.world().endpoint());
                var function = FUNCTIONS
                        .another("balance", Map.of("AWS_ENDPOINT_URL_DYNAMODB", aws.urlByAddress()), aws.trust())
                        .ready()) {
            var answer = function.answer(
                    Events.post("products/balances", company.keys().secret(), "{}"));

            assertThat(JsonPath.from(NativeFunctions.text(answer)).getInt("statusCode"))
                    .isEqualTo(500);
            assertThat(function.log()).contains("SSLPeerUnverifiedException", "DefaultHostnameVerifier");
            assertThat(aws.asked()).isEmpty();
        }
    }

    /// The certificates of AWS's own authorities, as the image took them from the JDK that built it.
    @ParameterizedTest
    @ValueSource(strings = {"Amazon Root CA 1", "Amazon Root CA 3", "Starfield Services Root Certificate Authority"})
    void the_authorities_of_aws_are_in_the_image(String authority) throws IOException {
        var bytes = new String(Files.readAllBytes(NativeFunctions.binary()), StandardCharsets.ISO_8859_1);

        assertThat(bytes).contains(authority);
    }

    /// What opens the widget of a new owner.
    private static String opening(Owners owners) {
        var keys = owners.create("Company", "App", 90).sandbox();
        return "{\"key\":\"" + keys.publicKey() + "\",\"token\":\"" + keys.clientToken()
                + "\",\"products\":[\"balance\"]}";
    }

    private static String session(byte[] answer) {
        var body = JsonPath.from(NativeFunctions.text(answer)).getString("body");
        return JsonPath.from(body).getString("data.session");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
