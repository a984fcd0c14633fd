package org.openbalance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openbalance.account.Connections;
import org.openbalance.account.SealedGrants;
import org.openbalance.consent.SessionLimits;
import org.openbalance.local.LocalQueues;
import org.openbalance.owner.Owners;
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.vault.Vault;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;

/// A bank gives access once a customer has signed in. Where nothing is linked by it, it is ended at the bank.
@QuarkusTest
@Tag("slow")
class SignInNeverLinkedTest {

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
    Vault vault;

    private Company company;
    private String webhook;

    @BeforeEach
    void a_company_that_listens() {
        company = Company.of(owners);
        webhook = company.call(
                        "webhooks/create", Map.of("url", "https://hooks.example/", "events", List.of("access.ended")))
                .path("data.webhook.id");
    }

    @AfterEach
    void real_time_again() {
        TableFaults.end();
        clock.reset();
    }

    @Test
    void a_customer_who_closes_the_widget_has_the_access_ended_within_a_minute() {
        var widget = signedIn("harmattan-bank");
        assertThat(access(widget).orElseThrow().has("grant")).isTrue();

        widget.call("close", Map.of()).then().statusCode(200);
        queues.tick("refresh");

        assertThat(end(widget)).isEqualTo("CONFIRMED");
        assertThat(access(widget).orElseThrow().has("grant")).isFalse();
    }

    @Test
    void a_session_that_ends_unlinked_has_the_access_ended_even_if_its_grant_rotates() {
        var widget = signedIn("lagoon-bank");
        queues.tick("refresh");
        assertThat(end(widget)).as("the customer may choose still").isEqualTo("PENDING");

        clock.advance(SessionLimits.LIFE.plusSeconds(1));
        queues.tick("refresh");

        assertThat(end(widget)).isEqualTo("CONFIRMED");
    }

    @Test
    void what_the_first_of_two_sign_ins_gave_is_ended_with_the_session() {
        var widget = signedIn("harmattan-bank");
        var first = widget.login();
        widget.signsIn("calabash-bank", "user_good");

        queues.tick("refresh");
        assertThat(access(first).orElseThrow().text("access_end"))
                .as("the second may have been given the same access")
                .isEqualTo("PENDING");
        clock.advance(SessionLimits.LIFE.plusSeconds(1));
        queues.tick("refresh");

        assertThat(access(first).orElseThrow().text("access_end")).isEqualTo("CONFIRMED");
        assertThat(end(widget)).isEqualTo("CONFIRMED");
    }

    @Test
    void what_is_given_again_to_the_same_customer_and_linked_reads_on() {
        var widget = company.opens();
        var consent = widget.agrees();
        widget.signsIn("harmattan-bank", "user_good");
        var first = widget.login();
        var linked = widget.chooses(widget.signsIn("harmattan-bank", "user_good"), consent);
        isGivenTheAccessOf(linked, first);

        clock.advance(SessionLimits.LIFE.plusSeconds(1));
        queues.tick("refresh");

        assertThat(access(first).orElseThrow().text("access_end")).isEqualTo("SHARED");
        company.call("balance/check", Map.of("account_id", linked.account()))
                .then()
                .statusCode(200);
    }

    @Test
    void what_is_linked_in_time_reads_on() {
        var widget = company.opens();
        var linked = widget.links("harmattan-bank", "user_good");

        widget.call("close", Map.of());
        clock.advance(SessionLimits.LIFE.plusSeconds(1));
        queues.tick("refresh");

        assertThat(access(widget)).isEmpty();
        company.call("balance/check", Map.of("account_id", linked.account()))
                .then()
                .statusCode(200);
    }

    @Test
    void an_access_that_linked_accounts_are_read_by_goes_on() {
        var linked = company.links("harmattan-bank");
        var widget = signedIn("harmattan-bank");
        isGivenTheAccessOf(linked, widget.login());

        widget.call("close", Map.of()).then().statusCode(200);
        queues.tick("refresh");

        assertThat(end(widget)).isEqualTo("SHARED");
        company.call("balance/check", Map.of("account_id", linked.account()))
                .then()
                .statusCode(200);
    }

    @Test
    void an_access_with_no_account_that_can_be_linked_is_ended_with_the_session() {
        var widget = company.opens(Map.of("currency", "JPY"));
        widget.agrees();
        widget.logsIn("harmattan-bank", "user_good").then().body("data.step.code", equalTo("UNSUPPORTED"));
        assertThat(unlinked()).isOne();

        clock.advance(SessionLimits.LIFE.plusSeconds(1));
        queues.tick("refresh");

        assertThat(unlinked()).isZero();
    }

    @Test
    void an_access_that_was_given_while_the_table_failed_is_ended_with_the_session() {
        var widget = company.opens();
        widget.agrees();
        TableFaults.are(request -> {
            if (request instanceof BatchGetItemRequest) {
                throw TableFaults.throttled();
            }
        });
        widget.logsIn("harmattan-bank", "user_good").then().statusCode(500);
        TableFaults.end();
        assertThat(unlinked()).isOne();

        clock.advance(SessionLimits.LIFE.plusSeconds(1));
        queues.tick("refresh");

        assertThat(unlinked()).isZero();
    }

    @Test
    void a_record_that_does_not_open_is_not_renewed_and_its_bank_not_asked() {
        var linked = company.links("harmattan-bank");
        table.write(Write.change(key(linked.connection())).remove("customer"));
        var widget = company.opensByKey(Map.of("reauth_record", linked.connection()));
        widget.agrees();

        widget.logsIn("harmattan-bank", "user_good")
                .then()
                .statusCode(409)
                .body("message", containsString("link its accounts without reauth_record"));

        assertThat(unlinked()).isZero();
    }

    @Test
    void a_bank_that_is_down_is_told_again() {
        var widget = signedIn("monsoon-bank");
        company.call("banks/outage", Map.of("bank", "monsoon-bank", "kind", "down", "seconds", 60))
                .then()
                .statusCode(200);
        widget.call("close", Map.of()).then().statusCode(200);

        queues.tick("refresh");
        assertThat(end(widget)).isEqualTo("PENDING");
        clock.advance(Duration.ofMinutes(3));
        queues.tick("refresh");

        assertThat(end(widget)).isEqualTo("CONFIRMED");
    }

    @Test
    void the_company_hears_nothing_of_what_it_was_never_given() {
        var widget = signedIn("harmattan-bank");
        widget.call("close", Map.of()).then().statusCode(200);

        queues.tick("refresh");

        assertThat(company.call("webhooks/deliveries", Map.of("id", webhook))
                        .<List<String>>path("data.deliveries.event"))
                .isEmpty();
    }

    /// How many accesses wait to be ended.
    private long unlinked() {
        return IntStream.range(0, 4)
                .mapToObj(shard -> table.query(Query.of(Index.DUE, "access#" + shard)))
                .flatMap(List::stream)
                .map(due -> table.getLatest(due.key()).orElseThrow())
                .filter(item -> item.optionalText("owner")
                        .filter(company.tenant().owner()::equals)
                        .isPresent())
                .count();
    }

    private Company.Widget signedIn(String bank) {
        var widget = company.opens();
        widget.agrees();
        widget.signsIn(bank, "user_good");
        return widget;
    }

    /// As a bank does that gives one access to a customer, however often they sign in.
    private void isGivenTheAccessOf(Company.Linked linked, String login) {
        var given = connections
                .grant(
                        connections.find(company.tenant(), linked.connection()).orElseThrow(),
                        clock.instant().plusSeconds(5))
                .grant();
        table.write(Write.change(key(login)).set("grant", SealedGrants.sealed(vault, company.tenant(), login, given)));
    }

    private String end(Company.Widget widget) {
        return access(widget).orElseThrow().text("access_end");
    }

    private Optional<Item> access(Company.Widget widget) {
        return access(widget.login());
    }

    private Optional<Item> access(String login) {
        return table.getLatest(key(login));
    }

    private ItemKey key(String login) {
        return new ItemKey(company.tenant().prefix() + "#RECORD#" + login, "RECORD");
    }
}
