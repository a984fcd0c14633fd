package org.openbalance.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openbalance.api.ApiException;
import org.openbalance.api.Json;
import org.openbalance.api.Mark;
import org.openbalance.api.Request;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.ChecksKeys;
import org.openbalance.bank.Connector;
import org.openbalance.bank.NetworkKeys;
import org.openbalance.bank.PaidCalls;
import org.openbalance.local.DynamoDbLocal;
import org.openbalance.local.LocalFailure;
import org.openbalance.local.LocalTestResource;
import org.openbalance.owner.AccessKeys;
import org.openbalance.owner.Logo;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Hashes;
import org.openbalance.platform.dynamodb.Table;

@Tag("slow")
class OwnerToolTest {

    @TempDir
    static Path project;

    private static DynamoDbLocal running;

    @BeforeAll
    static void a_dev_mode_runs() throws Exception {
        var local = Files.createDirectories(project.resolve("target/local"));
        Files.copy(LocalTestResource.template(), project.resolve("template.yaml"));
        running = DynamoDbLocal.start(Path.of("target/local").toAbsolutePath(), true);
        running.announce(local);
    }

    @AfterAll
    static void it_ends() {
        running.stop();
    }

    private record Said(int exit, String out, String err) {
        JsonNode json() {
            return Json.readOwn(out);
        }
    }

    private static Said owner(String... line) {
        return ownerReading("", line);
    }

    private static Said ownerReading(String input, String... line) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var tool = new OwnerTool(
                project,
                List.of(new TwoKeys()),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        var exit = tool.run(List.of(line));
        return new Said(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /// A network that gives keys of two names, of which it needs one, and tells environments apart by their beginning.
    private static final class TwoKeys implements ChecksKeys {

        @Override
        public Connector connector(PaidCalls paid) {
            throw new AssertionError("Keys are set without it");
        }

        private static final List<String> ASKED = new ArrayList<>();

        @Override
        public String network() {
            return "unity";
        }

        @Override
        public Map<String, String> neededKeys() {
            return Map.of("secret_key", "the secret key of the app", "app_id", "the id of the app");
        }

        @Override
        public Map<String, String> optionalKeys() {
            return Map.of("hook_secret", "what signs its posts");
        }

        @Override
        public void check(NetworkKeys keys, Environment environment, Instant deadline) {
            var key = keys.require("secret_key").value();
            ASKED.add(key + ' ' + keys.require("app_id").value());
            if (!key.startsWith(environment == Environment.SANDBOX ? "test_" : "live_")) {
                throw new IllegalArgumentException("secret_key is a key of the other environment");
            }
            if (key.contains("refused")) {
                throw new BankFailure(BankFailure.Kind.LOGIN_EXPIRED, "no");
            }
            if (key.contains("down")) {
                throw new BankFailure(BankFailure.Kind.DOWN, "away");
            }
        }
    }

    @TempDir
    static Path keys;

    /// The option that gives a key, kept in a file.
    private static String key(String name, String value) {
        try {
            var file = Files.writeString(keys.resolve(name + '-' + System.nanoTime()), value + '\n');
            return "--key=" + name + '=' + file;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Said sets(String id, String environment, String... more) {
        var line = new ArrayList<>(
                List.of("network", "set", id, "--env", environment, "--network", "unity", "--local", "--json"));
        line.addAll(List.of(more));
        return ownerReading("from_input\n", line.toArray(String[]::new));
    }

    private static JsonNode kept(String id) {
        return owner("network", "list", id, "--local", "--json").json();
    }

    private static void assertRefused(Said said, String because) {
        assertEquals(1, said.exit(), said.out());
        assertTrue(said.err().contains(because), said.err());
    }

    @Test
    void keys_with_a_network_are_asked_about_kept_sealed_and_shown_by_their_fingerprint() {
        var id = created().at("/owner/id").asText();

        var kept = sets(id, "sandbox", key("secret_key", "test_very_secret"), "--key=app_id=-");

        assertEquals(0, kept.exit(), kept.err());
        assertFalse(kept.out().contains("very_secret"), kept.out());
        assertTrue(kept.json().at("/checked").booleanValue());
        assertEquals("test_very_secret from_input", TwoKeys.ASKED.getLast());
        var listed = kept(id);
        assertFalse(listed.toString().contains("very_secret"), listed.toString());
        assertEquals("secret_key", listed.at("/production-sandbox/1/name").asText());
        assertEquals(
                Hashes.sha256("test_very_secret").substring(0, 12),
                listed.at("/production-sandbox/1/fingerprint").asText());
        assertTrue(listed.at("/production").isEmpty(), listed.toString());

        var end = new String[] {"network", "end", id, "--env", "sandbox", "--network", "unity", "--local"};
        assertEquals(0, owner(end).exit());
        assertEquals(1, owner(end).exit());
        assertTrue(kept(id).at("/production-sandbox").isEmpty());
    }

    @Test
    void a_key_is_replaced_alone_where_the_others_are_kept_already() {
        var id = created().at("/owner/id").asText();
        sets(id, "production", key("secret_key", "live_1"), key("app_id", "app"));

        var replaced = sets(id, "production", key("secret_key", "live_2"));

        assertEquals(0, replaced.exit(), replaced.err());
        assertEquals("live_2 app", TwoKeys.ASKED.getLast());
    }

    @Test
    void a_wrong_key_is_found_when_it_is_set_and_nothing_is_kept() {
        var id = created().at("/owner/id").asText();
        var app = key("app_id", "app");

        assertRefused(sets(id, "sandbox", key("secret_key", "live_1"), app), "of the other environment");
        assertRefused(sets(id, "sandbox", key("secret_key", "test_refused"), app), "refuses these keys");
        var unreached = sets(id, "sandbox", key("secret_key", "test_down"), app);
        assertRefused(unreached, "could not be asked (DOWN)");
        assertFalse(unreached.err().contains("test_down"), unreached.err());
        assertTrue(kept(id).at("/production-sandbox").isEmpty());

        var unchecked = sets(id, "sandbox", key("secret_key", "test_down"), app, "--unchecked");
        assertEquals(0, unchecked.exit(), unchecked.err());
        assertFalse(unchecked.json().at("/checked").booleanValue());
        assertEquals(2, kept(id).at("/production-sandbox").size());
    }

    @Test
    void what_a_network_does_not_know_or_lacks_is_named() {
        var id = created().at("/owner/id").asText();
        var secret = key("secret_key", "test_1");

        assertRefused(sets(id, "sandbox", secret), "needs also app_id (the id of the app)");
        assertRefused(sets(id, "sandbox", secret, key("appid", "app")), "app_id (the id of the app), hook_secret");
        assertRefused(
                owner("network", "set", id, "--env", "sandbox", "--network", "none", "--key", "a=-", "--local"),
                "these do: unity");
        assertRefused(sets("0123456789abcdef01234567", "sandbox", secret, key("app_id", "app")), "There is no owner");
        assertRefused(sets(id, "sandbox", secret, key("app_id", " ")), "at least one character");
        assertRefused(sets(id, "sandbox", secret, key("app_id", "x".repeat(9_000))), "bytes at most");
        assertRefused(sets(id, "sandbox", secret, "--key=app_id=" + keys), "app_id cannot be read");
        assertRefused(sets(id, "sandbox", "--key=app_id=-", "--key=secret_key=-"), "standard input");
        assertTrue(kept(id).at("/production-sandbox").isEmpty());
    }

    private static JsonNode created() {
        return owner("create", "--name", "Kudi", "--app-name", "Kudi App", "--local", "--json")
                .json();
    }

    /// Whether the public half of the keys works now, in a function that has not seen it.
    private static boolean works(JsonNode keys, Environment environment) {
        try (var client = running.client()) {
            new AccessKeys(new Table(client, "openbalance"), InstantSource.system())
                    .ofWidget(
                            keys.get("public_key").asText(),
                            keys.get("client_token").asText(),
                            environment);
            return true;
        } catch (ApiException exception) {
            return false;
        }
    }

    @Test
    void a_new_owner_has_keys_of_each_environment_that_work_there_alone() {
        var made = created();
        assertTrue(works(made.get("sandbox"), Environment.SANDBOX));
        assertTrue(works(made.get("production"), Environment.PRODUCTION));
        assertFalse(works(made.get("sandbox"), Environment.PRODUCTION));
        assertEquals(90, made.at("/owner/consent_days").asInt());
    }

    @Test
    void a_list_shows_owners_without_keys() {
        var id = created().at("/owner/id").asText();
        var list = owner("list", "--local");
        assertTrue(list.out().contains(id));
        assertFalse(list.out().contains("sk_") || list.out().contains("pk_"), list.out());
    }

    private static JsonNode rotated(String id, String kind, String... more) {
        var line = new ArrayList<>(List.of("rotate-key", id, "--env", "sandbox", "--key", kind, "--local", "--json"));
        line.addAll(List.of(more));
        return owner(line.toArray(String[]::new)).json();
    }

    private static boolean secretWorks(String secret) {
        try (var client = running.client()) {
            new AccessKeys(new Table(client, "openbalance"), InstantSource.system())
                    .of(new Request(
                            "-",
                            "POST",
                            Environment.SANDBOX,
                            "products/balances",
                            Map.of("authorization", "Bearer " + secret),
                            Map.of(),
                            "",
                            new byte[0],
                            "127.0.0.1",
                            "http://localhost",
                            Mark.NONE));
            return true;
        } catch (ApiException refused) {
            return false;
        }
    }

    @Test
    void rotating_the_secret_key_leaves_the_keys_in_pages_alone() {
        var made = created();
        rotated(made.at("/owner/id").asText(), "secret", "--now");
        assertTrue(works(made.get("sandbox"), Environment.SANDBOX));
        assertTrue(works(made.get("production"), Environment.PRODUCTION));
    }

    @Test
    void a_secret_key_that_is_replaced_works_for_a_day_more_and_the_tool_says_until_when() {
        var made = created();
        var next = rotated(made.at("/owner/id").asText(), "secret");
        assertTrue(secretWorks(made.at("/sandbox/secret_key").asText()));
        assertTrue(secretWorks(next.get("secret_key").asText()));
        var end = Instant.parse(next.at("/other_keys/0/ends_at").asText());
        assertTrue(Duration.between(Instant.now(), end).toHours() >= 23);
    }

    @Test
    void ending_at_once_ends_every_earlier_key_those_in_their_day_of_grace_included() {
        var made = created();
        var id = made.at("/owner/id").asText();
        var second = rotated(id, "secret");
        var third = rotated(id, "secret");
        var last = rotated(id, "secret", "--now");
        assertFalse(secretWorks(made.at("/sandbox/secret_key").asText()));
        assertFalse(secretWorks(second.get("secret_key").asText()));
        assertFalse(secretWorks(third.get("secret_key").asText()));
        assertTrue(secretWorks(last.get("secret_key").asText()));
        assertEquals("[]", last.get("other_keys").toString());
    }

    @Test
    void a_rotation_never_lengthens_the_life_of_a_key() {
        var made = created();
        var id = made.at("/owner/id").asText();
        var before = rotated(id, "secret").at("/other_keys/0/ends_at").asText();
        assertEquals(before, rotated(id, "secret").at("/other_keys/0/ends_at").asText());
    }

    @Test
    void an_earlier_public_key_and_client_token_go_on_until_they_are_ended() {
        var made = created();
        var id = made.at("/owner/id").asText();
        rotated(id, "public");
        rotated(id, "client");
        assertTrue(works(made.get("sandbox"), Environment.SANDBOX));
        var ended = owner("end-keys", id, "--env", "sandbox", "--key", "public", "--local", "--json")
                .json();
        assertEquals(1, ended.get("ended").asInt());
        assertFalse(works(made.get("sandbox"), Environment.SANDBOX));
        assertTrue(works(made.get("production"), Environment.PRODUCTION));
    }

    @Test
    void the_keys_that_work_are_listed_without_their_texts() {
        var made = created();
        var id = made.at("/owner/id").asText();
        var list = owner("keys", id, "--local");
        assertEquals(6, list.out().strip().lines().count());
        assertFalse(list.out().contains("sk_") || list.out().contains("pk_"), list.out());
    }

    /// Disabling and rotating at once: whichever comes first, no key works afterwards.
    @Test
    void no_key_made_while_an_owner_is_disabled_works() throws Exception {
        for (var round = 0; round < 10; round++) {
            var made = created();
            var id = made.at("/owner/id").asText();
            var texts = new ConcurrentLinkedQueue<String>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var i = 0; i < 3; i++) {
                    threads.submit(() -> {
                        var said = owner("rotate-key", id, "--env", "sandbox", "--local", "--json");
                        if (said.exit() == 0) {
                            texts.add(said.json().get("secret_key").asText());
                        }
                    });
                }
                threads.submit(() -> owner("disable", id, "--local"));
            }
            assertEquals(0, owner("disable", id, "--local").exit());
            texts.add(made.at("/sandbox/secret_key").asText());
            for (var text : texts) {
                assertFalse(secretWorks(text));
            }
        }
    }

    @Test
    void a_disabled_owner_has_no_key_that_works_and_gets_none() {
        var made = created();
        var id = made.at("/owner/id").asText();
        assertEquals(0, owner("disable", id, "--local").exit());
        assertFalse(works(made.get("production"), Environment.PRODUCTION));
        var exception = owner("rotate-key", id, "--env", "production", "--local");
        assertEquals(1, exception.exit());
        assertEquals("owner: The owner is disabled.", exception.err().strip());
    }

    @Test
    void what_is_shown_of_an_owner_can_be_set() {
        var id = created().at("/owner/id").asText();
        var set = owner(
                        "set",
                        id,
                        "--color",
                        "#3AB795",
                        "--consent-days=30",
                        "--time-zone",
                        "Africa/Accra",
                        "--local",
                        "--json")
                .json();
        assertEquals("#3AB795", set.at("/owner/color").asText());
        assertEquals(30, set.at("/owner/consent_days").asInt());
        assertEquals("Africa/Accra", set.at("/owner/time_zone").asText());
        assertEquals("Kudi", set.at("/owner/name").asText());
    }

    @Test
    void a_logo_is_a_small_picture_that_is_kept_as_such() throws Exception {
        var id = created().at("/owner/id").asText();
        var logo = Files.writeString(project.resolve("logo.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        var set =
                owner("set", id, "--logo", logo.toString(), "--local", "--json").json();
        var kept = set.at("/owner/logo").asText();
        assertTrue(kept.startsWith("data:image/svg+xml;base64,"), kept);
        assertTrue(Logo.isPicture(kept));

        var large = Files.write(project.resolve("large.png"), new byte[9 * 1024]);
        for (var wrong : List.of(large.toString(), "missing.png", "https://shop.example/logo.png", "logo.txt")) {
            var said = owner("set", id, "--logo", wrong, "--local");
            assertEquals(1, said.exit(), wrong);
            assertEquals(1, said.err().lines().count(), said.err());
        }
    }

    @Test
    void origins_that_may_open_the_widget_are_allowed_and_denied() {
        var id = created().get("owner").get("id").asText();

        owner("allow-origin", id, "https://shop.example", "--local");
        var twice = owner("allow-origin", id, "https://shop.example", "--local", "--json")
                .json();
        assertEquals(
                "[\"https://shop.example\"]", twice.get("owner").get("origins").toString());

        var none = owner("deny-origin", id, "https://shop.example", "--local", "--json")
                .json();
        assertEquals("[]", none.get("owner").get("origins").toString());
    }

    @Test
    void what_is_no_origin_is_refused_in_one_sentence() {
        var id = created().get("owner").get("id").asText();

        for (var wrong : List.of("shop.example", "https://shop.example/", "http://shop.example", "https://*", "*")) {
            var said = owner("allow-origin", id, wrong, "--local");
            assertEquals(1, said.exit(), wrong);
            assertTrue(said.err().contains(wrong), said.err());
        }
    }

    @Test
    void a_wrong_command_line_gets_one_sentence_and_changes_nothing() {
        var before = owner("list", "--local").out();
        for (var line : List.of(
                List.of("create", "--local"),
                List.of("create", "--name", "A", "--app-name", "B", "--consent-days", "91", "--local"),
                List.of("create", "--name", "A", "--app-name", "B", "--consent-days", "x", "--local"),
                List.of("create", "--name", "A", "--app-name", "B", "--typo", "C", "--local"),
                List.of("create", "--name", "A", "--app-name", "B"),
                List.of("create", "--name", "A", "--app-name", "B", "--local", "--table", "T"),
                List.of("create", "--name", "A", "--name", "B", "--app-name", "B", "--local"),
                List.of("create", "--name", "\u0007", "--app-name", "B", "--local"),
                List.of("disable", "5f0cf73e0000000000000009", "--local"),
                List.of("disable", "nonsense", "--local"),
                List.of("rotate-key", "5f0cf73e0000000000000009", "--env", "test", "--local"),
                List.of("set", "5f0cf73e0000000000000009", "--local"),
                List.of("set", "5f0cf73e0000000000000009", "--time-zone", "Lagos", "--local"),
                List.of("frobnicate", "--local"))) {
            var said = owner(line.toArray(String[]::new));
            assertEquals(1, said.exit(), line::toString);
            assertEquals("", said.out());
            assertEquals(1, said.err().lines().count(), said.err());
        }
        assertEquals(before, owner("list", "--local").out());
    }

    @Test
    void help_is_asked_for_or_needed() {
        assertEquals(0, owner("--help").exit());
        assertEquals(2, owner().exit());
        assertTrue(owner("--help").out().startsWith("Usage: scripts/owner"));
    }

    @Test
    void words_of_a_dead_dev_mode_are_not_believed() throws Exception {
        var local = Files.createTempDirectory(project, "local");
        assertTrue(DynamoDbLocal.announced(local).isEmpty());
        Files.writeString(local.resolve("dynamodb.running"), "999999999 1");
        assertTrue(DynamoDbLocal.announced(local).isEmpty());
        assertThrows(LocalFailure.class, () -> running.announce(local.resolve("missing")));
    }
}
