package org.openbalance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openbalance.owner.Owners;
import org.openbalance.platform.dynamodb.Table;

/// What operations people find of a call.
@QuarkusTest
class LoggingTest {

    @Inject
    Owners owners;

    @Inject
    Table table;

    private Company company;
    private CapturedLogs logs;

    @BeforeEach
    void a_company() {
        company = Company.of(owners);
        logs = CapturedLogs.begin();
    }

    @AfterEach
    void stop() {
        logs.close();
    }

    @Test
    void a_call_is_one_line_that_says_who_what_and_how_long() {
        var response = company.call("products/balances", Map.of());

        var line = only(response);
        assertThat(line.level()).isEqualTo(Level.INFO);
        assertThat(line.logger()).isEqualTo("openbalance.calls");
        assertThat(line.context())
                .containsEntry("function", "balance")
                .containsEntry("operation", "products/balances")
                .containsEntry("owner", company.id() + "/production-sandbox")
                .containsEntry("outcome", "ok")
                .containsEntry("status", "200");
        assertThat(line.context().get("ms")).matches("[0-9]+");
    }

    @Test
    void a_refused_call_says_why() {
        assertThat(only(company.call("balance/getById", Map.of("id", "x"))).context())
                .containsEntry("outcome", "VALIDATION")
                .containsEntry("status", "400")
                .containsEntry("owner", company.id() + "/production-sandbox");
        assertThat(only(company.open("balance/getById", Map.of())).context())
                .containsEntry("outcome", "UNAUTHORIZED")
                .containsEntry("owner", "-");
        assertThat(only(company.call("balance/nothing", Map.of())).context())
                .containsEntry("outcome", "NOT_FOUND")
                .containsEntry("operation", "-");
    }

    @Test
    void nothing_of_a_call_stays_for_the_next() {
        company.call("products/balances", Map.of());

        assertThat(only(company.open("products/balances", Map.of())).context()).containsEntry("owner", "-");
    }

    @Test
    void what_nobody_foresaw_is_logged_once_and_answered_without_details() {
        var account = company.links("harmattan-bank").account();
        Damage.to(table, company.tenant(), account);

        var response = company.call("balance/getByAccount", Map.of("account_id", account));

        response.then()
                .statusCode(500)
                .body("type", equalTo("INTERNAL"))
                .body("method", equalTo("BALANCE"))
                .body("data", equalTo(null));
        assertThat(response.asString())
                .contains(id(response))
                .doesNotContain("customer_name", "Exception", "org.openbalance");
        var entries = logs.of(id(response));
        assertThat(entries)
                .extracting(CapturedLogs.Entry::level)
                .filteredOn(level -> level.intValue() >= 1000)
                .hasSize(1);
        assertThat(entries).hasSize(2);
        assertThat(entries)
                .filteredOn(entry -> entry.logger().equals("openbalance.calls"))
                .as("what is printed as it is must be JSON by itself")
                .allSatisfy(entry -> assertThat(entry.message()).startsWith("{"));
        assertThat(entries.getFirst().message())
                .contains(id(response), "IllegalStateException", "org.openbalance.platform.dynamodb.Item");
        assertThat(entries.getLast().context())
                .containsEntry("outcome", "failed")
                .containsEntry("status", "500");
    }

    /// As CloudWatch's embedded metric format has it: the names of the figures, each with its value at the root.
    @Test
    void a_line_carries_the_figures_of_its_call() {
        var line = only(company.call("balance/getById", Map.of("id", "x"))).message();

        assertThat(line.strip()).doesNotContain("\n");
        var json = JsonPath.from(line);
        assertThat(json.getString("request_id")).isNotBlank();
        assertThat(json.getLong("_aws.Timestamp")).isPositive();
        var metrics = "_aws.CloudWatchMetrics[0]";
        assertThat(json.getString(metrics + ".Namespace")).isEqualTo("OpenBalance");
        assertThat(json.getList(metrics + ".Dimensions")).containsExactly(List.of("Stack", "Function"));
        assertThat(json.getString("Stack")).isEqualTo("local");
        assertThat(json.getString("Function")).isEqualTo("balance");
        assertThat(json.getList(metrics + ".Metrics.Name")).contains("Latency", "ServerErrors", "Refusals");
        assertThat(json.getList(metrics + ".Metrics.Name", String.class))
                .allSatisfy(name -> assertThat(json.getLong(name)).isNotNegative());
        assertThat(json.getLong("Refusals")).isEqualTo(1);
        assertThat(json.getLong("ServerErrors")).isZero();
    }

    @Test
    void what_else_is_logged_in_production_is_json_too() throws IOException {
        var settings = new Properties();
        try (var file = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            settings.load(file);
        }
        for (var name : List.of("quarkus.log.console.json.enabled", "%prod.quarkus.log.console.json.enabled")) {
            assertThat(settings.getProperty(name, "true")).isEqualTo("true");
        }
    }

    private CapturedLogs.Entry only(Response response) {
        var entries = logs.of(id(response));
        assertThat(entries).hasSize(1);
        return entries.getFirst();
    }

    private static String id(Response response) {
        return response.header("x-request-id");
    }
}
