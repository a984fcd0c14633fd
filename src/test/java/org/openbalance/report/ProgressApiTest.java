package org.openbalance.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openbalance.contract.ContractFilter;
import org.openbalance.journey.Company;
import org.openbalance.journey.TestClock;
import org.openbalance.local.LocalQueues;
import org.openbalance.owner.Owners;

/// How far back the lines of an account were read is told while they are read, and after.
@QuarkusTest
@Tag("slow")
class ProgressApiTest {

    private static final String PROGRESS = "transactions/getProgress";
    private static final int MONTHS = 12;

    @Inject
    Owners owners;

    @Inject
    TestClock clock;

    @Inject
    LocalQueues queues;

    private Company company;
    private Company.Linked linked;

    @BeforeAll
    static void answers_are_held_against_the_document() {
        RestAssured.filters(new ContractFilter());
    }

    @AfterAll
    static void others_go_without() {
        RestAssured.reset();
    }

    @BeforeEach
    void a_customer_who_agreed_to_a_year() {
        company = Company.of(owners);
        linked = company.linksByKey(
                "harmattan-bank", Map.of("products", List.of("auth", "balance", "transactions"), "limit", MONTHS));
    }

    @AfterEach
    void real_time_again() {
        clock.reset();
        queues.clear();
    }

    private Response progress() {
        var answer = company.call(PROGRESS, Map.of("account_id", linked.account()));
        answer.then()
                .statusCode(200)
                .body("data.progress.account_id", equalTo(linked.account()))
                .body("data.progress.months_agreed", equalTo(MONTHS));
        return answer;
    }

    private void minutesPass(int minutes) {
        for (var minute = 0; minute < minutes; minute++) {
            clock.advance(Duration.ofMinutes(1));
            tick();
        }
    }

    private void tick() {
        queues.tick("refresh");
        queues.drainFully();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    @Test
    void nothing_was_read_at_first_then_the_latest_month_then_all_that_was_agreed_to() {
        progress()
                .then()
                .body("data.progress.from", nullValue())
                .body("data.progress.to", nullValue())
                .body("data.progress.complete", equalTo(false))
                .body("data.progress.read_at", nullValue())
                .body("data.progress.next_read_at", notNullValue())
                .body("data.progress.failure", nullValue());

        tick();
        var month = progress();
        month.then()
                .body("data.progress.to", equalTo(today().toString()))
                .body("data.progress.complete", equalTo(false))
                .body("data.progress.read_at", notNullValue())
                .body("data.progress.failure", nullValue());
        assertThat(LocalDate.parse(month.path("data.progress.from")))
                .isBetween(today().minusDays(31), today().minusDays(30));
        assertThat(next(month)).isBefore(clock.instant().plus(Duration.ofMinutes(10)));

        minutesPass(15);
        var whole = progress();
        whole.then()
                .body("data.progress.from", equalTo(today().minusMonths(MONTHS).toString()))
                .body("data.progress.to", equalTo(today().toString()))
                .body("data.progress.complete", equalTo(true))
                .body("data.progress.failure", nullValue());
        assertThat(next(whole)).isAfter(clock.instant().plus(Duration.ofHours(1)));
    }

    private static Instant next(Response progress) {
        return Instant.parse(progress.path("data.progress.next_read_at"));
    }

    @Test
    void what_a_read_failed_of_is_told_until_one_succeeds() {
        tick();
        outage(600);
        minutesPass(5);
        progress()
                .then()
                .body("data.progress.failure.type", equalTo("BANK_DOWN"))
                .body("data.progress.failure.message", notNullValue())
                .body("data.progress.failure.at", notNullValue())
                .body("data.progress.complete", equalTo(false))
                .body("data.progress.from", notNullValue());

        minutesPass(60);
        progress().then().body("data.progress.failure", nullValue()).body("data.progress.complete", equalTo(true));
    }

    private void outage(int seconds) {
        company.call("banks/outage", Map.of("bank", "harmattan-bank", "kind", "down", "seconds", seconds))
                .then()
                .statusCode(200);
    }

    @Test
    void progress_is_told_under_a_consent_that_covers_lines() {
        var balancesOnly = company.elsewhere().links("calabash-bank");
        refused(403, "SCOPE", company, balancesOnly.account());
        refused(404, "NOT_FOUND", company, "6b0381a809dea09cf3ec28aa");
        refused(404, "NOT_FOUND", Company.of(owners), linked.account());

        company.call("consents/revoke", Map.of("id", linked.consent())).then().statusCode(200);
        refused(403, "REVOKED", company, linked.account());
    }

    private static void refused(int status, String type, Company asking, String account) {
        asking.call(PROGRESS, Map.of("account_id", account))
                .then()
                .statusCode(status)
                .body("type", equalTo(type));
    }
}
