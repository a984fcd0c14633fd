package org.openbalance.widget;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.openbalance.widget.Customer.options;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openbalance.local.TestGateway;

/// What goes wrong on the way, what the customer is told, and where they can go from there.
@QuarkusTest
@Tag("browser")
class WidgetFailuresTest {

    private static final int MINUTE_MS = 60_000;

    private static Browser browser;

    @BeforeAll
    static void open() {
        browser = Browser.open();
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    private static BrowserContext phone() {
        return browser.context(Browser.PHONE_WIDTH, "en");
    }

    /// At a bank of its own sandbox, so that no other journey meets the trouble.
    private static void trouble(String bank, String kind, int seconds) {
        RestAssured.given()
                .baseUri(TestGateway.url())
                .header("authorization", "Bearer sk_sandbox_local")
                .contentType("application/json")
                .body(Map.of("bank", bank, "kind", kind, "seconds", seconds))
                .post("/v2/sandbox/banks/outage")
                .then()
                .statusCode(200);
    }

    @Test
    void a_bank_that_is_down_is_marked_stands_last_and_says_so_when_tried() {
        trouble("ironwood-corporate-bank", "down", 60);
        try (var customer = Customer.opens(phone(), options())) {
            customer.agrees().sees("Choose your bank");
            var rows = customer.widget.locator("#banks li");
            assertThat(rows.last()).containsText("Ironwood Corporate Bank");
            assertThat(rows.last()).containsText("Not reachable right now");
            customer.looks("02-banks-one-down")
                    .chooses("Ironwood Corporate Bank")
                    .sees("Sign in to");
            customer.type("Company ID", "RC000001").signsIn("user_good").sees("Your bank cannot be reached");
            assertThat(customer.button("Try again")).isVisible();
            assertEquals("BANK_DOWN", code(customer));
            trouble("ironwood-corporate-bank", "errors", 1);
            customer.looks("12-failed-BANK_DOWN").press("Choose another bank").sees("Choose your bank");
        }
    }

    /// What a bank says no with, in place of the server: these cannot be had of the sandbox within a test's time.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BAD_CREDENTIALS|true|Sign in to|do not belong together",
                "BAD_ANSWER|false|Too many wrong answers|Begin again",
                "LOCKED|false|locked this login|Unlock it",
                "BANK_DOWN|true|cannot be reached|in a few minutes",
                "BANK_SLOW|true|takes too long|often works",
                "EXPIRED|true|ran out of time|Begin again",
                "CANCELLED|true|did not approve|Nothing was shared",
                "UNSUPPORTED|true|nothing to share|Try another",
                "SOMETHING_NEW|true|Something went wrong|our fault",
                "constructor|true|Something went wrong|our fault"
            })
    void every_failure_says_what_to_do_next(String code, boolean retry, String title, String advice) {
        try (var context = phone()) {
            var answer =
                    "{\"status\":\"success\",\"message\":\"\",\"data\":{\"login\":\"6b0381a8c1e047c3090f1832\",\"step\":"
                            + "{\"type\":\"failed\",\"code\":\"" + code + "\",\"message\":\"m\",\"retry\":" + retry
                            + "}}}";
            context.route(
                    "**/widget/login",
                    route -> route.fulfill(new Route.FulfillOptions()
                            .setContentType("application/json")
                            .setBody(answer)));
            var customer = Customer.opens(context, options());
            customer.agrees().chooses("Harmattan Bank").signsIn("user_good").sees(title);
            assertThat(customer.widget.locator(".card")).containsText(advice);
            customer.looks("12-failed-" + code);
            if (!code.equals("BAD_CREDENTIALS")) {
                assertEquals(code, code(customer));
                assertThat(customer.button("Try again")).hasCount(code.equals("UNSUPPORTED") ? 0 : 1);
                customer.press("Choose another bank").sees("Choose your bank");
            }
        }
    }

    private static Object code(Customer customer) {
        return ((Map<?, ?>) customer.heard("error").getLast()).get("code");
    }

    @Test
    void the_companys_own_word_stands_beside_the_advice_and_never_in_its_place() {
        try (var customer = Customer.opens(phone(), options("widget_failed", "Call us on 0700 ACACIA."))) {
            customer.agrees().chooses("Harmattan Bank").signsIn("user_locked").sees("locked this login");
            assertThat(customer.widget.getByText("Unlock it in your bank")).isVisible();
            assertThat(customer.widget.getByText("Call us on 0700 ACACIA.")).isVisible();
        }
    }

    @Test
    void three_wrong_codes_end_the_sign_in_and_it_can_be_begun_again() {
        try (var customer = Customer.opens(phone(), options())) {
            customer.agrees().chooses("Calabash Bank").signsIn("user_bad_otp").sees("one-time code");
            for (var tries = 0; tries < 2; tries++) {
                customer.type("Code of 6 digits", "00000" + tries).press("Confirm");
                assertThat(customer.widget.getByText("That code is not right")).isVisible();
                assertThat(customer.widget.getByLabel("Code of 6 digits")).hasValue("");
            }
            customer.type("Code of 6 digits", "000009").press("Confirm");
            assertThat(customer.widget.locator("h1")).not().containsText("one-time code");
        }
    }

    @Test
    void without_a_network_nothing_is_lost_and_trying_again_goes_on() {
        try (var context = phone()) {
            var customer = Customer.opens(context, options());
            customer.agrees().chooses("Harmattan Bank").sees("Sign in to");
            context.setOffline(true);
            customer.signsIn("user_good").sees("You seem to be offline").looks("12-failed-OFFLINE");
            context.setOffline(false);
            customer.press("Try again").sees("Sign in to");
            assertThat(customer.widget.getByLabel("User name")).hasValue("user_good");
            customer.signsIn("user_good").hasSharedBoth();
        }
    }

    @Test
    void the_screens_after_the_first_may_come_late_or_at_the_second_go() {
        try (var context = phone()) {
            var tries = new int[1];
            context.route("**/assets/app/later.*.js", route -> {
                if (tries[0]++ == 0) {
                    route.abort();
                } else {
                    route.resume();
                }
            });
            var customer = Customer.opens(context, options());
            customer.agrees().sees("Choose your bank");
            assertEquals(2, tries[0]);
        }
    }

    @Test
    void too_many_tries_are_told_to_wait() {
        try (var context = phone()) {
            context.route(
                    "**/widget/session",
                    route -> route.fulfill(
                            new Route.FulfillOptions()
                                    .setStatus(429)
                                    .setContentType("application/json")
                                    .setBody(
                                            "{\"status\":\"error\",\"message\":\"m\",\"data\":null,\"code\":429,\"type\":\"RATE_LIMIT\"}")));
            var customer = Customer.opens(context, options());
            customer.sees("A little slower").looks("12-failed-RATE_LIMIT");
            context.unroute("**/widget/session");
            customer.press("Try again").sees("Acacia Credit asks");
        }
    }

    @Test
    void waiting_can_be_cancelled_and_says_so_when_it_takes_long() {
        try (var context = phone()) {
            var page = context.newPage();
            page.clock().install();
            var held = new Route[1];
            context.route("**/widget/login", route -> held[0] = route);
            var customer = Customer.on(context, page, options());
            customer.agrees().chooses("Harmattan Bank").signsIn("user_good").sees("One moment");
            assertThat(customer.widget.getByRole(AriaRole.PROGRESSBAR)).isVisible();
            customer.looks("18-waiting");
            page.clock().fastForward(10_000);
            assertThat(customer.widget.getByText("This takes longer than usual"))
                    .isVisible();
            customer.looks("19-waiting-long").press("Cancel").sees("Sign in to Harmattan Bank");
            context.unroute("**/widget/login");
            customer.signsIn("user_good").hasSharedBoth();
        }
    }

    @Test
    void a_session_about_to_end_warns_and_one_that_ended_begins_again() {
        try (var context = phone()) {
            var page = context.newPage();
            page.clock().install();
            var customer = Customer.on(context, page, options());
            customer.agrees().sees("Choose your bank");
            var warning = customer.widget.getByText("This session ends in");
            assertThat(warning).hasCount(0);
            page.clock().fastForward(27 * MINUTE_MS + 5_000);
            assertThat(warning).containsText("minutes");
            customer.looks("23-ending");
            page.clock().fastForward(3 * MINUTE_MS);
            customer.sees("This session is over").looks("24-over");
            assertEquals(true, customer.heard("event").contains("expired"));
            customer.press("Start again").sees("Acacia Credit asks");
            customer.agrees().chooses("Harmattan Bank").signsIn("user_good").hasSharedBoth();
        }
    }

    @Test
    void a_session_that_the_server_has_ended_is_over_for_the_customer_too() {
        try (var context = phone()) {
            var token = new String[1];
            context.route("**/widget/session", route -> {
                var answer = route.fetch();
                token[0] = answer.text().replaceAll("(?s).*\"session\":\"([0-9a-f]{64})\".*", "$1");
                route.fulfill(new Route.FulfillOptions().setResponse(answer));
            });
            var customer = Customer.opens(context, options());
            customer.agrees().chooses("Harmattan Bank").sees("Sign in to");
            RestAssured.given()
                    .baseUri(TestGateway.url())
                    .contentType("application/json")
                    .body(Map.of("session", token[0]))
                    .post("/v2/sandbox/widget/close")
                    .then()
                    .statusCode(200);
            customer.signsIn("user_good").sees("This session is over");
            assertFalse(customer.stored().contains(token[0]), "the storage still holds the session");
        }
    }

    @Test
    void leaving_half_way_is_asked_about_once_and_ends_the_session() {
        try (var context = phone()) {
            var closed = context.waitForPage(() -> context.newPage());
            var customer = Customer.on(context, closed, options());
            customer.agrees().chooses("Harmattan Bank").sees("Sign in to").press("Close");
            assertThat(customer.button("Stay")).isFocused();
            customer.press("Stay").sees("Sign in to Harmattan Bank").press("Close");
            var end = customer.page.waitForRequest("**/widget/close", () -> customer.press("Leave"));
            assertEquals("POST", end.method());
            assertThat(customer.page.locator("iframe")).hasCount(0);
            assertEquals(List.of(), customer.heard("success"));
        }
    }

    @Test
    void a_page_of_its_own_that_nobody_opened_says_where_to_begin() {
        try (var context = phone()) {
            var page = context.newPage();
            page.navigate(TestGateway.url() + "/");
            assertThat(page.locator("h1")).hasText("This page cannot be opened here");
            Browser.look(page, "17-refused-alone");
            page.navigate(TestGateway.url() + "/?ref=000000000000000000000000");
            assertThat(page.locator("h1")).hasText("This page cannot be opened here");
            assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Agree")))
                    .hasCount(0);
        }
    }
}
