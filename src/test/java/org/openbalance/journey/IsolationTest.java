package org.openbalance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openbalance.api.Operation;
import org.openbalance.balance.BalanceFunction;
import org.openbalance.consent.ConsentFunction;
import org.openbalance.link.LinkFunction;
import org.openbalance.owner.Owners;
import org.openbalance.report.ReportFunction;

/// Nothing of one owner is visible to another, through any operation.
@QuarkusTest
@Tag("slow")
class IsolationTest {

    private static final List<String> IDS =
            List.of("account", "balance", "auth", "customer", "record", "consent", "nuban");

    @Inject
    Owners owners;

    @Inject
    ConsentFunction consent;

    @Inject
    LinkFunction link;

    @Inject
    BalanceFunction balance;

    @Inject
    ReportFunction report;

    private Company one;
    private Company other;
    private Company.Linked linked;

    /// What of the one the other knows: every id there is, and what it is called in a body.
    private Map<String, String> known;

    /// Of the other company, and agreed to.
    private String session;

    @BeforeEach
    void two_companies_with_links_at_different_banks() {
        one = Company.of(owners);
        other = Company.of(owners);
        linked = one.links("harmattan-bank");
        other.links("calabash-bank");
        var account = one.call("accounts/getById", Map.of("id", linked.account()));
        var page = one.call("products/balances", Map.of("limit", 1));
        var widget = other.opens();
        widget.agrees();
        session = widget.session();
        known = Map.ofEntries(
                Map.entry("account", linked.account()),
                Map.entry("balance", account.path("data.accounts[0].balance")),
                Map.entry("auth", account.path("data.accounts[0].auth")),
                Map.entry("customer", linked.customer()),
                Map.entry("record", linked.connection()),
                Map.entry("consent", linked.consent()),
                Map.entry("owner", one.id()),
                Map.entry("nuban", account.path("data.accounts[0].nuban")),
                Map.entry("name", page.path("data.balances[0].customer.name")),
                Map.entry("cursor", page.path("data.pagination.cursor")));
    }

    @Test
    void no_operation_shows_anything_of_another_owner() {
        var secrets = secrets();
        var before = state();

        for (var operation : operations()) {
            for (var body : bodies(operation)) {
                var answer = operation.handler() instanceof Operation.ByKey
                        ? other.call(operation.path(), body)
                        : other.open(operation.path(), body);
                var asked = operation.path() + body;
                assertThat(answer.statusCode()).as(asked).isLessThan(500);
                assertThat(secrets.stream().filter(answer.asString()::contains))
                        .as(asked)
                        .isEmpty();
            }
        }

        assertThat(state()).isEqualTo(before);
    }

    @Test
    void the_owner_itself_sees_by_the_same_bodies_what_others_do_not() {
        for (var operation : List.of(
                "balance/getByAccount", "balance/getByCustomer", "accounts/getAccountDetails", "auth/getByCustomer")) {
            var body = Map.of("account", known.get("account"), "customer", known.get("customer"));
            assertThat(one.call(operation, body).asString()).contains(known.get("customer"));
        }
    }

    @Test
    void another_owners_session_and_sessions_of_ones_own_stay_apart() {
        var widget = one.opens();
        widget.agrees();
        widget.signsIn("harmattan-bank", "user_good");
        var others = other.opens();
        others.agrees();
        others.logsIn("calabash-bank", "user_good");

        others.call("accounts", Map.of("login", widget.login(), "accounts", List.of(linked.account())))
                .then()
                .statusCode(404)
                .body("type", equalTo("NOT_FOUND"));
        others.call("answer", Map.of("login", widget.login(), "answer", "1"))
                .then()
                .statusCode(404);
        other.call("widget/session", Map.of("customer", Map.of("id", linked.customer())))
                .then()
                .statusCode(404)
                .body("message", equalTo("There is no such customer"));
        var theirs = other.opensByKey(Map.of());
        theirs.agrees();
        assertThat(theirs.signsIn("harmattan-bank", "user_good")).doesNotContainAnyElementsOf(linked.accounts());
    }

    @Test
    void the_sandboxs_keys_and_ids_are_worth_nothing_in_production() {
        for (var operation : operations()) {
            var body = Map.of("id", linked.account(), "account", linked.account(), "customer", linked.customer());
            for (var key : List.of(one.keys().secret(), one.productionKeys().secret())) {
                var answer = post(key, operation.path(), body);
                assertThat(answer.statusCode()).as(operation.path()).isLessThan(500);
                assertThat(answer.asString()).doesNotContain(known.get("name"), known.get("nuban"), one.id());
            }
        }
        post(one.keys().secret(), "products/balances", Map.of())
                .then()
                .statusCode(403)
                .body("type", equalTo("ENV"));
    }

    private static Response post(String secret, String operation, Map<String, ?> body) {
        return Company.request()
                .header("Authorization", "Bearer " + secret)
                .body(body)
                .post("/v2/" + operation);
    }

    private List<Operation> operations() {
        return Stream.of(consent.routes(), link.routes(), balance.routes(), report.routes())
                .flatMap(routes -> routes.operations().stream())
                .filter(operation -> operation.methods().contains("POST"))
                .filter(operation -> !operation.path().startsWith("/"))
                .toList();
    }

    /// Each of the ids under each of the keys: one by one for an operation that takes only what it knows, else at once.
    private List<Map<String, Object>> bodies(Operation operation) {
        var bodies = new ArrayList<Map<String, Object>>();
        bodies.add(Map.of());
        for (var what : IDS) {
            var id = known.get(what);
            if (operation.strict()) {
                List.of("id", "account", "customer", "cursor", "token").forEach(key -> bodies.add(Map.of(key, id)));
            } else {
                bodies.add(allKeys(id));
            }
        }
        bodies.add(Map.of("cursor", known.get("cursor")));
        bodies.add(Map.of("key", "nuban", "value", known.get("nuban")));
        bodies.add(Map.of("key", "name", "value", known.get("name"), "name", known.get("name")));
        bodies.add(Map.of("bank", "harmattan-bank", "customer", known.get("customer")));
        bodies.add(Map.of("account", known.get("nuban"), "available", 1));
        bodies.add(Map.of("account", known.get("account"), "available", 1));
        bodies.add(Map.of("session", session, "login", known.get("record"), "accounts", linked.accounts()));
        bodies.add(Map.of("session", session, "login", known.get("record"), "answer", "1"));
        return bodies;
    }

    private static Map<String, Object> allKeys(String id) {
        var all = new HashMap<String, Object>(
                Map.of("from", "2020-01-01", "to", "2100-01-01", "bank", "harmattan-bank", "type", "ledger_balance"));
        for (var key :
                List.of("id", "_id", "account", "account_id", "customer", "customer_id", "record_id", "balance")) {
            all.put(key, id);
        }
        all.putAll(Map.of("value", id, "key", "id"));
        return all;
    }

    /// What no answer to the other may hold; the words of a request that an error repeats are no secret of the one.
    private Set<String> secrets() {
        var secrets = new LinkedHashSet<String>(linked.accounts());
        known.forEach((what, text) -> {
            if (!what.equals("cursor")) {
                secrets.add(text);
            }
        });
        return secrets;
    }

    private List<Object> state() {
        return List.of(
                one.call("products/balances", Map.of()).<Object>path("data"),
                one.call("customers/list", Map.of()).<Object>path("data"),
                one.call("consents/getById", Map.of("id", linked.consent())).<Object>path("data"),
                one.call("records/list", Map.of()).<Object>path("data"));
    }
}
