package org.openbalance.journey;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openbalance.local.TestGateway;
import org.openbalance.owner.Owners;
import org.openbalance.store.Environment;
import org.openbalance.store.Tenant;

/// A company that uses the API in the sandbox, and its customers in the widget.
public final class Company {

    private static final String SANDBOX = "/v2/sandbox/";

    private final Owners.Created created;

    private Company(Owners.Created created) {
        this.created = created;
    }

    public static Company of(Owners owners) {
        return of(owners, 90);
    }

    /// @param consentDays how long its customers' consents last
    public static Company of(Owners owners, int consentDays) {
        return new Company(owners.create("Company " + System.nanoTime(), "App", consentDays));
    }

    public String id() {
        return created.owner().id();
    }

    public Tenant tenant() {
        return new Tenant(id(), Environment.SANDBOX);
    }

    public Owners.KeyTexts keys() {
        return created.sandbox();
    }

    public Owners.KeyTexts productionKeys() {
        return created.production();
    }

    /// Calls an operation of the sandbox with the company's secret key.
    public Response call(String operation, Map<String, ?> body) {
        return request()
                .header("Authorization", "Bearer " + keys().secret())
                .body(body)
                .post(SANDBOX + operation);
    }

    /// Calls an operation without a key.
    public Response open(String operation, Map<String, ?> body) {
        return request().body(body).post(SANDBOX + operation);
    }

    public static RequestSpecification request() {
        return given().baseUri(TestGateway.url())
                .contentType("application/json")
                .redirects()
                .follow(false);
    }

    public Widget opens() {
        return opens(Map.of());
    }

    /// Opens the widget with further options.
    public Widget opens(Map<String, ?> options) {
        var body = new HashMap<String, Object>(Map.of(
                "key", keys().publicKey(), "token", keys().clientToken(), "products", List.of("auth", "balance")));
        body.putAll(options);
        var response = open("widget/session", body);
        response.then().statusCode(200);
        return new Widget(this, response.path("data.session"));
    }

    /// Links all accounts of the sandbox's well-known user at a bank.
    public Linked links(String bank) {
        return links(bank, Map.of());
    }

    public Linked links(String bank, Map<String, ?> options) {
        var widget = opens(options);
        var consent = widget.agrees();
        var accounts = widget.signsIn(bank, "user_good");
        return widget.chooses(accounts, consent);
    }

    /// Links the first accounts of one of the sandbox's well-known users at Harmattan Bank.
    public Linked opensAndLinks(String username, int accounts) {
        var widget = opens();
        var consent = widget.agrees();
        return widget.chooses(widget.signsIn("harmattan-bank", username).subList(0, accounts), consent);
    }

    /// What a link gave.
    public record Linked(String record, String customer, List<String> accounts, String consent, String receiptUrl) {

        public String account() {
            return accounts.getFirst();
        }
    }

    /// A customer with the widget open.
    public static final class Widget {

        private final Company company;
        private final String session;
        private String login;
        private String receiptUrl;

        private Widget(Company company, String session) {
            this.company = company;
            this.session = session;
        }

        public String session() {
            return session;
        }

        public String login() {
            return login;
        }

        public Response call(String operation, Map<String, ?> more) {
            var body = new HashMap<String, Object>(more);
            body.put("session", session);
            return company.open("widget/" + operation, body);
        }

        /// @return the consent's id
        public String agrees() {
            var response = call("consent", Map.of("agreed", true));
            response.then().statusCode(200);
            receiptUrl = response.path("data.receipt_url");
            return response.path("data.consent");
        }

        public Response logsIn(String bank, String username) {
            return logsIn(bank, username, "pass_good");
        }

        public Response logsIn(String bank, String username, String password) {
            var fields = new HashMap<String, String>(Map.of("username", username, "password", password));
            if (bank.startsWith("ironwood")) {
                fields.put("company_id", "RC000001");
            }
            if (bank.startsWith("lagoon")) {
                fields.clear();
            }
            var response = call("login", Map.of("bank", bank, "fields", fields));
            login = response.path("data.login");
            return response;
        }

        public Response answers(String answer) {
            return call("answer", Map.of("login", login, "answer", answer));
        }

        /// Signs in whatever the bank asks; at the bank's own page if it has one.
        ///
        /// @return the ids of the accounts to choose from
        public List<String> signsIn(String bank, String username) {
            var response = logsIn(bank, username);
            response.then().statusCode(200);
            while (!"accounts".equals(response.path("data.step.type"))) {
                response = switch (response.<String>path("data.step.type")) {
                    case "otp" -> answers("123456");
                    case "question" -> answers("OpenBalance ");
                    case "wait" -> answers("");
                    case "redirect" -> {
                        approvesAt(response.path("data.step.url"), username);
                        yield answers("");
                    }
                    case String other -> throw new AssertionError(other + ": " + response.asString());
                };
                response.then().statusCode(200);
            }
            return response.path("data.step.accounts._id");
        }

        /// Approves at the bank's own page and goes where it leads.
        public Response approvesAt(String url, String username) {
            var request = url.substring(url.indexOf("request=") + "request=".length());
            given().redirects().follow(false).get(url).then().statusCode(200);
            var back = given().redirects()
                    .follow(false)
                    .contentType("application/x-www-form-urlencoded")
                    .formParam("request", request)
                    .formParam("username", username)
                    .formParam("password", "pass_good")
                    .formParam("decision", "approve")
                    .post(TestGateway.url() + "/sandbox-bank/authorize");
            back.then().statusCode(303);
            return given().redirects().follow(false).get(back.header("location"));
        }

        public Linked chooses(List<String> accounts, String consent) {
            var response = call("accounts", Map.of("login", login, "accounts", accounts));
            response.then().statusCode(200);
            return new Linked(
                    response.path("data.record"),
                    response.path("data.customer._id"),
                    response.path("data.accounts._id"),
                    consent,
                    receiptUrl);
        }
    }
}
