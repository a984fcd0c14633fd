package org.openbalance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.journey.Company.Linked;
import org.openbalance.owner.Owners;

/// Who a customer is: the bank says so, or the owner with its secret key, but no page in a browser.
@QuarkusTest
class NamedCustomerTest {

    private static final String BANK = "harmattan-bank";

    @Inject
    Owners owners;

    private Company company;

    @BeforeEach
    void a_company_with_two_people_at_a_bank() {
        company = Company.of(owners);
        company.hasBankCustomer(BANK, "ada", "Ada Obi");
        company.hasBankCustomer(BANK, "mallory", "Mallory Eze");
    }

    @ParameterizedTest
    @CsvSource({"phone, +2348030000001", "email, ada@example.com", "bvn, 22111111111", "nin, 70123456789"})
    void a_page_cannot_make_its_visitor_a_customer_that_the_owner_named(String fact, String value) {
        var named = Map.of("customer", Map.of(fact, value));
        var ada = company.opensByKey(Map.of("customer", Map.of("phone", "+2348030000001", "email", "ada@example.com")))
                .links(BANK, "ada");

        var mallory = company.opens(named).links(BANK, "mallory");

        areTwo(ada, mallory);
    }

    @Test
    void a_page_cannot_name_a_customer_by_id() {
        var ada = company.opens().links(BANK, "ada");

        var mallory =
                company.opens(Map.of("customer", Map.of("id", ada.customer()))).links(BANK, "mallory");
        var unknown = company.opens(Map.of("customer", Map.of("id", "0123456789abcdef01234567")))
                .links(BANK, "ada");

        areTwo(ada, mallory);
        assertThat(unknown.customer()).isEqualTo(ada.customer());
    }

    @Test
    void a_page_cannot_lie_in_wait_for_a_customer_whom_the_owner_names_later() {
        var named = Map.of("customer", Map.of("phone", "+2348030000001", "email", "ada@example.com"));
        var mallory = company.opens(named).links(BANK, "mallory");

        var ada = company.opensByKey(named).links(BANK, "ada");

        areTwo(ada, mallory);
    }

    /// Many banks let their customers set these as they like.
    @Test
    void what_a_bank_holds_of_phone_and_mail_is_no_name_either() {
        var identity = Map.of("products", List.of("auth", "balance", "identity"));
        var mallory = company.opens(identity).links(BANK, "mallory");
        String phone = shown(mallory).path("data.customers[0].phone[0]");
        assertThat(phone).startsWith("+234");

        var ada = company.opensByKey(Map.of("customer", Map.of("phone", phone))).links(BANK, "ada");

        areTwo(ada, mallory);
        company.call("customers/find-customers-by", Map.of("key", "phone", "value", phone))
                .then()
                .body("data.customers._id", equalTo(List.of(ada.customer(), mallory.customer())));
    }

    @Test
    void what_a_page_says_is_no_error_and_changes_nothing() {
        var ada = company.opens(Map.of("customer", Map.of("bvn", "22999999999", "phone", "1")))
                .links(BANK, "ada");
        var again =
                company.opens(Map.of("customer", Map.of("bvn", "22888888888"))).links(BANK, "ada");

        assertThat(again.customer()).isEqualTo(ada.customer());
        company.call("customers/find-customers-by", Map.of("key", "bvn", "value", "22999999999"))
                .then()
                .body("data.customers", hasSize(0));
    }

    @Test
    void the_owner_names_a_customer_with_its_secret_key() {
        var named = Map.of("customer", Map.of("phone", "+2348030000001"));
        company.hasBankCustomer("calabash-bank", "ada", "Ada Obi");
        var first = company.opensByKey(named).links(BANK, "ada");

        var second = company.opensByKey(named).links("calabash-bank", "ada");
        var third = company.opensByKey(Map.of("customer", Map.of("id", first.customer())))
                .links("tamarind-bank", "user_good");

        assertThat(List.of(second.customer(), third.customer())).containsOnly(first.customer());
        company.call("balance/getByCustomer", Map.of("customer", first.customer()))
                .then()
                .body("data.balances", hasSize(6));
    }

    @Test
    void a_short_link_carries_the_owners_word_and_nothing_that_is_added_to_it() {
        var named = Map.of("customer", Map.of("phone", "+2348030000001"));
        var ada = company.opensByLink(named, Map.of()).links(BANK, "ada");
        company.hasBankCustomer("calabash-bank", "ada", "Ada Obi");

        var again = company.opensByLink(named, Map.of("customer", Map.of("phone", "2")))
                .links("calabash-bank", "ada");
        var mallory = company.opensByLink(Map.of(), named).links(BANK, "mallory");

        assertThat(again.customer()).isEqualTo(ada.customer());
        assertThat(mallory.customer()).isNotEqualTo(ada.customer());
        shown(ada).then().body("data.customers[0].name", equalTo("Ada Obi"));
    }

    @Test
    void a_flagged_customer_is_refused_whoever_the_session_is_opened_for() {
        var ada = company.opens().links(BANK, "ada");
        var mallory = company.opens().links(BANK, "mallory");
        company.call("customers/flag", Map.of("customer", mallory.customer(), "bank", BANK))
                .then()
                .statusCode(200);

        for (var widget : List.of(
                company.opens(Map.of("customer", Map.of("id", ada.customer()))),
                company.opensByKey(Map.of("customer", Map.of("id", ada.customer()))),
                company.opensByKey(Map.of("customer", Map.of("phone", "+2348030000009"))))) {
            widget.agrees();
            var accounts = widget.signsIn(BANK, "mallory");
            widget.call("accounts", Map.of("login", widget.login(), "accounts", accounts))
                    .then()
                    .statusCode(403)
                    .body("type", equalTo("FLAGGED_USER"));
        }
    }

    @Test
    void a_secret_key_opens_sessions_of_its_own_company_alone() {
        var other = Company.of(owners);

        company.call(
                        "widget/session",
                        Map.of(
                                "key",
                                other.keys().publicKey(),
                                "token",
                                other.keys().clientToken()))
                .then()
                .statusCode(400)
                .body("fields[0].field", equalTo("key"));
        Company.request()
                .header("Authorization", "Bearer " + company.keys().publicKey())
                .body(Map.of(
                        "key",
                        company.keys().publicKey(),
                        "token",
                        company.keys().clientToken()))
                .post("/v2/sandbox/widget/session")
                .then()
                .statusCode(401);
        var made = other.call(
                "links/create",
                Map.of("key", other.keys().publicKey(), "token", other.keys().clientToken()));
        company.call("widget/session", Map.of("ref", made.<String>path("data.link.short_url")))
                .then()
                .statusCode(404);
    }

    /// The secret key says whose link it is (R19).
    @Test
    void a_short_link_needs_no_key_of_a_page_and_takes_its_options_in_either_place() {
        for (var body : List.<Map<String, Object>>of(
                Map.of("products", List.of("auth"), "meta", "user-1", "name", "Kudi Plus"),
                Map.of("options", Map.of("products", List.of("auth"), "meta", "user-1", "name", "Kudi Plus")))) {
            var made = company.call("links/create", body);
            made.then().statusCode(200).body("data.link.options.name", equalTo("Kudi Plus"));
            company.open("widget/session", Map.of("ref", made.<String>path("data.link.short_url")))
                    .then()
                    .statusCode(200)
                    .body("data.owner.name", equalTo("Kudi Plus"))
                    .body("data.options.meta", equalTo("user-1"));
        }
    }

    /// A link that is made now is opened when nobody looks at the server's log.
    @ParameterizedTest
    @ValueSource(strings = {"reauth_account", "reauth_record"})
    void what_is_to_be_linked_anew_is_named_by_an_id(String option) {
        for (var value : List.of("my-account", "5F23F8EA9D2B8E0017A1C0DE", "0000000010")) {
            company.call("links/create", Map.of(option, value))
                    .then()
                    .statusCode(400)
                    .body("fields.field", equalTo(List.of(option)));
            company.call("links/create", Map.of("options", Map.of(option, value)))
                    .then()
                    .statusCode(400)
                    .body("fields.field", equalTo(List.of(option)));
            company.call("widget/session", Map.of(option, value))
                    .then()
                    .statusCode(400)
                    .body("fields.field", equalTo(List.of(option)));
        }
        company.call("links/create", Map.of(option, "")).then().statusCode(200);
        company.call("links/create", Map.of(option, "5f23f8ea9d2b8e0017a1c0de"))
                .then()
                .statusCode(200)
                .body("data.link.options." + option, equalTo("5f23f8ea9d2b8e0017a1c0de"));
    }

    private Response shown(Linked linked) {
        return company.call("customers/find-customers-by", Map.of("key", "id", "value", linked.customer()));
    }

    /// Each with a name and balances of its own.
    private void areTwo(Linked ada, Linked mallory) {
        assertThat(mallory.customer()).isNotEqualTo(ada.customer());
        shown(ada).then().body("data.customers[0].name", equalTo("Ada Obi"));
        shown(mallory).then().body("data.customers[0].name", equalTo("Mallory Eze"));
        for (var one : List.of(ada, mallory)) {
            company.call("balance/getByCustomer", Map.of("customer", one.customer()))
                    .then()
                    .body(
                            "data.balances.account._id",
                            containsInAnyOrder(one.accounts().toArray()));
        }
    }
}
