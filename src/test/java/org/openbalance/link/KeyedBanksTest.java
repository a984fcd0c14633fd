package org.openbalance.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openbalance.bank.KeyedNetwork;
import org.openbalance.bank.NetworkKeyStore;
import org.openbalance.bank.Secret;
import org.openbalance.journey.Company;
import org.openbalance.journey.Meter;
import org.openbalance.journey.TestClock;
import org.openbalance.local.LocalQueues;
import org.openbalance.owner.Owners;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;

/// Banks of a network that needs keys of the owner's own: who sees them, and what is said where there are none.
@QuarkusTest
@TestProfile(KeyedBanksTest.WithKeyedNetwork.class)
@Tag("slow")
class KeyedBanksTest {

    public static final class WithKeyedNetwork implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("test.keyed-network", "true");
        }
    }

    private static final Duration MINUTE = Duration.ofSeconds(61);

    @Inject
    Owners owners;

    @Inject
    LocalQueues queues;

    @Inject
    NetworkKeyStore keys;

    @Inject
    KeyedNetwork network;

    @Inject
    TestClock clock;

    private Company company;

    @BeforeEach
    void a_company() {
        company = Company.of(owners);
    }

    @AfterEach
    void real_time_again() {
        clock.reset();
    }

    private Tenant production() {
        return new Tenant(company.id(), Environment.PRODUCTION);
    }

    /// Sets a key, and lets the network be asked and what was known before be forgotten.
    private void sets(Tenant tenant, String key) {
        keys.keep(tenant, network.network(), Map.of(KeyedNetwork.KEY, new Secret(key)));
        clock.advance(MINUTE);
        queues.tick("refresh");
    }

    private Response inProduction(String operation, Map<String, ?> body) {
        return Company.request()
                .header("Authorization", "Bearer " + company.productionKeys().secret())
                .body(body)
                .post("/v2/" + operation);
    }

    private Response inWidgetOfProduction(String session, String operation, Map<String, ?> more) {
        var body = new HashMap<String, Object>(more);
        body.put("session", session);
        return Company.request().body(body).post("/v2/widget/" + operation);
    }

    private String agreedInProduction() {
        String session = inProduction("widget/session", Map.of("products", List.of("auth", "balance")))
                .path("data.session");
        inWidgetOfProduction(session, "consent", Map.of("agreed", true)).then().statusCode(200);
        return session;
    }

    @Test
    void in_production_an_owner_without_keys_has_no_banks_and_is_told_what_to_do() {
        inProduction("banks/list", Map.of())
                .then()
                .statusCode(200)
                .body("data.banks", empty())
                .body(
                        "message",
                        allOf(
                                containsString("keyed"),
                                containsString("production"),
                                containsString("scripts/owner network set")));
        Company.request()
                .body(Map.of())
                .post("/v2/banks/list")
                .then()
                .body("data.banks", empty())
                .body("message", containsString("send the owner's secret key"));

        inWidgetOfProduction(agreedInProduction(), "banks", Map.of())
                .then()
                .statusCode(200)
                .body("data.connected", equalTo(false))
                .body("data.banks", empty())
                .body("message", containsString("scripts/owner network set"));
    }

    @Test
    void in_the_sandbox_an_owner_without_keys_has_the_sandbox_s_banks() {
        sets(Company.of(owners).tenant(), "test_of_another");
        var widget = company.opens();
        widget.agrees();

        widget.call("banks", Map.of("search", "trial"))
                .then()
                .body("data.connected", equalTo(true))
                .body("data.banks", empty())
                .body("message", equalTo("Banks successfully retrieved"));
        company.call("banks/list", Map.of())
                .then()
                .body("data.banks.slug", hasItem("calabash-bank"))
                .body("data.banks.name", not(hasItem("Trial Bank")));
        company.open("banks/list", Map.of("search", "trial")).then().body("data.banks", empty());
    }

    @Test
    void an_owner_sees_the_banks_that_its_keys_are_for_in_that_environment() {
        sets(company.tenant(), "test_1");
        sets(production(), "live_1");
        var widget = company.opens();
        widget.agrees();

        widget.call("banks", Map.of("search", "trial")).then().body("data.banks.name", contains("Trial Bank"));
        widget.call("banks", Map.of("search", "real bank")).then().body("data.banks.name", empty());
        company.call("banks/list", Map.of("search", "trial")).then().body("data.banks.name", contains("Trial Bank"));
        inProduction("banks/list", Map.of())
                .then()
                .body("data.banks.name", contains("Real Bank", "Shared Bank"))
                .body("message", equalTo("Banks successfully retrieved"));
        inWidgetOfProduction(agreedInProduction(), "banks", Map.of())
                .then()
                .body("data.connected", equalTo(true))
                .body("data.banks.name", contains("Real Bank", "Shared Bank"));
    }

    @Test
    void without_keys_nobody_is_signed_in_and_the_owner_reads_why() {
        sets(company.tenant(), "test_1");
        String bank = company.call("banks/list", Map.of("search", "trial")).path("data.banks[0]._id");
        var other = Company.of(owners);
        var widget = other.opens();
        widget.agrees();
        var begun = network.signIns();

        widget.logsIn(bank, "ada")
                .then()
                .statusCode(400)
                .body("type", equalTo("VALIDATION"))
                .body("message", allOf(containsString("keyed"), containsString("production-sandbox")));

        assertThat(network.signIns()).isEqualTo(begun);
        var mine = company.opens();
        mine.agrees();
        mine.logsIn(bank, "ada").then().statusCode(200);
        assertThat(network.signIns()).isEqualTo(begun + 1);
    }

    @Test
    void a_bank_is_still_found_by_its_id_when_the_keys_are_gone_and_is_offered_no_more() {
        sets(company.tenant(), "test_1");
        String bank = company.call("banks/list", Map.of("search", "trial")).path("data.banks[0]._id");
        keys.forget(company.tenant(), network.network());
        clock.advance(MINUTE);

        company.open("banks/getById", Map.of("id", bank))
                .then()
                .statusCode(200)
                .body("data.name", equalTo("Trial Bank"));
        company.call("banks/list", Map.of("search", "trial")).then().body("data.banks", empty());
    }

    @Test
    void a_page_of_the_widget_s_banks_costs_one_request_more_once_a_minute() {
        sets(company.tenant(), "test_1");
        var widget = company.opens();
        widget.agrees();
        widget.call("banks", Map.of("limit", 50)).then().statusCode(200);

        var warm =
                Meter.of(() -> widget.call("banks", Map.of("limit", 50)).then().statusCode(200));
        clock.advance(MINUTE);
        var later =
                Meter.of(() -> widget.call("banks", Map.of("limit", 50)).then().statusCode(200));

        assertThat(warm).noneMatch(use -> use.firstKey().contains("BANKS#")).hasSizeLessThanOrEqualTo(2);
        assertThat(later)
                .filteredOn(use -> use.firstKey().contains("BANKS#"))
                .extracting(Meter.Use::operation)
                .containsExactly("BatchGetItem");
    }

    @Test
    void whoever_asks_with_a_wrong_key_is_anyone() {
        sets(company.tenant(), "test_1");

        for (var key : List.of("sk_wrong", company.productionKeys().secret())) {
            Company.request()
                    .header("Authorization", "Bearer " + key)
                    .body(Map.of("search", "trial"))
                    .post("/v2/sandbox/banks/list")
                    .then()
                    .statusCode(200)
                    .body("data.banks", empty());
        }
    }
}
