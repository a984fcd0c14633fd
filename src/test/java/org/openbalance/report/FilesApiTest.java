package org.openbalance.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openbalance.account.Account;
import org.openbalance.account.ProductState;
import org.openbalance.api.Product;
import org.openbalance.contract.ContractFilter;
import org.openbalance.journey.Company;
import org.openbalance.journey.TestClock;
import org.openbalance.owner.Owners;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.transaction.Transactions;

/// Files of transactions, and how a refresh of them is awaited.
@QuarkusTest
@Tag("slow")
class FilesApiTest {

    private static final Map<String, List<String>> WITH_LINES =
            Map.of("products", List.of("auth", "balance", "transactions"));

    @Inject
    Owners owners;

    @Inject
    Transactions transactions;

    @Inject
    Table table;

    @Inject
    TestClock clock;

    private Company company;
    private Company.Linked linked;

    @BeforeAll
    static void answers_are_held_against_the_document() {
        RestAssured.filters(new ContractFilter());
    }

    @AfterAll
    static void others_go_without() {
        RestAssured.reset();
    }

    @BeforeEach
    void a_customer_with_lines() {
        company = Company.of(owners);
        linked = company.links("harmattan-bank", WITH_LINES);
        new Ledger(transactions, company.tenant(), linked.account())
                .booked(0, -425_050, "POS \"SAMPLE, MART\"")
                .booked(-1, 100, "=HYPERLINK(\"http://evil.example\")")
                .booked(-2, -500, "-500")
                .read();
    }

    @AfterEach
    void real_time_again() {
        clock.reset();
    }

    private Response call(String operation, Map<String, ?> body) {
        return company.call(operation, body);
    }

    private String url(Map<String, ?> body) {
        var link = call("products/transactions/download", body);
        link.then().statusCode(200).body("data.rows", equalTo(3)).body("data.complete", equalTo(true));
        return link.path("data.url");
    }

    @Test
    void a_link_makes_the_file_without_a_key() {
        var file = RestAssured.get(url(Map.of("record", linked.connection(), "downloadType", "csv")));

        file.then().statusCode(200).header("content-type", startsWith("text/csv"));
        var rows = file.asString().split("\r\n");
        assertThat(rows).hasSize(4);
        assertThat(rows[0]).startsWith("id,date,value_date,status,debit,credit,balance,currency,description");
        assertThat(rows[1]).contains(",2026-06-10,2026-06-10,posted,4250.5,,,NGN,\"POS \"\"SAMPLE, MART\"\"\",");
        assertThat(rows[2]).contains(",posted,,1,,NGN,\"'=HYPERLINK(\"\"http://evil.example\"\")\",");
        assertThat(rows[3]).contains(",posted,5,,,NGN,-500,");
    }

    @Test
    void a_byte_order_mark_and_json_are_to_be_had() {
        assertThat(RestAssured.get(url(Map.of("account", linked.account(), "bom", true)))
                        .asString())
                .startsWith("\uFEFFid,");
        RestAssured.get(url(Map.of("customer", linked.customer(), "downloadType", "json")))
                .then()
                .statusCode(200)
                .body("transactions", hasSize(3))
                .body("transactions[0].account", equalTo(linked.account()));
    }

    @Test
    void a_file_has_what_the_owner_noted() {
        String id = call("transactions/getByAccount", Map.of("account", linked.account()))
                .path("data.transactions[0]._id");
        call("transactions/annotate", Map.of("id", id, "note", "@home", "category", "food"));

        assertThat(RestAssured.get(url(Map.of("account", linked.account()))).asString())
                .contains(",'@home,food\r\n");
    }

    @Test
    void a_link_ends_and_cannot_be_forged() {
        var url = url(Map.of("account", linked.account()));
        RestAssured.get(url.substring(0, url.length() - 4) + "AAAA").then().statusCode(404);
        RestAssured.get(url.replace("/v2/sandbox/", "/v2/")).then().statusCode(404);
        RestAssured.get(url.substring(0, url.indexOf('?'))).then().statusCode(400);
        RestAssured.get(url.substring(0, url.indexOf('?')) + "?token=nothing")
                .then()
                .statusCode(404);

        clock.advance(Duration.ofMinutes(11));
        RestAssured.get(url).then().statusCode(403).body("type", equalTo("EXPIRED"));
    }

    @ParameterizedTest
    @CsvSource({"Accept, text/csv", "User-Agent, PyOkra 0.1.0"})
    void clients_that_keep_what_they_get_have_the_file_itself(String header, String value) {
        var file = Company.request()
                .header("Authorization", "Bearer " + company.keys().secret())
                .header(header, value)
                .body(Map.of("record", linked.connection()))
                .post("/v2/sandbox/transactions/download");

        file.then().statusCode(200).header("content-type", startsWith("text/csv"));
        assertThat(file.asString()).startsWith("id,date");
    }

    @ParameterizedTest
    @CsvSource({
        "=1+1, '''=1+1'",
        "+2348000000001 CALL, '''+2348000000001 CALL'",
        "-500, -500",
        "'-1,250.50', '-1,250.50'",
        "-A1, '''-A1'",
        "@SUM(A1), '''@SUM(A1)'",
        "POS -5, POS -5"
    })
    void a_formula_is_kept_from_running_and_a_number_stays_a_number(String text, String cell) {
        assertThat(LinesCsv.guarded(text)).isEqualTo(cell);
    }

    @Test
    void a_refresh_is_awaited_by_its_callback() {
        clock.advance(Duration.ofMinutes(30));
        var asked = call("transactions/refresh", Map.of("account_id", linked.account(), "currency", "NGN"));
        asked.then()
                .statusCode(200)
                .body("message", equalTo("Transactions processing..."))
                .body("data.method", equalTo("REFRESH_TRANSACTIONS"))
                .body("data.record", equalTo(linked.connection()));
        String url = asked.path("data.callback_url");

        polled(url)
                .then()
                .statusCode(200)
                .body("data.state", equalTo("pending"))
                .header("retry-after", equalTo("5"));

        clock.advance(Duration.ofSeconds(10));
        was(ProductState.read(clock.instant(), clock.instant().plus(Duration.ofDays(1)), Optional.empty(), false));
        polled(url)
                .then()
                .statusCode(200)
                .body("data.state", equalTo("ready"))
                .body("data.transactions", hasSize(3))
                .body("data.transactions[0].account", equalTo(linked.account()))
                .body("data.transactions[0].owner", contains(company.id()))
                .body("data.last_transaction_date", equalTo("2026-06-10T00:00:00.000Z"))
                .body("data.products.transactions", equalTo(true))
                .body("data.products.income", equalTo(false));
    }

    @Test
    void a_refresh_of_the_balance_keeps_no_client_waiting_for_lines() {
        clock.advance(Duration.ofMinutes(30));
        was(ProductState.read(clock.instant(), clock.instant().plus(Duration.ofDays(1)), Optional.empty(), false));
        clock.advance(Duration.ofMinutes(1));
        call("balance/refresh", Map.of("account_id", linked.account())).then().statusCode(200);

        call("callback", Map.of("record", linked.connection(), "method", "TRANSACTIONS"))
                .then()
                .body("data.state", equalTo("ready"));
    }

    @Test
    void a_refresh_makes_lines_due_and_one_that_failed_is_told() {
        clock.advance(Duration.ofMinutes(30));
        was(ProductState.read(clock.instant(), clock.instant().plus(Duration.ofDays(1)), Optional.empty(), false));
        clock.advance(Duration.ofMinutes(1));
        assertThat(state().isDue(clock.instant())).isFalse();
        String url = call("transactions/refresh", Map.of("account_id", linked.account()))
                .path("data.callback_url");
        assertThat(state().isDue(clock.instant())).isTrue();

        clock.advance(Duration.ofSeconds(10));
        was(state().failed("DOWN", clock.instant(), Optional.empty()));
        polled(url).then().statusCode(503).body("type", equalTo("BANK_DOWN"));
    }

    private ProductState state() {
        return Account.latest(table, company.tenant(), linked.account())
                .map(Account::of)
                .orElseThrow()
                .schedule()
                .product(Product.TRANSACTIONS);
    }

    private void was(ProductState state) {
        linked.accounts()
                .forEach(account -> table.write(state.writeTo(
                        Write.change(Account.readStateKey(company.tenant(), account)), Product.TRANSACTIONS)));
    }

    private Response polled(String url) {
        return RestAssured.given()
                .header("Authorization", "Bearer " + company.keys().secret())
                .get(url);
    }

    @ParameterizedTest
    @CsvSource({"TRANSACTIONS", "PERIODIC_TRANSACTIONS", "periodic_transactions", "REFRESH_TRANSACTIONS"})
    void every_method_of_old_clients_has_the_lines_by_get_and_post(String method) {
        call("callback", Map.of("record", linked.connection(), "method", method, "limit", 2))
                .then()
                .statusCode(200)
                .body("data.transactions", hasSize(2))
                .body("data.method", equalTo(method.toUpperCase(Locale.ROOT)));
        call("callback", Map.of("record", linked.connection(), "method", "STATEMENTS"))
                .then()
                .statusCode(400);
    }
}
