package org.openbalance.contract;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.api.Operation;
import org.openbalance.api.Problem;
import org.openbalance.balance.BalanceFunction;
import org.openbalance.consent.ConsentFunction;
import org.openbalance.link.LinkFunction;
import org.openbalance.local.DeployedRoutes;
import org.openbalance.local.TestGateway;
import org.openbalance.page.PageFunction;
import org.openbalance.platform.Environment;
import org.openbalance.report.ReportFunction;
import org.openbalance.webhook.WebhookFunction;

/// Holds template.yaml, the functions' route tables and openapi.yaml together.
@QuarkusTest
class ContractAgreementTest {

    /// Lead to `page` for its answer of 404.
    private static final Set<String> ANSWERED_WITHOUT_OPERATION = Set.of("$default", "GET /");

    /// Old clients put `sandbox/` before nothing but the operations on customers.
    private static final Set<String> DOUBLED = Set.of("/v2/sandbox/sandbox/", "/sandbox/v2/sandbox/");

    private static final String DOUBLED_FUNCTION = "link";

    private final Contract contract = Contract.read();
    private final DeployedRoutes deployed = new DeployedRoutes();

    @Inject
    PageFunction page;

    @Inject
    ConsentFunction consent;

    @Inject
    LinkFunction link;

    @Inject
    BalanceFunction balance;

    @Inject
    ReportFunction report;

    @Inject
    WebhookFunction webhook;

    /// An operation with the function whose route table it stands in.
    private record Routed(String function, Operation operation) {

        boolean root() {
            return operation.path().startsWith("/");
        }

        boolean sandboxOnly() {
            return operation.environments().equals(Set.of(Environment.SANDBOX));
        }

        /// As openapi.yaml writes it.
        String describedPath() {
            var path = root() ? operation.path() : '/' + operation.path();
            return path.endsWith("*") ? path.substring(0, path.length() - 1) + "{path}" : path;
        }

        /// Every path that it is called by.
        List<String> paths() {
            var path = operation.path().replace("*", "a/b.css");
            if (root()) {
                return List.of(path);
            }
            var bases = new ArrayList<>(Contract.SANDBOX_BASES);
            if (!function.equals(DOUBLED_FUNCTION)) {
                bases.removeAll(DOUBLED);
            }
            if (!sandboxOnly()) {
                bases.addAll(Contract.PRODUCTION_BASES);
            }
            return bases.stream().map(base -> base + path).toList();
        }
    }

    private List<Routed> routed() {
        return Stream.of(
                        routed("page", page.routes().operations()),
                        routed("consent", consent.routes().operations()),
                        routed("link", link.routes().operations()),
                        routed("balance", balance.routes().operations()),
                        routed("report", report.routes().operations()),
                        routed("webhook", webhook.routes().operations()))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Routed> routed(String function, List<Operation> operations) {
        return operations.stream()
                .map(operation -> new Routed(function, operation))
                .toList();
    }

    /// By method and path.
    private Map<String, Routed> inCode() {
        var byName = new TreeMap<String, Routed>();
        for (var routed : routed()) {
            for (var method : routed.operation().methods()) {
                var before = byName.put(method + ' ' + routed.describedPath(), routed);
                assertEquals(null, before, "two operations are " + method + ' ' + routed.describedPath());
            }
        }
        return byName;
    }

    private Map<String, Contract.Described> inDocument() {
        return contract.operations().stream()
                .collect(Collectors.toMap(Contract.Described::name, described -> described));
    }

    @Test
    void every_operation_is_described_and_all_that_is_described_is_an_operation() {
        assertEquals(inCode().keySet(), new TreeSet<>(inDocument().keySet()));
    }

    @Test
    void an_operation_is_described_as_its_route_table_has_it() {
        var described = inDocument();
        var wrong = new ArrayList<String>();
        inCode().forEach((name, routed) -> {
            var expected = facts(routed, name.startsWith("POST "));
            var found = facts(described.get(name));
            if (!expected.equals(found)) {
                wrong.add(name + " is " + expected + " but described as " + found);
            }
        });
        assertEquals(List.of(), wrong);
    }

    /// What the route table and the document both say.
    ///
    /// @param strict whether unknown keys are refused; empty for what has no JSON body
    private record Facts(
            String function,
            boolean root,
            boolean sandboxOnly,
            boolean byKey,
            boolean effect,
            Optional<Boolean> strict) {}

    private static Facts facts(Routed routed, boolean post) {
        var operation = routed.operation();
        return new Facts(
                routed.function(),
                routed.root(),
                routed.sandboxOnly(),
                operation.handler() instanceof Operation.ByKey,
                operation.effect(),
                post && !routed.root() ? Optional.of(operation.strict()) : Optional.empty());
    }

    private static Facts facts(Contract.Described described) {
        var operation = described.operation();
        return new Facts(
                String.join(", ", operation.getTags()),
                described.root(),
                described.sandboxOnly() && described.servers().equals(List.of("{base}/v2/sandbox")),
                operation.getSecurity() == null,
                Optional.ofNullable(operation.getParameters()).stream()
                        .flatMap(Collection::stream)
                        .map(Parameter::getName)
                        .anyMatch("Idempotency-Key"::equals),
                strict(described));
    }

    private static Optional<Boolean> strict(Contract.Described described) {
        return Optional.ofNullable(described.operation().getRequestBody())
                .filter(_ -> !described.root())
                .map(body -> body.getContent().values().iterator().next())
                .map(content -> refusesUnknownKeys(content.getSchema()));
    }

    private static boolean refusesUnknownKeys(Schema<?> schema) {
        return Boolean.FALSE.equals(schema.getAdditionalProperties());
    }

    @Test
    void what_refuses_unknown_keys_is_ours() {
        for (var described : contract.operations()) {
            var whose = described.extension("x-contract");

            assertTrue(Set.of("old", "ours").contains(whose), described.name());
            assertTrue(whose.equals("ours") || !strict(described).orElse(false), described.name());
        }
    }

    @Test
    void every_type_of_error_is_described() {
        var types = Stream.of(Problem.Type.values()).map(Problem.Type::name).collect(Collectors.toSet());

        assertEquals(types, Set.copyOf(contract.schemas().get("ErrorType").getEnum()));
    }

    @Test
    void the_template_routes_every_operation_to_its_function() {
        var astray = new ArrayList<String>();
        for (var routed : routed()) {
            for (var path : routed.paths()) {
                for (var method : routed.operation().methods()) {
                    var route = deployed.of(method, path);
                    if (!route.function().equals(routed.function())
                            || route.key().equals("$default")) {
                        astray.add(method + ' ' + path + " goes by " + route + ", not to " + routed.function());
                    }
                }
            }
        }
        assertEquals(List.of(), astray);
    }

    @Test
    void every_route_of_the_template_leads_to_an_operation() {
        var taken = new TreeSet<>(ANSWERED_WITHOUT_OPERATION);
        for (var routed : routed()) {
            for (var path : routed.paths()) {
                routed.operation()
                        .methods()
                        .forEach(method -> taken.add(deployed.of(method, path).key()));
            }
        }
        var all = deployed.all().stream().map(DeployedRoutes.Deployed::key).collect(Collectors.toSet());
        assertEquals(new TreeSet<>(all), taken);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v3/", "/foo/", "/v2/live/", "/live/v2/", "/api/v3/", "/V2/"})
    void a_base_that_is_none_is_answered_404_in_the_usual_envelope(String base) {
        for (var operation : List.of("banks/list", "products/balances", "consents/list", "webhooks/list")) {
            given().baseUri(TestGateway.url())
                    .post(base + operation)
                    .then()
                    .statusCode(404)
                    .body("status", equalTo("error"))
                    .body("type", equalTo("NOT_FOUND"));
        }
    }

    @Test
    void every_spelling_of_the_sandbox_is_understood() {
        for (var base : Contract.SANDBOX_BASES) {
            given().baseUri(TestGateway.url())
                    .filter(new ContractFilter())
                    .get(base + "banks/list")
                    .then()
                    .statusCode(200);
        }
    }
}
