package org.openbalance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.owner.Owners;

/// The whole job over HTTP: consent, sign-in, link, balance, at every sandbox bank and with every forced outcome.
@QuarkusTest
class JourneyTest {

    @Inject
    Owners owners;

    private Company company;

    @BeforeEach
    void a_company() {
        company = Company.of(owners);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "harmattan-bank",
                "calabash-bank",
                "tamarind-bank",
                "lagoon-bank",
                "ironwood-corporate-bank",
                "monsoon-bank"
            })
    void links_and_reads_a_balance_at_every_bank(String bank) {
        var linked = company.links(bank);

        company.call("balance/getByCustomer", Map.of("customer", linked.customer()))
                .then()
                .statusCode(200)
                .body("status", equalTo("success"))
                .body("data.balances", hasSize(2))
                .body("data.pagination.totalDocs", equalTo(2))
                .body("data.balances.customer._id", everyItem(equalTo(linked.customer())))
                .body("data.balances.source", everyItem(equalTo("stored")));
        company.call("balance/check", Map.of("account_id", linked.account(), "record_id", linked.connection()))
                .then()
                .statusCode(200)
                .body("data.balances[0].source", equalTo("bank"))
                .body("data.balances[0].account._id", equalTo(linked.account()));
    }

    @ParameterizedTest
    @CsvSource({"user_locked, LOCKED, false", "user_no_accounts, UNSUPPORTED, true"})
    void a_forced_user_gets_the_outcome_its_name_says(String user, String code, boolean retry) {
        var widget = company.opens();
        widget.agrees();

        widget.logsIn("harmattan-bank", user)
                .then()
                .statusCode(200)
                .body("data.step.type", equalTo("failed"))
                .body("data.step.code", equalTo(code))
                .body("data.step.retry", equalTo(retry));
    }

    @Test
    void a_wrong_password_may_be_tried_again_in_the_same_session() {
        var widget = company.opens();
        widget.agrees();

        widget.logsIn("harmattan-bank", "user_good", "wrong")
                .then()
                .body("data.step.code", equalTo("BAD_CREDENTIALS"))
                .body("data.step.retry", equalTo(true));
        assertThat(widget.signsIn("harmattan-bank", "user_good")).hasSize(2);
    }

    @Test
    void wrong_one_time_passwords_end_the_login() {
        var widget = company.opens();
        widget.agrees();
        widget.logsIn("calabash-bank", "user_bad_otp");

        var last = widget.answers("000000");
        for (var attempt = 0; attempt < 5 && (boolean) last.path("data.step.retry"); attempt++) {
            last.then().body("data.step.code", equalTo("BAD_ANSWER"));
            last = widget.answers("000000");
        }

        last.then().body("data.step.type", equalTo("failed")).body("data.step.retry", equalTo(false));
        widget.answers("123456").then().statusCode(409).body("type", equalTo("CONFLICT"));
    }

    @Test
    void more_accounts_than_a_login_may_link_are_shown_but_not_linked() {
        var widget = company.opens();
        widget.agrees();
        var accounts = widget.signsIn("harmattan-bank", "user_many_accounts");

        assertThat(accounts).hasSize(25);
        widget.call("accounts", Map.of("login", widget.login(), "accounts", accounts))
                .then()
                .statusCode(400)
                .body("type", equalTo("VALIDATION"))
                .body("fields[0].field", equalTo("accounts"));
        widget.call("accounts", Map.of("login", widget.login(), "accounts", accounts.subList(0, 20)))
                .then()
                .statusCode(200)
                .body("data.accounts", hasSize(20));
    }

    @Test
    void a_login_that_the_bank_ends_asks_for_a_new_sign_in() {
        var widget = company.opens();
        var consent = widget.agrees();
        var linked = widget.chooses(widget.signsIn("harmattan-bank", "user_expired"), consent);

        for (var attempt = 0; attempt < 2; attempt++) {
            company.call("balance/check", Map.of("account_id", linked.account()))
                    .then()
                    .statusCode(409)
                    .body("type", equalTo("REAUTH_REQUIRED"))
                    .body("method", equalTo("BALANCE"));
        }
        company.call("records/getById", Map.of("id", linked.connection()))
                .then()
                .statusCode(200)
                .body("data.record.status", equalTo("reauth_required"));
    }

    @Test
    void whoever_sent_the_banks_address_to_somebody_else_has_nothing_of_that_persons_sign_in() {
        var attacker = company.opens();
        attacker.agrees();
        String url = attacker.logsIn("lagoon-bank", "user_good").path("data.step.url");
        var back = attacker.wayBack(url, "user_good");
        var shown = Company.request().get(back);

        attacker.answers("").then().body("data.step.type", equalTo("wait")).body("data.step.returned", equalTo(true));
        for (var guess : List.of("BBBBBBBB", "2345-6789", "-", "'")) {
            attacker.answers(guess).then().statusCode(400).body("fields[0].field", equalTo("answer"));
        }
        assertThat(shown.asString())
                .contains("Company ")
                .contains("give the code to nobody")
                .doesNotContain(attacker.session());
        // The page shows its code once: the attacker cannot fetch it.
        Company.request().get(back).then().statusCode(404);

        attacker.answers(Company.Widget.codeOn(shown).toLowerCase(Locale.ROOT).replace("-", " "))
                .then()
                .statusCode(200)
                .body("data.step.type", equalTo("accounts"));
    }

    /// OAuth's form post, and how banks answer that put all into the fragment: the page posts it.
    @Test
    void a_bank_may_hand_over_what_it_has_to_say_in_a_form() {
        var widget = company.opens();
        widget.agrees();
        String url = widget.logsIn("lagoon-bank", "user_good").path("data.step.url");
        var back = URI.create(widget.wayBack(url, "user_good"));
        Company.request()
                .get(back.getPath())
                .then()
                .statusCode(200)
                .header("content-security-policy", containsString("form-action 'self'"));

        var shown = Company.Widget.formOf(back)
                .formParam("id_token", "x".repeat(3000))
                .formParam("a.b", "1")
                .formParam("c[]", "2")
                .post(back.getPath());

        widget.answers(Company.Widget.codeOn(shown)).then().statusCode(200).body("data.step.type", equalTo("accounts"));
    }

    /// Then it may stand in the fragment, whatever else the bank put into the query.
    @ParameterizedTest
    @ValueSource(strings = {"", "?lang=en", "?code=x", "?error=access_denied"})
    void a_way_back_without_a_state_is_looked_for_in_the_fragment(String query) {
        var page = Company.request().get("/v2/sandbox/widget/return" + query);

        page.then().statusCode(200).header("content-security-policy", containsString("form-action 'self'"));
        assertThat(page.asString()).doesNotContain("<output>");
    }

    @Test
    void every_sign_in_of_an_environment_comes_back_to_one_address() {
        var addresses = new HashSet<String>();
        for (var visitor = 0; visitor < 2; visitor++) {
            var widget = company.opens();
            widget.agrees();
            String url = widget.logsIn("lagoon-bank", "user_good").path("data.step.url");
            var back = widget.wayBack(url, "user_good");
            assertThat(back).contains("code=", "state=");
            addresses.add(back.substring(0, back.indexOf('?')));
        }
        assertThat(addresses).singleElement().asString().endsWith("/v2/sandbox/widget/return");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?state=guess&code=x", "?state=&code=", "?state=x"})
    void a_way_back_that_is_nobodys_is_over(String query) {
        Company.request().get("/v2/sandbox/widget/return" + query).then().statusCode(404);
    }

    /// As scanners of links do.
    @Test
    void who_only_looks_at_the_way_back_does_not_use_it_up() {
        var widget = company.opens();
        widget.agrees();
        String url = widget.logsIn("lagoon-bank", "user_good").path("data.step.url");
        var back = widget.wayBack(url, "user_good");

        Company.request().head(back).then().statusCode(200).header("location", nullValue());

        widget.answers(Company.Widget.codeOn(Company.request().get(back)))
                .then()
                .body("data.step.type", equalTo("accounts"));
    }

    @Test
    void an_empty_answer_is_missing_and_costs_none_of_the_tries() {
        var widget = company.opens();
        widget.agrees();
        widget.logsIn("calabash-bank", "user_good");
        for (var tries = 0; tries < 6; tries++) {
            widget.answers(" ").then().statusCode(400).body("fields[0].message", equalTo("is missing"));
        }
        widget.answers("123456").then().statusCode(200).body("data.step.type", equalTo("accounts"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "NONE"})
    void one_account_only_is_one_also_without_a_choice(String selection) {
        var widget = company.opens(Map.of("multi_account", false, "selection_type", selection));
        widget.agrees();
        widget.signsIn("harmattan-bank", "user_good");
        widget.call("accounts", Map.of("login", widget.login()))
                .then()
                .statusCode(200)
                .body("data.accounts", hasSize(1));
    }

    /// Not after they signed in.
    @Test
    void a_customer_that_is_nobodys_is_found_before_anybody_signs_in() {
        var known = company.links("harmattan-bank").customer();
        for (var customer : List.of(known, "5f23f8ea9d2b8e0017a1c0de")) {
            var opened = Company.request()
                    .header("Authorization", "Bearer " + company.keys().secret())
                    .body(Map.of("products", List.of("balance"), "customer", Map.of("id", customer)))
                    .post("/v2/sandbox/widget/session");
            if (customer.equals(known)) {
                opened.then().statusCode(200);
            } else {
                opened.then().statusCode(404).body("message", equalTo("There is no such customer"));
            }
        }
    }

    @Test
    void no_scopes_are_no_consent_to_all() {
        var widget = company.opens(Map.of("products", List.of("auth", "balance", "transactions")));
        for (var none : List.of(List.of(), "")) {
            widget.call("consent", Map.of("agreed", true, "scopes", none))
                    .then()
                    .statusCode(400)
                    .body("fields[0].field", equalTo("scopes"));
        }
        widget.call("consent", Map.of("agreed", true, "scopes", List.of("auth", "balance")))
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Acme\u0000", "Acme\r\nLtd", "\u202eemcA", "A\u200bcme", "\u3164"})
    void a_company_has_a_name_that_can_be_read(String name) {
        Company.request()
                .header("Authorization", "Bearer " + company.keys().secret())
                .body(Map.of("products", List.of("balance"), "name", name))
                .post("/v2/sandbox/widget/session")
                .then()
                .statusCode(400)
                .body("fields[0].field", equalTo("name"));
    }

    /// Each of them is new, and finds nobody there.
    @Test
    void sessions_of_one_person_at_once_make_one_customer() throws Exception {
        for (var round = 0; round < 4; round++) {
            var username = "ada" + round;
            var own = Company.of(owners);
            own.call(
                            "customers/create",
                            Map.of(
                                    "name",
                                    "Ada Obi",
                                    "bank",
                                    "harmattan-bank",
                                    "username",
                                    username,
                                    "password",
                                    "pass_good"))
                    .then()
                    .statusCode(200);
            var links = new ArrayList<Callable<Response>>();
            for (var session = 0; session < 6; session++) {
                var widget = own.opens();
                widget.agrees();
                var accounts = widget.signsIn("harmattan-bank", username);
                links.add(() -> widget.call("accounts", Map.of("login", widget.login(), "accounts", accounts)));
            }
            var customers = new HashSet<String>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var linked : threads.invokeAll(links)) {
                    if (linked.get().statusCode() == 200) {
                        customers.add(linked.get().path("data.customer._id"));
                    }
                }
            }
            assertThat(customers).hasSize(1);
            own.call("customers/list", Map.of()).then().body("data.pagination.totalDocs", equalTo(1));
        }
    }

    @Test
    void denying_at_the_banks_own_page_cancels_the_login() {
        var widget = company.opens();
        widget.agrees();
        String url = widget.logsIn("lagoon-bank", "user_good").path("data.step.url");
        widget.answers("").then().body("data.step.type", equalTo("wait"));

        var back = Company.request()
                .contentType("application/x-www-form-urlencoded")
                .formParam("request", url.substring(url.indexOf("request=") + 8))
                .formParam("decision", "deny")
                .post("/sandbox-bank/authorize");
        var code = Company.Widget.codeOn(Company.request().get(back.header("location")));

        widget.answers(code)
                .then()
                .body("data.step.type", equalTo("failed"))
                .body("data.step.code", equalTo("CANCELLED"));
    }

    @Test
    void an_account_keeps_its_id_and_its_customer_when_it_is_linked_again() {
        var first = company.links("calabash-bank");
        var second = company.links("calabash-bank");

        assertThat(second.accounts()).containsExactlyInAnyOrderElementsOf(first.accounts());
        assertThat(second.customer()).isEqualTo(first.customer());
        assertThat(second.connection()).isNotEqualTo(first.connection());
        company.call("products/balances", Map.of())
                .then()
                .body("data.pagination.totalDocs", equalTo(2))
                .body("data.balances[0].record", hasSize(2));
    }

    @Test
    void an_outage_hurts_only_its_bank_and_leaves_the_stored_balance() {
        var hurt = company.links("monsoon-bank");
        var well = company.links("harmattan-bank");
        company.call("banks/outage", Map.of("bank", "monsoon-bank", "kind", "down", "seconds", 60))
                .then()
                .statusCode(200);

        company.call("balance/check", Map.of("account_id", hurt.account()))
                .then()
                .statusCode(503)
                .body("type", equalTo("BANK_DOWN"));
        company.call("balance/getByAccount", Map.of("account_id", hurt.account(), "max_age", 0))
                .then()
                .statusCode(200)
                .body("data.balances[0].source", equalTo("stored"));
        company.call("balance/check", Map.of("account_id", well.account()))
                .then()
                .statusCode(200);
    }

    @Test
    void max_age_reads_what_is_older_at_the_bank_first() {
        var linked = company.links("harmattan-bank");

        company.call("balance/getByCustomer", Map.of("customer", linked.customer(), "max_age", 3600))
                .then()
                .body("data.balances.source", equalTo(List.of("stored", "stored")));
        company.call("balance/getByCustomer", Map.of("customer", linked.customer(), "max_age", 0))
                .then()
                .body("data.balances.source", equalTo(List.of("bank", "bank")));
    }

    @Test
    void steps_out_of_order_are_refused() {
        var widget = company.opens();
        widget.logsIn("harmattan-bank", "user_good").then().statusCode(409).body("type", equalTo("CONFLICT"));
        widget.agrees();
        widget.call("consent", Map.of("agreed", true)).then().statusCode(409);
        var accounts = widget.signsIn("harmattan-bank", "user_good");
        widget.answers("123456").then().statusCode(409);
        widget.chooses(accounts, "");
        widget.call("accounts", Map.of("login", widget.login(), "accounts", accounts))
                .then()
                .statusCode(409);
        widget.call("close", Map.of()).then().statusCode(200);
        widget.call("banks", Map.of()).then().statusCode(401).body("type", equalTo("EXPIRED"));
    }
}
