package org.openbalance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openbalance.account.ConnectionSweep;
import org.openbalance.account.Connections;
import org.openbalance.account.SealedGrants;
import org.openbalance.local.LocalQueues;
import org.openbalance.owner.Owners;
import org.openbalance.platform.ParallelCalls;
import org.openbalance.platform.dynamodb.Due;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.vault.Vault;

/// When the last right to read has ended, the access is ended at the bank too, and the owner hears what came of it.
@QuarkusTest
@Tag("slow")
class AccessEndsTest {

    @Inject
    Due due;

    @Inject
    Owners owners;

    @Inject
    Table table;

    @Inject
    TestClock clock;

    @Inject
    LocalQueues queues;

    @Inject
    Connections connections;

    @Inject
    ConnectionSweep sweep;

    @Inject
    Vault vault;

    private Company company;
    private String webhook;

    @BeforeEach
    void a_company_that_listens() {
        EmptySchedule.of(table, due);
        company = Company.of(owners);
        webhook = company.call(
                        "webhooks/create", Map.of("url", "https://hooks.example/", "events", List.of("access.ended")))
                .path("data.webhook.id");
    }

    @AfterEach
    void real_time_again() {
        clock.reset();
    }

    @Test
    void the_bank_is_told_within_a_minute_of_a_revocation_and_what_it_gave_is_forgotten() {
        var linked = company.links("harmattan-bank");

        company.call("consents/revoke", Map.of("id", linked.consent())).then().statusCode(200);

        assertThat(end(linked)).isEqualTo("pending");
        assertThat(item(linked.connection()).has("grant")).isTrue();
        company.call("records/getById", Map.of("id", linked.connection()))
                .then()
                .body("data.record.status", equalTo("ended"))
                .body("data.record.access_end", equalTo("pending"));

        queues.tick("refresh");

        assertThat(end(linked)).isEqualTo("confirmed");
        var kept = item(linked.connection());
        assertThat(kept.has("grant")).isFalse();
        assertThat(kept.has("dueShard")).isFalse();
        assertThat(told()).containsExactly("access.ended");
    }

    @Test
    void a_customer_who_revokes_on_the_receipt_has_the_bank_told_too() {
        var linked = company.links("calabash-bank");
        var token = linked.receiptUrl().substring(linked.receiptUrl().indexOf('#') + 1);

        company.open("consents/mine/revoke", Map.of("token", token)).then().statusCode(200);
        queues.tick("refresh");

        assertThat(end(linked)).isEqualTo("confirmed");
    }

    @Test
    void a_consent_that_expires_ends_the_access_of_a_grant_that_has_to_be_exchanged_first() {
        var linked = company.links("lagoon-bank");
        clock.advance(Duration.ofDays(90).plusMinutes(1));

        company.call("consents/getById", Map.of("id", linked.consent()))
                .then()
                .body("data.consent.status", equalTo("expired"));
        queues.tick("refresh");

        assertThat(end(linked)).isEqualTo("confirmed");
    }

    @Test
    void a_bank_that_is_down_is_told_again_with_growing_pauses_until_it_confirms() {
        var linked = company.links("monsoon-bank");
        outage(3_600);
        company.call("consents/revoke", Map.of("id", linked.consent())).then().statusCode(200);

        for (var tries = 1; tries <= 4; tries++) {
            queues.tick("refresh");
            assertThat(item(linked.connection()).number("access_end_tries")).isEqualTo(tries);
            queues.tick("refresh");
            assertThat(item(linked.connection()).number("access_end_tries"))
                    .as("not before its pause is over")
                    .isEqualTo(tries);
            clock.advance(Duration.ofMinutes(1L << (tries - 1)).plusSeconds(2));
        }
        assertThat(end(linked)).isEqualTo("pending");
        assertThat(told()).isEmpty();

        clock.advance(Duration.ofHours(2));
        queues.tick("refresh");

        assertThat(end(linked)).isEqualTo("confirmed");
        assertThat(told()).hasSize(1);
    }

    @Test
    void after_seven_days_it_is_given_up_said_so_and_what_the_bank_gave_is_forgotten() {
        var linked = company.links("monsoon-bank");
        company.call("consents/revoke", Map.of("id", linked.consent())).then().statusCode(200);
        var begun = clock.instant();

        while (end(linked).equals("pending") && clock.instant().isBefore(begun.plus(Duration.ofDays(8)))) {
            outage(60);
            queues.tick("refresh");
            clock.advance(Duration.ofHours(6).plusSeconds(1));
        }

        assertThat(end(linked)).isEqualTo("failed");
        assertThat(clock.instant()).isAfter(begun.plus(Duration.ofDays(6)));
        assertThat(item(linked.connection()).has("grant")).isFalse();
        assertThat(told()).hasSize(1);
    }

    @Test
    void the_answer_to_a_removal_says_that_the_bank_confirmed() {
        var linked = company.links("harmattan-bank");

        company.call("customers/remove", Map.of("customer", linked.customer()))
                .then()
                .statusCode(200)
                .body("data.access", hasSize(1))
                .body("data.access[0].record", equalTo(linked.connection()))
                .body("data.access[0].bank.name", equalTo("Harmattan Bank"))
                .body("data.access[0].status", equalTo("confirmed"))
                .body("data.access[0].settled_at", notNullValue());
        assertThat(item(linked.connection()).has("grant")).isFalse();
    }

    @Test
    void what_a_removal_left_pending_is_told_again_and_can_be_asked_for_though_the_customer_is_gone() {
        var linked = company.links("monsoon-bank");
        outage(60);

        company.call("customers/remove", Map.of("customer", linked.customer()))
                .then()
                .statusCode(200)
                .body("data.access[0].status", equalTo("pending"))
                .body("data.access[0].settled_at", nullValue());
        var left = item(linked.connection());
        assertThat(left.has("grant")).isTrue();
        assertThat(left.has("customer")).isFalse();
        assertThat(left.has("accounts")).isFalse();
        company.call("records/getById", Map.of("id", linked.connection()))
                .then()
                .statusCode(404);

        clock.advance(Duration.ofMinutes(3));
        queues.tick("refresh");

        company.call("records/getAccess", Map.of("id", linked.connection()))
                .then()
                .statusCode(200)
                .body("data.access.status", equalTo("confirmed"))
                .body("data.access.settled_at", notNullValue());
        assertThat(item(linked.connection()).has("grant")).isFalse();
        assertThat(told()).hasSize(1);
    }

    @Test
    void an_access_that_has_not_ended_has_no_end_to_ask_for() {
        var linked = company.links("harmattan-bank");

        company.call("records/getAccess", Map.of("id", linked.connection()))
                .then()
                .statusCode(404);
        Company.of(owners)
                .call("records/getAccess", Map.of("id", linked.connection()))
                .then()
                .statusCode(404);
    }

    @Test
    void a_login_whose_accounts_were_all_linked_anew_is_ended_and_the_new_one_reads_on() {
        var before = company.links("harmattan-bank");
        var after = company.links("harmattan-bank");

        queues.tick("refresh");

        assertThat(end(before)).isEqualTo("confirmed");
        assertThat(item(after.connection()).text("status")).isEqualTo("ACTIVE");
        company.call("balance/check", Map.of("account_id", after.account()))
                .then()
                .statusCode(200)
                .body("data.balances[0].source", equalTo("bank"));
    }

    @Test
    void a_login_that_reads_another_account_still_is_not_ended() {
        var before = company.links("harmattan-bank");
        company.opensAndLinks("user_good", 1);

        assertThat(item(before.connection()).text("status")).isEqualTo("ACTIVE");

        company.call("consents/revoke", Map.of("id", before.consent())).then().statusCode(200);
        queues.tick("refresh");
        assertThat(end(before)).isEqualTo("confirmed");
    }

    @Test
    void an_access_that_a_later_login_holds_as_well_ends_with_that_one() {
        var before = company.links("harmattan-bank");
        var after = company.opensAndLinks("user_good", 1);
        keepsItsGrant(before, after);

        company.call("consents/revoke", Map.of("id", before.consent())).then().statusCode(200);
        queues.tick("refresh");

        assertThat(end(before)).isEqualTo("shared");
        assertThat(item(before.connection()).has("grant")).isFalse();
        company.call("balance/check", Map.of("account_id", after.account()))
                .then()
                .statusCode(200);

        company.call("consents/revoke", Map.of("id", after.consent())).then().statusCode(200);
        queues.tick("refresh");
        assertThat(end(after)).isEqualTo("confirmed");
    }

    @Test
    void an_access_that_a_login_of_other_accounts_holds_as_well_goes_on() {
        var before = company.opensAndLinks("user_good", 1);
        var widget = company.opens();
        var consent = widget.agrees();
        var after = widget.chooses(widget.signsIn("harmattan-bank", "user_good").subList(1, 2), consent);
        keepsItsGrant(before, after);

        company.call("consents/revoke", Map.of("id", before.consent())).then().statusCode(200);
        queues.tick("refresh");

        assertThat(end(before)).isEqualTo("shared");
        company.call("balance/check", Map.of("account_id", after.account()))
                .then()
                .statusCode(200)
                .body("data.balances[0].source", equalTo("bank"));
    }

    @Test
    void sweeps_at_the_same_time_tell_the_bank_and_the_owner_once() {
        var linked = company.links("harmattan-bank");
        company.call("consents/revoke", Map.of("id", linked.consent())).then().statusCode(200);

        ParallelCalls.run(IntStream.range(0, 6)
                .<Callable<Object>>mapToObj(
                        _ -> () -> sweep.sweep(clock.instant().plusSeconds(30)))
                .toList());

        assertThat(item(linked.connection()).number("access_end_tries")).isOne();
        assertThat(told()).hasSize(1);
    }

    /// As a bank does that renews what it gave before.
    private void keepsItsGrant(Company.Linked before, Company.Linked after) {
        var given = connections
                .grant(
                        connections.find(company.tenant(), before.connection()).orElseThrow(),
                        clock.instant().plusSeconds(5))
                .grant();
        table.write(Write.change(key(after.connection()))
                .set("grant", SealedGrants.sealed(vault, company.tenant(), after.connection(), given)));
    }

    private String end(Company.Linked linked) {
        return company.call("records/getAccess", Map.of("id", linked.connection()))
                .path("data.access.status");
    }

    private List<String> told() {
        return company.call("webhooks/deliveries", Map.of("id", webhook)).path("data.deliveries.event");
    }

    private void outage(int seconds) {
        company.call("banks/outage", Map.of("bank", "monsoon-bank", "kind", "down", "seconds", seconds))
                .then()
                .statusCode(200);
    }

    private Item item(String connection) {
        return table.getLatest(key(connection)).orElseThrow();
    }

    private ItemKey key(String connection) {
        return new ItemKey(company.tenant().prefix() + "#RECORD#" + connection, "RECORD");
    }
}
