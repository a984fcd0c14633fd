package org.openbalance.widget;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.openbalance.widget.Customer.options;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openbalance.local.TestGateway;

/// A reload, a bank's own page, the browser's back: the customer goes on where they were. And an account that is linked
/// anew is a short way.
@QuarkusTest
@Tag("browser")
class WidgetPlaceTest {

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

    @Test
    void a_reload_of_the_companys_page_and_opening_again_goes_on_where_it_broke_off() {
        try (var context = phone()) {
            var page = context.newPage();
            var customer = Customer.on(context, page, options());
            customer.agrees().chooses("Calabash Bank").signsIn("user_good").sees("one-time code");
            var again = Customer.on(context, page, options());
            again.sees("one-time code");
            again.type("Code of 6 digits", "123456").press("Confirm").hasSharedBoth();
        }
    }

    @Test
    void other_options_in_the_same_tab_begin_anew() {
        try (var context = phone()) {
            var page = context.newPage();
            Customer.on(context, page, options()).agrees().sees("Choose your bank");
            Customer.on(context, page, options("connectMessage", "Anew")).sees("Acacia Credit asks");
        }
    }

    @Test
    void with_a_window_of_its_own_the_banks_page_takes_its_place_and_leads_back() {
        try (var context = phone()) {
            var page = full(context, options("redirect_url", TestGateway.url() + "/demo", "state", "s-2"));
            press(page, "Agree and continue");
            press(page, "Lagoon Bank");
            assertThat(page.locator("h1")).containsText("own page");
            Browser.look(page, "11-redirect-own-window");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Continue to Lagoon Bank"))
                    .click();
            page.getByLabel("User name").fill("user_good");
            page.getByLabel("Password").fill("pass_good");
            press(page, "Approve");
            assertThat(page.locator("h1")).hasText("Choose what to share");
            press(page, "Share 2 accounts");
            press(page, "Back to Acacia Credit");
            page.waitForURL("**/demo?status=success&record_id=*&state=s-2");
            assertEquals(1, context.pages().size());
        }
    }

    @Test
    void back_from_the_banks_page_without_an_answer_finds_the_widget_waiting() {
        try (var context = phone()) {
            var page = full(context, options());
            press(page, "Agree and continue");
            press(page, "Lagoon Bank");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Continue to Lagoon Bank"))
                    .click();
            page.getByLabel("User name").waitFor();
            page.goBack();
            assertThat(page.locator("h1")).containsText("own page");
            press(page, "Begin this sign-in again");
            assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Continue to Lagoon Bank")))
                    .isVisible();
        }
    }

    @Test
    void a_reload_at_each_screen_keeps_it() {
        try (var context = phone()) {
            var page = full(context, options());
            assertThat(page.locator("h1")).containsText("Acacia Credit asks");
            page.reload();
            press(page, "Agree and continue");
            assertThat(page.locator("h1")).hasText("Choose your bank");
            page.reload();
            press(page, "Tamarind Bank");
            assertThat(page.locator("h1")).hasText("Sign in to Tamarind Bank");
            page.reload();
            page.getByLabel("User name").fill("user_good");
            page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true))
                    .fill("pass_good");
            press(page, "Sign in");
            assertThat(page.locator("h1")).hasText("Your security question");
            page.reload();
            page.getByLabel("Your answer").fill("openbalance");
            press(page, "Confirm");
            assertThat(page.locator("h1")).hasText("Choose what to share");
            page.reload();
            press(page, "Share 2 accounts");
            assertThat(page.locator("h1")).hasText("You are connected");
        }
    }

    @Test
    void the_browsers_back_and_forward_walk_over_what_was_done_and_never_past_it() {
        try (var context = phone()) {
            var page = full(context, options());
            press(page, "Agree and continue");
            press(page, "Harmattan Bank");
            assertThat(page.locator("h1")).hasText("Sign in to Harmattan Bank");
            page.goBack();
            assertThat(page.locator("h1")).hasText("Choose your bank");
            page.goBack();
            assertThat(page.locator("h1")).containsText("Acacia Credit asks");
            page.goForward();
            assertThat(page.locator("h1")).hasText("Choose your bank");
            press(page, "Calabash Bank");
            assertThat(page.locator("h1")).hasText("Sign in to Calabash Bank");
        }
    }

    @Test
    void an_account_that_is_linked_anew_goes_straight_to_its_bank() {
        var account = linkedAccount();
        try (var customer =
                Customer.opens(phone(), Map.of("short_url", Customer.shortUrl("reauth_account", account)))) {
            customer.sees("Acacia Credit asks").agrees().sees("Sign in to Harmattan Bank");
            customer.signsIn("user_good").sees("Choose what to share").press("Share this account");
            customer.sees("You are connected");
            var accounts = (List<?>) ((Map<?, ?>) customer.heard("success").getFirst()).get("accounts");
            assertEquals(1, accounts.size());
            assertEquals(account, ((Map<?, ?>) accounts.getFirst()).get("_id"));
            assertTrue(customer.heard("event").contains("bank_selected"));
        }
    }

    @Test
    void no_page_hears_which_bank_an_account_is_at_by_naming_the_account() {
        var account = linkedAccount();
        try (var customer = Customer.opens(phone(), options("reauth_account", account))) {
            customer.agrees().sees("Choose your bank");
            // As many as are shown at once: the account's bank is one among all.
            assertThat(customer.widget.getByRole(AriaRole.LISTITEM)).hasCount(50);
            customer.chooses("Harmattan Bank").signsIn("user_good").sees("Choose what to share");
            customer.press("Share this account").sees("You are connected");
        }
    }

    @Test
    void a_bank_that_the_page_names_is_gone_to_straight_away() {
        try (var customer = Customer.opens(phone(), options("reauth_bank", "calabash-bank"))) {
            customer.agrees().sees("Sign in to Calabash Bank");
        }
    }

    @Test
    void without_a_choice_all_accounts_are_shared_at_once() {
        try (var customer = Customer.opens(phone(), options("selection_type", "none"))) {
            customer.agrees().chooses("Harmattan Bank").signsIn("user_good").sees("You are connected");
        }
    }

    @Test
    void some_means_that_none_is_ticked_beforehand_and_one_at_least_is_needed() {
        try (var customer = Customer.opens(phone(), options("selection_type", "some"))) {
            customer.agrees().chooses("Harmattan Bank").signsIn("user_good").sees("Choose what to share");
            customer.button("Share this account").click();
            assertThat(customer.widget.getByRole(AriaRole.ALERT)).containsText("Choose at least one account");
            customer.widget.getByLabel("Savings").check();
            customer.press("Share this account").sees("You are connected");
        }
    }

    private static String linkedAccount() {
        try (var customer = Customer.opens(phone(), options())) {
            customer.agrees().chooses("Harmattan Bank").signsIn("user_good").hasSharedBoth();
            var accounts = (List<?>) ((Map<?, ?>) customer.heard("success").getFirst()).get("accounts");
            return ((Map<?, ?>) accounts.getFirst()).get("_id").toString();
        }
    }

    private static Page full(BrowserContext context, Map<String, Object> options) {
        var page = context.newPage();
        page.navigate(TestGateway.url() + "/demo");
        page.waitForFunction("window.OpenBalance");
        page.navigate((String) page.evaluate("options => OpenBalance.page(options)", options));
        return page;
    }

    private static void press(Page page, String button) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button))
                .first()
                .click();
    }
}
