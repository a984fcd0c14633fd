package org.openbalance.contract;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openbalance.local.TestGateway;

/// The main job, with every answer held against openapi.yaml.
@QuarkusTest
class ContractJourneyTest {

    private static final String BASE = "/v2/sandbox/";

    private static RequestSpecification anyone() {
        return given().baseUri(TestGateway.url()).filter(new ContractFilter()).contentType(ContentType.JSON);
    }

    private static ValidatableResponse ask(String operation, Map<String, ?> body) {
        return anyone().body(body).post(BASE + operation).then();
    }

    private static ValidatableResponse askAsOwner(String operation, Map<String, ?> body) {
        return anyone().header("Authorization", "Bearer sk_sandbox_local")
                .body(body)
                .post(BASE + operation)
                .then();
    }

    private static String session() {
        return ask(
                        "widget/session",
                        Map.of("key", "pk_sandbox_local", "token", "ct_sandbox_local", "products", List.of("balance")))
                .statusCode(200)
                .extract()
                .path("data.session");
    }

    @Test
    void the_answers_of_the_whole_journey_are_as_described() {
        var session = session();
        ask("widget/consent", Map.of("session", session, "agreed", true)).statusCode(200);
        ask("widget/banks", Map.of("session", session, "search", "calabash"))
                .statusCode(200)
                .body("data.banks", hasSize(1));
        String login = ask(
                        "widget/login",
                        Map.of(
                                "session",
                                session,
                                "bank",
                                "calabash-bank",
                                "fields",
                                Map.of("username", "user_good", "password", "pass_good")))
                .statusCode(200)
                .body("data.step.type", equalTo("otp"))
                .extract()
                .path("data.login");
        List<String> accounts = ask("widget/answer", Map.of("session", session, "login", login, "answer", "123456"))
                .statusCode(200)
                .body("data.step.type", equalTo("accounts"))
                .extract()
                .path("data.step.accounts._id");
        String customer = ask("widget/accounts", Map.of("session", session, "login", login, "accounts", accounts))
                .statusCode(200)
                .extract()
                .path("data.customer._id");

        askAsOwner("balance/getByCustomer", Map.of("customer", customer))
                .statusCode(200)
                .body("data.balances", hasSize(accounts.size()));
    }

    @Test
    void refusals_are_as_described() {
        askAsOwner("balance/getById", Map.of("id", "nothing")).statusCode(400);
        askAsOwner("balance/getById", Map.of("id", "000000000000000000000000")).statusCode(404);
        ask("balance/getById", Map.of("id", "000000000000000000000000")).statusCode(401);
        ask("widget/banks", Map.of("session", "unknown")).statusCode(401);
        anyone().get(BASE + "balance/getById").then().statusCode(405);
        anyone().get("/nowhere").then().statusCode(404);
        anyone().get("/consents").then().statusCode(200);
        anyone().get("/assets/banks/calabash-bank.svg").then().statusCode(200);
    }

    @Test
    void an_answer_that_is_not_described_fails_the_test() {
        var described = given().baseUri(TestGateway.url()).get(BASE + "banks/list");

        assertThrows(AssertionError.class, () -> ContractFilter.check("POST", BASE + "balance/getById", described));
        assertThrows(AssertionError.class, () -> ContractFilter.check("POST", "/nowhere", described));
    }
}
