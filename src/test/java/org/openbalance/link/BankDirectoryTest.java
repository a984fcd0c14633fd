package org.openbalance.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openbalance.journey.Company;
import org.openbalance.journey.Meter;
import org.openbalance.local.LocalQueues;
import org.openbalance.owner.Owners;

/// Three thousand banks of the sandbox's network beside those that its connector names itself.
@QuarkusTest
class BankDirectoryTest {

    @Inject
    Owners owners;

    @Inject
    LocalQueues queues;

    private Company company;

    @BeforeEach
    void a_company_and_the_network() {
        queues.tick("refresh");
        company = Company.of(owners);
    }

    private Response list(Map<String, ?> body) {
        return company.open("banks/list", body);
    }

    @Test
    void a_client_that_asks_for_the_list_gets_the_first_hundred() {
        list(Map.of())
                .then()
                .statusCode(200)
                .body("data.pagination", nullValue())
                .body("data.banks", hasSize(100))
                .body("data.banks[0].slug", equalTo("calabash-bank"))
                .body("data.banks[5].slug", equalTo("tamarind-bank"))
                .body("data.banks[6].countries", hasSize(1));
    }

    @Test
    void all_can_be_paged_through() {
        list(Map.of("page", 31, "limit", 100))
                .then()
                .statusCode(200)
                .body("data.banks", hasSize(6))
                .body("data.pagination.totalDocs", equalTo(3_006))
                .body("data.pagination.hasNextPage", equalTo(false));
    }

    @Test
    void a_search_finds_by_name_and_country() {
        list(Map.of("search", "ellermoor burger"))
                .then()
                .body("data.banks.name", contains("Bürgerkasse Ellermoor"))
                .body("data.pagination.totalDocs", equalTo(1));
        list(Map.of("search", "kasa", "country", "pl", "limit", 5))
                .then()
                .body("data.banks", hasSize(5))
                .body("data.banks.countries.flatten()", everyItem(equalTo("PL")));
        list(Map.of("country", "GH")).then().body("data.pagination.totalDocs", equalTo(150));
        for (var ghana : List.of("gh", "GHA", "Ghana", "ghana")) {
            list(Map.of("country", ghana)).then().body("data.pagination.totalDocs", equalTo(150));
        }
        list(Map.of("country", "XX"))
                .then()
                .statusCode(400)
                .body("type", equalTo("VALIDATION"))
                .body("message", containsString("country"));
        assertThat(company.open("banks/list", Map.of("search", "x".repeat(61))).statusCode())
                .isEqualTo(400);
    }

    @Test
    void a_bank_of_the_network_is_linked_and_read_like_any_other() {
        String bank = list(Map.of("search", "burgerkasse ellermoor")).path("data.banks[0]._id");
        String slug = list(Map.of("search", "burgerkasse ellermoor")).path("data.banks[0].slug");

        var linked = company.links(slug);

        company.call("balance/getByCustomer", Map.of("customer", linked.customer()))
                .then()
                .statusCode(200)
                .body("data.balances", hasSize(2))
                .body("data.balances[0].account.bank._id", equalTo(bank))
                .body("data.balances[0].account.bank.name", equalTo("Bürgerkasse Ellermoor"));
        company.call("balance/check", Map.of("account_id", linked.account()))
                .then()
                .statusCode(200);
        company.open("banks/getById", Map.of("id", bank))
                .then()
                .body("data.slug", equalTo(slug))
                .body("data.status", equalTo("active"))
                .body("data.icon", equalTo(""));
        company.open("banks/health", Map.of("bank", bank))
                .then()
                .statusCode(200)
                .body("data.banks", hasSize(1));
        company.open("banks/health", Map.of()).then().body("data.banks.slug", not(hasItem(slug)));
    }

    @Test
    void a_bank_with_one_time_passwords_asks_for_one() {
        String slug = list(Map.of("search", "sparhaus ellermoor")).path("data.banks[0].slug");
        var widget = company.opens();
        widget.agrees();

        widget.logsIn(slug, "user_good").then().body("data.step.type", equalTo("otp"));
        widget.answers("123456").then().body("data.step.type", equalTo("accounts"));
    }

    @Test
    void a_session_offers_the_banks_of_the_countries_it_names() {
        var widget = company.opens(Map.of("filter", Map.of("countries", List.of("ke", "ZA"))));
        widget.agrees();

        widget.call("banks", Map.of("limit", 2, "country", "KE"))
                .then()
                .statusCode(200)
                .body("data.banks.country", everyItem(equalTo("KE")))
                .body("data.pagination.totalDocs", equalTo(150))
                .body("data.countries", contains("KE", "ZA"));
        widget.call("banks", Map.of("limit", 2))
                .then()
                .body("data.banks.country", everyItem(equalTo("ZA")))
                .body("data.countries", contains("KE", "ZA"))
                .body("data.pagination.totalDocs", equalTo(300));
        widget.logsIn("harmattan-bank", "user_good").then().statusCode(400);
        company.open(
                        "widget/session",
                        Map.of(
                                "key",
                                company.keys().publicKey(),
                                "token",
                                company.keys().clientToken(),
                                "filter",
                                Map.of("countries", List.of("Kenyatta"))))
                .then()
                .statusCode(400);
    }

    @Test
    void a_session_offers_the_banks_of_a_network_that_it_names_and_no_other() {
        String id = list(Map.of("search", "burgerkasse ellermoor")).path("data.banks[0]._id");
        String slug = list(Map.of("country", "KE", "search", "twiga")).path("data.banks[0].slug");
        var widget = company.opens(
                Map.of("filter", Map.of("banks", List.of(id, slug, "harmattan-bank", "zenith-bank", "no-bank"))));
        widget.agrees();

        widget.call("banks", Map.of())
                .then()
                .statusCode(200)
                .body("data.banks.slug", hasItem("harmattan-bank"))
                .body("data.banks.slug", hasItem(slug))
                .body("data.banks._id", hasItem(id))
                .body("data.countries", contains("DE", "KE", "NG"))
                .body("data.pagination.totalDocs", equalTo(3));
        widget.call("banks", Map.of("country", "DE")).then().body("data.banks._id", contains(id));
        widget.logsIn("calabash-bank", "user_good").then().statusCode(400);
        widget.logsIn(slug, "user_good").then().statusCode(200);

        var bounded =
                company.opens(Map.of("filter", Map.of("banks", List.of(id, slug), "countries", List.of("Kenya"))));
        bounded.agrees();
        bounded.call("banks", Map.of()).then().body("data.banks.slug", contains(slug));
    }

    @Test
    void a_session_offers_the_banks_of_an_industry() {
        offersSo("individual", 3_005, "harmattan-bank");
        offersSo("corporate", 1, "ironwood-corporate-bank");
        offersSo("all", 3_006, "harmattan-bank");
    }

    private void offersSo(String industry, int banks, String one) {
        var widget = company.opens(Map.of("filter", Map.of("industry_type", industry)));
        widget.agrees();
        widget.call("banks", Map.of("limit", 10))
                .then()
                .statusCode(200)
                .body("data.pagination.totalDocs", equalTo(banks))
                .body("data.banks.slug", hasItem(one));
    }

    @Test
    void a_page_of_the_widgets_banks_costs_a_warm_function_what_six_banks_cost() {
        var widget = company.opens();
        widget.agrees();
        widget.call("banks", Map.of("limit", 50)).then().statusCode(200);

        var uses = Meter.of(() ->
                widget.call("banks", Map.of("limit", 50, "search", "k")).then().body("data.banks", hasSize(50)));

        assertThat(uses).noneMatch(use -> use.firstKey().contains("BANKS#")).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void a_customer_of_ones_own_is_made_at_a_bank_that_takes_them() {
        String slug = list(Map.of("search", "burgerkasse ellermoor")).path("data.banks[0].slug");

        company.call(
                        "customers/create",
                        Map.of(
                                "noOfAccount",
                                1,
                                "name",
                                "Ada Obi",
                                "bank",
                                slug,
                                "username",
                                "ada",
                                "password",
                                "secret"))
                .then()
                .statusCode(400);
    }
}
