package org.openbalance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.owner.Owners;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;

/// What a customer agrees to, what it lets a company read, and how it ends.
@QuarkusTest
@Tag("slow")
class ConsentTest {

    /// What stands before the 32 bytes of an Ed25519 key (RFC 8410).
    private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

    @Inject
    Owners owners;

    @Inject
    TestClock clock;

    @Inject
    Table table;

    private Company company;

    @BeforeEach
    void a_company() {
        company = Company.of(owners);
    }

    @AfterEach
    void time_is_now_again() {
        clock.reset();
    }

    @Test
    void a_session_says_what_is_asked_for_and_until_when() {
        var opened = company.call(
                        "widget/session",
                        Map.of("name", "Ada's Shop", "products", List.of("auth", "balance", "identity")))
                .then()
                .statusCode(200);

        opened.body("data.owner.name", equalTo("Ada's Shop"))
                .body("data.consent.scopes.product", contains("auth", "balance", "identity"))
                .body("data.consent.scopes.optional", contains(false, false, true));
        var data = opened.extract().jsonPath();
        assertThat(data.getString("data.session")).matches("[0-9a-f]{64}");
        assertThat(data.getString("data.consent.text")).startsWith("Ada's Shop asks");
        assertThat(instant(data, "data.expires_at")).isBetween(now(29), now(31));
        assertThat(instant(data, "data.consent.expires_at"))
                .isBetween(now(0).plus(Duration.ofDays(89)), now(0).plus(Duration.ofDays(90)));
    }

    @Test
    void a_revocation_holds_at_once_though_the_table_answers_with_what_was_before() {
        var linked = company.links("harmattan-bank");
        AwsFaults.begin(AwsFaults.Fault.STALE, request -> request.request()
                .toString()
                .contains(company.tenant().prefix()));
        try {
            company.call("consents/revoke", Map.of("id", linked.consent()))
                    .then()
                    .statusCode(200);

            for (var read : List.of(
                    company.call("balance/getByAccount", Map.of("account_id", linked.account())),
                    company.call("balance/check", Map.of("account_id", linked.account())),
                    company.call("accounts/getById", Map.of("id", linked.account())),
                    company.call(
                            "balance/can-pay", Map.of("account_id", linked.account(), "amount", 1, "currency", "NGN")),
                    company.call("balances/history", Map.of("account_id", linked.account())))) {
                read.then().statusCode(403).body("type", equalTo("REVOKED"));
            }
        } finally {
            AwsFaults.end();
        }
    }

    @Test
    void a_consent_is_listed_and_kept_once_something_is_linked_under_it_and_goes_by_itself_before() {
        var widget = company.opens();
        var consent = widget.agrees();

        company.call("consents/list", Map.of())
                .then()
                .body("data.consents", empty())
                .body("data.pagination.totalDocs", equalTo(0));
        company.call("consents/getById", Map.of("id", consent)).then().body("data.consent.status", equalTo("granted"));
        assertThat(endsOf(consent)).hasSize(2).allSatisfy(end -> assertThat(end).isNotNull());

        widget.chooses(widget.signsIn("harmattan-bank", "user_good"), consent);

        company.call("consents/list", Map.of())
                .then()
                .body("data.consents._id", contains(consent))
                .body("data.pagination.totalDocs", equalTo(1));
        assertThat(endsOf(consent)).hasSize(3).allSatisfy(end -> assertThat(end).isNull());
    }

    /// When each item of a consent goes by itself.
    private List<Long> endsOf(String consent) {
        return table.query(Query.of(company.tenant().prefix() + "#CONSENT#" + consent)).stream()
                .map(item -> item.has(Item.TTL) ? Long.valueOf(item.number(Item.TTL)) : null)
                .toList();
    }

    @Test
    void the_customers_page_says_what_is_read_still_under_a_newer_consent() {
        var older = company.links("harmattan-bank");
        var newer = company.links("harmattan-bank");

        mine(older).body("data.read_under_another", equalTo(2));
        mine(newer).body("data.read_under_another", equalTo(0));
        company.call("consents/revoke", Map.of("id", older.consent())).then().statusCode(200);
        mine(older).body("data.receipt.consent.status", equalTo("revoked")).body("data.read_under_another", equalTo(2));
        company.call("balance/getByAccount", Map.of("account_id", older.account()))
                .then()
                .statusCode(200);
        company.call("consents/revoke", Map.of("id", newer.consent())).then().statusCode(200);
        mine(older).body("data.read_under_another", equalTo(0));
    }

    private static ValidatableResponse mine(Company.Linked linked) {
        var receipt = linked.receiptUrl();
        return Company.request()
                .body(Map.of("token", receipt.substring(receipt.indexOf('#') + 1)))
                .post("/v2/sandbox/consents/mine")
                .then()
                .statusCode(200);
    }

    @Test
    void what_a_page_calls_the_company_stands_neither_in_the_text_nor_on_the_receipt() {
        var named = Map.of("name", "Central Bank of Everywhere", "clientName", "Central Bank of Everywhere");
        String registered = opens(named).extract().path("data.owner.name");
        var linked = company.links("harmattan-bank", named);

        assertThat(registered).startsWith("Company ");
        for (var answer : List.of(
                company.call("consents/receipt", Map.of("id", linked.consent())),
                company.call("consents/getById", Map.of("id", linked.consent())),
                company.open("widget/session", sessionOf(named)))) {
            assertThat(answer.asString()).contains(registered).doesNotContain("Central Bank");
        }
        var byKey = company.linksByKey("calabash-bank", Map.of("name", "Ada's Shop"));
        company.call("consents/receipt", Map.of("id", byKey.consent()))
                .then()
                .body("data.receipt.consent.owner.name", equalTo("Ada's Shop"));
    }

    @Test
    void what_the_owner_needs_is_not_optional_and_the_customer_reads_why() {
        var why = "We work out from them what you can repay.";
        Map<String, Object> options = Map.of(
                "products",
                List.of("auth", "balance", "transactions", "income"),
                "needed",
                Map.of("transactions", why));
        for (var widget : List.of(company.opensByKey(options), company.opensByLink(options, Map.of()))) {
            widget.call("consent", Map.of("agreed", true, "scopes", List.of("auth", "balance", "income")))
                    .then()
                    .statusCode(400)
                    .body("fields.message", contains("must hold transactions, which is not optional"));
            String consent = widget.call(
                            "consent", Map.of("agreed", true, "scopes", List.of("auth", "balance", "transactions")))
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("data.consent");

            get(consent)
                    .body("data.consent.scopes.product", contains("auth", "balance", "transactions"))
                    .body("data.consent.scopes.optional", contains(false, false, false))
                    .body("data.consent.scopes[2].needed", equalTo(why));
        }
    }

    @Test
    void a_page_makes_nothing_obligatory_in_the_name_of_the_owner() {
        var widget = company.opens(Map.of(
                "products", List.of("auth", "balance", "transactions"), "needed", Map.of("transactions", "By law.")));

        widget.call("consent", Map.of("agreed", true, "scopes", List.of("auth", "balance")))
                .then()
                .statusCode(200);
    }

    @Test
    void a_need_is_one_of_the_products_and_is_said_in_words_that_can_be_read() {
        Map<Map<String, ?>, String> wrong = Map.of(
                Map.of("income", "We like to know."), "needed.income",
                Map.of("fortune", "Why not."), "needed.fortune",
                Map.of("transactions", " "), "needed.transactions",
                Map.of("transactions", "w".repeat(201)), "needed.transactions",
                Map.of("transactions", "Sent \u202e back"), "needed.transactions",
                Map.of("transactions", List.of("because")), "needed.transactions");
        wrong.forEach((needed, field) -> company.call(
                        "widget/session", Map.of("products", List.of("transactions"), "needed", needed))
                .then()
                .statusCode(400)
                .body("fields.field", contains(field)));
    }

    @Test
    void a_customer_may_leave_out_what_is_optional_but_nothing_else() {
        var widget = company.opens(Map.of("products", List.of("auth", "balance", "identity", "income")));

        for (var exception : List.of(List.of("auth"), List.of("balance", "income"))) {
            widget.call("consent", Map.of("agreed", true, "scopes", exception))
                    .then()
                    .statusCode(400)
                    .body("fields.field", contains("scopes"));
        }
        widget.call("consent", Map.of("agreed", true, "scopes", List.of("auth", "balance", "transactions")))
                .then()
                .statusCode(400)
                .body("fields.field", contains("scopes"));
        String consent = widget.call("consent", Map.of("agreed", true, "scopes", List.of("auth", "balance", "income")))
                .then()
                .statusCode(200)
                .extract()
                .path("data.consent");

        get(consent)
                .body("data.consent.status", equalTo("granted"))
                .body("data.consent.scopes.product", contains("auth", "balance", "income"))
                .body("data.consent.audit.event", contains("granted"))
                .body("data.consent.audit.by", contains("customer"))
                .body("data.consent.audit[0].detail", equalTo("auth, balance, income"));
    }

    @Test
    void who_does_not_agree_leaves_no_consent_and_closes_the_session() {
        var widget = company.opens();

        widget.call("consent", Map.of("agreed", false)).then().statusCode(200).body("data.consent", nullValue());

        widget.call("banks", Map.of()).then().statusCode(401).body("type", equalTo("EXPIRED"));
        company.call("consents/list", Map.of()).then().body("data.consents", empty());
    }

    @Test
    void the_owner_sees_what_was_agreed_linked_and_ended() {
        var linked = company.links("harmattan-bank");

        get(linked.consent())
                .body("data.consent.customer", equalTo(linked.customer()))
                .body("data.consent.record", equalTo(linked.connection()))
                .body(
                        "data.consent.accounts._id",
                        containsInAnyOrder(linked.accounts().toArray()))
                .body("data.consent.audit.event", contains("granted", "linked"));
        revoke(linked.consent())
                .body("data.consent.status", equalTo("revoked"))
                .body("data.consent.ended_by", equalTo("owner"))
                .body("data.consent.reason", equalTo("closed"));
        revoke(linked.consent()).body("data.consent.status", equalTo("revoked"));

        get(linked.consent())
                .body("data.consent.audit.event", contains("granted", "linked", "revoked"))
                .body("data.consent.audit.by", contains("customer", "customer", "owner"))
                .body("data.consent.audit[2].detail", equalTo("closed"));
        for (var list : List.of(
                company.call("consents/list", Map.of()),
                company.call("consents/getByCustomer", Map.of("customer", linked.customer())))) {
            list.then()
                    .statusCode(200)
                    .body("data.consents._id", contains(linked.consent()))
                    .body("data.pagination.totalDocs", equalTo(1));
        }
    }

    @Test
    void nothing_is_read_once_a_consent_is_revoked() {
        var linked = company.links("harmattan-bank");
        var other = company.links("calabash-bank");

        revoke(linked.consent());

        refusedEverywhere(linked, "REVOKED");
        onlyRead(other);
    }

    @Test
    void nothing_is_read_once_a_consent_has_expired() {
        var linked = company.links("harmattan-bank");

        clock.advance(Duration.ofDays(91));
        var other = company.links("calabash-bank");

        refusedEverywhere(linked, "EXPIRED");
        onlyRead(other);
        get(linked.consent())
                .body("data.consent.status", equalTo("expired"))
                .body("data.consent.ended_by", equalTo("system"))
                .body("data.consent.audit.event", contains("granted", "linked", "expired"))
                .body("data.consent.audit[2].by", equalTo("system"));
        company.call("consents/revoke", Map.of("id", linked.consent()))
                .then()
                .statusCode(409)
                .body("type", equalTo("CONFLICT"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void the_first_list_after_several_consents_expired_is_right_already(int limit) {
        var first = company.links("harmattan-bank");
        company.links("calabash-bank");
        company.links("tamarind-bank");

        clock.advance(Duration.ofDays(91));

        company.call("products/balances", Map.of("limit", limit))
                .then()
                .body("data.balances", empty())
                .body("data.pagination.totalDocs", equalTo(0));
        company.call("accounts/getByCustomer", Map.of("customer", first.customer(), "limit", limit))
                .then()
                .body("data.accounts", empty())
                .body("data.pagination.totalDocs", equalTo(0));
        get(first.consent()).body("data.consent.audit.event", contains("granted", "linked", "expired"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_is_linked_again_after_the_end_has_its_old_ids_and_is_counted_once(boolean revoked) {
        var before = company.links("harmattan-bank");
        if (revoked) {
            revoke(before.consent());
        } else {
            clock.advance(Duration.ofDays(91));
        }

        var after = company.links("harmattan-bank");

        assertThat(after.accounts()).containsExactlyInAnyOrderElementsOf(before.accounts());
        assertThat(after.customer()).isEqualTo(before.customer());
        onlyRead(after);
        company.call("customers/list", Map.of()).then().body("data.pagination.totalDocs", equalTo(1));
        company.call("records/list", Map.of()).then().body("data.pagination.totalDocs", equalTo(2));
        get(before.consent()).body("data.consent.status", equalTo(revoked ? "revoked" : "expired"));
        // The end of the earlier consent has nothing to do with the later one.
        company.call("consents/revoke", Map.of("id", before.consent()));
        onlyRead(after);
        revoke(after.consent());
        refusedEverywhere(after, "REVOKED");
        company.call("products/balances", Map.of()).then().body("data.pagination.totalDocs", equalTo(0));
    }

    @Test
    void the_end_of_a_consent_spares_accounts_that_a_later_one_covers() {
        var earlier = company.links("harmattan-bank");
        var later = company.links("harmattan-bank");

        revoke(earlier.consent());

        onlyRead(later);
    }

    @Test
    void the_customer_sees_and_ends_a_consent_by_the_link_on_the_receipt() {
        var linked = company.links("harmattan-bank");
        var token = linked.receiptUrl().substring(linked.receiptUrl().indexOf('#') + 1);

        company.open("consents/mine", Map.of("token", token))
                .then()
                .statusCode(200)
                .body("data.receipt.consent._id", equalTo(linked.consent()))
                .body("data.receipt.manage_url", equalTo(linked.receiptUrl()));
        for (var time = 0; time < 2; time++) {
            company.open("consents/mine/revoke", Map.of("token", token, "reason", "enough"))
                    .then()
                    .statusCode(200)
                    .body("data.consent.status", equalTo("revoked"))
                    .body("data.consent.ended_by", equalTo("customer"));
        }

        refusedEverywhere(linked, "REVOKED");
        get(linked.consent())
                .body("data.consent.audit.event", contains("granted", "linked", "revoked"))
                .body("data.consent.audit[2].by", equalTo("customer"))
                .body("data.consent.audit[2].detail", equalTo("enough"));
    }

    @Test
    void only_the_very_token_opens_a_consent_and_only_in_its_environment() {
        var linked = company.links("harmattan-bank");
        var token = linked.receiptUrl().substring(linked.receiptUrl().indexOf('#') + 1);

        for (var wrong : List.of(token + "0", token.substring(1), linked.consent(), "s_", "*")) {
            for (var operation : List.of("consents/mine", "consents/mine/revoke")) {
                company.open(operation, Map.of("token", wrong))
                        .then()
                        .statusCode(404)
                        .body("type", equalTo("NOT_FOUND"));
            }
        }
        Company.request()
                .body(Map.of("token", token))
                .post("/v2/consents/mine/revoke")
                .then()
                .statusCode(404);
        onlyRead(linked);
    }

    @Test
    void a_receipt_is_signed_so_that_anyone_can_verify_it() throws GeneralSecurityException {
        var linked = company.links("harmattan-bank");
        var answer = company.call("consents/receipt", Map.of("id", linked.consent()))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        var parts = answer.getString("data.jws").split("\\.");
        var known = Company.request()
                .get(answer.getString("data.receipt.verify_with"))
                .jsonPath();
        var key = publicKey(known.getString("jwks.keys[0].x"));

        assertThat(verifies(key, parts[0], parts[1], parts[2])).isTrue();
        assertThat(JsonPath.from(decoded(parts[0])).getString("kid")).isEqualTo(known.getString("jwks.keys[0].kid"));
        assertThat(JsonPath.from(decoded(parts[0])).getString("alg")).isEqualTo("EdDSA");
        var payload = decoded(parts[1]);
        assertThat(JsonPath.from(payload).getMap("$")).isEqualTo(answer.getMap("data.receipt"));
        var forged = payload.replace("\"granted\"", "\"revoked\"");
        assertThat(forged).isNotEqualTo(payload);
        assertThat(verifies(key, parts[0], encoded(forged), parts[2])).isFalse();
    }

    @Test
    void a_session_ends_after_half_an_hour() {
        var widget = company.opens();
        clock.advance(Duration.ofMinutes(29));
        widget.agrees();

        clock.advance(Duration.ofMinutes(2));

        widget.logsIn("harmattan-bank", "user_good").then().statusCode(401).body("type", equalTo("EXPIRED"));
        widget.call("close", Map.of()).then().statusCode(401);
    }

    @Test
    void a_session_that_calls_too_often_must_wait() {
        var widget = company.opens();
        var answer = widget.call("banks", Map.of("limit", 1));
        // A new minute may begin meanwhile, and a slow machine may need several.
        for (var call = 0; call < 2_000 && answer.statusCode() == 200; call++) {
            answer = widget.call("banks", Map.of("limit", 1));
        }

        answer.then().statusCode(429).body("type", equalTo("RATE_LIMIT"));
        var wait = Integer.parseInt(answer.header("retry-after"));
        assertThat(wait).isBetween(1, 60);
        clock.advance(Duration.ofSeconds(wait));
        widget.call("banks", Map.of()).then().statusCode(200);
    }

    @Test
    void an_owner_may_set_fewer_days() {
        company = Company.of(owners, 10);
        var linked = company.links("harmattan-bank");

        clock.advance(Duration.ofDays(9));
        onlyRead(linked);
        clock.advance(Duration.ofDays(2));
        refusedEverywhere(linked, "EXPIRED");
    }

    @Test
    void a_page_may_ask_for_an_earlier_end_but_for_no_later_one() {
        var today = LocalDate.now(ZoneOffset.UTC);
        var soon = opens(Map.of("exp", today.plusDays(5).toString())).extract().jsonPath();
        var late =
                opens(Map.of("exp", today.plusDays(500).toString())).extract().jsonPath();

        assertThat(soon.getString("data.consent.expires_at")).isEqualTo(today.plusDays(5) + "T23:59:59.999Z");
        assertThat(soon.getString("data.consent.text"))
                .contains(today.plusDays(5).toString());
        assertThat(instant(late, "data.consent.expires_at")).isBefore(now(0).plus(Duration.ofDays(90)));
        company.open(
                        "widget/session",
                        Map.of(
                                "key", company.keys().publicKey(),
                                "token", company.keys().clientToken(),
                                "exp", today.minusDays(1).toString()))
                .then()
                .statusCode(400)
                .body("fields.field", contains("exp"));
        var linked =
                company.links("harmattan-bank", Map.of("exp", today.plusDays(5).toString()));
        clock.advance(Duration.ofDays(6));
        refusedEverywhere(linked, "EXPIRED");
    }

    private ValidatableResponse opens(Map<String, ?> options) {
        return company.open("widget/session", sessionOf(options)).then().statusCode(200);
    }

    private Map<String, Object> sessionOf(Map<String, ?> options) {
        var body = new HashMap<String, Object>(Map.of(
                "key", company.keys().publicKey(), "token", company.keys().clientToken()));
        body.putAll(options);
        return body;
    }

    private ValidatableResponse get(String consent) {
        return company.call("consents/getById", Map.of("id", consent)).then().statusCode(200);
    }

    private ValidatableResponse revoke(String consent) {
        return company.call("consents/revoke", Map.of("id", consent, "reason", "closed"))
                .then()
                .statusCode(200);
    }

    private void refusedEverywhere(Company.Linked linked, String type) {
        var account = linked.account();
        for (var answer : List.of(
                company.call("balance/getByAccount", Map.of("account_id", account)),
                company.call("balance/getByAccount", Map.of("account_id", account, "max_age", 0)),
                company.call("balance/check", Map.of("account_id", account)),
                company.call("transactions/balance/process", Map.of("account_id", account)),
                company.call("accounts/getById", Map.of("id", account)),
                company.call("accounts/getAccountDetails", Map.of("account", account)))) {
            answer.then().statusCode(403).body("type", equalTo(type));
        }
    }

    /// All lists of the company hold these accounts and no other, and count them right.
    private void onlyRead(Company.Linked linked) {
        var ids = linked.accounts().toArray();
        var size = linked.accounts().size();
        var customer = Map.of("customer", linked.customer());
        for (var list : List.<Response>of(
                company.call("products/balances", Map.of()),
                company.call("products/balances", Map.of("max_age", 0)),
                company.call("balance/getByCustomer", customer),
                company.call("balance/getByDate", Map.of("from", "2020-01-01", "to", "2100-01-01")))) {
            list.then()
                    .statusCode(200)
                    .body("data.balances.account._id", containsInAnyOrder(ids))
                    .body("data.pagination.totalDocs", equalTo(size));
        }
        company.call("products/accounts", Map.of())
                .then()
                .body("data.accounts._id", containsInAnyOrder(ids))
                .body("data.pagination.totalDocs", equalTo(size));
        company.call("products/auths", Map.of())
                .then()
                .body("data.auths", hasSize(size))
                .body("data.pagination.totalDocs", equalTo(size));
        company.call("balance/check", Map.of("account_id", linked.account()))
                .then()
                .statusCode(200);
    }

    private static PublicKey publicKey(String x) throws GeneralSecurityException {
        var raw = Base64.getUrlDecoder().decode(x);
        var encoded = new byte[ED25519.length + raw.length];
        System.arraycopy(ED25519, 0, encoded, 0, ED25519.length);
        System.arraycopy(raw, 0, encoded, ED25519.length, raw.length);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    private static boolean verifies(PublicKey key, String header, String payload, String signature)
            throws GeneralSecurityException {
        var verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(key);
        verifier.update((header + '.' + payload).getBytes(StandardCharsets.US_ASCII));
        return verifier.verify(Base64.getUrlDecoder().decode(signature));
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Instant instant(JsonPath json, String path) {
        return Instant.parse(json.getString(path));
    }

    private static Instant now(int plusMinutes) {
        return Instant.now().plus(Duration.ofMinutes(plusMinutes));
    }
}
