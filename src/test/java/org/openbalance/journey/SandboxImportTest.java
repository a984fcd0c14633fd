package org.openbalance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openbalance.owner.Owners;
import org.openbalance.platform.Ids;
import org.openbalance.transaction.Transactions;

/// A file of lines in the place of what a sandbox bank thought up.
@QuarkusTest
@Tag("slow")
class SandboxImportTest {

    private static final String UNKNOWN = "5f23f8ea9d2b8e0017a1c0de";
    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC).minusDays(1);

    @Inject
    Owners owners;

    @Inject
    Transactions transactions;

    private Company company;
    private Company.Linked linked;

    @BeforeEach
    void a_company_with_a_link() {
        company = Company.of(owners);
        linked = company.links("harmattan-bank");
    }

    @Test
    void a_balance_is_what_the_lines_of_the_file_come_to() {
        imports(Map.of(
                        "account_id",
                        linked.account(),
                        "as_of",
                        TODAY.toString(),
                        "opening_balance",
                        "0.01",
                        "lines",
                        List.of(
                                line("credit", "250000", Map.of("balance", 250000.01)),
                                line("debit", 4350.5, Map.of("reference", "R1", "value_date", TODAY.toString())),
                                line("debit", 900, Map.of("pending", true)))))
                .statusCode(200)
                .body("data.pagination", nullValue())
                .body("data.import.complete", equalTo(true))
                .body("data.import.lines", equalTo(3))
                .body("data.import.account.bank.slug", equalTo("harmattan-bank"))
                .body("data.import.ledger_balance", equalTo(245649.51f))
                .body("data.import.available_balance", equalTo(244749.51f));

        company.call("balance/check", Map.of("account_id", linked.account()))
                .then()
                .statusCode(200)
                .body("data.balances[0].ledger_balance", equalTo(245649.51f))
                .body("data.balances[0].available_balance", equalTo(244749.51f));
    }

    @Test
    void many_lines_come_in_pages() {
        var lines = new ArrayList<Map<String, Object>>();
        for (var line = 0; line < 300; line++) {
            lines.add(line(
                    "credit", 1, Map.of("narration", "LINE " + line + " OF A FILE WITH MANY LINES OF SOME LENGTH")));
        }
        for (var page = 1; page <= 3; page++) {
            var body = new HashMap<String, Object>(
                    Map.of("account_id", linked.account(), "page", page, "of", 3, "lines", lines));
            if (page == 1) {
                body.putAll(Map.of("as_of", TODAY.toString(), "opening_balance", 0));
            }
            imports(body)
                    .statusCode(200)
                    .body("data.import.page", equalTo(page))
                    .body("data.import.complete", equalTo(page == 3))
                    .body("data.import.lines", equalTo(300 * page))
                    .body("data.import.ledger_balance", equalTo(300 * page));
        }
        imports(Map.of("account_id", linked.account(), "page", 2, "of", 3, "lines", lines))
                .statusCode(409);
    }

    @Test
    void each_field_of_a_line_is_named_that_is_wrong() {
        var lines = List.of(
                line("debit", 0, Map.of()),
                line("credit", "0.001", Map.of()),
                line("credit", 1, Map.of("debit", 1)),
                Map.of("date", TODAY.toString()),
                Map.of("debit", 1, "date", "tomorrow"),
                Map.of("debit", 1),
                line("debit", 1, Map.of("value_date", 5)),
                line("debit", 1, Map.of("narration", List.of())),
                line("debit", 1, Map.of("reference", "r".repeat(101))),
                line("debit", 1, Map.of("pending", "perhaps")),
                line("debit", 1, Map.of("pending", true, "balance", 1)),
                line("debit", 1, Map.of("balance", "much")),
                line("debit", 1, Map.of("colour", "red")));
        imports(Map.of("account_id", linked.account(), "as_of", TODAY.toString(), "opening_balance", 0, "lines", lines))
                .statusCode(400)
                .body("type", equalTo("VALIDATION"))
                .body(
                        "fields.field.sort()",
                        equalTo(List.of(
                                        "lines[0].debit",
                                        "lines[1].credit",
                                        "lines[2].credit",
                                        "lines[3].debit",
                                        "lines[4].date",
                                        "lines[5].date",
                                        "lines[6].value_date",
                                        "lines[7].narration",
                                        "lines[8].reference",
                                        "lines[9].pending",
                                        "lines[10].balance",
                                        "lines[11].balance",
                                        "lines[12].colour")
                                .stream()
                                .sorted()
                                .toList()));
    }

    @Test
    void what_does_not_add_up_is_refused_by_its_line() {
        imports(Map.of(
                        "account_id",
                        linked.account(),
                        "as_of",
                        TODAY.toString(),
                        "opening_balance",
                        10,
                        "lines",
                        List.of(line("debit", 1, Map.of()), line("debit", 2, Map.of("balance", 8)))))
                .statusCode(400)
                .body("fields.field", contains("lines[1].balance"));
        imports(Map.of("account_id", linked.account(), "lines", List.of(line("debit", 1, Map.of()))))
                .statusCode(400)
                .body("fields.field", contains("as_of"));
        imports(Map.of("account_id", linked.account(), "page", 3, "of", 2, "lines", List.of()))
                .statusCode(400)
                .body("fields.field", contains("page", "lines"));
    }

    @Test
    void only_an_account_of_ones_own_is_replaced() {
        var stranger = Company.of(owners);
        var body = Map.of(
                "account_id",
                linked.account(),
                "as_of",
                TODAY.toString(),
                "opening_balance",
                0,
                "lines",
                List.of(line("debit", 1, Map.of())));
        stranger.call("transactions/import", body).then().statusCode(404);
        var unknown = new HashMap<String, Object>(body);
        unknown.put("account_id", UNKNOWN);
        imports(unknown).statusCode(404);
        unknown.put("account_id", "123");
        imports(unknown).statusCode(400).body("fields.field", contains("account_id"));
    }

    @Test
    void an_account_can_have_a_file_before_it_is_linked() {
        String nuban = company.call(
                        "customers/create",
                        Map.of(
                                "name",
                                "Ada Okafor",
                                "bank",
                                "calabash-bank",
                                "username",
                                "ada",
                                "password",
                                "pass",
                                "currency",
                                "ghs"))
                .then()
                .statusCode(200)
                .body("data.customers[0].account.currency", equalTo("GHS"))
                .body("data.customers[0].account.country", equalTo("GH"))
                .extract()
                .path("data.customers[0].account.nuban[0]");
        imports(Map.of(
                        "account_id",
                        nuban,
                        "as_of",
                        TODAY.toString(),
                        "lines",
                        List.of(line("credit", 5, Map.of("balance", 105)))))
                .statusCode(200)
                .body("data.import.opening_balance", equalTo(100))
                .body("data.import.currency", equalTo("GHS"))
                .body("data.import.ids", equalTo(List.of()));
    }

    @Test
    void the_answer_has_our_id_of_each_line_which_stays_whatever_comes_after_it() {
        var agreed = company.links("calabash-bank", Map.of("products", List.of("auth", "balance", "transactions")));
        var old = new HashMap<String, Object>(line("credit", 5, Map.of("narration", "LONG AGO")));
        old.put("date", TODAY.minusMonths(30).toString());
        var coffee = line("debit", 3, Map.of("narration", "COFFEE"));
        var held = line("debit", 4, Map.of("narration", "HELD", "pending", true));
        var body = new HashMap<String, Object>(
                Map.of("account_id", agreed.account(), "as_of", TODAY.toString(), "opening_balance", 100));

        body.put("lines", List.of(old, coffee, held, coffee));
        List<String> ids = imports(body).statusCode(200).extract().path("data.import.ids");
        assertThat(ids).hasSize(4).doesNotHaveDuplicates();
        assertThat(ids.getFirst()).isNull();
        assertThat(ids.subList(1, 4)).allMatch(Ids::wellFormed);

        body.put("lines", List.of(old, coffee, held, coffee, line("credit", 9, Map.of("narration", "NEW"))));
        List<String> again = imports(body).statusCode(200).extract().path("data.import.ids");
        assertThat(again).hasSize(5).startsWith(ids.toArray(String[]::new)).doesNotHaveDuplicates();
    }

    @Test
    void nothing_is_kept_of_lines_before_the_months_that_the_customer_agreed_to() {
        var agreed = company.links(
                "calabash-bank", Map.of("products", List.of("auth", "balance", "transactions"), "limit", 3));
        var old = new HashMap<String, Object>(line("credit", 5, Map.of("narration", "IN SPRING")));
        old.put("date", TODAY.minusMonths(4).toString());
        var body = Map.of(
                "account_id",
                agreed.account(),
                "as_of",
                TODAY.toString(),
                "opening_balance",
                100,
                "lines",
                List.of(old, line("debit", 3, Map.of())));

        List<String> ids = imports(body).statusCode(200).extract().path("data.import.ids");

        assertThat(ids.getFirst()).isNull();
        assertThat(ids.getLast()).matches(Ids::wellFormed);
        assertThat(transactions.totals(company.tenant(), agreed.account()).lines())
                .isOne();
    }

    @Test
    void nothing_is_kept_of_lines_that_the_customer_did_not_agree_to() {
        imports(Map.of(
                        "account_id",
                        linked.account(),
                        "as_of",
                        TODAY.toString(),
                        "opening_balance",
                        0,
                        "lines",
                        List.of(line("credit", 5, Map.of()))))
                .statusCode(200)
                .body("data.import.ids", equalTo(List.of()));
        assertThat(transactions.totals(company.tenant(), linked.account()))
                .isEqualTo(transactions.totals(company.tenant(), UNKNOWN));
    }

    @Test
    void a_file_takes_its_place_after_the_consent_has_ended_and_nothing_is_kept_of_it() {
        var agreed = company.links("calabash-bank", Map.of("products", List.of("auth", "balance", "transactions")));
        var before = transactions.totals(company.tenant(), agreed.account());
        company.call("consents/revoke", Map.of("id", agreed.consent())).then().statusCode(200);

        imports(Map.of(
                        "account_id",
                        agreed.account(),
                        "as_of",
                        TODAY.toString(),
                        "opening_balance",
                        0,
                        "lines",
                        List.of(line("credit", 5, Map.of()))))
                .statusCode(200)
                .body("data.import.complete", equalTo(true))
                .body("data.import.ledger_balance", equalTo(5))
                .body("data.import.ids", equalTo(List.of()));

        assertThat(transactions.totals(company.tenant(), agreed.account())).isEqualTo(before);
    }

    private ValidatableResponse imports(Map<String, ?> body) {
        return company.call("transactions/import", body).then();
    }

    private static Map<String, Object> line(String side, Object amount, Map<String, ?> more) {
        var line = new HashMap<String, Object>(more);
        line.put(side, amount);
        line.put("date", TODAY.minusDays(1).toString());
        return line;
    }
}
