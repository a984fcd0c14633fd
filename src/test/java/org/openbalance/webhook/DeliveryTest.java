package org.openbalance.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.consent.ConsentExpiries;
import org.openbalance.journey.AwsFaults;
import org.openbalance.journey.Company;
import org.openbalance.journey.EmptySchedule;
import org.openbalance.journey.TestClock;
import org.openbalance.local.LocalQueues;
import org.openbalance.owner.Owners;
import org.openbalance.platform.dynamodb.Due;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.vault.ColdVault;
import org.openbalance.platform.vault.Vault;

/// Events from what happens to what the company's server hears, and what the log says of it.
@QuarkusTest
@Tag("slow")
class DeliveryTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Inject
    Due due;

    @Inject
    Owners owners;

    @Inject
    Table table;

    @Inject
    TestClock clock;

    @Inject
    Deliverer deliverer;

    @Inject
    Deliveries deliveries;

    @Inject
    Subscriptions subscriptions;

    @Inject
    DeliverySweep sweep;

    @Inject
    ConsentExpiries expiries;

    @Inject
    LocalQueues queues;

    @Inject
    Vault vault;

    private Company company;
    private Receiver receiver;

    @BeforeEach
    void a_company_with_a_server() throws IOException {
        EmptySchedule.of(table, due);
        company = Company.of(owners);
        receiver = new Receiver();
    }

    @AfterEach
    void close() {
        receiver.close();
        clock.reset();
        queues.skipDelays(false);
    }

    private record Made(String id, String secret) {}

    private Made subscribes(Map<String, ?> more) {
        var body = new HashMap<String, Object>(Map.of("url", receiver.url()));
        body.putAll(more);
        var answer = company.call("webhooks/create", body);
        answer.then().statusCode(200).body("data.webhook.secret", startsWith("whsec_"));
        return new Made(answer.path("data.webhook.id"), answer.path("data.webhook.secret"));
    }

    private Made subscribes(String... events) {
        return subscribes(Map.of("events", List.of(events)));
    }

    private List<Delivery> log(String webhook) {
        return deliveries
                .page(company.tenant(), List.of(webhook), Optional.empty(), 0, 100, Optional.empty())
                .deliveries();
    }

    private Delivery onlyOf(String webhook) {
        var log = log(webhook);
        assertThat(log).hasSize(1);
        return log.getFirst();
    }

    private static DeliveryMessage message(Delivery delivery) {
        return new DeliveryMessage(delivery.key(), delivery.tries());
    }

    /// Makes the attempts that are waiting, as the queue's messages would have it.
    private List<Deliverer.Result> delivers(String webhook) {
        return log(webhook).reversed().stream()
                .filter(delivery -> delivery.state() == Delivery.State.PENDING)
                .map(delivery -> deliverer.attempt(message(delivery)))
                .toList();
    }

    @Test
    void a_link_is_told_signed_in_the_old_envelope() {
        var webhook = subscribes("auth.succeeded");
        var linked = company.links("harmattan-bank", Map.of("meta", Map.of("user", "42"), "options", Map.of("a", 1)));

        assertThat(delivers(webhook.id())).containsExactly(Deliverer.Result.DELIVERED);

        var heard = receiver.only();
        assertThat(heard.verifies(webhook.secret())).isTrue();
        assertThat(heard.verifies(Signature.newSecret())).isFalse();
        var body = heard.json();
        assertThat(body.getString("id")).isEqualTo(heard.id());
        assertThat(body.getString("event")).isEqualTo("auth.succeeded");
        assertThat(body.getString("method")).isEqualTo("AUTH");
        assertThat(body.getString("callback_type")).isEqualTo("AUTH");
        assertThat(body.getString("callback_code")).isEqualTo("INITIAL_AUTH");
        assertThat(body.getString("status")).isEqualTo("success");
        assertThat(body.getString("record")).isEqualTo(linked.connection());
        assertThat(body.getString("recordId")).isEqualTo(linked.connection());
        assertThat(body.getString("customerId")).isEqualTo(linked.customer());
        assertThat(body.getString("accountId")).isEqualTo(linked.account());
        assertThat(body.getList("accounts")).isEqualTo(linked.accounts());
        assertThat(body.getString("bankName")).isEqualTo("Harmattan Bank");
        assertThat(body.getString("env")).isEqualTo("production-sandbox");
        assertThat(body.getString("owner")).isEqualTo(company.id());
        assertThat(body.getString("meta.user")).isEqualTo("42");
        assertThat(body.getInt("options.a")).isEqualTo(1);
        assertThat(Instant.parse(body.getString("started_at")))
                .isBeforeOrEqualTo(Instant.parse(body.getString("ended_at")));
        assertThat(body.getString("callback_url"))
                .endsWith("/v2/sandbox/callback?record=" + linked.connection() + "&method=AUTH");
    }

    @Test
    void a_body_holds_no_amounts_and_no_names_of_people() {
        var webhook = subscribes();
        company.links("harmattan-bank");
        delivers(webhook.id());

        assertThat(receiver.heard()).isNotEmpty().allSatisfy(heard -> assertThat(heard.body())
                .doesNotContain("balance\":", "amount", "nuban", "\"name\""));
    }

    @Test
    void both_secrets_sign_for_a_day_after_a_rotation() {
        var old = subscribes();
        var answer = company.call("webhooks/rotate-secret", Map.of("id", old.id()));
        answer.then().statusCode(200).body("data.webhook.old_secret_until", notNullValue());
        String fresh = answer.path("data.webhook.secret");

        pings(old.id());
        assertThat(receiver.only().verifies(old.secret())).isTrue();
        assertThat(receiver.only().verifies(fresh)).isTrue();

        clock.advance(WebhookLimits.ROTATION_GRACE);
        var signature = Signature.of(
                subscriptions.secrets(subscriptions.get(company.tenant(), old.id())), "id", Instant.EPOCH, "{}");
        assertThat(signature).isEqualTo(Signature.of(List.of(fresh), "id", Instant.EPOCH, "{}"));
    }

    private void pings(String webhook) {
        company.call("webhooks/test", Map.of("id", webhook)).then().statusCode(200);
        delivers(webhook);
    }

    @Test
    void a_receiver_that_answers_500_for_two_days_hears_nine_times_of_one_thing_and_then_no_more() {
        receiver.answers(500);
        var webhook = subscribes();
        company.call("webhooks/test", Map.of("id", webhook.id())).then().statusCode(200);
        var times = new ArrayList<Instant>();

        for (var delivery = onlyOf(webhook.id());
                delivery.state() == Delivery.State.PENDING;
                delivery = onlyOf(webhook.id())) {
            clock.advance(Duration.between(clock.instant(), delivery.next().orElseThrow()));
            times.add(clock.instant());
            deliverer.attempt(message(delivery));
        }

        var dead = onlyOf(webhook.id());
        assertThat(dead.state()).isEqualTo(Delivery.State.DEAD);
        assertThat(dead.due()).isEmpty();
        assertThat(dead.attempts()).hasSize(9).allSatisfy(attempt -> assertThat(attempt.status())
                .contains(500));
        assertThat(receiver.heard()).hasSize(9);
        assertThat(receiver.heard()).extracting(Receiver.Heard::id).containsOnly(dead.eventId());
        assertThat(receiver.heard())
                .extracting(Receiver.Heard::body)
                .containsOnly(receiver.heard().getFirst().body());
        for (var place = 1; place < times.size(); place++) {
            var wait = Duration.between(times.get(place - 1), times.get(place));
            var planned = WebhookLimits.RETRIES.get(place - 1);
            assertThat(wait)
                    .isBetween(planned, planned.multipliedBy(11).dividedBy(10).plus(SECOND.multipliedBy(5)));
        }
    }

    @Test
    void a_message_that_comes_three_times_makes_one_attempt() throws Exception {
        var webhook = subscribes();
        company.call("webhooks/test", Map.of("id", webhook.id())).then().statusCode(200);
        var message = message(onlyOf(webhook.id()));

        try (var threads = Executors.newFixedThreadPool(3)) {
            Callable<Deliverer.Result> attempt = () -> deliverer.attempt(message);
            var results = new ArrayList<Deliverer.Result>();
            for (var future : threads.invokeAll(List.of(attempt, attempt, attempt))) {
                results.add(future.get());
            }
            assertThat(results)
                    .containsExactlyInAnyOrder(
                            Deliverer.Result.DELIVERED, Deliverer.Result.DROPPED, Deliverer.Result.DROPPED);
        }
        assertThat(receiver.heard()).hasSize(1);
        assertThat(deliverer.attempt(message)).isEqualTo(Deliverer.Result.DROPPED);
    }

    @Test
    void an_event_whose_process_died_before_it_was_queued_is_swept_up_once() {
        var webhook = subscribes();
        company.call("webhooks/test", Map.of("id", webhook.id())).then().statusCode(200);

        sweep.sweep(clock.instant().plusSeconds(60));
        assertThat(onlyOf(webhook.id()).due().orElseThrow())
                .isBefore(clock.instant().plus(WebhookLimits.SAFETY_NET));

        clock.advance(WebhookLimits.SAFETY_NET.plus(SECOND));
        assertThat(sweep.sweep(clock.instant().plusSeconds(60)).done()).isPositive();
        var lease = onlyOf(webhook.id()).due().orElseThrow();
        assertThat(lease).isAfter(clock.instant().plus(WebhookLimits.SAFETY_NET));

        sweep.sweep(clock.instant().plusSeconds(60));
        assertThat(onlyOf(webhook.id()).due()).contains(lease);
        assertThat(delivers(webhook.id())).containsExactly(Deliverer.Result.DELIVERED);
    }

    @ParameterizedTest
    @EnumSource(
            value = AwsFaults.Fault.class,
            names = {"THROTTLED", "NEVER_ANSWERED", "ANSWER_LOST"})
    void what_the_queue_does_to_an_event_takes_no_answer_away_and_loses_none(AwsFaults.Fault fault) {
        var webhook = subscribes();
        AwsFaults.begin(fault, request -> request.operation().equals("SendMessageBatch"));
        try {
            company.call("webhooks/test", Map.of("id", webhook.id())).then().statusCode(200);
        } finally {
            AwsFaults.end();
        }

        clock.advance(WebhookLimits.SAFETY_NET.plus(SECOND));
        sweep.sweep(clock.instant().plusSeconds(60));
        queues.drain();

        var delivery = onlyOf(webhook.id());
        assertThat(delivery.state()).isEqualTo(Delivery.State.DELIVERED);
        // The receiver may have the port that another test's had, whose events are due by this clock as well.
        assertThat(receiver.heard()).extracting(Receiver.Heard::id).containsOnlyOnce(delivery.eventId());
    }

    @Test
    void an_attempt_whose_function_died_is_made_anew_under_the_same_id() {
        var webhook = subscribes();
        company.call("webhooks/test", Map.of("id", webhook.id())).then().statusCode(200);
        var before = onlyOf(webhook.id());
        // The claim of an attempt that nobody finished.
        table.write(Write.change(before.key())
                .set(Delivery.TRIES, 1)
                .set(Delivery.DUE, clock.instant().plus(WebhookLimits.ATTEMPT_LEASE)));

        assertThat(deliverer.attempt(message(before))).isEqualTo(Deliverer.Result.DROPPED);
        clock.advance(WebhookLimits.ATTEMPT_LEASE.plus(SECOND));
        assertThat(sweep.sweep(clock.instant().plusSeconds(60)).done()).isPositive();
        assertThat(delivers(webhook.id())).containsExactly(Deliverer.Result.DELIVERED);
        assertThat(receiver.only().id()).isEqualTo(before.eventId());
    }

    @Test
    void a_receiver_that_is_gone_is_removed_with_what_was_on_its_way() {
        var webhook = subscribes();
        company.call("webhooks/test", Map.of("id", webhook.id())).then().statusCode(200);
        company.call("webhooks/test", Map.of("id", webhook.id())).then().statusCode(200);
        receiver.answers(410);

        assertThat(delivers(webhook.id())).containsExactly(Deliverer.Result.DEAD, Deliverer.Result.DEAD);

        assertThat(receiver.heard()).hasSize(1);
        company.call("webhooks/list", Map.of()).then().body("data.webhooks", empty());
        company.call("webhooks/deliveries", Map.of("id", webhook.id())).then().statusCode(404);
    }

    @Test
    void the_function_itself_removes_a_receiver_that_is_gone() {
        queues.clear();
        receiver.answers(410);
        var webhook = subscribes();
        company.call("webhooks/test", Map.of("id", webhook.id())).then().statusCode(200);
        ColdVault.forget(vault);

        queues.drain();

        assertThat(receiver.heard()).hasSize(1);
        company.call("webhooks/list", Map.of()).then().body("data.webhooks", empty());
    }

    @Test
    void an_event_goes_by_the_queue_and_comes_again_by_it_until_it_is_given_up() {
        queues.clear();
        queues.skipDelays(true);
        receiver.answers(500);
        var webhook = subscribes();
        company.call("webhooks/test", Map.of("id", webhook.id())).then().statusCode(200);
        queues.drain();

        // The first attempt and the three that a queue can hold back; those behind 15 minutes and more are the sweep's.
        assertThat(receiver.heard()).hasSize(4);
        var delays = queues.delays();
        assertThat(delays).hasSize(4);
        assertThat(delays.get(0)).isZero();
        assertThat(delays.get(1)).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
        assertThat(delays.get(2)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(33));
        assertThat(delays.get(3)).isBetween(Duration.ofSeconds(120), Duration.ofSeconds(132));

        while (onlyOf(webhook.id()).state() == Delivery.State.PENDING) {
            clock.advance(
                    Duration.between(clock.instant(), onlyOf(webhook.id()).due().orElseThrow())
                            .plus(SECOND));
            assertThat(sweep.sweep(clock.instant().plusSeconds(60)).done()).isPositive();
            queues.drain();
        }
        assertThat(receiver.heard()).hasSize(9);
        // Those of other tests may have been given up meanwhile as well.
        assertThat(queues.take("DeliveriesDead"))
                .map(DeliveryMessage::of)
                .extracting(DeliveryMessage::delivery)
                .containsOnlyOnce(onlyOf(webhook.id()).key());
    }

    @Test
    void the_log_tells_each_attempt_and_no_secret() {
        receiver.answers(503);
        var webhook = subscribes();
        pings(webhook.id());
        receiver.answers(200);
        delivers(webhook.id());

        var answer = company.call("webhooks/deliveries", Map.of("id", webhook.id()));
        answer.then()
                .statusCode(200)
                .body("data.deliveries", hasSize(1))
                .body("data.deliveries[0].event", equalTo("ping"))
                .body("data.deliveries[0].state", equalTo("delivered"))
                .body("data.deliveries[0].next_attempt_at", nullValue())
                .body("data.deliveries[0].attempts.status", contains(503, 200))
                .body("data.deliveries[0].attempts.ms", everyItem(notNullValue()))
                .body(
                        "data.deliveries[0].webhook_id",
                        equalTo(receiver.heard().getFirst().id()))
                .body("data.pagination.hasNextPage", equalTo(false));
        assertThat(answer.asString()).doesNotContain("whsec_", webhook.secret());
        company.call("webhooks/list", Map.of())
                .then()
                .statusCode(200)
                .body("data.webhooks.id", contains(webhook.id()))
                .body("data.webhooks[0].secret", nullValue());
        company.call("webhooks/deliveries", Map.of("state", "dead")).then().body("data.deliveries", empty());
    }

    @Test
    void the_log_is_walked_by_page_and_by_cursor() {
        var webhook = subscribes();
        var other = subscribes(Map.of("url", receiver.url("/other")));
        for (var round = 0; round < 3; round++) {
            company.call("webhooks/test", Map.of("id", webhook.id())).then().statusCode(200);
            company.call("webhooks/test", Map.of("id", other.id())).then().statusCode(200);
        }
        var all = company.call("webhooks/deliveries", Map.of("limit", 100)).<List<String>>path("data.deliveries.id");
        assertThat(all).hasSize(6).doesNotHaveDuplicates();

        var walked = new ArrayList<String>();
        var body = new HashMap<String, Object>(Map.of("limit", 4));
        for (var more = true; more; ) {
            var answer = company.call("webhooks/deliveries", body);
            walked.addAll(answer.<List<String>>path("data.deliveries.id"));
            body.put("cursor", answer.path("data.pagination.cursor"));
            more = answer.path("data.pagination.hasNextPage");
        }
        assertThat(walked).isEqualTo(all);
        assertThat(company.call("webhooks/deliveries", Map.of("limit", 2, "page", 2))
                        .<List<String>>path("data.deliveries.id"))
                .isEqualTo(all.subList(2, 4));
        company.call("webhooks/deliveries", Map.of("cursor", "forged")).then().statusCode(400);
        Company.of(owners)
                .call("webhooks/deliveries", Map.of("cursor", body.getOrDefault("cursor", "x") + "x"))
                .then()
                .statusCode(400);
    }

    @Test
    void a_replay_sends_the_same_bytes_under_the_same_id() {
        var webhook = subscribes();
        pings(webhook.id());
        var delivery = onlyOf(webhook.id());

        company.call("webhooks/replay", Map.of("delivery", delivery.id()))
                .then()
                .statusCode(200)
                .body("data.replayed", equalTo(1))
                .body("data.deliveries", contains(delivery.id()));
        assertThat(delivers(webhook.id())).containsExactly(Deliverer.Result.DELIVERED);

        assertThat(receiver.heard()).hasSize(2);
        assertThat(receiver.heard().get(1).body())
                .isEqualTo(receiver.heard().get(0).body());
        assertThat(receiver.heard().get(1).id())
                .isEqualTo(receiver.heard().get(0).id());
        assertThat(onlyOf(webhook.id()).attempts()).hasSize(2);
    }

    @Test
    void a_replay_of_a_span_of_time_brings_the_dead_back_for_a_whole_round() {
        receiver.answers(500);
        var webhook = subscribes();
        company.call("webhooks/test", Map.of("id", webhook.id())).then().statusCode(200);
        while (onlyOf(webhook.id()).state() == Delivery.State.PENDING) {
            delivers(webhook.id());
        }
        var from = clock.instant().minusSeconds(3_600).toString();

        company.call("webhooks/replay", Map.of("id", webhook.id(), "from", from, "state", "delivered"))
                .then()
                .body("data.replayed", equalTo(0));
        company.call("webhooks/replay", Map.of("id", webhook.id(), "from", from, "state", "dead"))
                .then()
                .statusCode(200)
                .body("data.replayed", equalTo(1));

        assertThat(delivers(webhook.id())).containsExactly(Deliverer.Result.TRIED_AGAIN_LATER);
        receiver.answers(204);
        assertThat(delivers(webhook.id())).containsExactly(Deliverer.Result.DELIVERED);
        assertThat(receiver.heard()).hasSize(11);
    }

    @Test
    void a_subscription_hears_of_the_events_that_it_asked_for_and_of_no_others() {
        var revoked = subscribes("consent.revoked");
        var linked = company.links("harmattan-bank");
        assertThat(log(revoked.id())).isEmpty();

        company.call("consents/revoke", Map.of("id", linked.consent())).then().statusCode(200);
        company.call("consents/revoke", Map.of("id", linked.consent())).then().statusCode(200);

        delivers(revoked.id());
        var body = receiver.only().json();
        assertThat(body.getString("event")).isEqualTo("consent.revoked");
        assertThat(body.getString("by")).isEqualTo("owner");
        assertThat(body.getString("consentId")).isEqualTo(linked.consent());
        assertThat(body.getList("accounts", String.class)).containsExactlyInAnyOrderElementsOf(linked.accounts());
    }

    @Test
    void the_address_of_a_session_hears_of_its_own_record_alone() {
        var linked = company.linksByKey("harmattan-bank", Map.of("callback_url", receiver.url("/cb")));
        company.links("lagoon-bank");
        var callback = company.call("webhooks/list", Map.of()).<List<Map<String, String>>>path("data.webhooks");
        assertThat(callback).hasSize(1);
        assertThat(callback.getFirst()).containsEntry("kind", "callback");
        var id = callback.getFirst().get("id");

        company.call("consents/revoke", Map.of("id", linked.consent())).then().statusCode(200);
        delivers(id);

        assertThat(receiver.heard())
                .extracting(heard -> heard.json().getString("event"))
                .containsExactly("auth.succeeded", "consent.revoked");
        assertThat(receiver.heard())
                .extracting(heard -> heard.json().getString("record"))
                .containsOnly(linked.connection());
    }

    @Test
    void one_address_hears_of_one_thing_once() {
        var webhook = subscribes("auth.succeeded");
        company.linksByKey("harmattan-bank", Map.of("callback_url", receiver.url()));
        String callback =
                company.call("webhooks/list", Map.of()).path("data.webhooks.find { it.kind == 'callback' }.id");

        assertThat(log(webhook.id())).hasSize(1);
        assertThat(log(callback)).isEmpty();
    }

    @Test
    void a_week_before_its_end_a_consent_is_told_to_be_expiring_and_at_its_end_it_is_settled() {
        var webhook = subscribes("consent.expiring");
        var linked = company.links("harmattan-bank");
        expiries.sweep(clock.instant().plusSeconds(60));
        assertThat(log(webhook.id())).isEmpty();

        clock.advance(Duration.ofDays(83).plusMinutes(1));
        ColdVault.forget(vault);
        for (var run = 0; run < 50 && log(webhook.id()).isEmpty(); run++) {
            queues.tick("refresh");
        }
        sweepsExpiries();
        sweepsExpiries();

        delivers(webhook.id());
        var body = receiver.only().json();
        assertThat(body.getString("event")).isEqualTo("consent.expiring");
        assertThat(body.getString("consentId")).isEqualTo(linked.consent());
        assertThat(Instant.parse(body.getString("expires_at"))).isAfter(clock.instant());

        clock.advance(Duration.ofDays(7));
        sweepsExpiries();
        var consent = table.getLatest(
                        new ItemKey(company.tenant().prefix() + "#CONSENT#" + linked.consent(), "CONSENT"))
                .orElseThrow();
        assertThat(consent.text("state")).isEqualTo("expired");
        assertThat(consent.has("dueShard")).isFalse();
    }

    @Test
    void a_consent_that_cannot_be_looked_at_holds_up_no_other_and_no_refresh() {
        var webhook = subscribes("consent.expiring");
        var broken = consentKey(company.links("harmattan-bank").consent());
        var others = List.of(
                company.links("calabash-bank").consent(),
                company.links("tamarind-bank").consent());
        var text = table.getLatest(broken).orElseThrow().text("text");
        table.write(Write.change(broken).remove("text"));
        try {
            clock.advance(Duration.ofDays(83).plusMinutes(1));

            queues.tick("refresh");
            sweepsExpiries();

            assertThat(log(webhook.id())).hasSize(others.size());
        } finally {
            table.write(Write.change(broken).set("text", text));
        }
    }

    private ItemKey consentKey(String consent) {
        return new ItemKey(company.tenant().prefix() + "#CONSENT#" + consent, "CONSENT");
    }

    /// Other tests' consents are due as well by then.
    private void sweepsExpiries() {
        while (expiries.sweep(clock.instant().plusSeconds(60)).done() >= 100) {
            // There may be more.
        }
    }

    @Test
    void webhooks_of_one_environment_or_owner_are_unknown_to_the_others() {
        var webhook = subscribes();
        var other = Company.of(owners);

        for (var operation : List.of("rotate-secret", "remove", "deliveries", "test")) {
            other.call("webhooks/" + operation, Map.of("id", webhook.id()))
                    .then()
                    .statusCode(404);
        }
        other.links("harmattan-bank");
        assertThat(log(webhook.id())).isEmpty();
        other.call("webhooks/list", Map.of()).then().body("data.webhooks", empty());
        Company.request()
                .header("Authorization", "Bearer " + company.productionKeys().secret())
                .body(Map.of())
                .post("/v2/webhooks/list")
                .then()
                .statusCode(200)
                .body("data.webhooks", empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hooks.example.com/", "https://user:pass@hooks.example.com/", "ftp://localhost/",
                "https://0x7f.1/", "hooks", ""
            })
    void an_address_that_nothing_is_sent_to_is_refused_by_its_field(String url) {
        company.call("webhooks/create", Map.of("url", url))
                .then()
                .statusCode(url.startsWith("http://h") ? 200 : 400)
                .body("fields.field", url.startsWith("http://h") ? nullValue() : contains("url"));
    }

    @Test
    void every_bad_field_is_named() {
        company.call("webhooks/create", Map.of("url", "nowhere", "events", List.of("balance.gone"), "colour", "red"))
                .then()
                .statusCode(400)
                .body("fields.field", containsInAnyOrder("url", "events", "colour"));
        company.call("webhooks/replay", Map.of()).then().statusCode(400).body("fields.field", contains("delivery"));
        company.call("webhooks/deliveries", Map.of("state", "lost", "limit", 0))
                .then()
                .statusCode(400)
                .body("fields.field", containsInAnyOrder("state", "limit"));
    }

    @Test
    void an_address_registered_again_with_the_same_events_is_the_same_webhook() {
        var first = subscribes("balance.low", "auth.succeeded");

        assertThat(subscribes("auth.succeeded", "balance.low")).isEqualTo(first);
        assertThat(subscribes("balance.low").id()).isNotEqualTo(first.id());
        company.call("webhooks/list", Map.of()).then().body("data.pagination.totalDocs", equalTo(2));

        company.call("webhooks/remove", Map.of("id", first.id())).then().statusCode(200);
        assertThat(subscribes("balance.low", "auth.succeeded").secret()).isNotEqualTo(first.secret());
    }

    @Test
    void an_address_registered_by_many_servers_at_once_is_one_webhook() throws Exception {
        var made = new ArrayList<Future<Made>>();
        try (var servers = Executors.newFixedThreadPool(8)) {
            for (var server = 0; server < 8; server++) {
                made.add(servers.submit(() -> subscribes("balance.low")));
            }
        }
        var seen = new HashSet<Made>();
        for (var one : made) {
            seen.add(one.get());
        }

        assertThat(seen).hasSize(1);
        company.call("webhooks/list", Map.of()).then().body("data.pagination.totalDocs", equalTo(1));
    }

    @Test
    void an_owner_has_ten_webhooks_at_most_and_may_remove_one_for_another() {
        var first = subscribes();
        for (var number = 1; number < WebhookLimits.SUBSCRIPTIONS; number++) {
            subscribes(Map.of("url", receiver.url("/" + number)));
        }
        company.call("webhooks/create", Map.of("url", receiver.url("/more")))
                .then()
                .statusCode(409)
                .body("message", containsString("10"));

        company.call("webhooks/remove", Map.of("id", first.id())).then().statusCode(200);
        company.call("webhooks/remove", Map.of("id", first.id())).then().statusCode(404);
        subscribes(Map.of("url", receiver.url("/more")));
        company.call("webhooks/list", Map.of("limit", 5))
                .then()
                .body("data.pagination.totalDocs", equalTo(WebhookLimits.SUBSCRIPTIONS))
                .body("data.webhooks.id", not(contains(first.id())));
    }
}
