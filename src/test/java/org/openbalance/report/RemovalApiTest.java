package org.openbalance.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.transaction.Transactions;

/// How far the deletion of lines has come is told, and proved once all are gone.
@QuarkusTest
@Tag("slow")
class RemovalApiTest {

    private static final Map<String, List<String>> WITH_LINES =
            Map.of("products", List.of("auth", "balance", "transactions"));
    private static final String UNKNOWN = "6b0381a809dea09cf3ec28aa";

    @Inject
    Owners owners;

    @Inject
    Transactions transactions;

    @Inject
    Table table;

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
    void a_customer_with_lines() {
        company = Company.of(owners);
        linked = company.links("harmattan-bank", WITH_LINES);
        linked.accounts().forEach(this::hasLines);
    }

    /// No two alike, so that they do not all fit into the open item.
    private void hasLines(String account) {
        var ledger = new Ledger(transactions, company.tenant(), account);
        for (var day = 0; day < 200; day++) {
            ledger.booked(-day, -425_050, "POS PURCHASE " + UUID.randomUUID());
        }
        ledger.read();
    }

    @AfterEach
    void real_time_again() {
        clock.reset();
        queues.clear();
    }

    private Response removal() {
        var answer = company.call("transactions/getRemoval", Map.of("account_ids", linked.accounts()));
        answer.then().statusCode(200).body("data.removals.account_id", equalTo(linked.accounts()));
        return answer;
    }

    private Response removed() {
        return company.call("customers/remove", Map.of("customer", linked.customer()));
    }

    private List<Item> linesOf(String account) {
        var code = account.substring(10);
        return table.query(
                Query.of(company.tenant().prefix() + "#LINES#" + code).latest());
    }

    private void minutesPass(int minutes) {
        for (var minute = 0; minute < minutes; minute++) {
            clock.advance(Duration.ofMinutes(1));
            queues.tick("refresh");
        }
    }

    @Test
    void a_removal_is_pending_until_all_lines_are_deleted_for_good() {
        removal().then().body("data.removals.status", everyItem(equalTo("none")));
        assertThat(linked.accounts())
                .allSatisfy(account -> assertThat(linesOf(account)).hasSizeGreaterThan(1));

        removed()
                .then()
                .statusCode(200)
                .body("data.accounts", containsInAnyOrder(linked.accounts().toArray()))
                .body("data.transactions.status", equalTo("pending"))
                .body("data.transactions.ask", equalTo("transactions/getRemoval"));
        var at = removal();
        at.then()
                .body("data.removals.status", everyItem(equalTo("pending")))
                .body("data.removals.removed_at", everyItem(notNullValue()))
                .body("data.removals.deleted_at", everyItem(nullValue()))
                .body("data.backups.kept_days", equalTo(35))
                .body("data.backups.note", notNullValue());

        queues.tick("refresh");
        assertThat(linked.accounts())
                .allSatisfy(account -> assertThat(linesOf(account)).hasSize(1));
        removal()
                .then()
                .body("data.removals.status", everyItem(equalTo("pending")))
                .body("data.removals.deleted_at", everyItem(nullValue()));

        minutesPass(12);
        var proof = removal();
        proof.then().body("data.removals.status", everyItem(equalTo("deleted")));
        String removedAt = proof.path("data.removals[0].removed_at");
        assertThat(removedAt).isEqualTo(at.path("data.removals[0].removed_at"));
        assertThat(Instant.parse(proof.path("data.removals[0].deleted_at")))
                .isBetween(
                        Instant.parse(removedAt).plus(Duration.ofMinutes(10)),
                        Instant.parse(removedAt).plus(Duration.ofMinutes(15)));
    }

    @Test
    void one_account_is_asked_for_by_its_id() {
        removed().then().statusCode(200);

        company.call("transactions/getRemoval", Map.of("account_id", linked.account()))
                .then()
                .statusCode(200)
                .body("data.removals.account_id", contains(linked.account()))
                .body("data.removals.status", contains("pending"));
    }

    @Test
    void what_is_not_known_or_another_owner_s_was_not_removed() {
        removed().then().statusCode(200);
        minutesPass(12);

        assertNone(company, List.of(UNKNOWN, linked.customer()));
        assertNone(Company.of(owners), linked.accounts());
        company.call("transactions/getRemoval", Map.of("account_ids", List.of(UNKNOWN, linked.account(), UNKNOWN)))
                .then()
                .body("data.removals.account_id", contains(UNKNOWN, linked.account()))
                .body("data.removals.status", contains("none", "deleted"));
    }

    private static void assertNone(Company asking, List<String> accounts) {
        asking.call("transactions/getRemoval", Map.of("account_ids", accounts))
                .then()
                .statusCode(200)
                .body("data.removals.account_id", equalTo(accounts))
                .body("data.removals.status", everyItem(equalTo("none")))
                .body("data.removals.removed_at", everyItem(nullValue()))
                .body("data.removals.deleted_at", everyItem(nullValue()));
    }

    @Test
    void the_end_of_a_consent_removes_no_line() {
        company.call("consents/revoke", Map.of("id", linked.consent())).then().statusCode(200);
        minutesPass(12);

        removal().then().body("data.removals.status", everyItem(equalTo("none")));
    }

    @Test
    void twenty_accounts_are_the_most() {
        company.call("transactions/getRemoval", Map.of("account_ids", Collections.nCopies(21, UNKNOWN)))
                .then()
                .statusCode(400)
                .body("fields[0].field", equalTo("account_ids"));
        company.call("transactions/getRemoval", Map.of("account_ids", Collections.nCopies(20, UNKNOWN)))
                .then()
                .statusCode(200);
    }
}
