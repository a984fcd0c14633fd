package org.openbalance.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.net.URI;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.contract.CoverageFilter;
import org.openbalance.journey.Company;

/// Every operation of openapi.yaml, answered by the binary: each is called with the document's own example, in which
/// ids stand for things that are there, and the answer is held against the document.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EveryOperationIT {

    private static final CoverageFilter COVERAGE = new CoverageFilter();
    private static final NativeFunctions FUNCTIONS = NativeFunctions.open();
    private static final String BANK = "calabash-bank";
    private static final Map<String, List<String>> WITH_LINES =
            Map.of("products", List.of("auth", "balance", "transactions"));

    /// Told by the journeys, as they need a browser's way through a bank.
    private static final List<String> ON_A_JOURNEY = List.of(
            "GET /widget/return", "POST /widget/return", "GET /sandbox-bank/authorize", "POST /sandbox-bank/authorize");

    private Company company;

    @BeforeAll
    static void answers_are_held_against_the_document() {
        RestAssured.filters(COVERAGE);
    }

    @BeforeEach
    void a_company() {
        company = Company.of(FUNCTIONS.world().owners());
    }

    @AfterAll
    static void others_go_without() {
        RestAssured.reset();
    }

    @Order(1)
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
    void a_customer_links_accounts_and_their_balances_are_read(String bank) {
        var linked = company.links(bank);

        var balances = company.call("balance/getByCustomer", Map.of("customer", linked.customer()));

        assertThat(balances.statusCode()).isEqualTo(200);
        assertThat(balances.<List<Object>>path("data.balances")).hasSize(2);
    }

    /// From a bank that posts what it hands over.
    @Order(1)
    @Test
    void a_customer_comes_back_from_a_bank_by_a_form() {
        var widget = company.opens();
        widget.agrees();
        String url = widget.logsIn("lagoon-bank", "user_good").path("data.step.url");
        var back = URI.create(widget.wayBack(url, "user_good"));

        var answer =
                widget.answers(Company.Widget.codeOn(Company.Widget.formOf(back).post(back.getPath())));

        assertThat(answer.<String>path("data.step.type")).isEqualTo("accounts");
    }

    @Order(2)
    @TestFactory
    List<DynamicTest> an_operation_answers_its_example() {
        return CoverageFilter.operations().stream()
                .filter(operation -> !ON_A_JOURNEY.contains(operation.name()))
                .map(operation -> dynamicTest(operation.name(), () -> {
                    var response = call(operation);
                    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
                }))
                .toList();
    }

    @Order(3)
    @Test
    void none_is_left_out() {
        assertThat(COVERAGE.missing()).isEmpty();
    }

    /// For a company of its own, so that no operation meets what another has left.
    private static Response call(CoverageFilter.Described operation) {
        var company = Company.of(FUNCTIONS.world().owners());
        var name = operation.path().substring(1);
        if (operation.method().equals("GET")) {
            return get(operation, name, company);
        }
        var body = new HashMap<String, Object>(operation
                .example()
                .map(text -> JsonPath.from(text).<String, Object>getMap(""))
                .orElse(Map.of()));
        body.replaceAll(new Situation(company, name)::value);
        return company.call(name, body);
    }

    private static Response get(CoverageFilter.Described operation, String name, Company company) {
        // Without a type of body: there is none.
        var request = RestAssured.given().baseUri(FUNCTIONS.world().url());
        return switch (name) {
            case "assets/{path}" -> request.get("/assets/banks/calabash-bank.svg");
            case "banks/getById", "banks/health" -> request.get("/v2/sandbox/" + name + "?bank=" + BANK);
            case "callback" ->
                request.header("Authorization", "Bearer " + company.keys().secret())
                        .get("/v2/sandbox/callback?method=BALANCE&record="
                                + company.links(BANK).connection());
            case "transactions/file" -> {
                var link = company.links(BANK, WITH_LINES).connection();
                yield request.get(company.call("transactions/download", Map.of("record", link))
                        .<String>path("data.url"));
            }
            default -> request.get(operation.root() ? operation.path() : "/v2/sandbox" + operation.path());
        };
    }

    /// What an operation finds: a linked customer, or a widget at the step that it takes.
    private static final class Situation {

        private final Company company;
        private final String operation;
        private final Map<String, Object> ids = new HashMap<>();

        Situation(Company company, String operation) {
            this.company = company;
            this.operation = operation;
            if (operation.startsWith("widget/")) {
                widget(operation);
            } else {
                linked();
            }
        }

        /// The value of a key: an id of ours where we have one, else what the example says.
        Object value(String key, Object example) {
            return ids.getOrDefault(key, example);
        }

        private void widget(String step) {
            ids.putAll(Map.of(
                    "key", company.keys().publicKey(), "token", company.keys().clientToken()));
            var widget = company.opens();
            ids.put("session", widget.session());
            if (List.of("widget/login", "widget/answer", "widget/accounts").contains(step)) {
                widget.agrees();
            }
            if (step.equals("widget/answer")) {
                widget.logsIn(BANK, "user_good");
            }
            if (step.equals("widget/accounts")) {
                ids.put("accounts", widget.signsIn(BANK, "user_good"));
            }
            Optional.ofNullable(widget.login()).ifPresent(login -> ids.put("login", login));
        }

        private void linked() {
            var linked = company.links(BANK, WITH_LINES);
            ids.putAll(Map.of(
                    "customer",
                    linked.customer(),
                    "account",
                    linked.account(),
                    "account_id",
                    linked.account(),
                    "customer_id",
                    linked.customer(),
                    "record_id",
                    linked.connection(),
                    "balance",
                    balanceOf(linked)));
            ids.put("key", company.keys().publicKey());
            ids.put("token", company.keys().clientToken());
            ids.put("id", id(linked));
            ids.put("record", linked.connection());
            ids.put("recordIds", List.of(linked.connection()));
            if (operation.equals("balance/can-pay")) {
                ids.put("on", LocalDate.now(ZoneOffset.UTC).plusDays(6).toString());
            }
            if (operation.startsWith("consents/mine")) {
                ids.put(
                        "token",
                        linked.receiptUrl().substring(linked.receiptUrl().indexOf('#') + 1));
            }
            if (operation.equals("records/getAccess")) {
                company.call("consents/revoke", Map.of("id", linked.consent()));
            }
            if (operation.equals("customers/get")) {
                ids.putAll(Map.of("customer", heldByABank(), "customer_id", heldByABank()));
            }
            if (operation.equals("customers/find-customers-by")) {
                ids.putAll(Map.of("key", "name", "value", "Gowon"));
            }
        }

        /// Of the kind that the operation looks for.
        private Object id(Company.Linked linked) {
            return switch (operation.split("/")[0]) {
                case "consents" -> linked.consent();
                case "auth" -> company.call("products/auths", Map.of()).path("data.auths[0]._id");
                case "accounts" -> linked.account();
                case "balance" -> balanceOf(linked);
                case "transactions", "transaction" -> lineOf(linked);
                case "banks" -> BANK;
                case "links" ->
                    company.call("links/create", Map.of("key", ids.get("key"), "token", ids.get("token")))
                            .path("data.link._id");
                case "webhooks" ->
                    company.call("webhooks/create", Map.of("url", "http://localhost:9/hook"))
                            .path("data.webhook._id");
                case "alerts" ->
                    company.call(
                                    "alerts/create",
                                    Map.of("account_id", linked.account(), "on", "available", "threshold", 5000))
                            .path("data.alert._id");
                default -> linked.connection();
            };
        }

        /// A file of lines is taken in at once.
        private Object lineOf(Company.Linked linked) {
            var today = LocalDate.now(ZoneOffset.UTC).toString();
            return company.call(
                            "transactions/import",
                            Map.of(
                                    "account_id",
                                    linked.account(),
                                    "as_of",
                                    today,
                                    "opening_balance",
                                    0,
                                    "lines",
                                    List.of(Map.of("date", today, "credit", 5))))
                    .path("data.import.ids[0]");
        }

        private Object heldByABank() {
            var drawn = company.call("customers/generate", Map.of("number", 1, "create", true));
            return drawn.path("data.customers[0]._id");
        }

        private Object balanceOf(Company.Linked linked) {
            return company.call("balance/getByAccount", Map.of("account_id", linked.account()))
                    .path("data.balances[0]._id");
        }
    }
}
