package org.openbalance.account;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openbalance.local.TestGateway;
import org.openbalance.money.Nuban;

/// What an owner reads, finds and removes of what its customers linked.
@QuarkusTest
@Tag("slow")
class LinkedReadsTest {

    private static final String BANK = "harmattan-bank";
    private static final String PASSWORD = "pass_of_a_test";
    private static final List<String> SANDBOX_CODES = List.of("901", "902", "903", "904", "905", "906");
    private static final String UNKNOWN = "0123456789abcdef01234567";

    /// What linking one customer with two accounts gave.
    private record Linked(
            String connection, String customer, String bankCustomer, List<String> accounts, String nuban) {}

    @Test
    void an_account_is_found_by_each_of_its_ids() {
        var linked = link();
        var account = linked.accounts().getFirst();
        call("accounts/getById", Map.of("id", account))
                .body("data.accounts._id", contains(account))
                .body("data.account._id", contains(account))
                .body("data.pagination", nullValue());
        var details = call("accounts/getAccountDetails", Map.of("account", account))
                .body("data._id", equalTo(account))
                .body("data.customer", equalTo(linked.customer()))
                .body("data.record", hasItem(linked.connection()))
                .body("data.bank.slug", equalTo(BANK));
        String balance = details.extract().path("data.balance");
        String auth = details.extract().path("data.auth");
        call("accounts/getByBalance", Map.of("balance", balance)).body("data.accounts._id", contains(account));
        call("auth/getById", Map.of("id", auth))
                .body("data.auths.id", contains(auth))
                .body("data.auths[0].record", equalTo(linked.connection()))
                .body("data.auths[0].customer._id", equalTo(linked.customer()));
    }

    @Test
    void lists_by_customer_bank_and_date_have_the_account() {
        var linked = link();
        var customer = linked.customer();
        for (var product : List.of("accounts", "auth")) {
            var list = product.equals("auth") ? "data.auths" : "data.accounts";
            call(product + "/getByCustomer", Map.of("customer", customer)).body(list, hasSize(2));
            call(product + "/getByCustomerDate", dated(Map.of("customer", customer)))
                    .body(list, hasSize(2));
            call(product + "/getByBank", Map.of("bank", BANK)).body(list, not(empty()));
            call(product + "/getByDate", dated(Map.of())).body(list, not(empty()));
            call("products/" + (product.equals("auth") ? "auths" : "accounts"), Map.of("limit", 1))
                    .body(list, hasSize(1));
        }
        call("products/auths", Map.of()).body("data.auths.record._id", hasItem(linked.connection()));
    }

    @Test
    void what_is_unknown_or_wrong_is_refused_by_name() {
        refused(404, "accounts/getById", Map.of("id", UNKNOWN));
        refused(404, "accounts/getByCustomer", Map.of("customer", UNKNOWN));
        refused(404, "auth/getById", Map.of("id", UNKNOWN));
        refused(404, "auth/getByBank", Map.of("bank", "no-bank"));
        refused(404, "records/getById", Map.of("id", UNKNOWN));
        refused(404, "customers/remove", Map.of("customer", UNKNOWN));
        refused(404, "customers/flag", Map.of("customer", UNKNOWN, "bank", BANK));
        refused(400, "accounts/getByDate", Map.of("from", "2026-02-01", "to", "2026-01-01"))
                .body("fields.field", contains("from"));
        refused(400, "accounts/getByDate", Map.of("from", "2026-02-01")).body("fields.field", contains("to"));
        refused(400, "accounts/getByDate", Map.of("from", "2026-02-01")).body("method", nullValue());
        refused(400, "auth/getById", Map.of()).body("method", equalTo("AUTH"));
        refused(400, "records/list", Map.of("colour", "red")).body("fields.field", contains("colour"));
        refused(400, "products/accounts", Map.of("cursor", "forged")).body("fields.field", contains("cursor"));
        refused(400, "customers/find-customers-by", Map.of("key", "nuban", "value", numberOfNoBank()))
                .body("fields.field", contains("value"));
        refused(400, "customers/find-customers-by", Map.of("key", "shoe", "value", "9"))
                .body("fields.field", contains("key"));
    }

    @Test
    void a_customer_is_found_by_what_is_known_of_them() {
        var linked = link();
        find("id", linked.customer()).body("data.customers._id", contains(linked.customer()));
        find("nuban", linked.nuban()).body("data.customers._id", hasItem(linked.customer()));
        String name = call("customers/list", Map.of())
                .body("data.customers._id", hasItem(linked.customer()))
                .extract()
                .path("data.customers.find { it._id == '" + linked.customer() + "' }.name");
        find("name", name.toUpperCase(Locale.ROOT))
                .body("data.customers._id", hasItem(linked.customer()))
                .body("data.complete", equalTo(true));
        call("accounts/getByName", Map.of("name", name))
                .body("data.accounts._id", hasItem(linked.accounts().getFirst()));
        find("email", "nobody@example.com").body("data.customers", empty());
    }

    @Test
    void a_listed_customer_shows_accounts_and_records() {
        var linked = link();
        var mine = "data.customers.find { it._id == '" + linked.customer() + "' }";
        call("customers/list", Map.of("limit", 100))
                .body(mine + ".credentials", hasSize(2))
                .body(mine + ".credentials.bank._id", everyItem(notNullValue()))
                .body(mine + ".record", contains(linked.connection()));
        call("records/getById", Map.of("id", linked.connection()))
                .body("data.record.accounts", hasSize(2))
                .body("data.record", not(hasKey("grant")));
        call("products/records/get", Map.of("record_id", linked.connection()))
                .body("data.records.status.process.completed", equalTo(true));
        call("records/list", Map.of("limit", 100)).body("data.records._id", hasItem(linked.connection()));
    }

    @Test
    void a_flag_is_set_once_and_taken_back() {
        var linked = link();
        var flag = Map.<String, Object>of("customer", linked.customer(), "bank", BANK);
        call("customers/flag", flag).body("data.customer.flagged", hasSize(1));
        call("customers/flag", flag)
                .body("data.customer.flagged", hasSize(1))
                .body("data.customer.blocked", equalTo(true));
        call("customers/unflag", Map.of("customer", linked.customer(), "bank", BANK, "unflag", true))
                .body("data.customer.flagged", empty());
    }

    @Test
    void a_removed_customer_leaves_nothing_but_ended_consents() {
        var linked = link();
        int before = call("customers/list", Map.of()).extract().path("data.pagination.totalDocs");
        int accounts = call("products/accounts", Map.of()).extract().path("data.pagination.totalDocs");
        int connections = call("records/list", Map.of()).extract().path("data.pagination.totalDocs");
        call("customers/remove", Map.of("customer", linked.customer()))
                .body("data.deleted.accounts", equalTo(2))
                .body("data.deleted.records", equalTo(1))
                .body("data.ended.consents", equalTo(1))
                .body("data.records", contains(linked.connection()));
        call("customers/list", Map.of()).body("data.pagination.totalDocs", equalTo(before - 1));
        call("products/accounts", Map.of()).body("data.pagination.totalDocs", equalTo(accounts - 2));
        call("records/list", Map.of()).body("data.pagination.totalDocs", equalTo(connections - 1));
        refused(404, "customers/remove", Map.of("customer", linked.customer()));
        refused(404, "accounts/getById", Map.of("id", linked.accounts().getFirst()));
        refused(404, "records/getById", Map.of("id", linked.connection()));
        find("nuban", linked.nuban()).body("data.customers._id", not(hasItem(linked.customer())));
        call("consents/getByCustomer", Map.of("customer", linked.customer()))
                .body("data.consents.status", contains("revoked"))
                .body("data.consents.reason", contains("customer removed"));
    }

    @Test
    void a_removal_takes_accounts_whose_consent_had_ended_before() {
        var linked = link();
        String consent = call("consents/getByCustomer", Map.of("customer", linked.customer()))
                .extract()
                .path("data.consents[0]._id");
        call("consents/revoke", Map.of("id", consent));
        call("customers/remove", Map.of("customer", linked.customer()))
                .body("data.deleted.accounts", equalTo(2))
                .body("data.ended.consents", equalTo(0));
        refused(404, "accounts/getById", Map.of("id", linked.accounts().getFirst()));
    }

    @Test
    void a_customer_can_link_anew_after_a_removal() {
        var username = username();
        var first = link(username, createBankCustomer(username));
        call("customers/remove", Map.of("customer", first.customer()));
        var second = link(username, first.bankCustomer());
        call("accounts/getByCustomer", Map.of("customer", second.customer())).body("data.accounts", hasSize(2));
    }

    @Test
    void the_banks_are_open_to_anyone_by_get_and_post() {
        given().get(url("banks/list"))
                .then()
                .statusCode(200)
                .body("data.pagination", nullValue())
                .body("data.banks[0].slug", equalTo("calabash-bank"))
                .body("data.banks[5].slug", equalTo("tamarind-bank"));
        given().get(url("banks/list?page=1&limit=1&"))
                .then()
                .body("data.banks", hasSize(1))
                .body("data.pagination.hasNextPage", equalTo(true));
        given().post(url("banks/getById?id=" + BANK)).then().statusCode(200).body("data.slug", equalTo(BANK));
        given().get(url("banks/getById")).then().statusCode(400);
        given().get(TestGateway.url() + "/v2/banks/getById?id=" + BANK).then().statusCode(404);
    }

    @Test
    void a_sandbox_customer_shows_its_password_once() {
        var username = username();
        var id = createBankCustomer(username);
        call("customers/get", Map.of("customer", id))
                .body("data.customer.account.username", equalTo(username))
                .body("data.customer.account.password", nullValue())
                .body("data.customer.note", notNullValue());
        refused(409, "customers/create", wish(username));
        refused(400, "customers/create", List.of(wish(username()), Map.of("bank", BANK)))
                .body("fields.field", hasItem("[1].username"));
        refused(400, "customers/create", wish("user_good")).body("fields.field", contains("username"));
    }

    @Test
    void what_was_thought_up_can_be_created() {
        var wanted = call("customers/generate", Map.of("number", 2))
                .body("data.customers", hasSize(2))
                .extract()
                .path("data");
        call("customers/create", wanted).body("data.customers.account.password", everyItem(notNullValue()));
    }

    @Test
    void a_balance_is_set_at_the_bank_by_id_or_number() {
        var linked = link();
        for (var account : List.of(linked.accounts().getFirst(), linked.nuban())) {
            call("balances/set", Map.of("account", account, "available", "10393.28", "ledger", -5))
                    .body("data.available_balance", equalTo(10393.28f))
                    .body("data.ledger_balance", equalTo(-5));
        }
        refused(400, "balances/set", Map.of("account", linked.nuban(), "available", "0.001"))
                .body("fields.field", contains("available"));
        refused(400, "balances/set", Map.of("account", "123", "available", 1))
                .body("fields.field", contains("account"));
        refused(404, "balances/set", Map.of("account", UNKNOWN, "available", 1));
    }

    @Test
    void an_outage_needs_bank_kind_and_time() {
        call("banks/outage", Map.of("bank", "monsoon-bank", "kind", "slow", "seconds", 1))
                .body("data.outage.kind", equalTo("slow"));
        refused(400, "banks/outage", Map.of("bank", BANK)).body("fields.field", contains("kind", "seconds"));
        refused(400, "banks/outage", Map.of("bank", BANK, "kind", "down", "seconds", 3601))
                .body("fields.field", contains("seconds"));
    }

    private static String numberOfNoBank() {
        return IntStream.rangeClosed(0, 9)
                .mapToObj(digit -> "012345678" + digit)
                .filter(number -> SANDBOX_CODES.stream().noneMatch(code -> Nuban.valid(code, number)))
                .findFirst()
                .orElseThrow();
    }

    private static Linked link() {
        var username = username();
        return link(username, createBankCustomer(username));
    }

    private static Linked link(String username, String bankCustomer) {
        String session = open("widget/session", Map.of("key", "pk_sandbox_local", "token", "ct_sandbox_local"))
                .path("data.session");
        open("widget/consent", Map.of("session", session, "agreed", true));
        var fields = Map.of("username", username, "password", PASSWORD);
        var login = open("widget/login", Map.of("session", session, "bank", BANK, "fields", fields));
        List<String> offered = login.path("data.step.accounts._id");
        var linked = open(
                "widget/accounts",
                Map.of("session", session, "login", login.<String>path("data.login"), "accounts", offered));
        return new Linked(
                linked.path("data.record"),
                linked.path("data.customer._id"),
                bankCustomer,
                linked.path("data.accounts._id"),
                linked.path("data.accounts[0].nuban"));
    }

    private static String createBankCustomer(String username) {
        return call("customers/create", List.of(wish(username)))
                .body("data.customers[0].account.password", equalTo(PASSWORD))
                .body("data.customers[0].account.nuban", hasSize(2))
                .body("data.customers[0].identity.email", hasSize(1))
                .extract()
                .path("data.customers[0].customer");
    }

    private static Map<String, Object> wish(String username) {
        return Map.of("name", "Ada Obi", "bank", BANK, "username", username, "password", PASSWORD);
    }

    private static String username() {
        return "ada." + UUID.randomUUID();
    }

    private static Map<String, Object> dated(Map<String, Object> body) {
        var dated = new HashMap<>(body);
        dated.put("from", "2020-01-01");
        dated.put("to", "2099-01-01");
        return dated;
    }

    private static ValidatableResponse find(String key, String value) {
        return call("customers/find-customers-by", Map.of("key", key, "value", value));
    }

    private static ValidatableResponse call(String operation, Object body) {
        return answer(operation, body).statusCode(200).body("status", equalTo("success"));
    }

    private static ValidatableResponse refused(int status, String operation, Object body) {
        return answer(operation, body).statusCode(status).body("status", equalTo("error"));
    }

    private static ValidatableResponse answer(String operation, Object body) {
        return given().header("Authorization", "Bearer sk_sandbox_local")
                .contentType(ContentType.JSON)
                .body(body)
                .post(url(operation))
                .then();
    }

    private static ExtractableResponse<Response> open(String operation, Object body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post(url(operation))
                .then()
                .statusCode(200)
                .extract();
    }

    private static String url(String operation) {
        return TestGateway.url() + "/v2/sandbox/" + operation;
    }
}
