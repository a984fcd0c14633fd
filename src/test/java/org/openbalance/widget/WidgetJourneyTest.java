package org.openbalance.widget;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.openbalance.widget.Customer.options;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openbalance.local.LocalQueues;
import org.openbalance.local.TestGateway;

/// The widget's whole way in a real browser, against the local gateway.
@QuarkusTest
@Tag("browser")
class WidgetJourneyTest {

    private static Browser browser;

    @Inject
    LocalQueues queues;

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

    private static BrowserContext desktop() {
        return browser.context(Browser.DESKTOP_WIDTH, "en");
    }

    private static Customer opened(Object... more) {
        return Customer.opens(desktop(), options(more));
    }

    @Test
    void a_password_is_enough_at_harmattan_and_the_opener_hears_of_it() {
        try (var customer = opened("meta", Map.of("order", 7))) {
            customer.agrees().chooses("Harmattan Bank").signsIn("user_good").hasSharedBoth();
            var linked = (Map<?, ?>) customer.heard("success").getFirst();
            assertEquals(24, linked.get("record_id").toString().length());
            assertEquals(Map.of("order", 7), linked.get("meta"));
            assertFalse(linked.toString().contains("pass_good"), "a password was told");
            customer.press("Done");
            assertThat(customer.page.locator("iframe")).hasCount(0);
            assertEquals(1, customer.heard("close").size());
        }
    }

    @Test
    void calabash_asks_for_a_code_which_may_be_pasted_as_it_was_sent() {
        try (var customer = opened()) {
            customer.agrees().chooses("Calabash Bank").signsIn("user_good").sees("one-time code");
            customer.type("Code of 6 digits", "12").press("Confirm");
            assertThat(customer.widget.getByRole(AriaRole.ALERT)).containsText("6 digits");
            customer.type("Code of 6 digits", "123 456").press("Confirm").hasSharedBoth();
        }
    }

    @Test
    void tamarind_asks_a_question() {
        try (var customer = opened()) {
            customer.agrees().chooses("Tamarind Bank").signsIn("user_good").sees("security question");
            customer.type("Your answer", "openbalance").press("Confirm").hasSharedBoth();
        }
    }

    @Test
    void lagoon_asks_on_its_own_page_and_the_widget_goes_on_by_itself() {
        try (var customer = opened()) {
            var bank = atLagoon(customer);
            bank.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Approve"))
                    .click();
            customer.hasSharedBoth();
        }
    }

    /// As where a bank's page cuts the windows apart, or the customer goes on in another browser.
    @Test
    void a_bank_that_cannot_be_heard_from_asks_for_the_code_of_its_page() {
        try (var customer = opened()) {
            customer.agrees().chooses("Lagoon Bank").sees("own page");
            var link = customer.widget.getByRole(
                    AriaRole.LINK, new FrameLocator.GetByRoleOptions().setName("Continue to Lagoon Bank"));
            var url = link.getAttribute("href");
            try (var elsewhere = customer.page.context().browser().newContext()) {
                var bank = elsewhere.newPage();
                bank.navigate(url);
                bank.getByLabel("User name").fill("user_good");
                bank.getByLabel("Password").fill("pass_good");
                bank.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Approve"))
                        .click();
                var code = bank.locator("output").textContent();
                customer.type("Code from the page after your bank", "BBBB-BBBB")
                        .press("Go on")
                        .sees("own page");
                customer.type("Code from the page after your bank", code).press("Go on");
            }
            customer.hasSharedBoth();
        }
    }

    /// As banks do that answer in the fragment: no server sees what stands there.
    @Test
    void a_bank_that_answers_in_the_fragment_is_heard_as_well() {
        try (var customer = opened()) {
            var bank = atLagoon(customer);
            bank.route(
                    "**/widget/return?*",
                    route -> route.fulfill(new Route.FulfillOptions()
                            .setStatus(302)
                            .setHeaders(Map.of("location", route.request().url().replace('?', '#')))));
            bank.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Approve"))
                    .click();
            customer.hasSharedBoth();
        }
    }

    @Test
    void denying_at_lagoon_shares_nothing() {
        try (var customer = opened()) {
            var bank = atLagoon(customer);
            bank.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Deny"))
                    .click();
            customer.sees("You did not approve").press("Choose another bank").sees("Choose your bank");
        }
    }

    private static Page atLagoon(Customer customer) {
        customer.agrees().chooses("Lagoon Bank").sees("own page");
        var bank = customer.page.waitForPopup(() -> customer.widget
                .getByRole(AriaRole.LINK, new FrameLocator.GetByRoleOptions().setName("Continue to Lagoon Bank"))
                .click());
        bank.getByLabel("User name").fill("user_good");
        bank.getByLabel("Password").fill("pass_good");
        return bank;
    }

    @Test
    void ironwood_asks_for_the_firm_as_well() {
        try (var customer = opened("isCorporate", true)) {
            customer.agrees()
                    .chooses("Ironwood Corporate Bank")
                    .sees("Sign in to")
                    .type("Company ID", "RC000001");
            customer.signsIn("user_good").hasSharedBoth();
        }
    }

    @Test
    void monsoon_keeps_the_customer_waiting() {
        try (var customer = opened()) {
            customer.agrees().chooses("Monsoon Bank").signsIn("user_good").hasSharedBoth();
        }
    }

    @Test
    void failures_say_what_to_do_next() {
        try (var customer = opened()) {
            customer.agrees().chooses("Harmattan Bank").signsIn("user_locked").sees("locked this login");
            customer.press("Choose another bank")
                    .chooses("Harmattan Bank")
                    .signsIn("nobody")
                    .sees("Sign in to");
            assertThat(customer.widget.getByRole(AriaRole.ALERT)).containsText("do not belong together");
            customer.signsIn("user_no_accounts").sees("nothing to share");
            customer.press("Choose another bank").chooses("Calabash Bank").signsIn("user_bad_otp");
            customer.type("Code of 6 digits", "000000").press("Confirm");
            assertThat(customer.widget.getByRole(AriaRole.ALERT)).containsText("not right");
            assertEquals("LOCKED", ((Map<?, ?>) customer.heard("error").getFirst()).get("code"));
        }
    }

    @Test
    void the_keyboard_alone_will_do() {
        try (var customer = Customer.opens(browser.context(Browser.PHONE_WIDTH, "en"), options())) {
            var keys = customer.page.keyboard();
            customer.sees("Acacia Credit asks");
            assertThat(customer.widget.locator("h1")).isFocused();
            tabTo(customer, "Agree and continue");
            keys.press("Enter");
            customer.sees("Choose your bank");
            customer.widget.locator("#banks button").first().waitFor();
            keys.press("Tab");
            keys.type("harm");
            keys.press("ArrowDown");
            keys.press("Enter");
            customer.sees("Sign in to Harmattan Bank");
            keys.press("Tab");
            keys.type("user_good");
            keys.press("Tab");
            keys.type("pass_good");
            keys.press("Enter");
            customer.sees("Choose what to share");
            tabTo(customer, "Share 2 accounts");
            keys.press("Space");
            customer.sees("You are connected");
        }
    }

    private static void tabTo(Customer customer, String button) {
        for (var tries = 0; tries < 20; tries++) {
            customer.page.keyboard().press("Tab");
            if ((boolean) customer.button(button).evaluate("node => node === document.activeElement")) {
                return;
            }
        }
        throw new AssertionError("The keyboard does not reach " + button);
    }

    @Test
    void back_leads_back_and_never_out_of_the_companys_page() {
        try (var customer = opened()) {
            customer.agrees().chooses("Harmattan Bank").sees("Sign in to");
            customer.backsOut();
            customer.sees("Choose your bank")
                    .chooses("Calabash Bank")
                    .signsIn("user_good")
                    .sees("one-time code");
            customer.press("Back").sees("Choose your bank").press("Back").sees("Acacia Credit asks");
            customer.press("Continue").sees("Choose your bank");
            assertTrue(customer.page.url().endsWith("/demo"));
        }
    }

    @Test
    void a_reload_keeps_the_place_and_the_storage_no_secret() {
        try (var customer = full("state", "s-1", "redirect_url", TestGateway.url() + "/demo")) {
            press(customer, "Agree and continue");
            press(customer, "Calabash Bank");
            customer.getByLabel("User name").fill("user_good");
            customer.getByLabel("Password", new Page.GetByLabelOptions().setExact(true))
                    .fill("pass_good");
            press(customer, "Sign in");
            customer.getByLabel("Code of 6 digits").waitFor();
            customer.reload();
            var stored = customer.evaluate("JSON.stringify({...sessionStorage, ...localStorage})")
                    .toString();
            assertFalse(stored.contains("pass_good") || stored.contains("user_good"), "the storage holds a login");
            customer.getByLabel("Code of 6 digits").fill("123456");
            press(customer, "Confirm");
            press(customer, "Share 2 accounts");
            assertThat(customer.locator("h1")).hasText("You are connected");
            assertNull(customer.evaluate("sessionStorage.getItem('openbalance')"));
            press(customer, "Back to Acacia Credit");
            customer.waitForURL("**/demo?status=success&record_id=*&state=s-1");
            assertEquals("", customer.evaluate("document.cookie"));
        }
    }

    @Test
    void what_was_agreed_can_be_seen_and_ended_on_the_customers_own_page() {
        try (var customer = opened()) {
            customer.agrees().chooses("Harmattan Bank").signsIn("user_good").hasSharedBoth();
            var receipt = customer.page.waitForPopup(
                    () -> customer.widget.getByText("Open receipt").click());
            assertThat(receipt.locator("h1")).hasText("What you share with Acacia Credit");
            assertThat(receipt.locator("dl")).containsText("Harmattan Bank");
            Browser.look(receipt, "20-consent");
            press(receipt, "End this consent");
            Browser.look(receipt, "21-consent-sure");
            press(receipt, "Yes, end it");
            assertThat(receipt.getByText("You are no longer sharing")).isVisible();
            Browser.look(receipt, "22-consent-ended");
        }
    }

    @Test
    void an_opener_that_is_not_registered_is_refused() {
        try (var context = desktop()) {
            context.grantPermissions(List.of("local-network-access"));
            var page = context.newPage();
            var script = "<iframe src='%s/?isIframe=true&withOptions=true'></iframe>".formatted(TestGateway.url());
            page.route(
                    "https://evil.example/**",
                    route -> route.fulfill(new Route.FulfillOptions()
                            .setContentType("text/html")
                            .setBody("<script>addEventListener('message', e => e.data.ifameLoaded"
                                    + " && e.source.postMessage({key:'pk_sandbox_local',token:'ct_sandbox_local',"
                                    + "env:'production-sandbox'}, '*'))</script>" + script)));
            page.navigate("https://evil.example/");
            assertThat(page.frameLocator("iframe").locator("h1")).hasText("This page cannot be opened here");
        }
    }

    @Test
    void the_old_scripts_names_open_the_widget() {
        try (var customer =
                Customer.by(desktop(), oldScript("Okra.buildWithOptions({...options, ...on})"), options())) {
            customer.sees("Acacia Credit asks to connect").press("No, thanks");
            assertThat(customer.page.locator("iframe")).hasCount(0);
        }
    }

    @Test
    void a_short_url_stands_for_the_options() {
        var id = Customer.shortUrl("name", "Baobab Loans");
        var call = oldScript("Okra.buildWithShortUrl({...options, ...on})");
        try (var customer = Customer.by(desktop(), call, Map.of("short_url", id))) {
            customer.sees("Baobab Loans asks to connect");
        }
    }

    private static String oldScript(String call) {
        return """
                const script = document.createElement("script");
                script.src = "/v2/bundle.js";
                script.onload = () => %s;
                document.head.append(script);
                """
                .formatted(call);
    }

    @Test
    void french_is_one_more_file() {
        try (var customer = Customer.opens(browser.context(Browser.PHONE_WIDTH, "fr-FR"), options())) {
            customer.sees("souhaite se connecter").looks("30-french");
        }
    }

    @Test
    void the_demo_shows_balances_their_history_and_what_was_booked() {
        try (var context = desktop()) {
            var page = context.newPage();
            page.navigate(TestGateway.url() + "/demo");
            connectHarmattan(page, true);
            assertThat(page.locator(".amount")).hasCount(2);
            queues.tick("refresh");
            queues.drain();

            assertThat(page.locator(".chart canvas")).hasCount(2);
            assertThat(page.locator(".lines table")).hasCount(2);
            assertThat(page.locator(".chart p").first()).containsText("worked back from what was booked");
            assertTrue(page.locator(".lines td").first().innerText().matches("[A-Z][a-z]{2} [0-9]{1,2}"));
            Browser.look(page, "40-demo");
        }
    }

    @Test
    void the_demo_says_so_where_there_is_no_history_yet_and_the_customer_agreed_to_no_transactions() {
        try (var context = desktop()) {
            var page = context.newPage();
            page.navigate(TestGateway.url() + "/demo");
            connectHarmattan(page);

            assertThat(page.locator(".chart").first()).hasText("Its history begins today.");
            assertThat(page.locator(".lines").first()).hasText("Nothing to show of what was booked.");
            Browser.look(page, "41-demo-first-day");
        }
    }

    /// Some banks state one amount alone, and some none for a while.
    @Test
    void the_demo_shows_a_dash_for_an_amount_that_the_bank_does_not_state() {
        try (var context = desktop()) {
            var page = context.newPage();
            page.route("**/demo/balances", route -> {
                var answer = route.fetch();
                route.fulfill(new Route.FulfillOptions()
                        .setResponse(answer)
                        .setBody(answer.text()
                                .replaceAll("\"(available_balance|ledger_balance|amount)\":[0-9.]+", "\"$1\":null")));
            });
            page.navigate(TestGateway.url() + "/demo");
            connectHarmattan(page);
            assertThat(page.locator(".amount")).hasText(new String[] {"–", "–"});
        }
    }

    private static void connectHarmattan(Page page) {
        connectHarmattan(page, false);
    }

    private static void connectHarmattan(Page page, boolean agreesToAll) {
        press(page, "Connect your bank");
        var widget = page.frameLocator("iframe");
        if (agreesToAll) {
            widget.getByRole(AriaRole.CHECKBOX).check();
        }
        for (var button : List.of("Agree and continue", "Harmattan Bank")) {
            widget.getByRole(AriaRole.BUTTON, new FrameLocator.GetByRoleOptions().setName(button))
                    .click();
        }
        widget.getByLabel("User name").fill("user_good");
        widget.getByLabel("Password", new FrameLocator.GetByLabelOptions().setExact(true))
                .fill("pass_good");
        for (var button : List.of("Sign in", "Share 2 accounts", "Done")) {
            widget.getByRole(AriaRole.BUTTON, new FrameLocator.GetByRoleOptions().setName(button))
                    .click();
        }
    }

    /// The widget with a window of its own.
    private static Page full(Object... more) {
        var page = desktop().newPage();
        page.navigate(TestGateway.url() + "/demo");
        page.waitForFunction("window.OpenBalance");
        page.navigate((String) page.evaluate("options => OpenBalance.page(options)", options(more)));
        return page;
    }

    private static void press(Page page, String button) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button))
                .first()
                .click();
    }
}
