package org.openbalance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openbalance.account.ViewIds;
import org.openbalance.owner.Owners;
import org.openbalance.platform.Ids;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// A company brings along what Okra called its customers and accounts.
@QuarkusTest
class OldIdsTest {

    private static final String HARMATTAN = "harmattan-bank";
    private static final String CALABASH = "calabash-bank";
    private static final String ZENITH = "5d6fe57a4099cc4b210bbec2";

    @Inject
    Owners owners;

    @Inject
    DynamoDbClient dynamoDb;

    @ConfigProperty(name = "openbalance.table")
    String tableName;

    private Company company;
    private final String customer = anId();

    @BeforeEach
    void a_company() {
        company = Company.of(owners);
    }

    private static String anId() {
        return Ids.token().substring(0, 24);
    }

    /// The numbers of the first accounts of a user, in the order in which the bank lists them.
    private List<String> numbers(String bank, String user) {
        var scout = Company.of(owners);
        var widget = scout.opens();
        var consent = widget.agrees();
        var offered = widget.signsIn(bank, user);
        return widget.chooses(offered.subList(0, Math.min(3, offered.size())), consent).accounts().stream()
                .map(account ->
                        scout.call("accounts/getById", Map.of("id", account)).<String>path("data.accounts[0].nuban"))
                .toList();
    }

    private static Map<String, String> entry(String customer, String account, String bank, String nuban) {
        return Map.of("customer", customer, "account", account, "bank", bank, "nuban", nuban);
    }

    private Response imports(List<? extends Map<String, ?>> ids) {
        return company.call("ids/import", Map.of("ids", ids));
    }

    private void imported(String customer, String account, String bank, String nuban) {
        imports(List.of(entry(customer, account, bank, nuban)))
                .then()
                .statusCode(200)
                .body("data.ids.status", contains("imported"));
    }

    private static Company.Linked links(Company.Widget widget, String bank, String user, int from, int to) {
        var consent = widget.agrees();
        return widget.chooses(widget.signsIn(bank, user).subList(from, to), consent);
    }

    @Test
    void a_linked_account_takes_its_old_id_and_so_does_its_customer() {
        var numbers = numbers(HARMATTAN, "user_good");
        var accounts = List.of(anId(), anId());
        var ids = List.of(
                entry(customer, accounts.getFirst(), HARMATTAN, numbers.getFirst()),
                entry(customer, accounts.getLast(), HARMATTAN, numbers.getLast()));
        imports(ids)
                .then()
                .statusCode(200)
                .body("data.pagination", nullValue())
                .body("data.imported", equalTo(2))
                .body("data.known", equalTo(0))
                .body("data.refused", equalTo(0))
                .body("data.ids.account", equalTo(accounts))
                .body("data.ids.status", contains("imported", "imported"))
                .body("data.ids[0].reason", nullValue());

        var linked = company.links(HARMATTAN);

        assertThat(linked.accounts()).isEqualTo(accounts);
        assertThat(linked.customer()).isEqualTo(customer);
        company.call("balance/getById", Map.of("id", ViewIds.balance(accounts.getFirst())))
                .then()
                .statusCode(200)
                .body("data.balances[0].account._id", equalTo(accounts.getFirst()))
                .body("data.balances[0].customer._id", equalTo(customer));
        company.call("balance/getByCustomer", Map.of("customer", customer))
                .then()
                .body("data.pagination.totalDocs", equalTo(2));
        imports(ids).then().body("data.known", equalTo(2)).body("data.imported", equalTo(0));
        assertThat(company.links(HARMATTAN).accounts()).as("linked again").isEqualTo(accounts);
    }

    @Test
    void an_import_is_its_owner_s_and_its_environment_s_alone() {
        var number = numbers(HARMATTAN, "user_good").getFirst();
        var account = anId();
        imported(customer, account, HARMATTAN, number);
        var other = Company.of(owners);

        var linked = other.links(HARMATTAN);

        assertThat(linked.accounts()).doesNotContain(account);
        assertThat(linked.customer()).isNotEqualTo(customer);
        other.call("customers/remove", Map.of("customer", customer)).then().statusCode(404);
        Company.request()
                .header("Authorization", "Bearer " + company.productionKeys().secret())
                .body(Map.of("customer", customer))
                .post("/v2/customers/remove")
                .then()
                .statusCode(404);
    }

    @Test
    void who_is_known_here_keeps_their_id_and_brings_the_account_s_along() {
        var known = links(company.opens(), HARMATTAN, "user_many_accounts", 0, 1);
        var numbers = numbers(HARMATTAN, "user_many_accounts");
        var account = anId();
        imported(customer, account, HARMATTAN, numbers.get(1));

        var again = links(company.opens(), HARMATTAN, "user_many_accounts", 1, 2);

        assertThat(again.customer()).isEqualTo(known.customer());
        assertThat(again.accounts()).containsExactly(account);
    }

    @Test
    void nobody_takes_the_id_of_a_customer_whose_account_another_person_has_linked() {
        links(company.opens(), HARMATTAN, "user_many_accounts", 0, 1);
        var theirs = anId();
        var others = anId();
        imported(
                customer,
                theirs,
                HARMATTAN,
                numbers(HARMATTAN, "user_many_accounts").get(1));
        imported(customer, others, CALABASH, numbers(CALABASH, "user_good").getFirst());
        links(company.opens(), HARMATTAN, "user_many_accounts", 1, 2);

        var linked = links(company.opens(), CALABASH, "user_good", 0, 1);

        assertThat(linked.accounts()).containsExactly(others);
        assertThat(linked.customer()).isNotEqualTo(customer);
    }

    @Test
    void of_two_persons_the_first_to_link_takes_the_old_customer_s_id() {
        imported(customer, anId(), HARMATTAN, numbers(HARMATTAN, "user_good").getFirst());
        var second = anId();
        imported(customer, second, CALABASH, numbers(CALABASH, "user_good").getFirst());
        assertThat(company.links(HARMATTAN).customer()).isEqualTo(customer);

        var linked = links(company.opens(), CALABASH, "user_good", 0, 1);

        assertThat(linked.accounts()).containsExactly(second);
        assertThat(linked.customer()).isNotEqualTo(customer);
    }

    @Test
    void a_session_may_be_opened_for_an_imported_customer_who_never_came() {
        imported(customer, anId(), HARMATTAN, numbers(HARMATTAN, "user_good").getFirst());

        var linked = company.linksByKey(CALABASH, Map.of("customer", Map.of("id", customer)));

        assertThat(linked.customer()).isEqualTo(customer);
        assertThat(company.call(
                                "widget/session",
                                Map.of("products", List.of("auth", "balance"), "customer", Map.of("id", anId())))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void an_account_is_renewed_by_the_id_that_it_had() {
        var account = anId();
        imported(customer, account, HARMATTAN, numbers(HARMATTAN, "user_good").getLast());
        var widget = company.opensByKey(Map.of("products", List.of("auth", "balance"), "reauth_account", account));
        widget.agrees();

        assertThat(widget.signsIn(HARMATTAN, "user_good")).containsExactly(account);
    }

    @Test
    void what_contradicts_what_stands_is_refused_entry_by_entry() {
        var here = company.links(HARMATTAN);
        var numbers = numbers(HARMATTAN, "user_good");
        var account = anId();
        imports(List.of(
                        entry(customer, here.account(), HARMATTAN, numbers.getFirst()),
                        entry(customer, anId(), HARMATTAN, numbers.getFirst()),
                        entry(customer, here.account(), HARMATTAN, "1234567890"),
                        entry(customer, account, HARMATTAN, "0234567890"),
                        entry(customer, anId(), HARMATTAN, "0234567890"),
                        entry(anId(), account, HARMATTAN, "0234567890"),
                        entry(customer, account, CALABASH, "0234567890"),
                        entry(customer, anId(), "no-such-bank", "0234567890")))
                .then()
                .statusCode(200)
                .body(
                        "data.ids.status",
                        contains("known", "refused", "refused", "imported", "refused", "refused", "refused", "refused"))
                .body(
                        "data.ids.code",
                        contains(
                                null,
                                "LINKED",
                                "ID_TAKEN",
                                null,
                                "NUMBER_TAKEN",
                                "NUMBER_TAKEN",
                                "ID_TAKEN",
                                "BANK_UNKNOWN"))
                .body("data.imported", equalTo(1))
                .body("data.known", equalTo(1))
                .body("data.refused", equalTo(6));

        imports(List.of(entry(customer, anId(), HARMATTAN, "0234567890"), entry(customer, account, CALABASH, "1")))
                .then()
                .statusCode(400);
        imports(List.of(
                        entry(customer, anId(), HARMATTAN, "0234567890"),
                        entry(customer, account, CALABASH, "0234567890")))
                .then()
                .body("data.ids.code", contains("NUMBER_TAKEN", "ID_TAKEN"));
    }

    @Test
    void a_bank_that_okra_knew_is_taken_before_any_network_serves_it() {
        var account = anId();
        imported(customer, account, "zenith-bank", "0234567890");

        imports(List.of(entry(customer, account, ZENITH, "0234567890")))
                .then()
                .body("data.ids.status", contains("known"));
    }

    @Test
    void a_hundred_are_taken_in_at_once_and_each_wrong_field_is_named() {
        var hundred = new ArrayList<Map<String, String>>();
        for (var number = 0; number < 100; number++) {
            hundred.add(entry(customer, anId(), HARMATTAN, "05000000%02d".formatted(number)));
        }
        imports(hundred).then().statusCode(200).body("data.imported", equalTo(100));
        imports(hundred).then().statusCode(200).body("data.known", equalTo(100));
        company.call("customers/remove", Map.of("customer", customer))
                .then()
                .statusCode(200)
                .body("data.deleted.customers", equalTo(0))
                .body("data.deleted.old_ids", equalTo(100));
        imports(Stream.concat(hundred.stream(), Stream.of(hundred.getFirst())).toList())
                .then()
                .statusCode(400);

        var export =
                Map.of("customer_id", customer, "id", anId(), "bank_id", HARMATTAN, "account_number", "0600000000");
        imports(List.of(export)).then().statusCode(200).body("data.imported", equalTo(1));
        var wrong = new HashMap<String, Object>(export);
        wrong.put("id", "NOT-AN-ID");
        wrong.put("account_number", "12345");
        wrong.put("balance", 1);
        imports(List.of(export, wrong))
                .then()
                .statusCode(400)
                .body("fields.field", contains("ids[1].account", "ids[1].nuban", "ids[1].balance"));
        imports(List.of(Map.of()))
                .then()
                .body("fields.field", contains("ids[0].customer", "ids[0].account", "ids[0].bank", "ids[0].nuban"));
        imports(List.of()).then().statusCode(400).body("fields.field", contains("ids"));
    }

    @Test
    void what_was_imported_of_a_customer_goes_with_the_customer() {
        var number = numbers(HARMATTAN, "user_good").getFirst();
        var account = anId();
        var neverLinked = anId();
        imported(customer, account, HARMATTAN, number);
        imported(customer, neverLinked, "zenith-bank", "0234567890");
        assertThat(text()).contains(neverLinked).doesNotContain("0234567890");
        company.links(HARMATTAN);

        company.call("customers/remove", Map.of("customer", customer))
                .then()
                .statusCode(200)
                .body("data.deleted.customers", equalTo(1))
                .body("data.deleted.old_ids", equalTo(2));

        assertThat(text()).doesNotContain(neverLinked, "old-id");
        var after = company.links(HARMATTAN);
        assertThat(after.customer()).isNotEqualTo(customer);
        assertThat(after.accounts()).doesNotContain(account);
    }

    /// They were brought along by a customer who goes by another id here.
    @Test
    void what_was_imported_under_another_id_goes_with_whoever_linked_it() {
        var known = links(company.opens(), HARMATTAN, "user_many_accounts", 0, 1);
        var numbers = numbers(HARMATTAN, "user_many_accounts");
        imported(customer, anId(), HARMATTAN, numbers.get(1));
        imported(customer, anId(), HARMATTAN, numbers.get(2));
        links(company.opens(), HARMATTAN, "user_many_accounts", 1, 2);

        company.call("customers/remove", Map.of("customer", known.customer()))
                .then()
                .statusCode(200)
                .body("data.deleted.old_ids", equalTo(2));

        assertThat(text()).doesNotContain("old-id");
    }

    @Test
    void a_customer_who_never_came_is_removed_once() {
        imported(customer, anId(), "zenith-bank", "0234567890");
        var body = Map.of("customer", customer);

        company.call("customers/remove", body)
                .then()
                .statusCode(200)
                .body("data.deleted.customers", equalTo(0))
                .body("data.deleted.old_ids", equalTo(1))
                .body("data.accounts", equalTo(List.of()));

        company.call("customers/remove", body).then().statusCode(404);
        assertThat(text()).doesNotContain("old-id");
    }

    @Test
    void linking_is_one_transaction_for_those_who_imported_as_well() {
        imported(customer, anId(), HARMATTAN, numbers(HARMATTAN, "user_good").getFirst());
        var widget = company.opens();
        var consent = widget.agrees();
        var offered = widget.signsIn(HARMATTAN, "user_good");

        var uses = Meter.of(() -> widget.chooses(offered, consent));

        assertThat(uses.stream().filter(Meter.Use::writes))
                .extracting(Meter.Use::operation)
                .containsExactly("UpdateItem", "TransactWriteItems");
        assertThat(uses.stream().filter(use -> use.firstKey().contains("#OLD#")))
                .as("who is new is looked up")
                .hasSize(1);
    }

    /// All that is kept of the company, but for what its sandbox holds.
    private String text() {
        return dynamoDb.scanPaginator(request -> request.tableName(tableName)).items().stream()
                .filter(item -> item.get("pk").s().contains(company.id()))
                .filter(item -> !item.get("pk").s().endsWith("#SANDBOX"))
                .map(Object::toString)
                .toList()
                .toString();
    }
}
