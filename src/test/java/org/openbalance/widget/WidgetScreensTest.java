package org.openbalance.widget;

import static org.openbalance.widget.Customer.options;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Every screen at two widths: pictures in `target/screens`, nothing wider than the window, nothing that axe minds.
@QuarkusTest
class WidgetScreensTest {

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

    private static Customer opened(Object... more) {
        return Customer.opens(browser.context(Browser.PHONE_WIDTH, "en"), options(more));
    }

    @Test
    void from_the_welcome_to_the_receipt() {
        try (var customer = opened("products", List.of("auth", "balance", "identity", "transactions"))) {
            customer.sees("Acacia Credit asks").looks("01-welcome").agrees().sees("Choose your bank");
            customer.widget.locator("#banks button").first().waitFor();
            customer.looks("02-banks").chooses("Calabash Bank").sees("Sign in to Calabash Bank");
            customer.looks("03-signin").press("Sign in");
            customer.looks("04-signin-missing")
                    .signsIn("user_good")
                    .sees("one-time code")
                    .looks("05-otp");
            customer.type("Code of 6 digits", "123456").press("Confirm").sees("Choose what to share");
            customer.looks("06-accounts")
                    .press("Share 2 accounts")
                    .sees("You are connected")
                    .looks("07-success");
        }
    }

    @Test
    void a_search_that_finds_nothing() {
        try (var customer = opened()) {
            customer.agrees()
                    .sees("Choose your bank")
                    .type("Search for your bank", "zzz")
                    .looks("08-banks-none");
        }
    }

    @Test
    void the_question_and_a_wrong_answer() {
        try (var customer = opened()) {
            customer.agrees()
                    .chooses("Tamarind Bank")
                    .signsIn("user_good")
                    .sees("security question")
                    .looks("09-question");
            customer.type("Your answer", "wrong")
                    .press("Confirm")
                    .sees("security question")
                    .looks("10-question-wrong");
        }
    }

    @Test
    void the_way_out_to_a_bank() {
        try (var customer = opened()) {
            customer.agrees().chooses("Lagoon Bank").sees("own page").looks("11-redirect");
        }
    }

    @Test
    void failures() {
        try (var customer = opened()) {
            customer.agrees()
                    .chooses("Harmattan Bank")
                    .signsIn("user_locked")
                    .sees("locked")
                    .looks("12-failed");
            customer.press("Choose another bank").chooses("Harmattan Bank").signsIn("user_no_accounts");
            customer.sees("nothing to share").looks("13-unsupported").press("Choose another bank");
            customer.chooses("Harmattan Bank")
                    .signsIn("nobody")
                    .sees("Sign in to")
                    .looks("14-signin-wrong");
            customer.press("Close").looks("15-leave");
        }
    }

    @Test
    void a_single_account_of_many() {
        try (var customer = opened("multi_account", false)) {
            customer.agrees()
                    .chooses("Harmattan Bank")
                    .signsIn("user_many_accounts")
                    .sees("Choose what to share");
            customer.looks("16-accounts-many");
        }
    }

    @Test
    void a_page_that_is_set_up_wrong() {
        try (var customer = opened("token", "ct_unknown")) {
            customer.sees("cannot be opened").looks("17-refused");
        }
    }
}
