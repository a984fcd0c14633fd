package org.openbalance.journey;

import static io.restassured.RestAssured.given;

import io.restassured.RestAssured;
import io.restassured.config.HttpClientConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.openbalance.local.TestGateway;
import org.openbalance.owner.Owners;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;

/// A company that uses the API in the sandbox, and its customers in the widget.
public final class Company {

    private static final String SANDBOX = "/v2/sandbox/";

    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    private final Owners.Created created;
    private final String address;

    private Company(Owners.Created created, String address) {
        this.created = created;
        this.address = address;
    }

    public static Company of(Owners owners) {
        return of(owners, 90);
    }

    /// @param consentDays how long its customers' consents last
    public static Company of(Owners owners, int consentDays) {
        return new Company(owners.create("Company " + System.nanoTime(), "App", consentDays), anAddress());
    }

    /// An address of this machine that no other company's customers come from: sign-ins are limited by address.
    private static String anAddress() {
        var number = ADDRESSES.incrementAndGet();
        return "127.77." + number / 250 + '.' + (1 + number % 250);
    }

    /// The same company, whose customers come from another address.
    public Company elsewhere() {
        return new Company(created, anAddress());
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
        return ofAddress()
                .header("Authorization", "Bearer " + keys().secret())
                .body(body)
                .post(SANDBOX + operation);
    }

    /// Calls an operation without a key.
    public Response open(String operation, Map<String, ?> body) {
        return ofAddress().body(body).post(SANDBOX + operation);
    }

    private RequestSpecification ofAddress() {
        try {
            var client = HttpClientConfig.httpClientConfig()
                    .setParam("http.route.local-address", InetAddress.getByName(address));
            return request().config(RestAssured.config().httpClient(client));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("An address needs no look-up", impossible);
        }
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

    /// Opens the widget from its server, with its secret key: what it says of the customer is its own word.
    public Widget opensByKey(Map<String, ?> options) {
        var response = call("widget/session", options);
        response.then().statusCode(200);
        return new Widget(this, response.path("data.session"));
    }

    /// Opens the widget by a short link that it made with its secret key.
    ///
    /// @param kept the options of the link
    /// @param sent what the page adds
    public Widget opensByLink(Map<String, ?> kept, Map<String, ?> sent) {
        var body = new HashMap<String, Object>(Map.of("key", keys().publicKey(), "token", keys().clientToken()));
        body.putAll(kept);
        var made = call("links/create", body);
        made.then().statusCode(200);
        var opening = new HashMap<String, Object>(sent);
        opening.put("ref", made.path("data.link.short_url"));
        var response = open("widget/session", opening);
        response.then().statusCode(200);
        return new Widget(this, response.path("data.session"));
    }

    /// Opens the widget by a short link, as a customer does who was sent it.
    public Widget opensByRef(String ref) {
        var response = open("widget/session", Map.of("ref", ref));
        response.then().statusCode(200);
        return new Widget(this, response.path("data.session"));
    }

    /// Makes a customer of a sandbox bank, whose password is `pass_good`.
    public void hasBankCustomer(String bank, String username, String name) {
        call("customers/create", Map.of("name", name, "bank", bank, "username", username, "password", "pass_good"))
                .then()
                .statusCode(200);
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

    /// As [#links(String, Map)], the widget opened with the secret key.
    public Linked linksByKey(String bank, Map<String, ?> options) {
        return opensByKey(options).links(bank, "user_good");
    }

    /// Links the first accounts of one of the sandbox's well-known users at Harmattan Bank.
    public Linked opensAndLinks(String username, int accounts) {
        var widget = opens();
        var consent = widget.agrees();
        return widget.chooses(widget.signsIn("harmattan-bank", username).subList(0, accounts), consent);
    }

    /// What a link gave.
    public record Linked(String connection, String customer, List<String> accounts, String consent, String receiptUrl) {

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
                        yield answers(codeOn(approvesAt(response.path("data.step.url"), username)));
                    }
                    case String other -> throw new AssertionError(other + ": " + response.asString());
                };
                response.then().statusCode(200);
            }
            return response.path("data.step.accounts._id");
        }

        /// The code that the page shows which a bank leads back to.
        public static String codeOn(Response page) {
            var text = page.then().statusCode(200).extract().asString();
            return text.substring(text.indexOf("<output>") + 8, text.indexOf("</output>"));
        }

        /// Approves at the bank's own page and goes where it leads.
        public Response approvesAt(String url, String username) {
            return given().redirects().follow(false).get(wayBack(url, username));
        }

        /// What a bank hands over on its way back, as a form that it posts.
        public static RequestSpecification formOf(URI back) {
            var form = request().contentType("application/x-www-form-urlencoded");
            for (var parameter : back.getQuery().split("&")) {
                form.formParam(parameter.split("=")[0], parameter.split("=")[1]);
            }
            return form;
        }

        /// Approves at the bank's own page.
        ///
        /// @return where it leads
        public String wayBack(String url, String username) {
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
            return back.header("location");
        }

        /// Agrees, signs in and links all accounts of a user.
        public Linked links(String bank, String username) {
            var consent = agrees();
            return chooses(signsIn(bank, username), consent);
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
