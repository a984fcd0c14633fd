package org.openbalance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.owner.Owners;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/// One effect for one `Idempotency-Key`, however often it is sent.
@QuarkusTest
class IdempotencyTest {

    private static final String KEY = "order-4711";
    private static final Map<String, String> ADA =
            Map.of("name", "Ada Obi", "bank", "calabash-bank", "username", "ada", "password", "secret");

    @Inject
    Owners owners;

    @Inject
    TestClock clock;

    private Company company;

    @AfterEach
    void the_clock_goes_right() {
        clock.reset();
    }

    @BeforeEach
    void a_company() {
        company = Company.of(owners);
    }

    @Test
    void a_replayed_creation_makes_one_customer() {
        var first = keyed(KEY, "customers/create", ADA);
        var again = keyed(KEY, "customers/create", ADA);

        first.then().statusCode(200);
        assertThat(first.header("idempotent-replayed")).isNull();
        replayed(first, again);
        keyed("another-key", "customers/create", ADA).then().statusCode(409).body("type", equalTo("CONFLICT"));
    }

    @Test
    void a_replayed_revocation_is_the_first_one() {
        var linked = company.links("harmattan-bank");
        var body = Map.of("id", linked.consent(), "reason", "moved away");

        var first = keyed(KEY, "consents/revoke", body);
        var again = keyed(KEY, "consents/revoke", body);

        first.then().statusCode(200).body("data.consent.status", equalTo("revoked"));
        replayed(first, again);
        List<String> events =
                company.call("consents/getById", Map.of("id", linked.consent())).path("data.consent.audit.event");
        assertThat(events).containsOnlyOnce("revoked");
    }

    @Test
    void a_replayed_sign_in_is_one_login_and_a_replayed_choice_one_link() {
        var widget = company.opens();
        widget.agrees();
        var credentials = Map.of("username", "user_good", "password", "pass_good");
        var login = Map.<String, Object>of("bank", "harmattan-bank", "fields", credentials);

        var first = widgetKeyed(widget, "login", login);
        replayed(first, widgetKeyed(widget, "login", login));

        var choice = Map.<String, Object>of(
                "login", first.path("data.login"), "accounts", first.path("data.step.accounts._id"));
        var chosen = widgetKeyed(widget, "accounts", choice);
        chosen.then().statusCode(200);
        replayed(chosen, widgetKeyed(widget, "accounts", choice));
        company.call("records/list", Map.of()).then().body("data.pagination.totalDocs", equalTo(1));
        company.call("products/balances", Map.of()).then().body("data.pagination.totalDocs", equalTo(2));
    }

    /// In each function that owners call: a claim is taken back, so that the key is as good as new.
    @ParameterizedTest
    @CsvSource({"consents/revoke, id", "customers/remove, customer", "callback/trigger, recordIds", "alerts/remove, id"
    })
    void what_was_refused_leaves_its_key_free(String operation, String name) {
        var unknown = Map.of(name, "5f0cf73e00000000000000ff");

        var first = keyed(KEY, operation, unknown);
        var again = keyed(KEY, operation, Map.of(name, "5f0cf73e00000000000000fe"));

        first.then().statusCode(404);
        again.then().statusCode(404);
        assertThat(again.header("idempotent-replayed")).isNull();
    }

    @Test
    void the_same_key_with_another_body_is_refused() {
        keyed(KEY, "customers/create", ADA).then().statusCode(200);
        var other = new HashMap<>(ADA);
        other.put("username", "eve");

        keyed(KEY, "customers/create", other).then().statusCode(409).body("type", equalTo("IDEMPOTENCY"));
        company.call("customers/create", other).then().statusCode(200);
    }

    @Test
    void the_same_body_may_be_written_in_another_way() {
        var first = rawly("{\"username\":\"ada\",\"name\":\"Ada Obi\",\"meta\":{\"a\":1.0,\"b\":[1]}}");
        var again =
                rawly("{ \"meta\": {\"b\": [1.00], \"a\": 1},\n \"name\": \"Ada \\u004fbi\", \"username\": \"ada\" }");

        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(rawly("{\"username\":\"ada\",\"name\":\"Ada Obi\",\"meta\":{\"a\":1.0,\"b\":[1, 1]}}")
                        .statusCode())
                .isEqualTo(first.statusCode() == 200 ? 409 : first.statusCode());
    }

    private Response rawly(String body) {
        return Company.request()
                .header("Authorization", "Bearer " + company.keys().secret())
                .header("Idempotency-Key", KEY)
                .contentType("application/json")
                .body(body)
                .post("/v2/sandbox/customers/create");
    }

    @Test
    void a_session_of_a_page_is_never_replayed_to_another_and_one_of_the_secret_key_is() {
        var page = new HashMap<String, Object>(Map.of(
                "key", company.keys().publicKey(),
                "token", company.keys().clientToken(),
                "products", List.of("balance")));

        var sessions = Stream.generate(() -> Company.request()
                        .header("Idempotency-Key", KEY)
                        .body(page)
                        .post("/v2/sandbox/widget/session"))
                .limit(2)
                .map(answer -> answer.then().statusCode(200).extract().<String>path("data.session"))
                .toList();

        assertThat(sessions).doesNotContainNull().doesNotHaveDuplicates();
        var options = Map.of("products", List.of("balance"));
        replayed(keyed(KEY, "widget/session", options), keyed(KEY, "widget/session", options));
        keyed(Company.of(owners), KEY, "widget/session", options)
                .then()
                .statusCode(200)
                .header("idempotent-replayed", nullValue());
    }

    /// Whatever else the body holds: the old contract takes any keys, and a field that authorises nothing holds no
    /// session.
    @ParameterizedTest
    @ValueSource(strings = {"session", "token"})
    void a_session_that_a_secret_key_opened_is_repeated_to_that_key_alone(String field) {
        var body = Map.of(field, "shop-1", "products", List.of("balance"), "name", "VIP Ltd");
        var first = keyed(KEY, "widget/session", body);
        first.then().statusCode(200);
        replayed(first, keyed(KEY, "widget/session", body));

        Company.request()
                .header("Idempotency-Key", KEY)
                .body(body)
                .post("/v2/sandbox/widget/session")
                .then()
                .header("idempotent-replayed", nullValue())
                .statusCode(400);
        var other = Company.of(owners);
        assertThat(keyed(other, KEY, "widget/session", body).<String>path("data.session"))
                .isNotEqualTo(first.path("data.session"));
    }

    @Test
    void what_needs_no_key_minds_no_header_of_authorization() {
        for (var authorization : List.of("Basic YTpi", "Bearer nonsense")) {
            Company.request()
                    .header("Authorization", authorization)
                    .body(Map.of())
                    .post("/v2/sandbox/banks/list")
                    .then()
                    .statusCode(200);
        }
    }

    @Test
    void what_nobody_authorises_and_what_only_reads_leaves_no_mark() {
        var reads = Meter.of(() -> {
            for (var call = 0; call < 5; call++) {
                Company.request()
                        .header("Idempotency-Key", KEY + call)
                        .body(Map.of())
                        .post("/v2/sandbox/banks/list")
                        .then()
                        .statusCode(200);
                keyed(KEY + call, "products/balances", Map.of()).then().statusCode(200);
            }
        });

        assertThat(reads.stream().filter(Meter.Use::writes).map(Meter.Use::firstKey))
                .noneMatch(key -> key.contains("IDEMPOTENCY"));
    }

    @Test
    void a_table_that_fails_at_the_end_takes_no_answer_away() {
        TableFaults.are(request -> {
            if (request instanceof DeleteItemRequest
                    || TableFaults.writes(request).contains("#IDEMPOTENCY#")) {
                throw TableFaults.throttled();
            }
        });
        try {
            keyed("first", "customers/create", ADA).then().statusCode(200);
            keyed("second", "customers/create", ADA).then().statusCode(409).body("type", equalTo("CONFLICT"));
        } finally {
            TableFaults.end();
        }
    }

    /// What takes more than one transaction: all is done, and the process ends before the answer is noted.
    private Response unnoted(String operation, Map<String, ?> body) {
        TableFaults.are(request -> {
            if (TableFaults.writes(request).contains("#IDEMPOTENCY#")) {
                throw TableFaults.throttled();
            }
        });
        try {
            var first = keyed(KEY, operation, body);
            first.then().statusCode(200);
            return first;
        } finally {
            TableFaults.end();
        }
    }

    private Response repeatedLater(String operation, Map<String, ?> body) {
        keyed(KEY, operation, body).then().statusCode(409).body("type", equalTo("IDEMPOTENCY"));
        clock.advance(Duration.ofMinutes(1));
        var again = keyed(KEY, operation, body);
        again.then().statusCode(200).header("idempotent-replayed", nullValue());
        return again;
    }

    @Test
    void customers_whose_creation_was_not_noted_are_the_same_ones_when_it_is_repeated() {
        var wanted = Map.of("number", 3, "create", true);
        var first = unnoted("customers/generate", wanted);

        var again = repeatedLater("customers/generate", wanted);

        assertThat(again.<Object>path("data.customers")).isEqualTo(first.path("data.customers"));
        assertThat(again.<List<?>>path("data.customers")).hasSize(3);
    }

    @Test
    void a_customer_whose_creation_was_not_noted_is_the_same_one_when_it_is_repeated() {
        var first = unnoted("customers/create", ADA);

        var again = repeatedLater("customers/create", ADA);

        assertThat(again.<Object>path("data.customers")).isEqualTo(first.path("data.customers"));
        keyed("another-key", "customers/create", ADA).then().statusCode(409).body("type", equalTo("CONFLICT"));
    }

    @Test
    void deliveries_whose_replay_was_not_noted_are_not_sent_once_more_when_it_is_repeated() {
        String webhook = company.call("webhooks/create", Map.of("url", "https://hooks.example/"))
                .path("data.webhook.id");
        company.call("webhooks/test", Map.of("id", webhook));
        var body = Map.of("id", webhook, "from", "2026-01-01", "state", "pending");
        var first = unnoted("webhooks/replay", body);
        var sentAt = nextAttempt(webhook);

        var again = repeatedLater("webhooks/replay", body);

        assertThat(again.<List<?>>path("data.deliveries"))
                .isEqualTo(first.path("data.deliveries"))
                .hasSize(1);
        assertThat(nextAttempt(webhook)).isEqualTo(sentAt);
        keyed("another-key", "webhooks/replay", body).then().body("data.replayed", equalTo(1));
        assertThat(nextAttempt(webhook)).isNotEqualTo(sentAt);
    }

    private String nextAttempt(String webhook) {
        return company.call("webhooks/deliveries", Map.of("id", webhook)).path("data.deliveries[0].next_attempt_at");
    }

    @Test
    void a_key_belongs_to_its_owner() {
        var other = Company.of(owners);

        keyed(KEY, "customers/create", ADA).then().statusCode(200);
        var others = keyed(other, KEY, "customers/create", ADA);

        others.then().statusCode(200);
        assertThat(others.header("idempotent-replayed")).isNull();
    }

    @Test
    void a_key_of_one_customer_does_not_stand_in_anothers_way() {
        var first = company.links("harmattan-bank").receiptUrl();
        var second = company.links("calabash-bank").receiptUrl();

        for (var receipt : List.of(first, second)) {
            Company.request()
                    .header("Idempotency-Key", KEY)
                    .body(Map.of("token", receipt.substring(receipt.indexOf('#') + 1)))
                    .post("/v2/sandbox/consents/mine/revoke")
                    .then()
                    .statusCode(200)
                    .body("data.consent.status", equalTo("revoked"));
        }
    }

    @Test
    void a_key_may_have_up_to_255_characters() {
        keyed("k".repeat(255), "customers/create", ADA).then().statusCode(200);
        keyed("k".repeat(256), "customers/create", ADA)
                .then()
                .statusCode(400)
                .body("type", equalTo("VALIDATION"))
                .body("fields[0].field", equalTo("idempotency-key"));
    }

    @Test
    void a_replayed_read_is_read_anew() {
        var linked = company.links("harmattan-bank");
        var body = Map.of("account_id", linked.account());
        keyed(KEY, "balance/getByAccount", body).then().statusCode(200);

        company.call("consents/revoke", Map.of("id", linked.consent())).then().statusCode(200);

        keyed(KEY, "balance/getByAccount", body).then().statusCode(403).body("type", equalTo("REVOKED"));
    }

    @Test
    void what_failed_may_be_tried_again_with_the_same_key() {
        company.call("customers/create", ADA).then().statusCode(200);
        var flawed = new HashMap<>(ADA);
        flawed.put("username", "user_good");

        keyed(KEY, "customers/create", ADA).then().statusCode(409).body("type", equalTo("CONFLICT"));
        keyed(KEY, "customers/create", flawed).then().statusCode(400);
        flawed.put("username", "eve");
        keyed(KEY, "customers/create", flawed).then().statusCode(200);
    }

    @Test
    void two_calls_at_once_with_one_key_have_one_effect() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Response> call = () -> keyed(KEY, "customers/generate", Map.of("number", 1, "create", true));
            for (var answer : threads.invokeAll(List.of(call, call, call, call))) {
                assertThat(answer.get().statusCode()).isIn(200, 409);
                if (answer.get().statusCode() == 409) {
                    answer.get().then().body("type", equalTo("IDEMPOTENCY"));
                    assertThat(answer.get().header("retry-after")).isEqualTo("1");
                }
            }
        }
        var made = keyed(KEY, "customers/generate", Map.of("number", 1, "create", true));
        made.then().statusCode(200);
        var next = company.call("customers/generate", Map.of("number", 10, "create", false));
        String username = made.path("data.customers[0].account.username");
        assertThat(next.<List<String>>path("data.customers.username"))
                .hasSize(10)
                .doesNotContain(username);
        assertThat(username).endsWith(".1");
        assertThat(next.<List<String>>path("data.customers.username").getFirst())
                .endsWith(".2");
    }

    /// An operation that may have one effect for a key.
    ///
    /// @param effects how many it had
    private record Trial(Supplier<Response> call, ToIntFunction<Response> effects) {}

    /// One of each kind: what an owner makes, tells and rotates, and what a customer's widget does.
    private Trial trial(String operation) {
        return switch (operation) {
            case "alerts/create" -> {
                var linked = company.links("harmattan-bank");
                yield new Trial(
                        () -> keyed(
                                KEY, operation, Map.of("account_id", linked.account(), "on", "ledger", "threshold", 5)),
                        _ -> total("alerts/list"));
            }
            case "webhooks/test" -> {
                String webhook = company.call("webhooks/create", Map.of("url", "https://hooks.example/"))
                        .path("data.webhook.id");
                yield new Trial(() -> keyed(KEY, operation, Map.of("id", webhook)), _ -> company.call(
                                "webhooks/deliveries", Map.of("id", webhook))
                        .<List<?>>path("data.deliveries")
                        .size());
            }
            case "webhooks/rotate-secret" -> {
                var made = company.call("webhooks/create", Map.of("url", "https://hooks.example/"));
                yield new Trial(
                        () -> keyed(KEY, operation, Map.of("id", made.path("data.webhook.id"))),
                        answer -> company.call("webhooks/create", Map.of("url", "https://hooks.example/"))
                                        .path("data.webhook.secret")
                                        .equals(answer.path("data.webhook.secret"))
                                ? 1
                                : 2);
            }
            case "links/create" ->
                new Trial(() -> keyed(KEY, operation, Map.of("products", List.of("balance"))), _ -> 1);
            case "widget/session" ->
                new Trial(() -> keyed(KEY, operation, Map.of("products", List.of("balance"))), _ -> 1);
            case "widget/consent" -> {
                var widget = company.opens();
                yield new Trial(
                        () -> widgetKeyed(widget, "consent", Map.of("agreed", true)),
                        answer -> Collections.frequency(
                                company.call("consents/getById", Map.of("id", answer.path("data.consent")))
                                        .path("data.consent.audit.event"),
                                "granted"));
            }
            case "widget/accounts" -> {
                var widget = company.opens();
                widget.agrees();
                var accounts = widget.signsIn("harmattan-bank", "user_good");
                yield new Trial(
                        () -> widgetKeyed(widget, "accounts", Map.of("login", widget.login(), "accounts", accounts)),
                        _ -> total("records/list"));
            }
            case "widget/login" -> {
                var widget = company.opens();
                widget.agrees();
                var credentials = Map.of("username", "user_good", "password", "pass_good");
                yield new Trial(
                        () -> widgetKeyed(widget, "login", Map.of("bank", "harmattan-bank", "fields", credentials)),
                        answer -> answer.path("data.step.type").equals("accounts") ? 1 : 0);
            }
            case "widget/answer" -> {
                var widget = company.opens();
                widget.agrees();
                var credentials = Map.of("username", "user_good", "password", "pass_good");
                var asked = widgetKeyed(widget, "login", Map.of("bank", "calabash-bank", "fields", credentials));
                assertThat(asked.<String>path("data.step.type")).isEqualTo("otp");
                yield new Trial(
                        () -> widgetKeyed(
                                widget, "answer", Map.of("login", asked.path("data.login"), "answer", "123456")),
                        answer -> answer.path("data.step.type").equals("accounts") ? 1 : 0);
            }
            case "widget/close" -> {
                var widget = company.opens();
                yield new Trial(() -> widgetKeyed(widget, "close", Map.of()), _ -> 1);
            }
            case "consents/revoke" -> {
                var linked = company.links("harmattan-bank");
                yield new Trial(
                        () -> keyed(KEY, operation, Map.of("id", linked.consent())),
                        _ -> Collections.frequency(
                                company.call("consents/getById", Map.of("id", linked.consent()))
                                        .path("data.consent.audit.event"),
                                "revoked"));
            }
            case "customers/flag" -> {
                var linked = company.links("harmattan-bank");
                var body = Map.of("customer", linked.customer(), "bank", "harmattan-bank");
                yield new Trial(
                        () -> keyed(KEY, operation, body),
                        answer -> answer.<List<?>>path("data.customer.flagged").size());
            }
            case "customers/remove" -> {
                var linked = company.links("harmattan-bank");
                yield new Trial(
                        () -> keyed(KEY, operation, Map.of("customer", linked.customer())),
                        answer -> answer.<Integer>path("data.deleted.customers") + total("customers/list"));
            }
            case "callback/trigger" -> {
                var linked = company.links("harmattan-bank");
                String webhook = company.call("webhooks/create", Map.of("url", "https://hooks.example/"))
                        .path("data.webhook.id");
                yield new Trial(
                        () -> keyed(KEY, operation, Map.of("record", List.of(linked.connection()))),
                        _ -> Collections.frequency(
                                company.call("webhooks/deliveries", Map.of("id", webhook))
                                        .path("data.deliveries.event"),
                                "auth.succeeded"));
            }
            default -> throw new IllegalArgumentException(operation);
        };
    }

    private int total(String list) {
        return company.call(list, Map.of()).path("data.pagination.totalDocs");
    }

    private static boolean decides(AwsFaults.Request request) {
        return request.request() instanceof TransactWriteItemsRequest transaction
                && transaction.toString().contains("#IDEMPOTENCY#");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alerts/create",
                "callback/trigger",
                "consents/revoke",
                "customers/flag",
                "customers/remove",
                "links/create",
                "webhooks/test",
                "webhooks/rotate-secret",
                "widget/session",
                "widget/consent",
                "widget/login",
                "widget/answer",
                "widget/accounts",
                "widget/close"
            })
    void what_was_done_though_nobody_heard_of_it_is_answered_and_not_done_again(String operation) {
        var trial = trial(operation);
        AwsFaults.begin(AwsFaults.Fault.NEVER_ANSWERED, 1, IdempotencyTest::decides);
        try {
            trial.call().get().then().statusCode(500);
        } finally {
            AwsFaults.end();
        }

        var again = trial.call().get();

        again.then().statusCode(200).header("idempotent-replayed", equalTo("true"));
        assertThat(trial.effects().applyAsInt(again)).isEqualTo(1);
        replayed(again, trial.call().get());
    }

    /// Many callers with one key, a table that fails now and then, by every seed in another way: one effect, and one
    /// answer for all that got one. Not `widget/answer`: whose outcome was lost keeps its turn at the bank for a
    /// while.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "alerts/create",
                "callback/trigger",
                "consents/revoke",
                "customers/flag",
                "customers/remove",
                "links/create",
                "webhooks/test",
                "webhooks/rotate-secret",
                "widget/session",
                "widget/consent",
                "widget/login",
                "widget/accounts",
                "widget/close"
            })
    @Tag("slow")
    void many_at_once_on_a_failing_table_have_one_effect_and_one_answer(String operation) throws Exception {
        for (var seed = 0; seed < 12; seed++) {
            company = Company.of(owners);
            var trial = trial(operation);
            var random = new Random(seed);
            var faults =
                    List.of(AwsFaults.Fault.THROTTLED, AwsFaults.Fault.ANSWER_LOST, AwsFaults.Fault.NEVER_ANSWERED);
            for (var count = random.nextInt(4); count > 0; count--) {
                AwsFaults.begin(faults.get(random.nextInt(3)), 1, IdempotencyTest::decides);
            }
            var answers = new HashSet<String>();
            Response last = null;
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var callers = Collections.nCopies(4, (Callable<Response>) () -> untilAnswered(trial));
                for (var answer : threads.invokeAll(callers)) {
                    last = answer.get();
                    answers.add(last.asString());
                }
            } finally {
                AwsFaults.end();
            }

            assertThat(answers).as("seed " + seed).hasSize(1);
            assertThat(trial.effects().applyAsInt(last)).as("seed " + seed).isEqualTo(1);
        }
    }

    private static Response untilAnswered(Trial trial) {
        for (var attempt = 0; attempt < 500; attempt++) {
            var answer = trial.call().get();
            if (answer.statusCode() == 200) {
                return answer;
            }
            assertThat(answer.statusCode()).as(answer.asString()).isIn(409, 500);
            if (answer.statusCode() == 409) {
                answer.then().body("type", equalTo("IDEMPOTENCY"));
            }
        }
        throw new AssertionError("No answer after 500 attempts");
    }

    private Response keyed(String key, String operation, Map<String, ?> body) {
        return keyed(company, key, operation, body);
    }

    private static Response keyed(Company caller, String key, String operation, Map<String, ?> body) {
        return Company.request()
                .header("Authorization", "Bearer " + caller.keys().secret())
                .header("Idempotency-Key", key)
                .body(body)
                .post("/v2/sandbox/" + operation);
    }

    private static Response widgetKeyed(Company.Widget widget, String operation, Map<String, Object> more) {
        var body = new HashMap<>(more);
        body.put("session", widget.session());
        return Company.request().header("Idempotency-Key", KEY).body(body).post("/v2/sandbox/widget/" + operation);
    }

    private static void replayed(Response first, Response again) {
        assertThat(again.statusCode()).isEqualTo(first.statusCode());
        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(again.header("idempotent-replayed")).isEqualTo("true");
        assertThat(again.header("content-type")).isEqualTo(first.header("content-type"));
    }
}
