package org.openbalance.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.api.Json;
import org.openbalance.local.TestGateway;
import org.openbalance.owner.Owners;

/// A balance on the wire, field by field as the closed product's page shows it.
@QuarkusTest
@Tag("slow")
class BalanceGoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    /// What we add to the page's fields, by the path of each.
    private static final Set<String> ADDITIONS = Set.of(
            "balances._id",
            "balances.as_of",
            "balances.source",
            "balances.next_refresh_at",
            "balances.account.type",
            "balances.account.bank.colors",
            "balances.periodic.available_balance.from",
            "balances.periodic.ledger_balance.from",
            "balances.periodic.available_balance.source",
            "balances.periodic.ledger_balance.source");

    @Inject
    Owners owners;

    private Company company;
    private Company.Linked linked;

    @BeforeEach
    void a_linked_account() {
        company = Company.of(owners);
        linked = company.links("harmattan-bank");
    }

    @Test
    void the_answer_is_the_golden_one_to_the_letter() throws IOException {
        holds("10393.28");

        var response = company.call("balance/check", Map.of("account_id", linked.account()));
        var answer = masked(response.asString(), response.path("data.balances[0].customer.name"));

        assertThat(pretty(answer)).isEqualTo(pretty(Files.readString(GOLDEN.resolve("balance.json"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"balance/check", "balance/getByAccount", "balance/getByCustomer", "products/balances"})
    void every_field_of_the_page_is_there_in_its_order_and_type(String operation) throws IOException {
        var body = Map.of("account_id", linked.account(), "customer", linked.customer());
        var answer = Json.read(company.call(operation, body).asString());

        shaped("", Json.read(Files.readString(GOLDEN.resolve("page.json"))).get("data"), answer.get("data"));
        assertThat(answer.at("/data/balance")).isEqualTo(answer.at("/data/balances"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10393.28", "0.01", "999999999999.99", "-2500.5", "100", "0", "-999999999999.99"})
    void an_amount_is_written_as_its_shortest_exact_numeral(String amount) {
        holds(amount);

        var text = company.call("balance/check", Map.of("account_id", linked.account()))
                .asString();

        assertThat(text)
                .contains("\"available_balance\":" + amount + ",\"ledger_balance\":" + amount + ",")
                .contains("\"amount\":" + amount + ",");
    }

    @Test
    void available_and_ledger_are_told_apart() {
        company.call("balances/set", Map.of("account", linked.account(), "available", "900.1", "ledger", "1000.25"));

        assertThat(company.call("balance/check", Map.of("account_id", linked.account()))
                        .asString())
                .contains("\"available_balance\":900.1,\"ledger_balance\":1000.25,");
    }

    private void holds(String amount) {
        company.call("balances/set", Map.of("account", linked.account(), "available", amount))
                .then()
                .statusCode(200);
    }

    /// Ids, times, addresses, names and what the bank held before differ from run to run.
    private static String masked(String json, String holder) {
        return json.replaceAll("\"[0-9a-f]{24}\"", "\"<id>\"")
                .replaceAll("\"\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z\"", "\"<time>\"")
                .replace(TestGateway.url(), "<base>")
                .replaceAll("\"Company \\d+\"", "\"<company>\"")
                .replaceAll("(\"amount\":)(?!10393\\.28,)[-0-9.]+", "$1\"<earlier>\"")
                .replaceAll("(?i)\"name\":\"" + holder + "\"", "\"name\":\"<holder>\"")
                .replaceAll("\"nuban\":\"\\d{10}\"", "\"nuban\":\"<nuban>\"");
    }

    private static String pretty(String json) throws JsonProcessingException {
        return Json.read(json).toPrettyString();
    }

    private static void shaped(String path, JsonNode page, JsonNode ours) {
        switch (page.getNodeType()) {
            case OBJECT -> {
                assertThat(ours.isObject()).as(path).isTrue();
                assertThat(names(path, ours)).as(path).isEqualTo(names("", page));
                page.properties()
                        .forEach(field ->
                                shaped(path(path, field.getKey()), field.getValue(), ours.get(field.getKey())));
            }
            case ARRAY -> {
                assertThat(ours.isArray() && !ours.isEmpty()).as(path).isTrue();
                ours.forEach(element -> shaped(path, page.isEmpty() ? element : page.get(0), element));
            }
            case NULL -> assertThat(ours.isNull() || ours.isObject()).as(path).isTrue();
            default -> assertThat(ours.getNodeType()).as(path).isEqualTo(page.getNodeType());
        }
    }

    /// In their order, without what we add.
    private static List<String> names(String path, JsonNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        names.removeIf(name -> ADDITIONS.contains(path(path, name)) || path.isEmpty() && name.equals("balance"));
        return names;
    }

    private static String path(String path, String name) {
        return path.isEmpty() ? name : path + '.' + name;
    }
}
