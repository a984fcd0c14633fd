package org.openbalance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openbalance.owner.Owners;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// `customers/remove` forgets a customer: consents end and stay as proof, all else goes.
@QuarkusTest
@Tag("slow")
class CustomersRemoveTest {

    @Inject
    Owners owners;

    @Inject
    DynamoDbClient dynamoDb;

    @Inject
    Table table;

    @ConfigProperty(name = "openbalance.table")
    String tableName;

    private Company company;

    @BeforeEach
    void a_company() {
        company = Company.of(owners);
    }

    @Test
    void removal_ends_consents_and_says_what_it_deleted() {
        var linked = company.links("harmattan-bank");
        var again = company.links("harmattan-bank");

        company.call("customers/remove", Map.of("customer", linked.customer()))
                .then()
                .statusCode(200)
                .body("data.customer", equalTo(linked.customer()))
                .body("data.deleted.customers", equalTo(1))
                .body("data.deleted.accounts", equalTo(2))
                .body("data.deleted.records", equalTo(2))
                .body("data.accounts", containsInAnyOrder(linked.accounts().toArray()))
                .body("data.records", containsInAnyOrder(linked.connection(), again.connection()))
                .body("data.consents", containsInAnyOrder(linked.consent(), again.consent()));

        for (var consent : List.of(linked.consent(), again.consent())) {
            company.call("consents/getById", Map.of("id", consent))
                    .then()
                    .statusCode(200)
                    .body("data.consent.status", equalTo("revoked"))
                    .body("data.consent.reason", equalTo("customer removed"))
                    .body("data.consent.audit.event", contains("granted", "linked", "revoked"));
        }
        company.call("balance/getByAccount", Map.of("account_id", linked.account()))
                .then()
                .statusCode(404);
        company.call("records/getById", Map.of("id", linked.connection()))
                .then()
                .statusCode(404);
        company.call("balance/getByCustomer", Map.of("customer", linked.customer()))
                .then()
                .statusCode(404);
    }

    @Test
    void nothing_is_left_of_a_removed_customer_but_consents_without_personal_data() {
        // A firm: of invented persons two may have one name.
        var other =
                company.linksByKey("ironwood-corporate-bank", Map.of("customer", Map.of("email", "other@example.com")));
        var linked = company.linksByKey(
                "harmattan-bank",
                Map.of(
                        "products", List.of("auth", "balance", "identity"),
                        "customer", Map.of("phone", "+2348012345678", "email", "ada@example.com")));
        // A second period, so that there is history to forget.
        company.call("balances/set", Map.of("account", linked.account(), "available", "77.77"))
                .then()
                .statusCode(200);
        company.call("balance/check", Map.of("account_id", linked.account()))
                .then()
                .statusCode(200);
        var shown = company.call("customers/find-customers-by", Map.of("key", "id", "value", linked.customer()));
        var personal = new HashSet<String>();
        personal.add(shown.path("data.customers[0].name"));
        personal.addAll(shown.<List<String>>path("data.customers[0].credentials.nuban"));
        personal.addAll(shown.<List<String>>path("data.customers[0].email"));
        personal.addAll(shown.<List<String>>path("data.customers[0].phone"));
        assertThat(personal).hasSizeGreaterThanOrEqualTo(5);

        var removed = company.call("customers/remove", Map.of("customer", linked.customer()));
        removed.then().statusCode(200).body("data.deleted.periods", equalTo(1));

        var ids = new HashSet<>(linked.accounts());
        ids.add(linked.customer());
        for (var item : itemsOf(company)) {
            if (holdsAny(item, Set.of(linked.connection()))) {
                assertThat(item.get("type").s())
                        .as(item.toString())
                        .isIn("consent", "consent-audit", "receipt", "access-end");
            }
            if (holdsAny(item, ids)) {
                assertThat(item.get("type").s()).as(item.toString()).isIn("consent", "consent-audit", "receipt");
            }
            assertThat(holdsAny(item, personal)).as(item.toString()).isFalse();
            assertThat(item.get("type").s().equals("known") && holdsAny(item, Set.of(linked.customer())))
                    .isFalse();
        }
        company.call("balance/getByCustomer", Map.of("customer", other.customer()))
                .then()
                .statusCode(200)
                .body("data.pagination.totalDocs", equalTo(2));
    }

    @Test
    void totals_are_right_after_a_removal() {
        company.links("calabash-bank");
        var linked = company.links("harmattan-bank");

        company.call("customers/remove", Map.of("customer", linked.customer()))
                .then()
                .statusCode(200);

        total("customers/list", "customers", 1);
        total("records/list", "records", 1);
        total("products/accounts", "accounts", 2);
        total("products/balances", "balances", 2);
        company.call("balance/getByBank", Map.of("bank", "harmattan-bank"))
                .then()
                .body("data.balances", empty())
                .body("data.pagination.totalDocs", equalTo(0));
        company.call("accounts/getByDate", Map.of("from", "2020-01-01", "to", "2100-01-01"))
                .then()
                .body("data.pagination.totalDocs", equalTo(2));
    }

    @Test
    void a_removal_may_be_repeated() {
        var linked = company.links("harmattan-bank");
        var body = Map.of("customer", linked.customer());

        var answers = new ArrayList<String>();
        for (var time = 0; time < 2; time++) {
            answers.add(Company.request()
                    .header("Authorization", "Bearer " + company.keys().secret())
                    .header("Idempotency-Key", "removal")
                    .body(body)
                    .post("/v2/sandbox/customers/remove")
                    .then()
                    .statusCode(200)
                    .extract()
                    .asString());
        }

        assertThat(answers.getFirst()).isEqualTo(answers.getLast());
        company.call("customers/remove", body).then().statusCode(404).body("type", equalTo("NOT_FOUND"));
        total("customers/list", "customers", 0);
    }

    @Test
    void a_customer_whose_removal_broke_off_is_linked_to_no_more_until_it_is_finished() {
        var linked = company.links("harmattan-bank");
        var place = new ItemKey(company.tenant().prefix() + "#CUSTOMER#" + linked.customer(), "CUSTOMER");
        table.write(Write.change(place).set("removal_started_at", Instant.now()));

        var widget = company.opens();
        widget.agrees();
        var accounts = widget.signsIn("harmattan-bank", "user_good");
        widget.call("accounts", Map.of("login", widget.login(), "accounts", accounts))
                .then()
                .statusCode(409)
                .body("type", equalTo("CONFLICT"));

        company.call("customers/remove", Map.of("customer", linked.customer()))
                .then()
                .statusCode(200)
                .body("data.records", contains(linked.connection()));
        total("customers/list", "customers", 0);
        total("records/list", "records", 0);
    }

    @Test
    void who_links_after_a_removal_is_a_new_customer_with_new_accounts() {
        var before = company.links("harmattan-bank");
        company.call("customers/remove", Map.of("customer", before.customer()))
                .then()
                .statusCode(200);

        var after = company.links("harmattan-bank");

        assertThat(after.customer()).isNotEqualTo(before.customer());
        assertThat(after.accounts()).doesNotContainAnyElementsOf(before.accounts());
        total("customers/list", "customers", 1);
        total("products/balances", "balances", 2);
        company.call("consents/getByCustomer", Map.of("customer", before.customer()))
                .then()
                .body("data.consents._id", contains(before.consent()));
    }

    private void total(String operation, String list, int total) {
        var answer = company.call(operation, Map.of());
        answer.then().statusCode(200).body("data.pagination.totalDocs", equalTo(total));
        assertThat(answer.<List<Object>>path("data." + list)).hasSize(total);
    }

    /// The application itself never scans.
    private List<Map<String, AttributeValue>> itemsOf(Company owner) {
        return dynamoDb.scanPaginator(request -> request.tableName(tableName)).items().stream()
                .filter(item -> item.get("pk").s().startsWith("SESSION#")
                        || item.values().toString().contains(owner.id()))
                .filter(item -> !item.get("pk").s().endsWith("#SANDBOX"))
                .toList();
    }

    private static boolean holdsAny(Map<String, AttributeValue> item, Set<String> texts) {
        var all = item.toString();
        return texts.stream().anyMatch(all::contains);
    }
}
