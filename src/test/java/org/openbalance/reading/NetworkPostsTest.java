package org.openbalance.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openbalance.account.Account;
import org.openbalance.bank.sandbox.SandboxMessages;
import org.openbalance.journey.Company;
import org.openbalance.journey.TestClock;
import org.openbalance.local.LocalQueues;
import org.openbalance.local.TestGateway;
import org.openbalance.owner.Owners;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.Table;

/// A bank that fetches a balance only when it is asked posts once it has it, and the balance is read then.
@QuarkusTest
@Tag("slow")
class NetworkPostsTest {

    private static final Duration FETCHED = Duration.ofSeconds(11);

    @Inject
    Owners owners;

    @Inject
    Table table;

    @Inject
    TestClock clock;

    @Inject
    LocalQueues queues;

    private Company company;
    private Company.Linked linked;

    @BeforeEach
    void a_bank_that_is_fetching_a_balance() {
        queues.clear();
        company = Company.of(owners);
        linked = company.opensAndLinks("user_posted", 2);
        clock.advance(Duration.ofHours(24));
        queues.tick("refresh");
        queues.drain();
        assertThat(state(0).has("job")).isTrue();
        assertThat(due()).isAfter(clock.instant().plus(Duration.ofMinutes(25)));
        clock.advance(FETCHED);
    }

    @AfterEach
    void real_time_again() {
        clock.reset();
        queues.clear();
    }

    @Test
    void a_post_that_it_is_ready_has_it_read_within_a_minute() {
        var before = asOf(0);

        received(post(company.tenant(), job(0)));
        assertThat(due()).isBeforeOrEqualTo(clock.instant());
        queues.tick("refresh");
        queues.drain();

        assertThat(asOf(0)).isAfter(before);
        assertThat(state(0).has("job")).isFalse();
    }

    @Test
    void the_job_of_another_account_than_the_first_makes_the_connection_due_as_well() {
        clock.advance(Duration.ofMinutes(1));
        received(post(company.tenant(), job(1)));

        assertThat(due()).isBeforeOrEqualTo(clock.instant());
    }

    @Test
    void a_forged_post_changes_nothing_and_is_answered_alike() {
        var due = due();
        var body = SandboxMessages.ready(job(0));
        var genuine = SandboxMessages.signature(company.tenant(), body);

        received(post(company.tenant(), body, "0".repeat(64)));
        received(post(company.tenant(), SandboxMessages.ready("1"), genuine));
        received(post(Company.of(owners).tenant(), body, genuine));

        assertThat(due()).isEqualTo(due);
    }

    @Test
    void a_post_about_what_is_not_known_changes_nothing_and_is_answered_alike() {
        var due = due();

        received(post(company.tenant(), "12345"));
        received(post(Company.of(owners).tenant(), job(0)));
        received(RestAssured.given()
                .contentType("application/json")
                .body("{}")
                .post(TestGateway.url() + "/v2/sandbox/hooks/network?network=none&owner=nobody"));

        assertThat(due()).isEqualTo(due);
    }

    @Test
    void a_post_that_comes_again_changes_nothing_more() {
        var job = job(0);
        received(post(company.tenant(), job));
        queues.tick("refresh");
        queues.drain();
        var due = due();
        assertThat(due).isAfter(clock.instant());

        received(post(company.tenant(), job));

        assertThat(due()).isEqualTo(due);
    }

    @Test
    void whoever_reads_it_at_this_moment_goes_on() {
        queues.clear();
        clock.advance(Duration.ofMinutes(31));
        queues.tick("refresh");
        var due = due();

        received(post(company.tenant(), job(0)));

        assertThat(due()).isEqualTo(due);
        assertThat(first().has("lease")).isTrue();
    }

    private static void received(Response response) {
        response.then().statusCode(200).body("status", equalTo("success")).body("message", equalTo("Received"));
    }

    private Response post(Tenant tenant, String job) {
        var body = SandboxMessages.ready(job);
        return post(tenant, body, SandboxMessages.signature(tenant, body));
    }

    private static Response post(Tenant tenant, String body, String signature) {
        return RestAssured.given()
                .contentType("application/json")
                .header("Sandbox-Signature", signature)
                .body(body)
                .post(TestGateway.url() + "/v2/sandbox/hooks/network?network=sandbox&owner=" + tenant.owner());
    }

    private String job(int account) {
        return state(account).text("job");
    }

    private Instant asOf(int account) {
        return state(account).instant("as_of");
    }

    private Instant due() {
        return first().instant("next_refresh_at");
    }

    private Item first() {
        return List.of(state(0), state(1)).stream()
                .filter(state -> state.has("next_refresh_at"))
                .findFirst()
                .orElseThrow();
    }

    private Item state(int account) {
        return table.getLatest(
                        Account.readStateKey(company.tenant(), linked.accounts().get(account)))
                .orElseThrow();
    }
}
