package org.openbalance.widget;

import static org.openbalance.widget.Customer.options;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Every screen at two widths: pictures in `target/screens`, nothing wider than the window, nothing that axe minds.
@QuarkusTest
@Tag("browser")
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
    void long_names_and_a_dark_colour_fit() {
        var name = "Société Générale de Crédit Agricole et Maraîcher de la Vallée du Haut-Bandama Réunis";
        var id = Customer.shortUrl(
                "name", name,
                "color", "#ffee00",
                "products", List.of("auth", "balance", "identity", "income", "transactions"),
                "success_title", "Merci, votre dossier est complet et part à l’étude dès aujourd’hui",
                "success_message", "Unlösbarbindungsfähigkeitsbescheinigungsnummernvergabeverfahren");
        try (var customer = Customer.opens(browser.context(Browser.PHONE_WIDTH, "fr-FR"), Map.of("ref", id))) {
            customer.sees(name).looks("31-long-welcome");
            customer.press("Accepter et continuer").sees("Choisissez votre banque");
            customer.widget.locator("#banks button").first().waitFor();
            customer.looks("32-long-banks")
                    .chooses("Calabash Bank")
                    .sees("Connexion")
                    .looks("33-long-signin");
            customer.type("Identifiant", "user_good")
                    .type("Mot de passe", "pass_good")
                    .press("Se connecter");
            customer.sees("code à usage unique").looks("34-long-otp");
            customer.type("Code à 6 chiffres", "123456").press("Confirmer").sees("Choisissez ce que");
            customer.looks("35-long-accounts")
                    .press("Partager 2 comptes")
                    .sees("Merci")
                    .looks("36-long-success");
        }
    }

    @Test
    void text_of_twice_the_size_and_a_low_window_fit() {
        try (var context = browser.context(2 * Browser.PHONE_WIDTH, "en")) {
            var customer = Customer.opens(context, options());
            customer.sees("Acacia Credit asks");
            customer.widget.locator("html").evaluate("root => root.style.fontSize = '200%'");
            customer.fits("37-large-welcome").agrees().sees("Choose your bank");
            customer.widget.locator("#banks button").first().waitFor();
            customer.fits("38-large-banks");
            customer.widget.locator("html").evaluate("root => root.style.fontSize = ''");
            customer.page.setViewportSize(640, 320);
            customer.fits("39-low-banks")
                    .chooses("Calabash Bank")
                    .sees("Sign in")
                    .fits("39-low-signin");
        }
    }

    @Test
    void the_page_of_its_own_when_all_is_done() {
        try (var context = browser.context(Browser.PHONE_WIDTH, "en")) {
            var page = context.newPage();
            page.navigate(org.openbalance.local.TestGateway.url() + "/demo");
            page.waitForFunction("window.OpenBalance");
            page.navigate((String) page.evaluate("options => OpenBalance.page(options)", options()));
            page.getByText("No, thanks").click();
            page.getByText("You are done here").waitFor();
            Browser.look(page, "25-closed");
            page.navigate(org.openbalance.local.TestGateway.url() + "/consents");
            page.getByRole(com.microsoft.playwright.options.AriaRole.ALERT).waitFor();
            Browser.look(page, "26-consent-lost");
            page.navigate(org.openbalance.local.TestGateway.url() + "/consents?#s_" + "0".repeat(64));
            page.getByRole(com.microsoft.playwright.options.AriaRole.ALERT).waitFor();
            Browser.look(page, "27-consent-unknown");
        }
    }

    @Test
    void a_page_that_is_set_up_wrong() {
        try (var customer = opened("token", "ct_unknown")) {
            customer.sees("cannot be opened").looks("17-refused");
        }
    }
}
