package org.openbalance.widget;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.local.TestGateway;
import org.openbalance.owner.Owners;

/// The overlay in pages as they are: with frameworks, dialogs, policies, blockers and old browsers of their own.
@QuarkusTest
@Tag("browser")
class WidgetHostTest {

    private static final String SANDBOX_OWNER = "5f0cf73e0000000000000001";
    private static final String OPTIONS =
            "{key: 'pk_sandbox_local', token: 'ct_sandbox_local', env: 'production-sandbox', products: ['balance']}";
    private static final String UNTOUCHED =
            "document.documentElement.style.overflow === '' && !document.querySelector('dialog')";

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
        var context = browser.context(Browser.DESKTOP_WIDTH, "en");
        context.grantPermissions(List.of("local-network-access"));
        return context;
    }

    /// A page of the company that has our script, and writes down what it hears.
    private static Page host(BrowserContext context, String origin, String head, String body) {
        var html = "<!doctype html><html lang='en'><head>" + head + "<title>Shop</title><script src='"
                + TestGateway.url() + "/openbalance.js'></script></head>" + body;
        context.route(
                origin + "/",
                route -> route.fulfill(
                        new Route.FulfillOptions().setContentType("text/html").setBody(html)));
        var page = context.newPage();
        page.navigate(origin + "/");
        page.evaluate(
                """
                window.heard = [];
                window.on = Object.fromEntries(["onSuccess", "onError", "onClose", "onEvent"]
                  .map((name) => [name, (data) => heard.push(name === "onError" ? `${name} ${data.code}` : name)]));
                """);
        return page;
    }

    private static Page host(BrowserContext context, String head, String body) {
        return host(context, Opener.REGISTERED, head, body);
    }

    private static void opens(Page page) {
        page.evaluate("OpenBalance.open({..." + OPTIONS + ", ...on}); undefined");
    }

    private static FrameLocator widget(Page page) {
        return page.frameLocator("dialog iframe");
    }

    private static void press(Page page, String button) {
        widget(page)
                .getByRole(AriaRole.BUTTON, new FrameLocator.GetByRoleOptions().setName(button))
                .first()
                .click();
    }

    private static void links(Page page) {
        press(page, "Agree and continue");
        press(page, "Harmattan Bank");
        widget(page).getByLabel("User name").fill("user_good");
        widget(page)
                .getByLabel("Password", new FrameLocator.GetByLabelOptions().setExact(true))
                .fill("pass_good");
        press(page, "Sign in");
        press(page, "Share");
        assertThat(widget(page).locator("h1")).containsText("You are connected");
    }

    private static void isSeen(Page page) {
        assertThat(widget(page).locator("h1")).containsText("asks");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "document.body.replaceWith(document.createElement('body')); OpenBalance.close()",
                "document.querySelector('dialog').remove()",
                "document.querySelector('iframe').remove()",
                "document.body.innerHTML = ''; OpenBalance.close()",
                "OpenBalance.close(); OpenBalance.close()",
                "document.querySelector('dialog').close()"
            })
    void however_the_frame_goes_the_page_is_as_before(String end) {
        try (var context = desktop()) {
            var page = host(context, "", "<body><button id='opener'>Link</button>");
            page.evaluate("opener = document.getElementById('opener'); opener.focus()");
            page.evaluate("window.outcome = 'open'; OpenBalance.link({..." + OPTIONS
                    + ", ...on}).then((linked) => { window.outcome = linked; }); undefined");
            isSeen(page);

            page.evaluate(end);

            page.waitForFunction("window.outcome === null");
            assertEquals(true, page.evaluate(UNTOUCHED));
            assertEquals(List.of("onEvent", "onClose"), page.evaluate("heard"));
            opens(page);
            isSeen(page);
            page.evaluate("OpenBalance.close()");
            assertEquals(true, page.evaluate(UNTOUCHED));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<body style='pointer-events: none'>",
                "<body style='visibility: hidden; opacity: 0.1'>",
                "<body inert aria-hidden='true'>",
                "<style>iframe { display: none !important; width: 10px !important; position: static !important }</style><body>",
                "<style>dialog { display: none !important; max-width: 3em } * { pointer-events: none !important }</style><body>",
                "<body><dialog id='own'>A dialog of the page</dialog><script>own.showModal()</script>",
                "<body><div id='own' popover>A popover</div><script>own.showPopover()</script>"
            })
    void rules_and_layers_of_the_page_do_not_reach_the_widget(String body) {
        try (var context = desktop()) {
            var page = host(context, "", body);
            opens(page);
            isSeen(page);

            links(page);
            press(page, "Done");

            page.waitForFunction("heard.includes('onSuccess') && heard.includes('onClose')");
            assertEquals(0, page.locator("dialog iframe").count());
        }
    }

    private static void saysThatItDidNotLoad(Page page) {
        page.waitForFunction("heard.includes('onClose')", null, new Page.WaitForFunctionOptions().setTimeout(12_000));
        assertEquals(List.of("onError NOT_LOADED", "onClose"), page.evaluate("heard"));
        assertEquals(true, page.evaluate(UNTOUCHED));
    }

    @Test
    void a_frame_that_the_pages_policy_blocks_is_told_within_seconds() {
        try (var context = desktop()) {
            var policy = "<meta http-equiv='Content-Security-Policy' content=\"frame-src 'none'\">";
            var page = host(context, policy, "<body>");
            opens(page);

            saysThatItDidNotLoad(page);
        }
    }

    @Test
    void an_unknown_key_and_an_origin_that_is_not_registered_are_told_within_seconds() {
        try (var context = desktop()) {
            var page = host(context, "", "<body>");
            page.evaluate("OpenBalance.open({key: 'pk_unknown', token: 'x', ...on}); undefined");

            saysThatItDidNotLoad(page);
        }
    }

    @Test
    void an_api_that_is_not_reached_is_told_and_the_promise_is_rejected() {
        try (var context = desktop()) {
            var page = host(context, "", "<body>");
            context.route(url -> url.contains("isIframe"), Route::abort);
            page.evaluate(
                    "OpenBalance.link(" + OPTIONS + ").catch((error) => { window.outcome = error.code; }); undefined");

            page.waitForFunction(
                    "window.outcome === 'NOT_LOADED'", null, new Page.WaitForFunctionOptions().setTimeout(12_000));
            assertEquals(true, page.evaluate(UNTOUCHED));
        }
    }

    @Test
    void before_it_has_loaded_escape_gives_the_page_back() {
        try (var context = desktop()) {
            var page = host(context, "", "<body>");
            context.route(url -> url.contains("isIframe"), _ -> {
                // Never answered.
            });
            opens(page);
            assertThat(page.locator("dialog")).hasCount(1);

            page.keyboard().press("Escape");

            assertEquals(List.of("onClose"), page.evaluate("heard"));
            assertEquals(true, page.evaluate(UNTOUCHED));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"done", "closed", "closed by the page"})
    void no_entry_is_left_in_the_pages_history(String end) {
        try (var context = desktop()) {
            var page = host(context, "", "<body>");
            var before = page.evaluate("history.length");
            opens(page);
            if (end.equals("done")) {
                links(page);
                press(page, "Done");
            } else {
                press(page, "Agree and continue");
                press(page, "Harmattan Bank");
                assertThat(widget(page).locator("h1")).containsText("Sign in to");
                if (end.equals("closed")) {
                    press(page, "Close");
                    press(page, "Leave");
                } else {
                    page.evaluate("OpenBalance.close()");
                }
            }
            page.waitForFunction("heard.includes('onClose')");

            assertEquals(before, page.evaluate("history.length"));
        }
    }

    /// What browsers of the level of ES2021 lack: Chrome 85 to 91, Firefox 79 to 91, Safari 14.1.
    private static final String OLDEST =
            """
            delete Object.hasOwn; delete Array.prototype.at; delete String.prototype.at; delete Array.prototype.findLast;
            delete Array.prototype.findLastIndex; delete Array.prototype.toSorted; delete Array.prototype.toReversed;
            delete Array.prototype.with; delete Object.groupBy; delete Map.groupBy; delete Promise.withResolvers;
            delete globalThis.structuredClone; delete Error.prototype.cause; delete AbortSignal.timeout; delete AbortSignal.any;
            delete HTMLDialogElement.prototype.showModal; delete HTMLDialogElement.prototype.show;
            delete HTMLElement.prototype.showPopover; delete HTMLElement.prototype.inert; delete Crypto.prototype.randomUUID;
            delete Array.fromAsync; delete URL.canParse; delete Set.prototype.union; delete Set.prototype.isSubsetOf;
            """;

    @Test
    void the_oldest_browser_that_is_served_goes_the_whole_way() {
        try (var context = desktop()) {
            context.addInitScript(OLDEST);
            var page = host(context, "", "<body>");
            opens(page);

            links(page);
            press(page, "Done");

            page.waitForFunction("heard.includes('onSuccess') && heard.includes('onClose')");
            assertEquals(true, page.evaluate(UNTOUCHED));
        }
    }

    @Test
    void a_screen_that_cannot_be_drawn_says_so() {
        try (var context = desktop()) {
            context.addInitScript("Intl.DateTimeFormat = class { constructor() { throw new Error('too old'); } };");
            var page = host(context, "", "<body>");
            opens(page);

            assertThat(widget(page).locator("h1")).containsText("Something went wrong");
            assertThat(widget(page).getByText("Update your browser")).isVisible();
            press(page, "Close");
            page.waitForFunction("heard.includes('onClose')");
            assertTrue(((List<?>) page.evaluate("heard")).contains("onError OTHER"));
        }
    }

    @Test
    void the_old_script_says_the_same() {
        try (var context = desktop()) {
            var page = host(context, "", "<body>");
            page.addScriptTag(new Page.AddScriptTagOptions().setUrl(TestGateway.url() + "/v2/bundle.js"));
            page.evaluate(
                    "options => Okra.buildWithOptions({...options, ...on}) && undefined", Map.of("key", "pk_unknown"));

            saysThatItDidNotLoad(page);
        }
    }
}
