package org.openbalance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.owner.AccessKey;
import org.openbalance.owner.Owners;
import org.openbalance.platform.Environment;

/// Bad input gets the error envelope with the right status, type and fields, and nothing is written.
///
/// As nothing is written, all tests share one company.
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("slow")
class BadInputTest {

    private static final String UNKNOWN = "5f23f8ea9d2b8e0017a1c0de";
    private static final String SANDBOX = "/v2/sandbox/";
    private static final String LONG =
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789";
    private static final int LIMIT = 64 * 1024;

    @Inject
    Owners owners;

    private Company company;
    private Company.Linked linked;

    @BeforeAll
    void a_company_with_a_link() {
        company = Company.of(owners);
        linked = company.links("harmattan-bank");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "not json",
                "\"a text\"",
                "12",
                "true",
                "{\"id\":\"a\"} {}",
                "{\"id\":\"a\",\"id\":\"b\"}",
                "{\"id\":NaN}",
                "{'id':'a'}",
                "{\"id\":1e99999999999}",
                "{\"id\":\"a\u0000\"}"
            })
    void what_is_not_a_json_object_is_refused(String body) {
        for (var operation : List.of("balance/getById", "consents/getById", "widget/session")) {
            refused(() -> posts(operation, body), 400, "VALIDATION");
        }
    }

    /// Found by an attack: each was answered with 500.
    @Test
    void brackets_without_end_are_refused_in_forms_and_in_queries() {
        var deep = "a" + "[b]".repeat(1500) + "=1";
        for (var operation : List.of("banks/health", "widget/session", "balance/getById")) {
            refused(
                    () -> posts(operation, deep.getBytes(StandardCharsets.UTF_8), "application/x-www-form-urlencoded"),
                    400,
                    "VALIDATION");
        }
        Company.request()
                .urlEncodingEnabled(false)
                .get("/?" + "a" + "%5B%5D".repeat(1200) + "=1")
                .then()
                .statusCode(400);
    }

    @ParameterizedTest
    @CsvSource({
        "auth/getByDate, from",
        "accounts/getByDate, to",
        "balance/getByDate, from",
        "balances/set, available",
        "banks/outage, kind"
    })
    void a_blank_where_something_is_needed_is_missing(String operation, String field) {
        var body = new HashMap<String, Object>(Map.of(
                "from", "2026-01-01", "to", "2026-12-31", "account", UNKNOWN, "bank", "harmattan-bank", "seconds", 1));
        body.put(field, " ");
        var answer = company.call(operation, body);
        answer.then().statusCode(400).body("type", equalTo("VALIDATION"));
        assertThat(answer.<List<String>>path("fields.field")).contains(field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"Caf\\ud83d\"}",
                "{\"name\":\"\\udc01x\"}",
                "{\"fields\":\"{\\\"username\\\":\\\"\\\\ufffd\\\"}\"}"
            })
    void half_a_letter_is_a_letter_lost(String body) {
        refused(() -> posts("customers/create", body), 400, "VALIDATION");
    }

    @Test
    void what_is_wrong_with_a_body_is_said() {
        assertThat(posts("banks/list", "{\"a\":".repeat(40) + "1" + "}".repeat(40))
                        .json()
                        .getString("message"))
                .contains("nested deeper than 16");
        assertThat(posts("products/balances", "{\"page\":true}").json().getString("fields[0].message"))
                .isEqualTo("must be a number");
        assertThat(posts("banks/list", "{\"a\":1,\"a\":2}").json().getString("message"))
                .contains("key twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not json", "limit", "12", "&", "="})
    void a_body_that_is_only_labelled_a_form_is_refused(String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);

        refused(() -> posts("products/balances", bytes, "application/x-www-form-urlencoded"), 400, "VALIDATION");
    }

    @Test
    void deep_nesting_is_refused() {
        refused(() -> posts("products/balances", "{\"a\":" + "[".repeat(50) + "]".repeat(50) + "}"), 400, "VALIDATION");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e10000", "-1e-10000", "1e999999999"})
    void numbers_beyond_all_bounds_are_refused_wherever_they_stand(String number) {
        var session = "{\"key\":\"" + company.keys().publicKey() + "\",\"token\":\""
                + company.keys().clientToken() + "\",\"meta\":{\"a\":" + number + "}}";

        refused(() -> posts("widget/session", session), 400, "VALIDATION");
        refused(() -> posts("products/balances", "{\"page\":" + number + "}"), 400, "VALIDATION");
    }

    @Test
    void text_that_is_not_utf8_is_refused() {
        byte[] body = {'{', '"', 'i', 'd', '"', ':', '"', (byte) 0xff, (byte) 0xfe, '"', '}'};

        for (var type : List.of("application/octet-stream", "application/json")) {
            refused(() -> posts("balance/getById", body, type), 400, "VALIDATION");
        }
    }

    @Test
    void a_body_of_more_than_64_kb_is_refused() {
        var start = "{\"extra\":\"";
        var end = "\"}";
        var fits = start + "x".repeat(LIMIT - start.length() - end.length()) + end;

        assertThat(posts("products/balances", fits).status()).isEqualTo(200);
        refused(() -> posts("products/balances", fits + " "), 413, "TOO_LARGE");
        refused(
                () -> posts(
                        "products/balances", (fits + " ").getBytes(StandardCharsets.UTF_8), "application/octet-stream"),
                413,
                "TOO_LARGE");
    }

    @ParameterizedTest
    @CsvSource({
        "balance/getById, id",
        "balance/getByAccount, account_id",
        "balance/getByCustomer, customer",
        "balance/getByCustomerDate, customer|from|to",
        "balance/getByDate, from|to",
        "balance/getByType, type|value",
        "balance/getByBank, bank",
        "balance/check, account_id",
        "transactions/balance/process, account_id",
        "transactions/getById, id",
        "transactions/getByAccount, account",
        "transactions/getByCustomer, customer",
        "transactions/getByCustomerDate, customer|from|to",
        "transactions/getByDate, from|to",
        "transactions/getByType, type",
        "transactions/getByBank, bank",
        "transactions/getByNuban, nuban",
        "transactions/byRecord, record_id",
        "transactions/refresh, account_id",
        "transactions/changes, account",
        "transactions/annotate, id|note",
        "transactions/getProgress, account_id",
        "transactions/getRemoval, account_id",
        "products/total-debits-credits, account",
        "products/guarantors/request, guarantors|customer",
        "auth/getById, id",
        "auth/getByCustomer, customer",
        "auth/getByCustomerDate, customer|from|to",
        "auth/getByDate, from|to",
        "auth/getByBank, bank",
        "accounts/getById, id",
        "accounts/getAccountDetails, account",
        "accounts/getByCustomer, customer",
        "accounts/getByCustomerDate, customer|from|to",
        "accounts/getByBalance, balance",
        "accounts/getByBank, bank",
        "accounts/getByName, name",
        "customers/find-customers-by, key|value",
        "customers/flag, bank|customer",
        "customers/unflag, bank|customer",
        "customers/remove, customer",
        "ids/import, ids",
        "customers/create, name|bank|username|password",
        "customers/get, customer",
        "banks/getById, id",
        "banks/outage, bank|kind|seconds",
        "balances/set, account|available",
        "transactions/import, account_id|lines",
        "records/getById, id",
        "records/getAccess, id",
        "products/records/get, record_id",
        "consents/getById, id",
        "consents/getByCustomer, customer",
        "consents/revoke, id",
        "consents/receipt, id",
        "consents/mine, token",
        "consents/mine/revoke, token",
        "widget/consent, session|agreed",
        "widget/banks, session",
        "widget/login, session|bank",
        "widget/answer, session|login",
        "widget/accounts, session|login",
        "widget/close, session"
    })
    void missing_keys_are_all_named(String operation, String fields) {
        var answer = refused(() -> posts(operation, "{}"), 400, "VALIDATION");

        assertThat(answer.json().getList("fields.field", String.class)).containsExactlyInAnyOrder(fields.split("\\|"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "balance/getById; {'id':{}}; id",
                "balance/getById; {'id':['5f23f8ea9d2b8e0017a1c0de']}; id",
                "balance/getById; {'id':true}; id",
                "balance/getById; {'id':12}; id",
                "balance/getById; {'id':'5F23F8EA9D2B8E0017A1C0DE'}; id",
                "balance/getById; {'id':'5f23f8ea9d2b8e0017a1c0d'}; id",
                "balance/getById; {'id':'5f23f8ea9d2b8e0017a1c0de','includePeriodic':'maybe'}; includePeriodic",
                "balance/getById; {'id':'5f23f8ea9d2b8e0017a1c0de','includePeriodic':[]}; includePeriodic",
                "products/balances; {'max_age':-1}; max_age",
                "products/balances; {'max_age':'soon'}; max_age",
                "products/balances; {'page':0}; page",
                "products/balances; {'page':-1}; page",
                "products/balances; {'page':'one'}; page",
                "products/balances; {'page':{}}; page",
                "products/balances; {'page':true}; page",
                "products/balances; {'page':1e12}; page",
                "products/balances; {'limit':0}; limit",
                "products/balances; {'limit':101}; limit",
                "products/balances; {'limit':1000000000}; limit",
                "products/balances; {'limit':1.5}; limit",
                "products/balances; {'limit':'abc'}; limit",
                "products/balances; {'limit':99999999999999999999999999999999999999999999}; limit",
                "products/balances; {'page':101,'limit':100}; page",
                "products/balances; {'page':2147483647,'limit':100}; page",
                "products/balances; {'cursor':'forged'}; cursor",
                "customers/list; {'cursor':'AAAA'}; cursor",
                "balance/getByType; {'type':'available_balance','value':1,'cursor':'AAAA'}; cursor",
                "balance/getByDate; {'from':'2026-02-30','to':'2026-03-01'}; from",
                "balance/getByDate; {'from':'2026-03-02','to':'2026-03-01'}; from",
                "balance/getByDate; {'from':'2026-03-01','to':'2026-13-01'}; to",
                "balance/getByDate; {'from':'yesterday','to':'2026-03-01'}; from",
                "balance/getByDate; {'from':20260301,'to':'2026-03-01'}; from",
                "balance/getByDate; {'from':'2026-03-01','to':'+12026-03-01T00:00:00Z'}; to",
                "accounts/getByCustomerDate; {'customer':'5f23f8ea9d2b8e0017a1c0de','from':'2026-03-02','to':'2026-03-01'};"
                        + " from",
                "transactions/balance/process; {'account_id':'5f23f8ea9d2b8e0017a1c0de','from':'2026-03-02','to':'2026-03-01'};"
                        + " from",
                "transactions/getByDate; {'from':'2026/02/30','to':'2026-03-01'}; from",
                "transactions/getByDate; {'from':'31-02-2026','to':'2026-03-01'}; from",
                "transactions/getByDate; {'from':'2026-03-02','to':'2026/03/01'}; from",
                "transactions/getByAccount; {'account':'5f23f8ea9d2b8e0017a1c0de','limit':0}; limit",
                "transactions/getByAccount; {'account':'5f23f8ea9d2b8e0017a1c0de','page':2,'limit':2147483600,'cursor':'AAAA'}; cursor",
                "transactions/getByType; {'type':'both'}; type",
                "transactions/getByType; {'type':'credit','value':'much'}; value",
                "transactions/annotate; {'id':'5f23f8ea9d2b8e0017a1c0de','note':7,'colour':'red'}; colour",
                "transactions/changes; {'account':'5f23f8ea9d2b8e0017a1c0de','customer':'5f23f8ea9d2b8e0017a1c0de'}; account",
                "transactions/getProgress; {'account_id':'12345'}; account_id",
                "transactions/getRemoval; {'account_id':'5f23f8ea9d2b8e0017a1c0de','account_ids':['5f23f8ea9d2b8e0017a1c0de']};"
                        + " account_id",
                "transactions/getRemoval; {'account_ids':['12345']}; account_ids",
                "products/transactions/download; {'downloadType':'pdf'}; downloadType",
                "balance/getByType; {'type':'balance','value':1}; type",
                "balance/getByType; {'type':'ledger_balance','value':'much'}; value",
                "customers/find-customers-by; {'key':'colour','value':'red'}; key",
                "customers/find-customers-by; {'key':'nuban','value':'0000000010'}; value",
                "customers/find-customers-by; {'key':'nuban','value':'12345'}; value",
                "customers/find-customers-by; {'key':'id','value':'12345'}; value",
                "balances/set; {'account':'0000000010','available':1}; account",
                "customers/create; {'name':'A','bank':'harmattan-bank','username':'a','password':'p','noOfAccount':6}; noOfAccount",
                "customers/create; {'name':'A','bank':'no-such-bank','username':'a','password':'p'}; bank",
                "customers/create; {'name':'A','bank':'harmattan-bank','username':'user_good','password':'p'}; username",
                "customers/create; [{'name':'A','bank':'harmattan-bank','username':'a','password':'p','volume':'loud'}];"
                        + " [0].volume",
                "customers/create; {'customers':[{'name':'A','bank':'harmattan-bank','username':'a','password':'p','volume':'loud'}]};"
                        + " customers[0].volume",
                "customers/create; {'name':'A','bank':'harmattan-bank','username':'a','password':'p','currency':'XAU'}; currency",
                "customers/create; {'name':'A','bank':'harmattan-bank','username':'a','password':'p','country':'Nowhere'};"
                        + " country",
                "customers/create; {'name':'<b>','bank':'harmattan-bank','username':'a','password':'p'}; name",
                "customers/create; [{},{},{},{},{},{},{},{},{},{},{}]; body",
                "customers/create; [1]; body",
                "customers/create; []; body",
                "customers/create; {'customers':[{},{},{},{},{},{},{},{},{},{},{}]}; customers",
                "customers/create; {'customers':[]}; customers",
                "customers/create; customers[]=1; customers",
                "customers/generate; {'number':11}; number",
                "banks/outage; {'bank':'harmattan-bank','kind':'odd','seconds':1}; kind",
                "banks/outage; {'bank':'harmattan-bank','kind':'down','seconds':0}; seconds",
                "consents/revoke; {'id':'5f23f8ea9d2b8e0017a1c0de','reason':{}}; reason",
                "callback/trigger; {'recordIds':['5f23f8ea9d2b8e0017a1c0de','me']}; recordIds",
                "callback/trigger; {'record':'" + LONG + "'}; recordIds",
                "widget/session; {'key':'k','token':'t','products':5}; products",
                "widget/session; {'key':'k','token':'t','products':['gold']}; products",
                "widget/session; {'key':'k','token':'t','customer':'me'}; customer",
                "widget/session; {'key':'k','token':'t','customer':{'id':'me'}}; customer.id",
                "widget/session; {'key':'k','token':'t','color':'red'}; color",
                "widget/session; {'key':'k','token':'t','redirect_url':'javascript:alert(1)'}; redirect_url",
                "widget/session; {'key':'k','token':'t','callback_url':'ftp://example.com'}; callback_url",
                "widget/session; {'key':'k','token':'t','callback_url':'https://hooks.example/#/cb'}; callback_url",
                "widget/session; {'key':'k','token':'t','callback_url':'https://a@hooks.example/'}; callback_url",
                "widget/session; {'key':'k','token':'t','redirect_url':'http://example.com'}; redirect_url",
                "widget/session; {'key':'k','token':'t','logo':'https://0x7f.1/logo.png'}; logo",
                "widget/session; {'key':'k','token':'t','exp':'never'}; exp",
                "widget/session; {'key':'k','token':'t','limit':25}; limit",
                "widget/consent; {'session':'s','agreed':'perhaps'}; agreed",
                "widget/consent; {'session':'s','agreed':true,'scopes':{}}; scopes",
                "widget/login; {'session':'s','bank':'harmattan-bank','fields':'x'}; fields",
                "widget/login; {'session':'s','bank':'harmattan-bank','fields':{'username':{}}}; fields.username",
                "widget/answer; {'session':'s','login':'l'}; login",
                "widget/accounts; {'session':'s','login':'5f23f8ea9d2b8e0017a1c0de','accounts':[1]}; accounts"
            })
    void a_mistyped_key_is_named_once(String operation, String body, String field) {
        var answer = refused(() -> posts(operation, body.replace('\'', '"')), 400, "VALIDATION");

        assertThat(answer.json().getList("fields.field", String.class)).containsExactly(field);
    }

    @Test
    void unknown_keys_are_ignored_on_old_operations_and_refused_on_ours() {
        assertThat(posts("products/balances", "{\"colour\":\"red\",\"20\":{}}").status())
                .isEqualTo(200);

        for (var operation : List.of("consents/list", "records/list")) {
            var answer = refused(() -> posts(operation, "{\"colour\":\"red\"}"), 400, "VALIDATION");
            assertThat(answer.json().getList("fields.field", String.class)).containsExactly("colour");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "balance/getById, id, balance",
        "balance/getByAccount, account_id, account",
        "balance/getByCustomer, customer, customer",
        "balance/check, account_id, account",
        "transactions/balance/process, account_id, account",
        "auth/getById, id, auth",
        "auth/getByCustomer, customer, customer",
        "accounts/getById, id, account",
        "accounts/getAccountDetails, account, account",
        "accounts/getByCustomer, customer, customer",
        "accounts/getByBalance, balance, balance",
        "customers/remove, customer, customer",
        "records/getById, id, record",
        "products/records/get, record_id, record",
        "consents/getById, id, consent",
        "consents/revoke, id, consent",
        "consents/receipt, id, consent"
    })
    void anothers_id_is_answered_exactly_like_an_unknown_one(String operation, String key, String what) {
        var other = Company.of(owners);
        String account = linked.account();
        var ids = Map.of(
                "account",
                account,
                "balance",
                company.call("accounts/getById", Map.of("id", account)).path("data.accounts[0].balance"),
                "auth",
                company.call("accounts/getById", Map.of("id", account)).path("data.accounts[0].auth"),
                "customer",
                linked.customer(),
                "record",
                linked.connection(),
                "consent",
                linked.consent());

        var unknown = refused(() -> posts(other, operation, key, UNKNOWN), 404, "NOT_FOUND");
        var anothers = refused(() -> posts(other, operation, key, ids.get(what)), 404, "NOT_FOUND");

        assertThat(anothers.body()).isEqualTo(unknown.body());
    }

    @Test
    void an_id_of_the_other_environment_is_unknown() {
        var secret = company.productionKeys().secret();

        refused(
                () -> Raw.send(
                        "POST",
                        "/v2/balance/getByAccount",
                        "{\"account_id\":\"" + linked.account() + "\"}",
                        "Authorization",
                        "Bearer " + secret),
                404,
                "NOT_FOUND");
    }

    @Test
    void what_is_for_the_sandbox_only_is_unknown_in_production() {
        var secret = company.productionKeys().secret();

        for (var operation : List.of(
                "customers/create", "balances/set", "banks/outage", "customers/generate", "transactions/import")) {
            refused(
                    () -> Raw.send("POST", "/v2/" + operation, "{}", "Authorization", "Bearer " + secret),
                    404,
                    "NOT_FOUND");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2286-11-20", "2286-11-21", "2300-01-01", "9999-12-31"})
    void a_range_may_reach_far_into_the_future(String to) {
        var account = "\"account_id\":\"" + linked.account() + "\",";
        var customer = "\"customer\":\"" + linked.customer() + "\",";
        var range = "\"from\":\"1970-01-01\",\"to\":\"" + to + "\"}";

        var answer = posts("balance/getByDate", "{" + range);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().getInt("data.pagination.totalDocs")).isEqualTo(2);
        assertThat(answer.json().getList("data.balances")).hasSize(2);
        assertThat(posts("accounts/getByCustomerDate", "{" + customer + range)
                        .json()
                        .getList("data.accounts"))
                .hasSize(2);
        assertThat(posts("balance/process", "{" + account + range)
                        .json()
                        .getList("data.balances[0].periodic.available_balance"))
                .isNotEmpty();
    }

    @Test
    void a_wrong_method_is_told_the_right_ones() {
        var secret = company.keys().secret();
        var got = refused(
                () -> Raw.send("GET", SANDBOX + "balance/getById?id=" + UNKNOWN, "", "Authorization", secret),
                405,
                "METHOD");
        assertThat(got.header("allow")).isEqualTo("POST");

        var deleted = refused(() -> Raw.send("DELETE", SANDBOX + "banks/list", ""), 405, "METHOD");
        assertThat(deleted.header("allow")).isEqualTo("GET, POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere", "/v2/nowhere", "/v2/sandbox/balance/nowhere", "/v2", "/v2/sandbox/consents/no"})
    void an_unknown_path_gets_the_envelope(String path) {
        for (var method : List.of("GET", "POST", "PUT", "DELETE")) {
            var answer = refused(() -> Raw.send(method, path, ""), 404, "NOT_FOUND");
            assertThat(answer.header("x-request-id")).isNotEmpty();
        }
    }

    @Test
    void a_key_that_is_missing_or_wrong_is_unauthorized() {
        var keys = company.keys();
        for (var key : List.of(
                "",
                "Bearer",
                "Bearer ",
                "Bearer sk_sandbox_nobody",
                "Basic abc",
                "Bearer " + keys.publicKey(),
                "Bearer " + keys.clientToken(),
                keys.secret() + "x",
                "Bearer " + "x".repeat(600))) {
            refused(
                    () -> Raw.send("POST", SANDBOX + "products/balances", "{}", authorization(key)),
                    401,
                    "UNAUTHORIZED");
        }
    }

    @Test
    void a_key_works_in_its_own_environment_only() {
        var sandbox = company.keys().secret();
        var production = company.productionKeys().secret();

        refused(() -> Raw.send("POST", "/v2/products/balances", "{}", authorization(sandbox)), 403, "ENV");
        for (var base : List.of(SANDBOX, "/sandbox/v2/")) {
            refused(() -> Raw.send("POST", base + "products/balances", "{}", authorization(production)), 403, "ENV");
        }
    }

    @Test
    void an_open_session_of_a_disabled_owner_neither_signs_in_nor_links() {
        var former = Company.of(owners);
        var asked = former.opens();
        var agreed = former.opens();
        agreed.agrees();
        owners.disable(former.id());

        asked.call("consent", Map.of("agreed", true)).then().statusCode(403).body("type", equalTo("SUSPENDED"));
        var fields = Map.of("username", "user_good", "password", "pass_good");
        agreed.call("login", Map.of("bank", "harmattan-bank", "fields", fields))
                .then()
                .statusCode(403)
                .body("type", equalTo("SUSPENDED"));
    }

    @Test
    void a_disabled_owners_keys_are_unauthorized() {
        var former = Company.of(owners);
        owners.disable(former.id());

        refused(
                () -> Raw.send(
                        "POST",
                        SANDBOX + "products/balances",
                        "{}",
                        authorization(former.keys().secret())),
                401,
                "UNAUTHORIZED");
        refused(() -> opens(former.keys().publicKey(), former.keys().clientToken()), 401, "UNAUTHORIZED");
    }

    @Test
    void a_replaced_key_is_unauthorized() {
        var company = Company.of(owners);
        owners.rotate(company.id(), Environment.SANDBOX, AccessKey.Kind.SECRET, Optional.of(Duration.ZERO));

        refused(
                () -> Raw.send(
                        "POST",
                        SANDBOX + "products/balances",
                        "{}",
                        authorization(company.keys().secret())),
                401,
                "UNAUTHORIZED");
    }

    @Test
    void a_widget_opens_with_one_owners_public_key_and_client_token_only() {
        var keys = company.keys();
        var others = Company.of(owners).keys();

        refused(() -> opens(keys.secret(), keys.clientToken()), 401, "UNAUTHORIZED");
        refused(() -> opens(keys.publicKey(), keys.secret()), 401, "UNAUTHORIZED");
        refused(() -> opens(keys.publicKey(), others.clientToken()), 401, "UNAUTHORIZED");
        refused(() -> opens("nobody", "nothing"), 401, "UNAUTHORIZED");
        var production = company.productionKeys();
        refused(() -> opens(production.publicKey(), production.clientToken()), 403, "ENV");
    }

    @Test
    void a_page_that_opens_a_session_without_keys_is_told_both() {
        var answer = refused(() -> Raw.send("POST", SANDBOX + "widget/session", "{}"), 400, "VALIDATION");

        assertThat(answer.json().getList("fields.field", String.class)).containsExactlyInAnyOrder("key", "token");
    }

    private static Raw opens(String key, String token) {
        return Raw.send("POST", SANDBOX + "widget/session", "{\"key\":\"" + key + "\",\"token\":\"" + token + "\"}");
    }

    private static String[] authorization(String value) {
        return value.isEmpty() ? new String[0] : new String[] {"Authorization", value};
    }

    private Raw posts(String operation, String body) {
        return posts(operation, body.getBytes(StandardCharsets.UTF_8), "application/json");
    }

    private Raw posts(String operation, byte[] body, String type) {
        var secret = company.keys().secret();
        return Raw.send("POST", SANDBOX + operation, body, "Content-Type", type, "Authorization", "Bearer " + secret);
    }

    private static Raw posts(Company caller, String operation, String key, Object id) {
        return Raw.send(
                "POST",
                SANDBOX + operation,
                "{\"" + key + "\":\"" + id + "\"}",
                authorization("Bearer " + caller.keys().secret()));
    }

    /// The answer is the envelope of errors, and nothing was written.
    private static Raw refused(Supplier<Raw> call, int status, String type) {
        var answer = new AtomicReference<Raw>();
        var writes = Meter.writesOf(() -> answer.set(call.get()));
        var raw = answer.get();
        assertThat(raw.status()).as(raw.body()).isEqualTo(status);
        assertThat(raw.header("content-type")).startsWith("application/json");
        var envelope = raw.json();
        assertThat(envelope.getString("status")).isEqualTo("error");
        assertThat(envelope.getString("message")).isNotBlank();
        assertThat(envelope.getMap("$")).containsKeys("data", "method").containsEntry("data", null);
        assertThat(envelope.getInt("code")).isEqualTo(status);
        assertThat(envelope.getString("type")).isEqualTo(type);
        assertThat(writes).as(Arrays.toString(writes.toArray())).isEmpty();
        return raw;
    }

    @ParameterizedTest
    @ValueSource(strings = {"africa/lagos", "EUROPE/london", "UTC", "Etc/GMT-1"})
    void a_time_zone_is_known_whatever_its_capitals(String zone) {
        assertThat(zoneAnswers(zone).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SystemV/PST8", "+01:00", "Lagos", "Africa/Lagos/"})
    void what_is_no_time_zone_of_the_database_is_refused(String zone) {
        var refused = zoneAnswers(zone);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.<String>path("fields[0].field")).isEqualTo("time_zone");
    }

    private Response zoneAnswers(String zone) {
        return company.call("balances/history", Map.of("account", linked.account(), "time_zone", zone));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0661\u0662", "0x10", "1e9999999999", "1_000", "1,000", "--1"})
    void what_is_no_number_of_plain_digits_is_refused(String number) {
        var refused = company.call("balance/getByType", Map.of("type", "ledger_balance", "value", number));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.<String>path("fields[0].field")).isEqualTo("value");
    }
}
