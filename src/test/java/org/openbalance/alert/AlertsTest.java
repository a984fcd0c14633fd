package org.openbalance.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openbalance.account.AlertState;
import org.openbalance.journey.Company;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.Money;
import org.openbalance.owner.Owners;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.webhook.Deliverer;
import org.openbalance.webhook.Deliveries;
import org.openbalance.webhook.Delivery;
import org.openbalance.webhook.DeliveryMessage;
import org.openbalance.webhook.EventSubject;
import org.openbalance.webhook.Receiver;
import org.openbalance.webhook.WebhookLimits;

/// Alerts of low funds: made, found, removed, and what is low already when they are made.
@QuarkusTest
@Tag("slow")
class AlertsTest {

    private static final String MORE_THAN_ANYONE_HAS = "900000000000.50";

    @Inject
    Owners owners;

    @Inject
    Table table;

    @Inject
    Alerts alerts;

    @Inject
    Deliveries deliveries;

    @Inject
    Deliverer deliverer;

    private Company company;
    private Company.Linked linked;
    private Receiver receiver;
    private String webhook;

    @BeforeEach
    void a_company_that_listens() throws IOException {
        company = Company.of(owners);
        receiver = new Receiver();
        linked = company.links("harmattan-bank");
        webhook = company.call(
                        "webhooks/create",
                        Map.of("url", receiver.url(), "events", List.of("balance.low", "balance.recovered")))
                .path("data.webhook.id");
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    private Response creates(Map<String, ?> more) {
        var body = new HashMap<String, Object>(Map.of("on", "available", "threshold", 1));
        body.putAll(more);
        return company.call("alerts/create", body);
    }

    private List<String> hears() {
        deliveries
                .page(company.tenant(), List.of(webhook), Optional.of(Delivery.State.PENDING), 0, 100, Optional.empty())
                .deliveries()
                .reversed()
                .forEach(delivery -> deliverer.attempt(new DeliveryMessage(delivery.key(), delivery.tries())));
        return receiver.heard().stream()
                .map(heard ->
                        heard.json().getString("event") + ' ' + heard.json().getString("accountId"))
                .toList();
    }

    @Test
    void what_is_low_already_is_told_at_once_and_with_the_alert_but_without_the_balance() {
        var answer = creates(Map.of("account_id", linked.account(), "threshold", MORE_THAN_ANYONE_HAS, "margin", 10));
        answer.then()
                .statusCode(200)
                .body("data.alert.account", equalTo(linked.account()))
                .body("data.alert.customer", equalTo(linked.customer()))
                .body("data.alert.currency", equalTo("NGN"));

        assertThat(hears()).containsExactly("balance.low " + linked.account());
        var body = receiver.only().json();
        assertThat(body.getString("alert.id")).isEqualTo(answer.path("data.alert.id"));
        assertThat(receiver.only().body()).contains("\"threshold\":900000000000.5,");
        assertThat(body.getString("callback_type")).isEqualTo("BALANCE");
        assertThat(body.getString("record")).isEqualTo(linked.connection());
        assertThat(receiver.only().body()).doesNotContain("available_balance", "ledger");
    }

    @Test
    void what_is_not_low_is_not_told() {
        creates(Map.of("account_id", linked.account(), "threshold", -900_000))
                .then()
                .statusCode(200);

        assertThat(hears()).isEmpty();
    }

    @Test
    void an_alert_of_a_customer_watches_every_account_of_its_currency() {
        creates(Map.of("customer", linked.customer(), "threshold", MORE_THAN_ANYONE_HAS, "currency", "NGN"))
                .then()
                .statusCode(200)
                .body("data.alert.account", nullValue());

        assertThat(hears()).isNotEmpty().allSatisfy(heard -> assertThat(heard).startsWith("balance.low "));
        assertThat(hears()).doesNotHaveDuplicates();
    }

    @Test
    void an_account_remembers_what_it_is_low_for_until_the_alert_is_removed() {
        String id = creates(Map.of("account_id", linked.account(), "threshold", MORE_THAN_ANYONE_HAS))
                .path("data.alert.id");
        assertThat(account().texts(AlertState.LOW)).containsExactly(id);
        assertThat(account().number(AlertState.SEEN)).isEqualTo(account().number(AlertState.REVISION));

        company.call("alerts/remove", Map.of("id", id)).then().statusCode(200);

        assertThat(account().number(AlertState.SEEN)).isLessThan(account().number(AlertState.REVISION));
        assertThat(evaluate(Set.of(id)).events()).isEmpty();
        assertThat(evaluate(Set.of(id)).low()).isEmpty();
        assertThat(evaluate(Set.of(id)).watched()).isFalse();
        company.call("alerts/remove", Map.of("id", id)).then().statusCode(404);
        company.call("alerts/list", Map.of()).then().body("data.alerts", empty());
    }

    private Item account() {
        return table.getLatest(new ItemKey(company.tenant().prefix() + "#ACCOUNT#" + linked.account(), "ACCOUNT#STATE"))
                .orElseThrow();
    }

    private Alerts.Evaluation evaluate(Set<String> low) {
        var nothing = new Money(0, Currency.getInstance("NGN"));
        return alerts.evaluate(
                EventSubject.of(company.tenant()).customer(linked.customer()).account(linked.account()),
                new BalanceAmounts(nothing, nothing),
                low,
                1,
                Instant.EPOCH);
    }

    @Test
    void of_many_that_are_made_at_once_seven_watch_an_account() throws InterruptedException {
        var statuses = new ConcurrentLinkedQueue<Integer>();
        try (var calls = Executors.newFixedThreadPool(12)) {
            for (var call = 0; call < 24; call++) {
                calls.execute(() -> statuses.add(
                        creates(Map.of("account_id", linked.account())).statusCode()));
            }
        }

        var made = Collections.frequency(statuses, 200);
        assertThat(statuses).hasSize(24).allMatch(status -> status == 200 || status == 409);
        assertThat(made).isBetween(1, WebhookLimits.ALERTS_AN_ACCOUNT);
        while (made < WebhookLimits.ALERTS_AN_ACCOUNT) {
            creates(Map.of("account_id", linked.account())).then().statusCode(200);
            made++;
        }
        creates(Map.of("account_id", linked.account())).then().statusCode(409);
    }

    @Test
    void alerts_are_listed_newest_first_for_the_owner_and_for_a_customer() {
        String one = creates(Map.of("account_id", linked.account())).path("data.alert.id");
        String two = creates(Map.of("customer", linked.customer(), "currency", "NGN"))
                .path("data.alert.id");

        company.call("alerts/list", Map.of("limit", 1))
                .then()
                .statusCode(200)
                .body("data.pagination.totalDocs", equalTo(2))
                .body("data.alerts", hasSize(1));
        company.call("alerts/list", Map.of("customer", linked.customer()))
                .then()
                .body("data.alerts.id", containsInAnyOrder(one, two))
                .body("data.pagination.totalDocs", equalTo(2));
    }

    @Test
    void an_alert_s_bad_fields_are_named() {
        company.call("alerts/create", Map.of("customer", "x", "on", "both", "threshold", "a", "margin", -1, "odd", 1))
                .then()
                .statusCode(400)
                .body("fields.field", containsInAnyOrder("customer", "on", "threshold", "margin", "odd"));
        company.call("alerts/create", Map.of())
                .then()
                .statusCode(400)
                .body("fields.field", containsInAnyOrder("account_id", "on", "threshold"));
        creates(Map.of("account_id", linked.account(), "customer", linked.customer()))
                .then()
                .statusCode(400)
                .body("fields.field", contains("account_id"));
        creates(Map.of("account_id", linked.account(), "threshold", "1.001"))
                .then()
                .statusCode(400)
                .body("fields.field", contains("threshold"));
        creates(Map.of("account_id", linked.account(), "currency", "USD"))
                .then()
                .statusCode(400)
                .body("fields.field", contains("currency"));
    }

    @Test
    void an_account_is_watched_by_seven_alerts_at_most() {
        for (var number = 0; number < WebhookLimits.ALERTS_AN_ACCOUNT; number++) {
            creates(Map.of("account_id", linked.account())).then().statusCode(200);
        }

        creates(Map.of("account_id", linked.account())).then().statusCode(409);
    }

    @Test
    void alerts_of_an_owner_are_unknown_to_others_and_so_are_its_accounts() {
        String id = creates(Map.of("account_id", linked.account())).path("data.alert.id");
        var other = Company.of(owners);

        other.call("alerts/remove", Map.of("id", id)).then().statusCode(404);
        other.call("alerts/list", Map.of("customer", linked.customer())).then().body("data.alerts", empty());
        other.call("alerts/create", Map.of("account_id", linked.account(), "on", "ledger", "threshold", 1))
                .then()
                .statusCode(404);
        other.call("alerts/create", Map.of("customer", linked.customer(), "on", "ledger", "threshold", 1))
                .then()
                .statusCode(404);
    }

    @Test
    void a_removed_customer_takes_its_alerts_along() {
        creates(Map.of("account_id", linked.account())).then().statusCode(200);

        company.call("customers/remove", Map.of("customer", linked.customer()))
                .then()
                .statusCode(200);

        company.call("alerts/list", Map.of())
                .then()
                .body("data.alerts", empty())
                .body("data.pagination.totalDocs", equalTo(0));
    }

    @Test
    void a_balance_that_falls_and_swings_and_recovers_is_told_twice_and_by_its_sequence() {
        String nuban =
                company.call("accounts/getById", Map.of("id", linked.account())).path("data.accounts[0].nuban");
        creates(Map.of("account_id", linked.account(), "threshold", 100, "margin", 50))
                .then()
                .statusCode(200);

        for (var amount : List.of(500, 99, 101, 98, 149, 100, 150, 120, 160)) {
            company.call("balances/set", Map.of("account", nuban, "available", amount, "ledger", amount))
                    .then()
                    .statusCode(200);
            company.call("balance/check", Map.of("account_id", linked.account()))
                    .then()
                    .statusCode(200);
            company.call("balance/check", Map.of("account_id", linked.account()))
                    .then()
                    .statusCode(200);
        }

        assertThat(hears()).containsExactly("balance.low " + linked.account(), "balance.recovered " + linked.account());
        var sequences = receiver.heard().stream()
                .map(heard -> heard.json().getInt("sequence"))
                .toList();
        assertThat(sequences).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void what_an_alert_and_reads_at_the_same_moment_find_low_is_told_once() throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            var calls = new ArrayList<Callable<Response>>();
            calls.add(() -> creates(Map.of("account_id", linked.account(), "threshold", MORE_THAN_ANYONE_HAS)));
            for (var number = 0; number < 6; number++) {
                calls.add(() -> company.call("balance/check", Map.of("account_id", linked.account())));
            }
            for (var answer : threads.invokeAll(calls)) {
                assertThat(answer.get().statusCode()).isIn(200, 409);
            }
        }

        assertThat(hears()).containsExactly("balance.low " + linked.account());
    }

    @Test
    void a_trigger_tells_once_more_what_stands() {
        company.call(
                        "callback/trigger",
                        Map.of("recordIds", List.of(linked.connection()), "url", receiver.url("/again")))
                .then()
                .statusCode(200)
                .body("data.notices", equalTo(1 + linked.accounts().size()));
        webhook = company.call("webhooks/list", Map.of()).path("data.webhooks.find { it.kind == 'callback' }.id");

        assertThat(hears()).hasSize(1 + linked.accounts().size());
        assertThat(receiver.heard()).allSatisfy(heard -> assertThat(heard.json().getBoolean("resent"))
                .isTrue());
        company.call("callback/trigger", Map.of("recordIds", List.of("5f23f8ea9d2b8e0017a1c0de")))
                .then()
                .statusCode(404)
                .body("type", equalTo("NO_RECORD_ID"));
        company.call("callback/trigger", Map.of("recordIds", List.of(linked.connection()), "url", "https://10.1/"))
                .then()
                .statusCode(400)
                .body("fields.field", contains("url"));
    }
}
