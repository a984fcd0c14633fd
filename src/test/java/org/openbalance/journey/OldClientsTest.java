package org.openbalance.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.config.JsonPathConfig;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.local.TestGateway;
import org.openbalance.owner.Owners;

/// What the clients of the old API really send, as their code shows: each is answered unchanged.
///
/// The tests read what one company has linked, so they share it.
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OldClientsTest {

    private static final String SANDBOX = "/v2/sandbox/";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";

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
    @ValueSource(strings = {FORM, JSON, JSON + "; charset=utf-8", "text/plain"})
    void a_form_is_read_however_it_is_labelled(String type) {
        var answer = posts(
                "balance/getByCustomer",
                type,
                "customer=" + linked.customer() + "&includePeriodic=False&page=1&limit=1&20=%3Cclass+%27int%27%3E");

        answered(answer, 1);
        assertThat(answer.json().getMap("data.balances[0]")).doesNotContainKey("periodic");
    }

    @ParameterizedTest
    @CsvSource({"application/json, ''", "'', ''", "application/json, null", "application/json, {}", FORM + ", ''"})
    void a_list_needs_no_body(String type, String body) {
        for (var list : List.of("balances", "auths", "accounts")) {
            var answer = posts("products/" + list, type, body);

            success(answer);
            assertThat(answer.json().getList("data." + list)).hasSize(2);
        }
    }

    @Test
    void what_stands_in_the_query_of_a_post_counts_and_the_body_wins() {
        answered(posts("balance/getByCustomer?page=1&limit=1&customer=" + linked.customer(), JSON, ""), 1);
        answered(posts("balance/getByCustomer?limit=1&customer=" + linked.customer(), JSON, "{\"limit\":2}"), 2);
    }

    @Test
    void an_empty_text_is_an_absent_one() {
        var all =
                """
                {"page":"1","limit":"20","customer":"%s","customer_id":"","from":"","to":"","bank":"","id":"",
                "account":"","type":"","amount":"","account_id":"","record_id":"","currency":""}""";

        answered(posts("balance/getByCustomer", JSON, all.formatted(linked.customer())), 2);
    }

    @Test
    void numbers_and_booleans_may_be_texts() {
        var answer = posts(
                "products/balances",
                JSON,
                "{\"page\":\"1\",\"limit\":\"1\",\"includePeriodic\":\"False\",\"max_age\":\"600\"}");

        answered(answer, 1);
        assertThat(answer.json().getMap("data.balances[0]")).doesNotContainKey("periodic");
    }

    @Test
    void the_key_may_come_bare_and_under_any_spelling_of_its_header() {
        var secret = company.keys().secret();
        for (var value : List.of(secret, "Bearer " + secret, "bearer " + secret, " Bearer  " + secret)) {
            for (var name : List.of("Authorization", "authorization", "AUTHORIZATION")) {
                success(Raw.send("POST", SANDBOX + "products/balances", "", name, value));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json; charset=utf-8", "*/*", FORM, "text/html"})
    void any_accept_header_gets_json(String accept) {
        var secret = company.keys().secret();
        var answer = Raw.send(
                "POST", SANDBOX + "products/balances", "", "Authorization", "Bearer " + secret, "Accept", accept);

        success(answer);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/sandbox/accounts/getByBank",
                "/sandbox/v2/accounts/getByBank",
                "/v2/sandbox/accounts//getByBank",
                "/v2/sandbox/accounts/getByBank/",
                "/sandbox/v2/accounts/getByBank/"
            })
    void every_spelling_of_the_sandbox_serves_without_a_redirect(String path) {
        answered(posts(path, JSON, "{\"bank\":\"harmattan-bank\"}", 0), 2);
    }

    /// The gateway knows only single slashes and no slash at the end of a fixed path, so these do not reach the
    /// function that serves them: the answer leads there, and keeps method and body.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/sandbox//accounts/getByBank",
                "//v2/sandbox/accounts/getByBank",
                "/v2//sandbox/accounts/getByBank/",
                "/sandbox/v2//accounts/getByBank",
                "/sandbox/v2///accounts//getByBank//"
            })
    void a_careless_path_is_led_to_the_right_one(String path) {
        answered(posts(path, JSON, "{\"bank\":\"harmattan-bank\"}", 1), 2);
    }

    /// By whatever name it calls this API, for a client takes its key to no other host than that it called.
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1"})
    void a_client_that_follows_redirects_posts_the_same_to_the_host_that_it_called(String host) throws Exception {
        var careless =
                URI.create(TestGateway.url().replace("localhost", host) + "//v2/sandbox//accounts/getByBank?limit=1");
        try (var client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            var answer = client.send(
                    HttpRequest.newBuilder(careless)
                            .headers(headers(company, JSON))
                            .POST(HttpRequest.BodyPublishers.ofString("{\"bank\":\"harmattan-bank\"}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.uri().getHost()).isEqualTo(host);
            assertThat(answer.uri().getQuery()).isEqualTo("limit=1");
            assertThat(answer.request().method()).isEqualTo("POST");
        }
    }

    @Test
    void an_unknown_path_is_led_nowhere_twice() {
        var answer = Raw.send("POST", "/v2//balance/nothing", "{}");

        assertThat(answer.status()).isEqualTo(308);
        assertThat(Raw.send("POST", answer.header("location"), "{}").status()).isEqualTo(404);
    }

    @Test
    void a_slash_at_the_end_of_a_fixed_path_is_led_to_the_right_one() {
        answered(posts("/v2/sandbox/products/balances/", JSON, "{\"limit\":1}", 1), 1);
    }

    @Test
    void a_redirect_keeps_the_query_and_names_no_host() {
        var answer = Raw.send("GET", "/v2/sandbox//banks/getById?id=lagoon-bank&a=%2F%0d%0aX-Evil:+1&", "");

        assertThat(answer.status()).isEqualTo(308);
        assertThat(answer.header("location"))
                .isEqualTo("/v2/sandbox/banks/getById?id=lagoon-bank&a=%2F%0d%0aX-Evil:+1&");
        assertThat(answer.header("x-evil")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example/x",
                "///evil.example//x/",
                "//evil.example/v2/balance/getById",
                "//user:password@evil.example/v2/balance/getById",
                "//https://evil.example/v2/balance/getById",
                "/v2//https://evil.example/",
                "//evil.example:443/x?//evil.example/",
                "//..//evil.example/x",
                "/.//evil.example/x",
                "//%5Cevil.example/x",
                "//%2Fevil.example/x",
                "//%09/evil.example/x",
                "/v2//x%0d%0aSet-Cookie:a=b",
                "//v2/sandbox/banks/%3Cscript%3E"
            })
    void a_redirect_never_leaves_this_api(String path) {
        var answer = Raw.send("POST", path, "");

        assertThat(answer.header("set-cookie")).isEmpty();
        if (answer.status() == 308) {
            var there = URI.create(TestGateway.url() + path).resolve(answer.header("location"));
            assertThat(answer.header("location")).startsWith("/").doesNotContain("//", "\\");
            assertThat(there.getRawAuthority())
                    .isEqualTo(URI.create(TestGateway.url()).getRawAuthority());
        } else {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.json().getString("status")).isEqualTo("error");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/sandbox/sandbox/", "/sandbox/v2/sandbox/", "/v2/sandbox/"})
    void sandbox_customers_are_made_under_a_doubled_sandbox_too(String base) {
        var username = base.replace('/', '.');
        var made = posts(
                base + "customers/create",
                FORM,
                "name=Ada+Obi&bank=harmattan-bank&noOfAccount=2&password=p&username=" + username,
                0);

        success(made);
        var id = made.json().getString("data.customers[0].customer");
        var got = posts(base + "customers/get", JSON, "{\"customer\":\"" + id + "\"}", 0);
        success(got);
        assertThat(got.json().getString("data.customer.account.username")).isEqualTo(username);
        success(posts(base + "customers/list", JSON, "", 0));
        success(posts(base + "customers/generate", JSON, "{\"create\":false}", 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2020-09-05T13:37:46.1234567+01:00",
                "2020-09-05T13:37:46.1234567Z",
                "2020-09-05T13:37:46",
                "2020-09-05"
            })
    void dates_come_with_seven_digits_and_offsets(String from) {
        answered(
                posts(
                        "balance/getByDate",
                        JSON,
                        "{\"from\":\"" + from + "\",\"to\":\"2100-01-01T00:00:00.0000000-11:00\"}"),
                2);
        // Not percent-encoded, so that the plus sign arrives as a space.
        answered(posts("balance/getByDate", FORM, "from=" + from + "&to=2100-01-01"), 2);
    }

    @ParameterizedTest
    @CsvSource({
        "balance/getByAccount, account",
        "balance/getByAccount, account_id",
        "balance/check, account",
        "balance/check, account_id",
        "accounts/getAccountDetails, account",
        "accounts/getAccountDetails, account_id"
    })
    void an_account_goes_by_both_its_names(String operation, String key) {
        success(posts(operation, JSON, "{\"" + key + "\":\"" + linked.account() + "\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"customer", "customer_id"})
    void a_customer_goes_by_both_its_names(String key) {
        answered(posts("balance/getByCustomer", JSON, "{\"" + key + "\":\"" + linked.customer() + "\"}"), 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"value", "amount"})
    void an_amount_goes_by_both_its_names(String key) {
        var amount = company.call("products/balances", Map.of())
                .jsonPath(JsonPathConfig.jsonPathConfig().numberReturnType(NumberReturnType.BIG_DECIMAL))
                .getString("data.balances[0].ledger_balance");

        var answer = posts("balance/getByType", FORM, "type=ledger_balance&" + key + "=" + amount);

        success(answer);
        assertThat(answer.json().getList("data.balances")).isNotEmpty();
        assertThat(answer.json().getList("data.balance"))
                .isEqualTo(answer.json().getList("data.balances"));
    }

    @Test
    void old_aliases_of_operations_are_served() {
        var balance =
                company.call("accounts/getById", Map.of("id", linked.account())).path("data.accounts[0].balance");
        success(posts("balance/getBalanceById", JSON, "{\"id\":\"" + balance + "\"}"));
        success(posts("balance/process", JSON, "{\"account_id\":\"" + linked.account() + "\"}"));
        success(posts("accounts/getByDate", JSON, "{\"from\":\"2020-01-01\",\"to\":\"2100-01-01\"}"));
        success(posts("products/records/get", JSON, "{\"record_id\":\"" + linked.connection() + "\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/sandbox/", "/sandbox/v2/"})
    void banks_are_told_to_anyone_by_get_and_post(String base) {
        for (var method : List.of("GET", "POST")) {
            var all = Raw.send(method, base + "banks/list", "");
            success(all);
            assertThat(all.json().getList("data.banks")).hasSizeGreaterThanOrEqualTo(6);
            var one = Raw.send(method, base + "banks/getById?id=lagoon-bank&", "");
            success(one);
            assertThat(one.json().getString("data.slug")).isEqualTo("lagoon-bank");
            var page = Raw.send(method, base + "banks/list?page=1&limit=1&", "");
            assertThat(page.json().getList("data.banks")).hasSize(1);
            assertThat(page.json().getBoolean("data.pagination.hasNextPage")).isTrue();
            assertThat(Raw.send(method, base + "banks/getById", "").status()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{%s}", "[{%s}]", "{\"customers\":[{%s}]}"})
    void a_sandbox_customer_is_made_from_an_object_or_a_list(String form) {
        var maker = Company.of(owners);
        var customer = form.formatted("\"noOfAccount\":\"2\",\"name\":\"Ada Obi\",\"bank\":\"calabash-bank\","
                + "\"username\":\"ada\",\"password\":\"secret\",\"type\":\"ind\",\"volume\":\"low\",\"identity\":\"1\","
                + "\"internetSpeed\":\"2\"");
        var answer = posts(maker, "customers/create", customer);

        success(answer);
        var made = answer.json();
        assertThat(made.getList("data.customers")).hasSize(1);
        assertThat(made.getList("data.customers[0].account.nuban")).hasSize(2);
        assertThat(made.getString("data.customers[0].account.password")).isEqualTo("secret");
        assertThat(made.getString("data.customers[0].identity.phone[0]")).isNotEmpty();
        assertThat(made.getString("data.customers[0].identity.email[0]")).isNotEmpty();
        assertThat(made.getString("data.customers[0].identity.photo_id[0].url")).isNotEmpty();
        assertThat(posts(maker, "customers/create", customer).status()).isEqualTo(409);
    }

    @Test
    void one_customer_of_a_list_that_cannot_be_made_leaves_all_unmade() {
        var maker = Company.of(owners);
        var one = "{\"name\":\"Ada Obi\",\"bank\":\"calabash-bank\",\"username\":\"ada\",\"password\":\"secret\"}";

        assertThat(posts(maker, "customers/create", "[" + one + "," + one + "]").status())
                .isEqualTo(409);
        success(posts(maker, "customers/create", one));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_was_generated_can_be_created(boolean wrapped) {
        var maker = Company.of(owners);
        var thought = maker.call("customers/generate", Map.of("number", "3", "create", "false"));
        thought.then().statusCode(200);
        List<Map<String, Object>> wanted = thought.path("data.customers");
        var all = new HashMap<String, Object>();
        all.put("customers", wanted);
        all.put("pagination", null);

        var response = Company.request()
                .header("Authorization", "Bearer " + maker.keys().secret())
                .body(wrapped ? all : wanted)
                .post(SANDBOX + "customers/create");

        response.then().statusCode(200);
        assertThat(response.<List<String>>path("data.customers.account.username"))
                .containsExactlyElementsOf(
                        wanted.stream().map(one -> (String) one.get("username")).toList());
    }

    private Raw posts(String operation, String type, String body) {
        return posts(SANDBOX + operation, type, body, 0);
    }

    private static Raw posts(Company caller, String operation, String body) {
        return Raw.send("POST", SANDBOX + operation, body, headers(caller, JSON));
    }

    /// Follows redirects as an orderly client does; there must be as many as said.
    private Raw posts(String path, String type, String body, int redirects) {
        var answer = Raw.send("POST", path, body, headers(company, type));
        for (var redirect = 0; redirect < redirects; redirect++) {
            assertThat(answer.status()).as(answer.body()).isEqualTo(308);
            answer = Raw.send("POST", answer.header("location"), body, headers(company, type));
        }
        return answer;
    }

    private static String[] headers(Company caller, String type) {
        var key = "Bearer " + caller.keys().secret();
        return type.isEmpty()
                ? new String[] {"Authorization", key}
                : new String[] {"Authorization", key, "Content-Type", type};
    }

    private static void answered(Raw answer, int balances) {
        success(answer);
        var lists = answer.json().getMap("data").keySet();
        var name = lists.contains("balances") ? "balances" : "accounts";
        assertThat(answer.json().getList("data." + name)).hasSize(balances);
    }

    private static void success(Raw answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().getString("status")).isEqualTo("success");
        assertThat(answer.json().<Object>get("data")).isNotNull();
    }
}
