package org.openbalance.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.contract.ContractFilter;
import org.openbalance.journey.Company;
import org.openbalance.journey.Meter;
import org.openbalance.journey.TestClock;
import org.openbalance.owner.Owners;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.transaction.Transactions;

/// Transactions as an owner asks for them; every answer is held against openapi.yaml.
@QuarkusTest
@Tag("slow")
class TransactionsApiTest {

    private static final Map<String, List<String>> WITH_LINES =
            Map.of("products", List.of("auth", "balance", "transactions"));
    private static final String UNKNOWN = "6b0381a809dea09cf3ec28aa";

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
    void a_customer_who_agreed_to_transactions() {
        company = Company.of(owners);
        linked = company.links("harmattan-bank", WITH_LINES);
    }

    @AfterEach
    void real_time_again() {
        clock.reset();
    }

    private Ledger ledger() {
        return ledger(linked.account());
    }

    private Ledger ledger(String account) {
        return new Ledger(transactions, company.tenant(), account);
    }

    private Response call(String operation, Map<String, ?> body) {
        return company.call(operation, body);
    }

    private Response ofAccount() {
        return call("transactions/getByAccount", Map.of("account", linked.account()));
    }

    @Test
    void a_line_has_every_key_that_old_clients_read() {
        ledger().booked(0, -425_050, "POS PURCHASE SAMPLE MART").read();

        ofAccount()
                .then()
                .statusCode(200)
                .body("data.pagination.totalDocs", equalTo(1))
                .body("data.transaction[0].debit", equalTo(4250.5f))
                .body("data.transaction[0].credit", nullValue())
                .body("data.transaction[0].notes.desc", equalTo("POS PURCHASE SAMPLE MART"))
                .body("data.transaction[0].notes.preopositions", empty())
                .body("data.transaction[0].ner.account", empty())
                .body("data.transaction[0].trans_date", equalTo("2026-06-10T00:00:00.000Z"))
                .body("data.transaction[0].cleared_date", equalTo("2026-06-10T00:00:00.000Z"))
                .body("data.transaction[0].account._id", equalTo(linked.account()))
                .body("data.transaction[0].customer._id", equalTo(linked.customer()))
                .body("data.transaction[0].bank.name", equalTo("Harmattan Bank"))
                .body("data.transaction[0].record", contains(linked.connection()))
                .body("data.transaction[0].fetched", hasSize(1))
                .body("data.transaction[0].status", equalTo("posted"))
                .body("data.transaction[0].removed_at", nullValue());
    }

    @Test
    void a_pending_line_keeps_its_id_when_it_posts_and_a_line_that_vanished_is_still_found() {
        ledger().pending(0, -5_000, "NIP TO BOLA").read();
        String id = ofAccount().path("data.transactions[0]._id");
        assertThat(ofAccount().<String>path("data.transactions[0].status")).isEqualTo("pending");

        ledger().booked(1, -5_000, "NIP TO BOLA").read();
        call("transactions/getById", Map.of("id", id))
                .then()
                .body("data.pagination", nullValue())
                .body("data.transaction[0].status", equalTo("posted"));

        ledger().read();
        ofAccount().then().body("data.transactions", empty());
        call("transactions/getById", Map.of("id", id)).then().body("data.transaction[0].removed_at", notNullValue());
    }

    @Test
    void what_is_known_of_nobody_is_an_empty_list() {
        var asked = Map.of(
                "getById", Map.of("id", linked.customer()),
                "getByAccount", Map.of("account", UNKNOWN),
                "getByCustomer", Map.of("customer", UNKNOWN),
                "getByBank", Map.of("bank", UNKNOWN),
                "byRecord", Map.of("record_id", UNKNOWN),
                "getByNuban", Map.of("nuban", "0000000000"));
        asked.forEach((operation, body) -> call("transactions/" + operation, body)
                .then()
                .statusCode(200)
                .body("data.transaction", empty())
                .body("data.transactions", empty()));
        call("transactions/getByBank", Map.of("bank", "no-such-bank")).then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"transactions/", "transaction/"})
    void lines_are_found_by_all_that_they_are_of_under_every_name(String base) {
        ledger().booked(0, 310_000_00, "SALARY JUNE")
                .booked(-40, -100, "SMS CHARGE")
                .read();
        String nuban = call("accounts/getById", Map.of("id", linked.account())).path("data.accounts[0].nuban");
        var days = Map.of("from", "2026-06-01", "to", "2026-06-30");

        found(2, base + "getByAccount", Map.of("account_id", linked.account()));
        found(2, base + "getByCustomer", Map.of("customer_id", linked.customer()));
        found(2, base + "getByBank", Map.of("bank", "harmattan-bank"));
        found(2, base + "getByNuban", Map.of("nuban", nuban));
        found(2, base + "byRecord", Map.of("record_id", linked.connection()));
        found(2, base + "process", Map.of("account", linked.account()));
        found(2, base + "byOptions", Map.of("options", Map.of("customer", linked.customer(), "colour", "red")));
        found(1, base + "getByDate", days);
        found(1, base + "getByDate", with(days, "customer_id", linked.customer()));
        found(1, base + "getByCustomerDate", with(days, "customer_id", linked.customer()));
        found(1, base + "getByType", Map.of("type", "credit", "value", "310000"));
        found(0, base + "getByType", Map.of("type", "credit", "amount", "310000.01"));
        found(1, base + "getByType", Map.of("type", "debit"));
    }

    private void found(int lines, String operation, Map<String, ?> body) {
        call(operation, body)
                .then()
                .statusCode(200)
                .body("data.transactions", hasSize(lines))
                .body("data.pagination.totalDocs", equalTo(lines))
                .body("data.total_is_exact", equalTo(true));
    }

    private static Map<String, Object> with(Map<String, ?> body, String key, Object value) {
        var more = new HashMap<String, Object>(body);
        more.put(key, value);
        return more;
    }

    @Test
    void ids_stand_plain_where_old_clients_read_them_so() {
        ledger().booked(0, 500, "IN").read();

        call("transactions/getByType", Map.of("type", "credit", "value", 1))
                .then()
                .body("data.transaction[0].account", equalTo(linked.account()))
                .body("data.transaction[0].customer", equalTo(linked.customer()))
                .body("data.transaction[0].owner", contains(company.id()));
        call("transactions/byOptions", Map.of("options", Map.of("account", linked.account())))
                .then()
                .body("data.transactions[0].account._id", equalTo(linked.account()))
                .body("data.transactions[0].customer", equalTo(linked.customer()));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-06-09, 2026-06-09",
        "2026/06/09, 2026/06/09",
        "09-06-2026, 09-06-2026",
        "09/06/2026, 2026-06-09T23:00:00Z"
    })
    void days_are_understood_in_every_form(String from, String to) {
        ledger().daily(3, -1_000, "POS").read();

        found(1, "transactions/getByCustomerDate", Map.of("customer", linked.customer(), "from", from, "to", to));
    }

    @Test
    void a_limit_of_billions_is_a_page() {
        ledger().daily(120, -50_000, "POS").read();

        call("transactions/getByAccount", Map.of("account", linked.account(), "limit", "2147483600"))
                .then()
                .body("data.pagination.limit", equalTo(100))
                .body("data.transactions", hasSize(100))
                .body("data.pagination.totalDocs", equalTo(120))
                .body("data.pagination.nextPage", equalTo(2));
    }

    @Test
    void a_walk_over_accounts_meets_each_line_once_while_lines_come_and_accounts_are_linked() {
        var other = linked.accounts().getLast();
        ledger().daily(130, -500_000, "POS").read();
        ledger(other).daily(90, -300_000, "ATM").read();
        var customer = Map.of("customer", linked.customer(), "limit", 33);

        var met = new ArrayList<String>();
        var days = new ArrayList<String>();
        var ask = new HashMap<String, Object>(customer);
        for (var more = true; more; ) {
            var page = call("transactions/getByCustomer", ask);
            page.then().statusCode(200).body("data.pagination.totalDocs", equalTo(220));
            met.addAll(page.path("data.transactions._id"));
            days.addAll(page.path("data.transactions.trans_date"));
            ask.put("cursor", page.path("data.pagination.cursor"));
            more = ask.get("cursor") != null;
            ledger().daily(130, -500_000, "POS")
                    .booked(1, -7 - met.size(), "NEW " + met.size())
                    .read();
        }

        assertThat(met).hasSize(220).doesNotHaveDuplicates();
        assertThat(days).isSortedAccordingTo((one, next) -> next.compareTo(one));
    }

    @Test
    void pages_by_number_are_the_same_as_by_cursor() {
        ledger().daily(50, -500_000, "POS").read();
        ledger(linked.accounts().getLast()).daily(50, -300_000, "ATM").read();
        var byNumber = new ArrayList<String>();
        for (var page = 1; page <= 5; page++) {
            byNumber.addAll(call("transactions/getByCustomer", Map.of("customer", linked.customer(), "page", page))
                    .path("data.transactions._id"));
        }
        var byCursor = new ArrayList<String>();
        var ask = new HashMap<String, Object>(Map.of("customer", linked.customer()));
        do {
            var page = call("transactions/getByCustomer", ask);
            byCursor.addAll(page.path("data.transactions._id"));
            ask.put("cursor", page.path("data.pagination.cursor"));
        } while (ask.get("cursor") != null);

        assertThat(byNumber).hasSize(100).doesNotHaveDuplicates().isEqualTo(byCursor);
    }

    @Test
    void a_cursor_of_another_list_is_refused() {
        ledger().daily(30, -500_000, "POS").read();
        String cursor = call("transactions/getByAccount", Map.of("account", linked.account()))
                .path("data.pagination.cursor");

        for (var body : List.of(
                Map.of("customer", linked.customer(), "cursor", cursor),
                Map.of("customer", linked.customer(), "cursor", "AAAA"))) {
            call("transactions/getByCustomer", body).then().statusCode(400).body("fields[0].field", equalTo("cursor"));
        }
    }

    @Test
    void an_owners_list_goes_on_over_more_accounts_than_are_put_in_one_order() {
        var had = new ArrayList<String>();
        for (var customer = 0; customer < 11; customer++) {
            had.addAll(lineOfEach(customer));
        }
        var met = new ArrayList<String>();
        var ask = new HashMap<String, Object>(Map.of("from", "2026-01-01", "to", "2026-12-31", "limit", 20));
        do {
            var page = call("transactions/getByDate", ask);
            page.then().statusCode(200).body("data.pagination.totalDocs", equalTo(had.size()));
            met.addAll(page.path("data.transactions._id"));
            ask.put("cursor", page.path("data.pagination.cursor"));
            if (met.size() == 20) {
                lineOfEach(11);
            }
        } while (ask.get("cursor") != null);

        assertThat(met).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(had);
    }

    /// Of a customer of their own with five accounts.
    private List<String> lineOfEach(int customer) {
        var from = company.elsewhere();
        var username = "many_" + customer;
        from.call(
                        "customers/create",
                        Map.of(
                                "name",
                                "Many " + customer,
                                "bank",
                                "harmattan-bank",
                                "username",
                                username,
                                "password",
                                "pass_good",
                                "noOfAccount",
                                5))
                .then()
                .statusCode(200);
        var ids = new ArrayList<String>();
        for (var account :
                from.opens(WITH_LINES).links("harmattan-bank", username).accounts()) {
            ledger(account).booked(-customer, -100 - customer, "POS").read();
            ids.add(call("transactions/getByAccount", Map.of("account", account))
                    .path("data.transactions[0]._id"));
        }
        assertThat(ids).hasSize(5);
        return ids;
    }

    @Test
    void nothing_is_told_without_the_scope() {
        var balancesOnly = company.elsewhere().links("calabash-bank");
        ledger(balancesOnly.account()).booked(0, 100, "SECRET").read();
        var customer = balancesOnly.customer();
        var account = balancesOnly.account();

        refused("SCOPE", "transactions/getByAccount", Map.of("account", account));
        refused("SCOPE", "transactions/byRecord", Map.of("record", balancesOnly.connection()));
        refused("SCOPE", "transactions/refresh", Map.of("account_id", account));
        refused("SCOPE", "transactions/changes", Map.of("account", account));
        refused("SCOPE", "callback", Map.of("record", balancesOnly.connection(), "method", "TRANSACTIONS"));
        refused("SCOPE", "products/total-debits-credits", Map.of("account", account));
        found(0, "transactions/getByCustomer", Map.of("customer", customer));
        found(0, "transactions/getByBank", Map.of("bank", "calabash-bank"));
        found(0, "transactions/getByDate", Map.of("from", "2026-01-01", "to", "2026-12-31"));
        assertThat(call("products/transactions", Map.of()).<List<String>>path("data.trans.account"))
                .doesNotContain(account)
                .contains(linked.account());
    }

    private void refused(String type, String operation, Map<String, ?> body) {
        call(operation, body).then().statusCode(403).body("type", equalTo(type));
    }

    @Test
    void nothing_is_told_after_the_end_of_the_consent() {
        ledger().booked(0, 100, "PAID").read();
        String id = ofAccount().path("data.transactions[0]._id");
        var url = call("transactions/download", Map.of("account", linked.account()))
                .<String>path("data.url");
        call("consents/revoke", Map.of("id", linked.consent())).then().statusCode(200);

        refused("REVOKED", "transactions/getById", Map.of("id", id));
        refused("REVOKED", "transactions/getByAccount", Map.of("account", linked.account()));
        refused("REVOKED", "transactions/byRecord", Map.of("record", linked.connection()));
        refused("REVOKED", "transactions/annotate", Map.of("id", id, "note", "late"));
        found(0, "transactions/getByCustomer", Map.of("customer", linked.customer()));
        found(0, "transactions/getByDate", Map.of("from", "2026-01-01", "to", "2026-12-31"));
        RestAssured.get(url).then().statusCode(403);
    }

    @Test
    void another_owner_finds_nothing() {
        ledger().booked(0, 100, "PAID").read();
        String id = ofAccount().path("data.transactions[0]._id");
        var stranger = Company.of(owners);

        stranger.call("transactions/getById", Map.of("id", id)).then().body("data.transactions", empty());
        stranger.call("transactions/getByAccount", Map.of("account", linked.account()))
                .then()
                .body("data.transactions", empty());
        stranger.call("transactions/annotate", Map.of("id", id, "note", "mine"))
                .then()
                .statusCode(404);
    }

    @Test
    void totals_and_summaries_are_exact() {
        ledger().booked(0, 310_000_00, "SALARY")
                .booked(-1, -425_050, "POS")
                .pending(0, -100, "HOLD")
                .read();
        ledger(linked.accounts().getLast()).booked(0, -50, "FEE").read();

        call("products/total-debits-credits", Map.of("account", linked.account()))
                .then()
                .body("data.result.credit", equalTo("310000"))
                .body("data.result.debit", equalTo("4250.5"))
                .body("data.result.currency", equalTo("NGN"));
        call("products/records/credit-debit/get", Map.of("customer", linked.customer(), "bank", "harmattan-bank"))
                .then()
                .body("data.result.debit", equalTo("4251"));
        call("products/total-debits-credits", Map.of("customer", UNKNOWN))
                .then()
                .body("data.result.debit", equalTo("0"));
        call("products/total-debits-credits", Map.of()).then().statusCode(400);
        var trans = call("products/transactions/get", Map.of("limit", 5));
        assertThat(trans.<List<Integer>>path("data.trans.count")).containsExactlyInAnyOrder(3, 1);
    }

    @Test
    void changes_are_told_once_by_account_and_by_customer() {
        var other = linked.accounts().getLast();
        ledger().pending(0, -5_000, "NIP TO BOLA").booked(-1, -10, "FEE").read();
        ledger(other).booked(0, 100, "IN").read();
        var first = call("transactions/changes", Map.of("customer", linked.customer(), "limit", 2));
        first.then().body("data.added", hasSize(2)).body("data.has_more", equalTo(true));
        var second = changes(first);
        second.then().body("data.added", hasSize(1)).body("data.has_more", equalTo(false));
        var quiet = changes(second);
        quiet.then().body("data.added", empty()).body("data.modified", empty()).body("data.removed", empty());

        ledger().booked(0, -5_000, "NIP TO BOLA").read();
        changes(quiet)
                .then()
                .body("data.modified.status", contains("posted"))
                .body("data.removed.notes.desc", contains("FEE"))
                .body("data.added", empty());

        ledger().booked(0, -5_000, "NIP TO BOLA").booked(-1, -10, "FEE").read();
        var back = call("transactions/changes", Map.of("account", linked.account()));
        back.then().body("data.added", hasSize(2));
        call("transactions/changes", Map.of("customer", linked.customer(), "cursor", "AAAA"))
                .then()
                .statusCode(400)
                .body("fields[0].field", equalTo("cursor"));
        call("transactions/changes", Map.of()).then().statusCode(400);
    }

    private Response changes(Response before) {
        return call(
                "transactions/changes",
                Map.of("customer", linked.customer(), "cursor", before.path("data.cursor"), "limit", 2));
    }

    @Test
    void an_annotation_stays_through_reads_and_goes_with_the_customer() {
        ledger().pending(0, -5_000, "NIP TO BOLA").read();
        String id = ofAccount().path("data.transactions[0]._id");

        annotate(Map.of("id", id, "note", "Lent to Bola", "category", "loans"))
                .then()
                .statusCode(200);
        ledger().booked(1, -5_000, "NIP TRANSFER TO BOLA").read();
        ofAccount()
                .then()
                .body("data.transactions[0]._id", equalTo(id))
                .body("data.transactions[0].status", equalTo("posted"))
                .body("data.transactions[0].annotation.note", equalTo("Lent to Bola"))
                .body("data.transactions[0].annotation.category", equalTo("loans"));

        annotate(Map.of("id", id, "note", "")).then().statusCode(200);
        ofAccount()
                .then()
                .body("data.transactions[0].annotation.note", nullValue())
                .body("data.transactions[0].annotation.category", equalTo("loans"));
        annotate(Map.of("id", id)).then().statusCode(400);
        annotate(Map.of("id", id, "category", "")).then().statusCode(200);
        ofAccount().then().body("data.transactions[0].annotation", nullValue());

        assertThat(annotated()).isEqualTo(1);
        call("customers/remove", Map.of("customer", linked.customer())).then().statusCode(200);
        assertThat(annotated()).isZero();
    }

    private long annotated() {
        return table.count(Query.of(company.tenant().prefix() + "#ANNOTATIONS#" + linked.customer()));
    }

    @Test
    void an_annotation_under_a_key_is_made_once_and_the_key_is_free_again_when_it_failed() {
        ledger().booked(0, -5_000, "NIP TO BOLA").read();
        String id = ofAccount().path("data.transactions[0]._id");

        annotateOnce("k1", Map.of("id", UNKNOWN, "note", "Lent")).then().statusCode(404);
        annotateOnce("k1", Map.of("id", id, "note", "Lent")).then().statusCode(200);
        annotate(Map.of("id", id, "note", "Given back")).then().statusCode(200);
        annotateOnce("k1", Map.of("id", id, "note", "Lent"))
                .then()
                .statusCode(200)
                .header("idempotent-replayed", equalTo("true"));
        ofAccount().then().body("data.transactions[0].annotation.note", equalTo("Given back"));
    }

    private Response annotateOnce(String key, Map<String, ?> body) {
        return Company.request()
                .header("Authorization", "Bearer " + company.keys().secret())
                .header("Idempotency-Key", key)
                .body(body)
                .post("/v2/sandbox/transactions/annotate");
    }

    private Response annotate(Map<String, ?> body) {
        return call("transactions/annotate", body);
    }

    @Test
    void what_lines_come_to_is_told_in_a_shape_of_ours() {
        ledger().booked(0, 300_000_00, "NIP FROM SAMPLE WORKS LTD 000123")
                .booked(-30, 300_000_00, "NIP FROM SAMPLE WORKS LTD 000087")
                .booked(-1, -15_000_00, "TRF TO BOLA SAMPLE")
                .read();
        var customer = Map.of("customer", linked.customer());

        call("products/benefactors/process", customer)
                .then()
                .body("data.benefactors", hasSize(1))
                .body("data.benefactors[0].name", equalTo("nip from sample works ltd"))
                .body("data.benefactors[0].count", equalTo(2))
                .body("data.benefactors[0].credit", equalTo(600000));
        call("products/trans-networks/process", customer).then().body("data.networks", hasSize(2));
        call("complete-view/process", customer)
                .then()
                .body("data.months.month", contains("2026-06", "2026-05"))
                .body("data.accounts", hasSize(2));
        call(
                        "products/guarantors/request",
                        Map.of("customer", linked.customer(), "guarantors", List.of("Bola Sample", "Zainab")))
                .then()
                .body("data.guarantors.found", contains(true, false));
        call("products/guarantors/request", customer).then().statusCode(400);
    }

    /// The account and its consent, the open item with the segments, the annotations.
    @Test
    void a_page_of_an_account_costs_ten_read_units_at_most_and_a_line_two_requests() {
        ledger().daily(700, -900_000, "NIP TRANSFER TO SOMEBODY OR OTHER REF").read();
        var ask = Map.of("account", linked.account(), "limit", 100);
        var page = call("transactions/getByAccount", ask);
        List<String> ids = page.path("data.transactions._id");

        var ofPage = Meter.of(() -> call("transactions/getByAccount", ask));
        var ofLine = Meter.of(() -> call("transactions/getById", Map.of("id", ids.getLast())));

        assertThat(ofPage.stream()
                        .filter(use -> use.firstKey().contains("#LINES#"))
                        .mapToDouble(Meter.Use::units)
                        .sum())
                .isLessThanOrEqualTo(10);
        assertThat(ofLine.stream().filter(use -> use.firstKey().contains("#LINES#")))
                .hasSizeLessThanOrEqualTo(2);
        assertThat(ofLine).hasSizeLessThanOrEqualTo(5);
    }
}
