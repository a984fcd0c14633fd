package org.openbalance.widget;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.openbalance.widget.Customer.options;

import com.microsoft.playwright.Request;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openbalance.local.TestGateway;

/// Writes down all that a journey leaves anywhere but in the bodies of its calls, and looks for what is secret in it.
@QuarkusTest
@Tag("browser")
class WidgetSecretsTest {

    private static final List<String> TYPED = List.of("user_good", "pass_good", "123456", "openbalance-answer");
    private static final Pattern SESSION = Pattern.compile("\"session\":\"([0-9a-f]{64})\"");

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

    @Test
    void who_a_page_says_the_customer_is_stands_in_no_address_and_no_storage() {
        try (var context = browser.context(Browser.DESKTOP_WIDTH, "en")) {
            var page = context.newPage();
            page.navigate(TestGateway.url() + "/demo");
            page.waitForFunction("window.OpenBalance");
            var options = options("customer", Map.of("phone", "08037770002"));
            var address = (String) page.evaluate("options => OpenBalance.page(options)", options);
            assertFalse(address.contains("08037770002"), address);

            page.navigate(
                    address.replaceFirst("#%7B", "#%7B%22customer%22%3A%7B%22phone%22%3A%2208037770002%22%7D%2C"));
            page.getByText("Agree and continue").click();
            page.getByText("Harmattan Bank").waitFor();

            var stored = (String) page.evaluate("JSON.stringify(sessionStorage)");
            assertFalse(stored.contains("08037770002"), stored);
        }
    }

    @Test
    void no_secret_is_left_in_an_address_a_header_the_storage_the_history_a_message_or_a_log() {
        var left = new ArrayList<String>();
        var sessions = new HashSet<String>();
        try (var logs = new Printed();
                var context = browser.context(Browser.DESKTOP_WIDTH, "en")) {
            context.onConsoleMessage(message -> left.add("console " + message.text()));
            context.onRequest(request -> note(request, left, sessions));
            try (var customer = Customer.opens(context, options())) {
                customer.agrees().chooses("Calabash Bank").signsIn("user_good").sees("one-time code");
                left.add("storage " + withoutSession(customer.stored(), sessions));
                customer.type("Code of 6 digits", "123456").press("Confirm").sees("Choose what to share");
                left.add("storage " + withoutSession(customer.stored(), sessions));
                customer.press("Back")
                        .chooses("Tamarind Bank")
                        .signsIn("user_good")
                        .sees("security question");
                customer.type("Your answer", "openbalance-answer")
                        .press("Confirm")
                        .sees("security question");
                left.add("storage " + withoutSession(customer.stored(), sessions));
                customer.type("Your answer", "openbalance").press("Confirm").hasSharedBoth();
                var atTheEnd = customer.stored();
                assertFalse(atTheEnd.contains("openbalance\""), atTheEnd);
                left.add("storage " + atTheEnd);
                customer.press("Done");
                left.add("messages " + customer.page.evaluate("JSON.stringify(window.heard)"));
                left.add("cookies " + context.cookies());
                assertEquals(List.of(), context.cookies());
            }
            left.add("log " + logs.text());
        }
        assertTrue(sessions.size() == 1 && left.size() > 10, left::toString);
        for (var place : left) {
            for (var secret : TYPED) {
                assertFalse(place.contains(secret), () -> secret + " is left in " + place);
            }
            for (var session : sessions) {
                assertFalse(place.contains(session), () -> "the session is left in " + place);
            }
        }
    }

    /// Where the customer is, and the id of the session, are all that a tab keeps; and that until the end.
    private static String withoutSession(String stored, Set<String> sessions) {
        assertEquals(1, sessions.size());
        var session = sessions.iterator().next();
        assertTrue(stored.contains(session));
        return stored.replace(session, "");
    }

    private static void note(Request request, List<String> left, Set<String> sessions) {
        left.add("address " + request.url() + " headers " + request.headers());
        var sent = SESSION.matcher(String.valueOf(request.postData()));
        if (sent.find()) {
            sessions.add(sent.group(1));
        }
    }

    @Test
    void fields_tell_browsers_and_phones_what_they_are() {
        try (var customer = Customer.opens(browser.context(Browser.PHONE_WIDTH, "en"), options())) {
            customer.agrees().chooses("Calabash Bank").sees("Sign in to");
            var user = customer.widget.getByLabel("User name");
            assertThat(user).hasAttribute("autocomplete", "username");
            assertThat(user).hasAttribute("autocapitalize", "none");
            var password = customer.widget.locator("#field-password");
            assertThat(password).hasAttribute("autocomplete", "current-password");
            assertThat(password).hasAttribute("type", "password");
            customer.press("Show password");
            assertThat(password).hasAttribute("type", "text");
            customer.press("Hide password").signsIn("user_good").sees("one-time code");
            var code = customer.widget.getByLabel("Code of 6 digits");
            assertThat(code).hasAttribute("autocomplete", "one-time-code");
            assertThat(code).hasAttribute("inputmode", "numeric");
            code.focus();
            customer.page.keyboard().insertText("Your code is 123-456. Do not share it.");
            assertThat(code).hasValue("123456");
        }
    }

    @Test
    void the_policy_lets_nothing_run_that_is_not_ours() {
        try (var context = browser.context(Browser.DESKTOP_WIDTH, "en")) {
            var page = context.newPage();
            page.navigate(TestGateway.url() + "/");
            page.locator("h1").waitFor();
            assertEquals(
                    true,
                    page.evaluate(
                            """
                            new Promise((done) => {
                              addEventListener("securitypolicyviolation", () => done(true));
                              const script = document.createElement("script");
                              script.textContent = "window.ran = true";
                              document.body.append(script);
                            })
                            """));
            assertEquals(true, page.evaluate("window.ran === undefined"));
        }
    }

    /// What the process prints while it is open: its log.
    private static final class Printed implements AutoCloseable {

        private final PrintStream out = System.out;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Printed() {
            System.setOut(new PrintStream(
                    new OutputStream() {
                        @Override
                        public void write(int one) {
                            out.write(one);
                            bytes.write(one);
                        }
                    },
                    true));
        }

        String text() {
            return bytes.toString();
        }

        @Override
        public void close() {
            System.setOut(out);
        }
    }
}
