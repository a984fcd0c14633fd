package org.openbalance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openbalance.api.Json;
import org.openbalance.owner.Owners;
import org.openbalance.platform.dynamodb.Table;

/// Nothing that only a customer or an owner may know is ever logged, whatever they do and whatever goes wrong.
@QuarkusTest
@Tag("slow")
class PrivacyTest {

    private static final Set<String> SECRET_FIELDS = Set.of(
            "password",
            "answer",
            "username",
            "session",
            "key",
            "token",
            "nuban",
            "bvn",
            "phone",
            "email",
            "nin",
            "available_balance",
            "ledger_balance",
            "amount",
            "available",
            "ledger",
            "balance",
            "opening_balance",
            "debit",
            "credit",
            "narration",
            "desc",
            "note",
            "value",
            "cursor",
            "receipt_url",
            "company_id",
            "signature");
    private static final List<String> BANKS = List.of(
            "harmattan-bank",
            "calabash-bank",
            "tamarind-bank",
            "lagoon-bank",
            "ironwood-corporate-bank",
            "monsoon-bank");
    private static final String NARRATION = "NIP TRANSFER TO KEHINDE MBANEFOQUX";
    private static final String NOTE = "Owed since the quuxfuneral";
    /// Shorter texts, such as an amount of 100, stand in many a line by chance.
    private static final int TELLING = 5;

    @Inject
    Owners owners;

    @Inject
    Table table;

    private final Set<String> secrets = new TreeSet<>();
    private final Filter listening = this::listen;
    private CapturedLogs logs;
    private Company company;

    @BeforeEach
    void listen() {
        company = Company.of(owners);
        for (var keys : List.of(company.keys(), company.productionKeys())) {
            secrets.addAll(List.of(keys.secret(), keys.publicKey(), keys.clientToken()));
        }
        RestAssured.filters(listening);
        logs = CapturedLogs.begin();
    }

    @AfterEach
    void stop() {
        logs.close();
        RestAssured.replaceFiltersWith(List.of());
    }

    @Test
    void the_logs_of_the_whole_journey_tell_nothing() {
        BANKS.forEach(this::linksAndReads);
        failsToSignIn();
        usesItsOwnCustomer();
        readsAndNotesLines();
        bringsOldIds();
        findsTheBankDown();
        meetsWhatNobodyForesaw();
        sendsWhatIsWrong();

        assertThat(secrets)
                .hasSizeGreaterThan(60)
                .contains("pass_good", "123456", "7654321.89", NARRATION, NOTE, "73219.57", "7321957");
        // The sandbox's answer to a security question is the name that our packages and loggers have.
        var text = logs.text().replaceAll("(org\\.)?openbalance\\.(?=[a-z])|org/openbalance/|\"openbalance\\.", "");
        assertThat(text)
                .contains(
                        "widget/login",
                        "balance/check",
                        "transactions/import",
                        "transactions/file",
                        "ids/import",
                        "failed");
        assertThat(secrets).filteredOn(secret -> stands(secret, text)).isEmpty();
    }

    private void linksAndReads(String bank) {
        var linked = company.linksByKey(bank, Map.of("customer", Map.of("email", "ada@" + bank + ".example.com")));
        company.call("balances/set", Map.of("account", linked.account(), "available", "7654321.89"));
        company.call("balance/check", Map.of("account_id", linked.account()));
        company.call("balance/getByCustomer", Map.of("customer", linked.customer(), "limit", 1));
        company.call("balance/getByType", Map.of("type", "available_balance", "value", "7654321.89"));
        company.call("accounts/getByCustomer", Map.of("customer", linked.customer()));
        company.call("customers/list", Map.of());
        company.call("consents/receipt", Map.of("id", linked.consent()));
        company.call("consents/revoke", Map.of("id", linked.consent(), "reason", "no longer needed"));
        company.call("balance/getByAccount", Map.of("account_id", linked.account()));
    }

    private void failsToSignIn() {
        for (var user : List.of("user_locked", "user_no_accounts", "user_bad_otp", "user_nobody_knows")) {
            var widget = company.opens();
            widget.agrees();
            widget.logsIn("calabash-bank", user, "wrong-Passw0rd");
            widget.answers("987654");
            widget.answers("a-wrong-answer");
        }
        var widget = company.opens();
        widget.call("login", Map.of("bank", "harmattan-bank", "fields", Map.of("password", "too-early-Pass")));
    }

    private void usesItsOwnCustomer() {
        company.call(
                "customers/create",
                Map.of(
                        "noOfAccount", 2,
                        "name", "Zainab Quuxwright",
                        "bank", "harmattan-bank",
                        "username", "zainabquux",
                        "password", "S3cret-Quux-9",
                        "type", "ind",
                        "volume", "high"));
        secrets.addAll(List.of("Zainab Quuxwright", "Quuxwright"));
        company.opens(Map.of("customer", Map.of("bvn", "22198765432", "phone", "+2348098765432")));
        var widget = company.opensByKey(Map.of("customer", Map.of("email", "zainab@example.com")));
        var consent = widget.agrees();
        widget.logsIn("harmattan-bank", "zainabquux", "S3cret-Quux-8");
        List<String> accounts =
                widget.logsIn("harmattan-bank", "zainabquux", "S3cret-Quux-9").path("data.step.accounts._id");
        var linked = widget.chooses(accounts, consent);
        company.call("find-customers-by", Map.of("key", "phone", "value", "+2348098765432"));
        company.call("accounts/getByName", Map.of("name", "Quuxwright"));
        company.call("customers/remove", Map.of("customer", linked.customer()));
    }

    private void bringsOldIds() {
        secrets.add("0987612345");
        for (var bank : List.of("harmattan-bank", "no-such-bank", "zenith-bank")) {
            var id = Map.of(
                    "customer", "5da6ffd4f33d9c4afc5e09ff",
                    "account", "5da6ffe6d4bd9a4bf7bc4ab2",
                    "bank", bank,
                    "nuban", "0987612345");
            company.call("ids/import", Map.of("ids", List.of(id))).then().statusCode(200);
        }
        company.call("ids/import", Map.of("ids", List.of(Map.of("nuban", "0987612345x"))))
                .then()
                .statusCode(400);
    }

    private void readsAndNotesLines() {
        secrets.addAll(List.of("MBANEFOQUX", "quuxfuneral"));
        var linked = company.links("calabash-bank", Map.of("products", List.of("auth", "balance", "transactions")));
        imports(linked.account(), Map.of("balance", "1.99")).then().statusCode(400);
        String id = imports(linked.account(), Map.of()).path("data.import.ids[0]");
        company.call("transactions/getByAccount", Map.of("account", linked.account()))
                .then()
                .statusCode(200)
                .body("data.transactions.notes.desc", hasItem(NARRATION));
        company.call("transactions/annotate", Map.of("id", id, "note", NOTE))
                .then()
                .statusCode(200);
        company.call("transactions/annotate", Map.of("id", id, "note", NOTE.repeat(100)))
                .then()
                .statusCode(400);
        company.call("transactions/getById", Map.of("id", id))
                .then()
                .statusCode(200)
                .body("data.transactions[0].annotation.note", equalTo(NOTE));
        company.call("transactions/changes", Map.of("account", linked.account()))
                .then()
                .statusCode(200);
        company.call("transactions/refresh", Map.of("account_id", linked.account()));
        downloads(linked.account());
    }

    private Response imports(String account, Map<String, String> more) {
        var day = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
        var line = new HashMap<>(more);
        line.putAll(Map.of("date", day, "debit", "73219.57", "narration", NARRATION));
        return company.call(
                "transactions/import",
                Map.of("account_id", account, "as_of", day, "opening_balance", "9876543.21", "lines", List.of(line)));
    }

    /// Whoever has the link has the file.
    private void downloads(String account) {
        String url = company.call("transactions/download", Map.of("account", account))
                .path("data.url");
        secrets.add(url.substring(url.indexOf("token=") + "token=".length()));
        assertThat(RestAssured.get(url).then().statusCode(200).extract().asString())
                .contains(NARRATION, NOTE);
    }

    private void findsTheBankDown() {
        var linked = company.links("monsoon-bank");
        for (var kind : List.of("down", "errors")) {
            company.call("banks/outage", Map.of("bank", "monsoon-bank", "kind", kind, "seconds", 30));
            company.call("balance/check", Map.of("account_id", linked.account()));
            var widget = company.opens();
            widget.agrees();
            widget.logsIn("monsoon-bank", "user_good");
        }
    }

    private void meetsWhatNobodyForesaw() {
        var linked = company.links("harmattan-bank");
        Damage.to(table, company.tenant(), linked.account());
        company.call("balance/getByAccount", Map.of("account_id", linked.account()))
                .then()
                .statusCode(500);
    }

    private void sendsWhatIsWrong() {
        secrets.addAll(List.of("not-Json-Secret", "sk_guessed_0123456789"));
        Company.request()
                .header("Authorization", "Bearer sk_guessed_0123456789")
                .body("{\"password\": not-Json-Secret")
                .post("/v2/sandbox/products/balances");
        company.call("balance/getById", Map.of("id", "not-Json-Secret"));
        Company.request()
                .header("Authorization", "Bearer " + company.keys().secret())
                .body("{\"password\": not-Json-Secret")
                .post("/v2/sandbox/products/balances?key=" + company.keys().secret());
        Company.request().get("/v2/sandbox/not-Json-Secret");
    }

    private static boolean stands(String secret, String text) {
        return Pattern.compile("(?<![A-Za-z0-9])" + Pattern.quote(secret) + "(?![A-Za-z0-9])")
                .matcher(text)
                .find();
    }

    /// Takes down all that is secret in what goes to and fro.
    private Response listen(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        if (request.getBody() instanceof String body) {
            read(body);
        }
        var response = context.next(request, expected);
        read(response.asString());
        return response;
    }

    private void read(String body) {
        if (!body.startsWith("{")) {
            return;
        }
        try {
            note(Json.read(body), false);
        } catch (JsonProcessingException notJson) {
            // Sent wrong on purpose; what is secret of it is known.
        }
    }

    private void note(JsonNode node, boolean person) {
        node.forEach(element -> note(element, person));
        node.properties().forEach(field -> {
            var name = field.getKey();
            var value = field.getValue();
            if (value.isValueNode() && (SECRET_FIELDS.contains(name) || person && name.equals("name"))) {
                note(value);
            }
            note(value, name.equals("customer") || name.equals("accounts") || name.equals("customers"));
        });
    }

    private void note(JsonNode value) {
        var text = value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
        if (text.length() < TELLING || text.contains("*")) {
            return;
        }
        secrets.add(text);
        if (value.isNumber()) {
            secrets.add(value.decimalValue().movePointRight(2).setScale(0).toPlainString());
        }
        if (text.contains("#")) {
            secrets.add(text.substring(text.lastIndexOf('#') + 1));
        }
    }
}
