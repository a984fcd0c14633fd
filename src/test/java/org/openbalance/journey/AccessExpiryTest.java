package org.openbalance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openbalance.account.ConnectionSweep;
import org.openbalance.owner.Owners;
import org.openbalance.platform.ParallelCalls;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.webhook.Sent;

/// What an owner hears of an access whose end its bank tells beforehand, and how the customer renews it.
@QuarkusTest
@Tag("slow")
class AccessExpiryTest {

    private static final Duration NOTICE = Duration.ofMinutes(2).plusSeconds(1);

    @Inject
    Owners owners;

    @Inject
    TestClock clock;

    @Inject
    ConnectionSweep sweep;

    @Inject
    Sent sent;

    @Inject
    Table table;

    private Company company;
    private String webhook;

    @BeforeEach
    void a_company_that_listens() {
        listens(Company.of(owners));
    }

    private void listens(Company one) {
        company = one;
        webhook = company.call(
                        "webhooks/create",
                        Map.of(
                                "url",
                                "https://hooks.example/",
                                "events",
                                List.of("access.expiring", "login.reauth_required", "consent.expiring")))
                .path("data.webhook.id");
    }

    @AfterEach
    void real_time_again() {
        clock.reset();
    }

    @Test
    void a_week_and_a_day_before_and_at_the_end_the_owner_hears_of_it_once_each() {
        var linked = links("user_ending_week");
        var ends = endsAt(linked);
        assertThat(ends)
                .isBetween(
                        clock.instant().plus(Duration.ofDays(7)),
                        clock.instant().plus(Duration.ofDays(7).plusMinutes(3)));
        sweeps();
        assertThat(heard()).isEmpty();

        clock.advance(NOTICE);
        sweepsAtOnce();
        assertThat(heard()).containsExactly("access.expiring");
        var first = event(0);
        assertThat(Instant.parse(first.getString("expires_at"))).isEqualTo(ends);
        assertThat(first.getString("expires_by")).isEqualTo("bank");
        assertThat(first.getString("record")).isEqualTo(linked.connection());
        assertThat(first.getList("accounts", String.class)).containsExactlyInAnyOrderElementsOf(linked.accounts());
        assertThat(Instant.parse(first.getString("renew.expires_at"))).isEqualTo(ends.plus(Duration.ofDays(7)));

        clock.advance(Duration.ofDays(5));
        sweeps();
        assertThat(heard()).hasSize(1);

        clock.advance(Duration.ofDays(1));
        sweepsAtOnce();
        assertThat(heard()).containsExactly("access.expiring", "access.expiring");

        clock.advance(Duration.ofDays(1));
        sweepsAtOnce();
        sweeps();
        assertThat(heard()).containsExactlyInAnyOrder("access.expiring", "access.expiring", "login.reauth_required");
        status(linked, "reauth_required");
    }

    @Test
    void of_an_access_of_a_day_there_is_no_notice_of_a_week() {
        var linked = links("user_ending_day");
        sweeps();
        assertThat(heard()).isEmpty();

        clock.advance(NOTICE);
        sweeps();
        sweeps();

        assertThat(heard()).containsExactly("access.expiring");
        status(linked, "active");
    }

    @Test
    void an_access_of_minutes_is_only_told_to_have_ended() {
        var linked = links("user_ending");
        clock.advance(Duration.ofMinutes(4));
        sweeps();
        assertThat(heard()).isEmpty();

        clock.advance(NOTICE);
        sweeps();

        assertThat(heard()).containsExactly("login.reauth_required");
        status(linked, "reauth_required");
    }

    @Test
    void after_the_end_no_bank_is_asked_though_no_sweep_has_come_by() {
        var linked = links("user_ending");
        clock.advance(Duration.ofMinutes(6));

        for (var call = 0; call < 2; call++) {
            company.call("balance/check", Map.of("account_id", linked.account()))
                    .then()
                    .statusCode(409)
                    .body("type", equalTo("REAUTH_REQUIRED"));
        }
        sweeps();

        assertThat(heard()).containsExactly("login.reauth_required");
    }

    @Test
    void a_bank_that_says_nothing_of_an_end_has_no_notice() {
        var linked = links("user_good");
        company.call("records/getById", Map.of("id", linked.connection()))
                .then()
                .body("data.record.access_ends_at", nullValue());

        clock.advance(Duration.ofDays(80));
        sweeps();

        assertThat(heard()).isEmpty();
    }

    @Test
    void a_consent_that_ends_before_what_the_bank_gives_is_what_ends_it() {
        listens(Company.of(owners, 2));
        var linked = links("user_ending_week");
        assertThat(endsAt(linked)).isAfter(clock.instant().plus(Duration.ofDays(6)));

        clock.advance(Duration.ofDays(1).plusSeconds(10));
        sweeps();

        assertThat(heard()).containsExactly("access.expiring");
        assertThat(event(0).getString("expires_by")).isEqualTo("consent");
        assertThat(Instant.parse(event(0).getString("expires_at")))
                .isBefore(clock.instant().plus(Duration.ofDays(1)));
        clock.advance(Duration.ofDays(1));
        sweeps();
        sweeps();
        assertThat(heard()).hasSize(1);
    }

    @Test
    void the_link_renews_just_that_sign_in_and_ends_its_notices() {
        var linked = links("user_ending_week");
        var other = company.links("calabash-bank");
        clock.advance(NOTICE);
        sweeps();
        var ref = event(0).getString("renew.short_url");

        var widget = company.opensByRef(ref);
        widget.agrees();
        widget.call("banks", Map.of()).then().body("data.banks.slug", equalTo(List.of("harmattan-bank")));
        widget.logsIn("calabash-bank", "user_good").then().statusCode(400);
        assertThat(widget.signsIn("harmattan-bank", "user_ending_week"))
                .containsExactlyInAnyOrderElementsOf(linked.accounts());
        var renewed = widget.chooses(linked.accounts(), "");

        assertThat(renewed.customer()).isEqualTo(linked.customer());
        assertThat(renewed.accounts()).containsExactlyInAnyOrderElementsOf(linked.accounts());
        status(linked, "ended");
        status(other, "active");
        clock.advance(Duration.ofDays(6).minusMinutes(1));
        sweeps();
        assertThat(heard()).as("of the renewed one, whose own day has not come").hasSize(2);
        assertThat(event(0).getString("record")).isEqualTo(renewed.connection());
    }

    @Test
    void a_renewal_goes_on_with_the_company_s_name_and_its_callback() {
        company.opensByKey(Map.of(
                        "clientName",
                        "Acme Savings",
                        "callback_url",
                        "https://hooks.example/callback",
                        "meta",
                        Map.of("user", "7"),
                        "products",
                        List.of("auth", "balance")))
                .links("harmattan-bank", "user_ending_week");
        clock.advance(NOTICE);
        sweeps();
        assertThat(event(0).getString("clientName"))
                .as("events hand back what they did")
                .isNull();

        var opened = company.open("widget/session", Map.of("ref", event(0).getString("renew.short_url")));
        opened.then().statusCode(200).body("data.consent.text", containsString("Acme Savings"));
        var widget = company.opensByRef(event(0).getString("renew.short_url"));
        var consent = widget.agrees();
        var renewed = widget.chooses(widget.signsIn("harmattan-bank", "user_ending_week"), consent);

        var record = table.getLatest(
                        new ItemKey(company.tenant().prefix() + "#RECORD#" + renewed.connection(), "RECORD"))
                .orElseThrow();
        assertThat(record.has("callback")).isTrue();
    }

    @Test
    void someone_else_who_opens_the_link_is_offered_nothing() {
        links("user_ending_week");
        clock.advance(NOTICE);
        sweeps();

        var widget = company.opensByRef(event(0).getString("renew.short_url"));
        widget.agrees();

        widget.logsIn("harmattan-bank", "user_good")
                .then()
                .statusCode(200)
                .body("data.step.type", equalTo("failed"))
                .body("data.step.code", equalTo("UNSUPPORTED"));
    }

    /// The account is one and the same, and the bank calls the two by different names.
    @Test
    void the_other_holder_of_a_joint_account_renews_nothing_and_is_not_made_that_customer() {
        var linked = links("user_ending_week");
        clock.advance(NOTICE);
        sweeps();
        var record = new ItemKey(company.tenant().prefix() + "#RECORD#" + linked.connection(), "RECORD");
        table.write(Write.change(record).set("holder_at_bank", "of-somebody-else"));

        var widget = company.opensByRef(event(0).getString("renew.short_url"));
        widget.agrees();

        widget.logsIn("harmattan-bank", "user_ending_week")
                .then()
                .statusCode(200)
                .body("data.step.type", equalTo("failed"))
                .body("data.step.code", equalTo("UNSUPPORTED"));
        status(linked, "active");
    }

    @Test
    void a_link_works_for_a_week_after_the_end_and_no_longer() {
        links("user_ending_day");
        clock.advance(NOTICE);
        sweeps();
        var ref = event(0).getString("renew.short_url");

        clock.advance(Duration.ofDays(8).minusMinutes(1));
        company.open("widget/session", Map.of("ref", ref)).then().statusCode(200);

        clock.advance(Duration.ofMinutes(2));
        company.open("widget/session", Map.of("ref", ref)).then().statusCode(404);
    }

    @Test
    void nobody_is_told_of_the_end_of_what_was_revoked() {
        var linked = links("user_ending_week");
        company.call("consents/revoke", Map.of("id", linked.consent())).then().statusCode(200);

        clock.advance(NOTICE);
        sweeps();

        assertThat(heard()).isEmpty();
    }

    private Company.Linked links(String username) {
        return company.opens().links("harmattan-bank", username);
    }

    private Instant endsAt(Company.Linked linked) {
        return Instant.parse(company.call("records/getById", Map.of("id", linked.connection()))
                .path("data.record.access_ends_at"));
    }

    private void status(Company.Linked linked, String status) {
        company.call("records/getById", Map.of("id", linked.connection()))
                .then()
                .body("data.record.status", equalTo(status));
    }

    private void sweeps() {
        sweep.sweep(clock.instant().plusSeconds(30));
    }

    private void sweepsAtOnce() {
        ParallelCalls.run(IntStream.range(0, 4)
                .<Callable<Object>>mapToObj(
                        _ -> () -> sweep.sweep(clock.instant().plusSeconds(30)))
                .toList());
    }

    /// The newest first.
    private List<String> heard() {
        return company.call("webhooks/deliveries", Map.of("id", webhook)).path("data.deliveries.event");
    }

    private JsonPath event(int place) {
        return sent.to(company.tenant(), webhook).get(place);
    }
}
