package org.openbalance.widget;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.openbalance.widget.Customer.options;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.local.TestGateway;
import org.openbalance.owner.Owners;

/// The messages between the widget and the page that opened it, with pages that speak them by hand and pages that mean
/// no good.
@QuarkusTest
@Tag("browser")
class WidgetProtocolTest {

    private static final String SANDBOX_OWNER = "5f0cf73e0000000000000001";
    private static final String PIXEL =
            "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private static Browser browser;

    @Inject
    Owners owners;

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

    @BeforeEach
    void register() {
        owners.allowOrigin(SANDBOX_OWNER, Opener.REGISTERED, true);
    }

    private static BrowserContext desktop() {
        return browser.context(Browser.DESKTOP_WIDTH, "en");
    }

    @ParameterizedTest
    @ValueSource(strings = {Opener.WITH_OPTIONS, Opener.WITH_SHORT_URL, Opener.WITH_OPTIONS + "&key=pk_sandbox_local"})
    void an_opener_written_by_hand_hears_each_message_as_it_always_did(String form) {
        var given = options("meta", Map.of("order", 7), "options", Map.of("plan", "b"), "whatever", "else");
        try (var opener = Opener.at(desktop(), Opener.REGISTERED, form, given)) {
            opener.sees("Acacia Credit asks").links().press("Done");
            opener.page.waitForCondition(() -> opener.heard().getLast().containsKey("close"));
            var heard = opener.heard();
            assertEquals(Map.of("ifameLoaded", true), heard.getFirst());
            assertEquals(Map.of("close", true), heard.getLast());
            assertEquals(true, heard.get(heard.size() - 2).get("beforeClose"));
            var linked =
                    heard.stream().filter(each -> each.containsKey("success")).toList();
            assertEquals(1, linked.size());
            assertEquals(true, linked.getFirst().get("success"));
            assertEquals(Map.of("order", 7), linked.getFirst().get("meta"));
            assertEquals(Map.of("plan", "b"), linked.getFirst().get("options"));
            for (var name : List.of("record_id", "recordId", "customer_id", "customerId", "bank_id", "bankId")) {
                assertTrue(linked.getFirst().get(name).toString().matches("[0-9a-f]{24}"), name);
            }
            var events = heard.stream()
                    .filter(each -> each.containsKey("event"))
                    .map(each -> each.get("event"))
                    .toList();
            assertTrue(events.containsAll(List.of("opened", "consented", "bank_selected", "linked")), events::toString);
            assertEquals(List.of(), opener.troubles);
        }
    }

    @Test
    void options_may_be_posted_as_text() {
        try (var opener = Opener.posting(
                desktop(),
                Opener.REGISTERED,
                Opener.WITH_OPTIONS,
                "JSON.stringify({key: 'pk_sandbox_local', token: 'ct_sandbox_local', connectMessage: 'As text'})")) {
            opener.sees("Acacia Credit asks").says("As text");
        }
    }

    @ParameterizedTest
    @CsvSource({"ref", "short_url"})
    void a_short_url_by_hand_stands_for_the_options_and_gives_back_what_the_company_handed_through(String name) {
        var id = Customer.shortUrl("name", "Baobab Loans", "meta", Map.of("order", 8));
        try (var opener = Opener.at(
                desktop(), Opener.REGISTERED, Opener.WITH_SHORT_URL, Map.of(name, id, "withShortURL", true))) {
            opener.sees("Baobab Loans asks").links();
            var linked = opener.heard().stream()
                    .filter(each -> each.containsKey("success"))
                    .findFirst()
                    .orElseThrow();
            assertEquals(Map.of("order", 8), linked.get("meta"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Opener.WITH_OPTIONS, Opener.WITH_SHORT_URL})
    void an_opener_that_is_not_registered_is_shown_no_consent_and_answered_nothing(String form) {
        try (var opener = Opener.at(desktop(), "https://evil.example", form, options())) {
            opener.sees("This page cannot be opened here");
            assertThat(opener.widget.getByText("is not registered")).isVisible();
            assertThat(opener.widget.getByText("Agree and continue")).hasCount(0);
            assertEquals(List.of(Map.of("ifameLoaded", true)), opener.heard());
        }
    }

    @Test
    void an_address_that_names_the_owner_is_not_even_framed_by_a_stranger() {
        var form = Opener.WITH_OPTIONS + "&key=pk_sandbox_local";
        try (var opener = Opener.at(desktop(), "https://evil.example", form, options())) {
            opener.page.waitForLoadState();
            assertThat(opener.widget.locator("#widget")).hasCount(0);
            assertEquals(List.of(), opener.heard());
        }
    }

    @Test
    void an_origin_that_was_denied_again_is_refused() {
        owners.allowOrigin(SANDBOX_OWNER, Opener.REGISTERED, false);
        try (var opener = Opener.at(desktop(), Opener.REGISTERED, Opener.WITH_OPTIONS, options())) {
            opener.sees("This page cannot be opened here");
        }
    }

    @Test
    void another_frame_of_the_page_cannot_speak_for_it() {
        var rival =
                """
                <iframe title="rival" srcdoc="<script>setInterval(() => parent.frames[1]?.postMessage(
                  {key: 'pk_sandbox_local', token: 'ct_sandbox_local', connectMessage: 'Rival'}, '*'), 5)</script>"></iframe>
                """;
        var late =
                "(() => { const options = {key: 'pk_sandbox_local', token: 'ct_sandbox_local', connectMessage: 'First'};"
                        + " window.source = event.source; return options; })()";
        try (var opener = Opener.posting(desktop(), Opener.REGISTERED, Opener.WITH_OPTIONS, late, rival)) {
            opener.says("First");
            opener.page.evaluate(
                    "source.postMessage({key: 'pk_sandbox_local', token: 'ct_sandbox_local', connectMessage: 'Late'}, '*')");
            opener.page.evaluate("source.postMessage({close: true}, '*')");
            opener.press("Agree and continue").sees("Choose your bank");
            opener.press("Back").says("First");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{key: ['pk_sandbox_local'], token: {}}",
                "{key: 'pk_sandbox_local', token: 'ct_sandbox_local', products: {auth: 1}}",
                "{key: 'pk_sandbox_local', token: 'ct_sandbox_local', name: {toString: 'x'}}",
                "{key: 'pk_sandbox_local', token: 'ct_sandbox_local', name: 'x'.repeat(300)}",
                "{key: 'pk_sandbox_local', token: 'ct_sandbox_local', meta: 'x'.repeat(200000)}",
                "{key: 'pk_sandbox_local', token: 'ct_sandbox_local', color: 'red;} body{display:none'}",
                "{key: 'pk_sandbox_local', token: 'ct_sandbox_local', logo: 'javascript:alert(1)'}",
                "{key: 'pk_sandbox_local', token: 'ct_sandbox_local', logo: 'data:text/html;base64,PGI+'}",
                "{key: 'pk_sandbox_local', token: 'ct_sandbox_local', redirect_url: 'javascript:alert(1)'}",
                "{key: 'pk_sandbox_local', token: 'ct_sandbox_local', env: ['production-sandbox'], limit: 'many'}",
                "{ref: {}, withShortURL: true}",
                "{ref: '../../x', withShortURL: true}",
                "JSON.parse('{\"__proto__\": {\"key\": \"x\"}, \"constructor\": {\"prototype\": 1}, \"ref\": 1}')"
            })
    void options_that_are_none_are_refused_in_words(String given) {
        try (var opener = Opener.posting(desktop(), Opener.REGISTERED, Opener.WITH_OPTIONS, given)) {
            opener.sees("This page cannot be opened here");
            assertTrue(opener.heard().getLast().containsKey("error"), () -> opener.heard()
                    .toString());
            assertEquals(List.of(), opener.troubles);
        }
    }

    @Test
    void what_can_be_no_options_at_all_is_passed_over_until_options_come() {
        var rubbish =
                "(() => { const ring = {key: 'x'}; ring.ring = ring; for (const each of [ring, null, 7, '', '{', [], {key: ''},"
                        + " {key: 1n}, new Map([['key', 'x']])]) event.source.postMessage(each, '*');"
                        + " return {key: 'pk_sandbox_local', token: 'ct_sandbox_local', connectMessage: 'Patient'}; })()";
        try (var opener = Opener.posting(desktop(), Opener.REGISTERED, Opener.WITH_OPTIONS, rubbish)) {
            opener.says("Patient");
            assertEquals(List.of(), opener.troubles);
        }
    }

    @Test
    void names_and_messages_are_shown_as_text() {
        var id = Customer.shortUrl("name", "<img src=x onerror=alert(1)>", "connectMessage", "<b>bold</b>");
        try (var opener = Opener.at(desktop(), Opener.REGISTERED, Opener.WITH_SHORT_URL, Map.of("ref", id))) {
            opener.sees("<img src=x onerror=alert(1)> asks").says("<b>bold</b>");
            assertThat(opener.widget.locator("img")).hasCount(0);
        }
    }

    @Test
    void a_logo_elsewhere_is_not_asked_for_and_a_picture_is_shown() {
        try (var opener = Opener.at(
                desktop(), Opener.REGISTERED, Opener.WITH_OPTIONS, options("logo", "https://cdn.example/logo.png"))) {
            opener.sees("Acacia Credit asks");
            assertThat(opener.widget.locator(".mark.letter")).hasText("A");
            assertEquals(
                    List.of(),
                    opener.asked.stream()
                            .filter(url -> !url.startsWith(TestGateway.url()) && !url.startsWith(Opener.REGISTERED))
                            .toList());
        }
        try (var opener = Opener.at(desktop(), Opener.REGISTERED, Opener.WITH_OPTIONS, options("logo", PIXEL))) {
            opener.sees("Acacia Credit asks");
            assertThat(opener.widget.locator("img.mark")).hasAttribute("src", PIXEL);
            assertEquals(
                    1,
                    opener.widget
                            .locator("img.mark")
                            .evaluate("picture => picture.decode().then(() => picture.naturalWidth)"));
        }
    }

    @Test
    void our_script_hands_the_companys_own_logo_over_as_a_picture() {
        try (var context = desktop()) {
            context.route(
                    "**/our-logo.svg",
                    route -> route.fulfill(new Route.FulfillOptions()
                            .setContentType("image/svg+xml")
                            .setBody("<svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'/>")));
            var customer = Customer.opens(context, options("logo", TestGateway.url() + "/our-logo.svg"));
            assertThat(customer.widget.locator("img.mark"))
                    .hasAttribute("src", java.util.regex.Pattern.compile("data:image/svg.*"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/bundle.js", "/v2/sandbox/bundle.js", "/sandbox/v2/bundle.js"})
    void the_old_script_is_the_same_at_each_of_its_addresses(String script) {
        try (var customer =
                Customer.by(desktop(), plainScript(script, "Okra.buildWithOptions({...options, ...on})"), options())) {
            customer.sees("Acacia Credit asks to connect").press("No, thanks");
            assertThat(customer.page.locator("iframe")).hasCount(0);
        }
    }

    @Test
    void our_script_in_a_plain_tag_is_the_global_alone() {
        try (var context = desktop()) {
            var page = context.newPage();
            page.route(
                    TestGateway.url() + "/plain",
                    route -> route.fulfill(new Route.FulfillOptions()
                            .setContentType("text/html")
                            .setBody("<script src='/openbalance.js'></script>")));
            page.navigate(TestGateway.url() + "/plain");
            assertEquals("function", page.evaluate("typeof OpenBalance.open"));
            assertEquals("undefined", page.evaluate("typeof globalThis.Okra"));
            page.evaluate("options => OpenBalance.open(options)", options());
            assertThat(page.frameLocator("iframe").locator("h1")).containsText("Acacia Credit asks");
        }
    }

    @Test
    void the_promise_holds_what_was_linked_or_null_or_why_not() {
        var link = "OpenBalance.link(options).then((linked) => { window.outcome = linked && linked.bank_name; },"
                + " (error) => { window.outcome = error.code; })";
        try (var customer = Customer.by(desktop(), link, options())) {
            customer.agrees()
                    .chooses("Harmattan Bank")
                    .signsIn("user_good")
                    .hasSharedBoth()
                    .press("Done");
            customer.page.waitForFunction("window.outcome === 'Harmattan Bank'");
        }
        try (var customer = Customer.by(desktop(), link, options())) {
            customer.sees("Acacia Credit").press("No, thanks");
            customer.page.waitForFunction("window.outcome === null");
        }
        try (var customer = Customer.by(desktop(), link, options("token", "ct_unknown"))) {
            customer.sees("cannot be opened").press("Close");
            customer.page.waitForFunction("typeof window.outcome === 'string'");
        }
    }

    @Test
    void nothing_behind_the_widget_can_be_reached_and_the_focus_comes_back() {
        try (var customer = Customer.opens(desktop(), options())) {
            customer.sees("Acacia Credit asks");
            assertEquals(true, customer.page.evaluate("document.querySelector('dialog').matches(':modal')"));
            assertThat(customer.widget.locator("h1")).isFocused();
            customer.page.keyboard().press("Escape");
            assertThat(customer.page.locator("iframe")).hasCount(0);
            assertThat(customer.page.locator("dialog")).hasCount(0);
            assertEquals("", customer.page.evaluate("document.documentElement.style.overflow"));
        }
    }

    @Test
    void with_a_window_of_its_own_it_leads_back_with_the_record_and_the_state() {
        try (var context = desktop()) {
            context.route(
                    Opener.REGISTERED + "/**",
                    route -> route.fulfill(new Route.FulfillOptions()
                            .setContentType("text/html")
                            .setBody("<h1>Back at the shop</h1>")));
            var id = Customer.shortUrl("redirect_url", Opener.REGISTERED + "/back?basket=9");
            var page = context.newPage();
            page.navigate(TestGateway.url() + "/?ref=" + id + "&state=a%26b");
            press(page, "Agree and continue");
            press(page, "Harmattan Bank");
            page.getByLabel("User name").fill("user_good");
            page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true))
                    .fill("pass_good");
            press(page, "Sign in");
            press(page, "Share 2 accounts");
            press(page, "Back to Acacia Credit");
            page.waitForURL(java.util.regex.Pattern.compile(
                    "https://shop\\.example/back\\?basket=9&status=success&record_id=[0-9a-f]{24}&state=a%26b"));
        }
    }

    @Test
    void it_leads_back_to_no_address_that_is_not_registered() {
        try (var context = desktop()) {
            var page = context.newPage();
            page.navigate(TestGateway.url() + "/demo");
            page.waitForFunction("window.OpenBalance");
            page.navigate((String) page.evaluate(
                    "options => OpenBalance.page(options)", options("redirect_url", "https://evil.example/back")));
            assertThat(page.locator("h1")).hasText("This page cannot be opened here");
            assertFalse(page.url().contains("evil.example/back?"));
        }
    }

    private static void press(Page page, String button) {
        page.getByRole(com.microsoft.playwright.options.AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button))
                .first()
                .click();
    }

    private static String plainScript(String address, String call) {
        return """
                const script = document.createElement("script");
                script.src = "%s";
                script.onload = () => %s;
                document.head.append(script);
                """
                .formatted(address, call);
    }
}
