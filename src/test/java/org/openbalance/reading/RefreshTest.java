package org.openbalance.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openbalance.journey.AwsFaults;
import org.openbalance.journey.Company;
import org.openbalance.journey.EmptySchedule;
import org.openbalance.journey.TestClock;
import org.openbalance.local.LocalQueues;
import org.openbalance.owner.Owners;
import org.openbalance.platform.dynamodb.Due;
import org.openbalance.platform.dynamodb.Table;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// Refreshes as an owner sees them, through the real queue.
@QuarkusTest
@Tag("slow")
class RefreshTest {

    private static final Duration SIX_HOURS = Duration.ofHours(6);

    @Inject
    Table table;

    @Inject
    Due due;

    @Inject
    Owners owners;

    @Inject
    TestClock clock;

    @Inject
    LocalQueues queues;

    private Company company;

    @BeforeEach
    void a_company() {
        EmptySchedule.of(table, due);
        queues.clear();
        company = Company.of(owners);
    }

    @AfterEach
    void real_time_again() {
        clock.reset();
        queues.clear();
    }

    @Test
    void a_linked_account_is_read_by_itself_when_it_is_due() {
        var account = company.links("harmattan-bank").account();
        holds(account, "100");
        var due = next(balance(account));
        assertThat(due)
                .isBetween(
                        clock.instant().plus(SIX_HOURS.dividedBy(2)),
                        clock.instant().plus(SIX_HOURS.multipliedBy(2)));

        queues.tick("refresh");
        queues.drain();
        assertThat(balance(account)
                        .<Object>path("data.balances[0].available_balance")
                        .toString())
                .isNotEqualTo("100");

        clock.advance(Duration.between(clock.instant(), due).plusSeconds(1));
        queues.tick("refresh");
        queues.drain();

        balance(account)
                .then()
                .body("data.balances[0].available_balance", equalTo(100))
                .body("data.balances[0].source", equalTo("stored"))
                .body("data.balances[0].periodic.available_balance[0].source", equalTo("schedule"));
        assertThat(next(balance(account))).as("sooner after a change").isEqualTo(due.plus(SIX_HOURS.dividedBy(2)));
    }

    @Test
    void a_refresh_answers_at_once_and_its_result_is_at_the_callback() {
        var linked = company.links("harmattan-bank");
        var account = linked.account();
        holds(account, "250");

        var asked = company.call("balance/refresh", Map.of("account_id", account));

        asked.then()
                .statusCode(200)
                .body("status", equalTo("success"))
                .body("message", equalTo("Balance checking..."))
                .body("data.record", equalTo(linked.connection()))
                .body("data.method", equalTo("BALANCE"));
        String callback = asked.path("data.callback_url");
        assertThat(callback).endsWith("/v2/sandbox/callback?record=" + linked.connection() + "&method=BALANCE");
        fetch(callback)
                .then()
                .statusCode(200)
                .body("data.state", equalTo("pending"))
                .header("retry-after", "2");

        queues.drain();

        fetch(callback)
                .then()
                .statusCode(200)
                .body("data.state", equalTo("ready"))
                .body("data.balances", hasSize(linked.accounts().size()))
                .body("data.balances.find { it.account._id == '" + account + "' }.available_balance", equalTo(250));
    }

    /// Waits out the twenty seconds that a caller waits for a bank: the deadline is what is tested.
    @Test
    void a_check_past_its_deadline_goes_on_as_a_refresh_and_says_so() {
        var linked = company.links("monsoon-bank");
        holds(linked.account(), "31");
        outage("slow", 22);

        var checked = company.call("balance/check", Map.of("account_id", linked.account()));

        checked.then()
                .statusCode(200)
                .body("message", containsString("Balance checking..."))
                .body("data.record", equalTo(linked.connection()))
                .body("data.method", equalTo("BALANCE"));
        clock.advance(Duration.ofSeconds(5));
        queues.drain();
        fetch(checked.path("data.callback_url"))
                .then()
                .statusCode(200)
                .body("data.state", equalTo("ready"))
                .body(
                        "data.balances.find { it.account._id == '" + linked.account() + "' }.available_balance",
                        equalTo(31));
    }

    @Test
    void a_second_refresh_within_a_minute_joins_the_first() {
        var account = company.links("harmattan-bank").account();
        company.call("balance/refresh", Map.of("account_id", account)).then().statusCode(200);
        company.call("balance/refresh", Map.of("account_id", account)).then().statusCode(200);

        assertThat(queues.drain()).isEqualTo(1);

        clock.advance(Duration.ofSeconds(61));
        company.call("balance/refresh", Map.of("account_id", account)).then().statusCode(200);
        assertThat(queues.drain()).isEqualTo(1);
    }

    @Test
    void the_callback_needs_the_key_and_knows_its_methods() {
        var linked = company.links("harmattan-bank");
        var path = "/v2/sandbox/callback?record=" + linked.connection() + "&method=";
        Company.request().get(path + "BALANCE").then().statusCode(401);
        get(path + "AUTH")
                .then()
                .statusCode(200)
                .body("data.auths", hasSize(linked.accounts().size()));
        get(path + "INCOME").then().statusCode(403).body("type", equalTo("PLAN"));
        get(path + "OTHER").then().statusCode(400);
        get("/v2/sandbox/callback?method=BALANCE").then().statusCode(400);
        get("/v2/sandbox/callback?record=0123456789abcdef01234567&method=BALANCE")
                .then()
                .statusCode(404)
                .body("type", equalTo("NO_RECORD_ID"));
    }

    @Test
    void a_refresh_that_fails_is_told_at_the_callback_and_tried_again() {
        var linked = company.links("monsoon-bank");
        var account = linked.account();
        holds(account, "77");
        outage("down", 60);
        company.call("balance/refresh", Map.of("account_id", account)).then().statusCode(200);
        queues.drain();

        get("/v2/sandbox/callback?record=" + linked.connection() + "&method=BALANCE")
                .then()
                .statusCode(503)
                .body("type", equalTo("BANK_DOWN"));

        clock.advance(Duration.ofSeconds(62));
        queues.tick("refresh");
        queues.drain();
        balance(account).then().body("data.balances[0].available_balance", equalTo(77));
    }

    @Test
    void an_account_that_cannot_be_read_keeps_nobody_from_what_was_read_of_the_others() {
        var linked = company.opensAndLinks("user_partial", 2);
        var accounts = linked.accounts();
        for (var account : accounts) {
            company.call("balance/refresh", Map.of("account_id", account))
                    .then()
                    .statusCode(200);
        }
        queues.drain();

        company.call("balance/check", Map.of("account_id", accounts.get(0)))
                .then()
                .statusCode(200);
        company.call("balance/check", Map.of("account_id", accounts.get(1)))
                .then()
                .statusCode(503)
                .body("type", equalTo("BANK_DOWN"));
        get("/v2/sandbox/callback?record=" + linked.connection() + "&method=BALANCE")
                .then()
                .statusCode(200)
                .body("data.balances", hasSize(2));
    }

    /// Only this login of the bank, and only without the customer.
    @Test
    void a_bank_that_refuses_a_read_too_many_is_not_asked_for_this_login_until_its_next_day() {
        var linked = company.opensAndLinks("user_quota", 1);
        var check = Map.of("account_id", linked.account());
        company.call("balance/check", check).then().statusCode(200);
        company.call("balance/check", check).then().statusCode(200);

        for (var call = 0; call < 2; call++) {
            company.call("balance/check", check)
                    .then()
                    .statusCode(429)
                    .header("retry-after", notNullValue())
                    .body("type", equalTo("RATE_LIMIT"))
                    .body("message", startsWith("The bank allows no more reads of this login until "));
        }
        company.call("balance/check", Map.of("account_id", linked.account(), "customer_ip", "102.89.23.7"))
                .then()
                .statusCode(200);
        var others = company.links("harmattan-bank");
        company.call("balance/check", Map.of("account_id", others.account()))
                .then()
                .statusCode(200);

        clock.advance(Duration.ofHours(25));
        company.call("balance/check", check).then().statusCode(200);
    }

    /// Lagoon Bank exchanges a grant that is older than five minutes, and ends the login of who shows one twice.
    @Test
    void a_login_whose_grant_is_exchanged_at_each_read_goes_on_whoever_reads_it_at_once() throws Exception {
        var linked = company.links("lagoon-bank");
        for (var round = 0; round < 3; round++) {
            clock.advance(Duration.ofMinutes(6));
            var check = (Callable<Integer>) () -> company.call("balance/check", Map.of("account_id", linked.account()))
                    .statusCode();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var status : threads.invokeAll(Collections.nCopies(4, check))) {
                    assertThat(status.get()).isIn(200, 409);
                }
            }
            company.call("records/getById", Map.of("id", linked.connection()))
                    .then()
                    .body("data.record.status", equalTo("active"));
        }
        company.call("balance/check", Map.of("account_id", linked.account()))
                .then()
                .statusCode(200);
    }

    @Test
    void a_grant_that_was_lost_on_its_way_into_the_table_is_told_once_as_a_login_that_expired() {
        var linked = company.links("lagoon-bank");
        String webhook = company.call("webhooks/create", Map.of("url", "https://hooks.example/"))
                .path("data.webhook.id");
        clock.advance(Duration.ofMinutes(6));
        AwsFaults.begin(AwsFaults.Fault.THROTTLED, 100, RefreshTest::keepsGrant);
        try {
            company.call("balance/check", Map.of("account_id", linked.account()));
        } finally {
            AwsFaults.end();
        }
        clock.advance(Duration.ofMinutes(6));

        for (var call = 0; call < 2; call++) {
            company.call("balance/check", Map.of("account_id", linked.account()))
                    .then()
                    .statusCode(409)
                    .body("type", equalTo("REAUTH_REQUIRED"));
        }
        assertThat(company.call("webhooks/deliveries", Map.of("id", webhook))
                        .<List<String>>path("data.deliveries.event"))
                .containsOnlyOnce("login.reauth_required");
    }

    private static boolean keepsGrant(AwsFaults.Request request) {
        return request.request() instanceof UpdateItemRequest update
                && request.partition().contains("#RECORD#")
                && update.expressionAttributeNames().containsValue("grant")
                && update.updateExpression().contains("REMOVE");
    }

    @Test
    void a_refresh_that_failed_is_told_though_another_account_was_refreshed_long_ago() {
        var linked = company.opensAndLinks("user_partial", 2);
        var accounts = linked.accounts();
        company.call("balance/refresh", Map.of("account_id", accounts.get(0)));
        queues.drain();
        clock.advance(Duration.ofDays(1));
        company.call("balance/refresh", Map.of("account_id", accounts.get(1)));
        queues.drain();

        get("/v2/sandbox/callback?record=" + linked.connection() + "&method=BALANCE")
                .then()
                .statusCode(503)
                .body("type", equalTo("BANK_DOWN"));
    }

    @Test
    void a_login_that_ended_stops_its_reads() {
        var linked = company.opensAndLinks("user_expired", 1);
        clock.advance(Duration.ofHours(12));
        queues.tick("refresh");
        queues.drain();

        company.call("records/getById", Map.of("id", linked.connection()))
                .then()
                .body("data.record.status", equalTo("reauth_required"));
        balance(linked.account()).then().body("data.balances[0].next_refresh_at", nullValue());
    }

    /// Tamarind Bank allows four reads a day without the customer.
    @Test
    void a_read_that_the_customer_is_present_at_is_none_of_those_that_the_bank_bounds() {
        var linked = company.links("tamarind-bank");
        for (var call = 0; call < 6; call++) {
            company.call("balance/check", Map.of("account_id", linked.account(), "customer_ip", "102.89.23.7"))
                    .then()
                    .statusCode(200)
                    .header("x-bank-quota-remaining", nullValue());
        }
        company.call("balance/check", Map.of("account_id", linked.account()))
                .then()
                .statusCode(200)
                .header("x-bank-quota-remaining", "3");
        for (var made : List.of("10.0.0.1", "127.0.0.1", "me", "102.89.23.7, 10.0.0.1")) {
            company.call("balance/check", Map.of("account_id", linked.account(), "customer_ip", made))
                    .then()
                    .statusCode(400)
                    .body("fields[0].field", equalTo("customer_ip"));
        }
    }

    @Test
    void a_bank_with_a_quota_says_what_is_left_and_refuses_more() {
        var linked = company.links("tamarind-bank");
        var check = Map.of("account_id", linked.account());
        for (var left = 3; left >= 0; left--) {
            company.call("balance/check", check)
                    .then()
                    .statusCode(200)
                    .header("x-bank-quota-limit", "4")
                    .header("x-bank-quota-remaining", Integer.toString(left))
                    .header("x-bank-quota-reset", notNullValue());
        }
        for (var operation : new String[] {"balance/check", "balance/refresh"}) {
            company.call(operation, check)
                    .then()
                    .statusCode(429)
                    .body("type", equalTo("RATE_LIMIT"))
                    .header("retry-after", notNullValue());
        }
        clock.advance(Duration.ofDays(1));
        company.call("balance/check", check).then().statusCode(200).header("x-bank-quota-remaining", "3");
    }

    @Test
    void an_exhausted_login_is_put_off_to_the_next_day() {
        var linked = company.links("tamarind-bank");
        var due = next(balance(linked.account()));
        clock.advance(Duration.between(clock.instant(), due).plusSeconds(1));
        var moment = clock.instant();
        for (var read = 0; read < 4; read++) {
            company.call("balance/check", Map.of("account_id", linked.account()));
        }
        company.call("balance/refresh", Map.of("account_id", linked.account()))
                .then()
                .statusCode(429);
        var midnight = Instant.ofEpochSecond((moment.getEpochSecond() / 86_400 + 1) * 86_400);
        clock.advance(Duration.between(clock.instant(), next(balance(linked.account())))
                .plusSeconds(1));
        queues.tick("refresh");
        queues.drain();
        if (clock.instant().isBefore(midnight)) {
            assertThat(next(balance(linked.account()))).isAfterOrEqualTo(midnight);
        }
    }

    @Test
    void bank_health_counts_real_reads() {
        var account = company.links("calabash-bank").account();
        company.call("balance/refresh", Map.of("account_id", account));
        queues.drain();
        clock.advance(Duration.ofSeconds(61));

        Company.request()
                .get("/v2/sandbox/banks/health?bank=calabash-bank")
                .then()
                .statusCode(200)
                .header("cache-control", "public, max-age=60")
                .body("data.banks", hasSize(1))
                .body("data.banks[0].last_hour.reads", notNullValue())
                .body("data.banks[0].last_hour.median_ms", notNullValue())
                .body("data.banks[0].last_day.success_rate", notNullValue());
    }

    @Test
    void an_outage_that_an_owner_made_for_itself_tells_nothing_of_the_bank() {
        var account = company.links("monsoon-bank").account();
        var other = company.links("harmattan-bank").account();
        clock.advance(Duration.ofSeconds(61));
        company.call("balance/check", Map.of("account_id", other)).then().statusCode(200);
        var before = readsOf("monsoon-bank");
        company.call("banks/outage", Map.of("bank", "monsoon-bank", "kind", "down", "seconds", 600))
                .then()
                .statusCode(200);

        company.call("balance/check", Map.of("account_id", account)).then().statusCode(503);
        company.call("balance/refresh", Map.of("account_id", account));
        queues.drain();
        clock.advance(Duration.ofSeconds(61));

        assertThat(readsOf("monsoon-bank")).isEqualTo(before);
    }

    private int readsOf(String bank) {
        return Company.request().get("/v2/sandbox/banks/health?bank=" + bank).path("data.banks[0].last_day.reads");
    }

    private void holds(String account, String amount) {
        company.call("balances/set", Map.of("account", account, "available", amount))
                .then()
                .statusCode(200);
    }

    private void outage(String kind, int seconds) {
        company.call("banks/outage", Map.of("bank", "monsoon-bank", "kind", kind, "seconds", seconds))
                .then()
                .statusCode(200);
    }

    private Response balance(String account) {
        var answer = company.call("balance/getByAccount", Map.of("account_id", account));
        answer.then().statusCode(200);
        return answer;
    }

    private static Instant next(Response balance) {
        return Instant.parse(balance.path("data.balances[0].next_refresh_at"));
    }

    private Response fetch(String url) {
        return get(url.substring(url.indexOf("/v2/")));
    }

    private Response get(String path) {
        return Company.request()
                .header("Authorization", "Bearer " + company.keys().secret())
                .get(path);
    }
}
