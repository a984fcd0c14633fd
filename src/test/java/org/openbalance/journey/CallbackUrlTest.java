package org.openbalance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.owner.Owners;

/// Who is called back: an address that the owner says, or one at a place that it registered; as long as something that
/// was linked with it lasts.
@QuarkusTest
class CallbackUrlTest {

    private static final String BANK = "harmattan-bank";
    private static final String URL = "https://shop.example/hook?user=7";

    @Inject
    Owners owners;

    @Inject
    TestClock clock;

    private Company company;

    @BeforeEach
    void a_company_with_a_page() {
        company = Company.of(owners);
        owners.allowOrigin(company.id(), "https://shop.example", true);
    }

    @AfterEach
    void time_is_now_again() {
        clock.reset();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/hook",
                "https://shop.example.evil.example/hook",
                "https://evil.example/https://shop.example/",
                "https://shop.example:8443/hook"
            })
    void a_page_has_nobody_called_back_at_a_place_that_was_not_registered(String url) {
        company.links(BANK, Map.of("callback_url", url));

        has(List.of());
    }

    @Test
    void a_page_names_an_address_at_a_registered_origin_or_of_a_webhook() {
        company.call("webhooks/create", Map.of("url", "https://hooks.example/all", "events", List.of("auth.succeeded")))
                .then()
                .statusCode(200);

        company.links(BANK, Map.of("callback_url", URL));
        company.links("calabash-bank", Map.of("callback_url", "https://hooks.example/one"));

        has(List.of("https://hooks.example/one", URL));
    }

    @Test
    void the_owner_names_any_address() {
        company.linksByKey(BANK, Map.of("callback_url", "https://anywhere.example/hook"));
        company.opensByLink(Map.of("callback_url", "https://elsewhere.example/hook"), Map.of("callback_url", URL))
                .links("calabash-bank", "user_good");

        has(List.of("https://elsewhere.example/hook", "https://anywhere.example/hook"));
    }

    @Test
    void an_address_ends_with_the_last_that_was_linked_with_it() {
        var first = company.links(BANK, Map.of("callback_url", URL));
        var second = company.links("calabash-bank", Map.of("callback_url", URL));
        String id = company.call("webhooks/list", Map.of()).path("data.webhooks[0].id");

        revoke(first);
        has(List.of(URL));
        revoke(second);

        has(List.of());
        company.call("webhooks/deliveries", Map.of("id", id))
                .then()
                .body(
                        "data.deliveries.event",
                        contains("consent.revoked", "consent.revoked", "auth.succeeded", "auth.succeeded"));
        var third = company.links(BANK, Map.of("callback_url", URL));
        has(List.of(URL));
        company.call("webhooks/list", Map.of()).then().body("data.webhooks[0].id", equalTo(id));
        clock.advance(Duration.ofDays(91));
        company.call("consents/getById", Map.of("id", third.consent()))
                .then()
                .body("data.consent.status", equalTo("expired"));
        has(List.of());
    }

    @Test
    void an_address_that_the_owner_removed_comes_back_with_the_next_link_and_ends_with_that() {
        var first = company.links(BANK, Map.of("callback_url", URL));
        String id = company.call("webhooks/list", Map.of()).path("data.webhooks[0].id");
        company.call("webhooks/remove", Map.of("id", id)).then().statusCode(200);
        has(List.of());
        company.call("webhooks/test", Map.of("id", id)).then().statusCode(404);

        var second = company.links("calabash-bank", Map.of("callback_url", URL));
        has(List.of(URL));
        revoke(first);
        has(List.of(URL));
        company.call("customers/remove", Map.of("customer", second.customer()))
                .then()
                .statusCode(200);
        has(List.of());
    }

    @Test
    void what_is_triggered_counts_among_the_ten_webhooks_of_an_owner() {
        var linked = company.links(BANK);
        company.call("webhooks/create", Map.of("url", "https://hooks.example/all"))
                .then()
                .statusCode(200);
        assertThat(trigger(linked, "https://hooks.example/all").statusCode()).isEqualTo(200);

        for (var url = 1; url < 10; url++) {
            for (var time = 0; time < 2; time++) {
                assertThat(trigger(linked, "https://hooks.example/" + url).statusCode())
                        .isEqualTo(200);
            }
        }

        trigger(linked, "https://hooks.example/10").then().statusCode(409).body("type", equalTo("CONFLICT"));
        company.call("webhooks/list", Map.of()).then().body("data.pagination.totalDocs", equalTo(10));
        String id = company.call("webhooks/list", Map.of())
                .path("data.webhooks.find { it.url == 'https://hooks.example/3' }.id");
        company.call("webhooks/remove", Map.of("id", id)).then().statusCode(200);
        trigger(linked, "https://hooks.example/10").then().statusCode(200);
    }

    private Response trigger(Company.Linked linked, String url) {
        return company.call("callback/trigger", Map.of("recordIds", List.of(linked.connection()), "url", url));
    }

    private void revoke(Company.Linked linked) {
        company.call("consents/revoke", Map.of("id", linked.consent())).then().statusCode(200);
    }

    /// These addresses, the newest first, besides the webhooks that the company made itself.
    private void has(List<String> urls) {
        var list = company.call("webhooks/list", Map.of()).then().statusCode(200);
        list.body("data.webhooks.findAll { it.kind == 'callback' }.url", urls.isEmpty() ? empty() : equalTo(urls));
        int own = list.extract().path("data.webhooks.findAll { it.kind != 'callback' }.size()");
        list.body("data.pagination.totalDocs", equalTo(own + urls.size()));
    }
}
