package org.openbalance.widget;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.restassured.RestAssured;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openbalance.local.TestGateway;

/// A customer at a company's page that has opened the widget: what they see, and what they do.
final class Customer implements AutoCloseable {

    private static final String RECORD =
            """
            (options) => {
              window.heard = [];
              const hear = (name) => (data) => window.heard.push([name, data ?? null]);
              const on = {onSuccess: hear("success"), onError: hear("error"), onClose: hear("close"), onEvent: hear("event")};
              %s
            }
            """;

    final Page page;
    final FrameLocator widget;

    private final BrowserContext context;

    private Customer(BrowserContext context, Page page) {
        this.context = context;
        this.page = page;
        this.widget = page.frameLocator("iframe");
    }

    /// The options of an ordinary company's page.
    static Map<String, Object> options(Object... more) {
        var options = new HashMap<String, Object>(Map.of(
                "key", "pk_sandbox_local",
                "token", "ct_sandbox_local",
                "env", "production-sandbox",
                "products", List.of("auth", "balance"),
                "name", "Acacia Credit",
                "color", "#3AB795"));
        for (var place = 0; place < more.length; place += 2) {
            options.put((String) more[place], more[place + 1]);
        }
        return options;
    }

    /// A short url for these options, which the company makes with its secret key.
    static String shortUrl(Object... more) {
        return RestAssured.given()
                .baseUri(TestGateway.url())
                .header("authorization", "Bearer sk_sandbox_local")
                .contentType("application/json")
                .body(options(more))
                .post("/v2/sandbox/links/create")
                .jsonPath()
                .getString("data.link.short_url");
    }

    static Customer opens(BrowserContext context, Map<String, Object> options) {
        return by(context, "OpenBalance.open({...options, ...on})", options);
    }

    /// On a page that the test made itself, with a clock of its own for example.
    static Customer on(BrowserContext context, Page page, Map<String, Object> options) {
        return by(context, page, "OpenBalance.open({...options, ...on})", options);
    }

    /// @param call how the company's page opens the widget, with `options` and the functions `on`
    static Customer by(BrowserContext context, String call, Map<String, Object> options) {
        return by(context, context.newPage(), call, options);
    }

    private static Customer by(BrowserContext context, Page page, String call, Map<String, Object> options) {
        page.navigate(TestGateway.url() + "/demo");
        page.waitForFunction("window.OpenBalance");
        page.evaluate(RECORD.formatted(call), options);
        return new Customer(context, page);
    }

    Customer agrees() {
        press("Agree and continue");
        return this;
    }

    Customer chooses(String bank) {
        widget.getByRole(AriaRole.BUTTON, new FrameLocator.GetByRoleOptions().setName(bank))
                .click();
        return this;
    }

    Customer signsIn(String user) {
        sees("Sign in to");
        type("User name", user);
        type("Password", user.equals("user_good") ? "pass_good" : "anything");
        press("Sign in");
        return this;
    }

    Customer type(String label, String text) {
        widget.getByLabel(label, new FrameLocator.GetByLabelOptions().setExact(true))
                .fill(text);
        return this;
    }

    /// Uses the browser's way back, which a browser hands to the dialog that is open.
    Customer backsOut() {
        page.evaluate("document.querySelector('dialog').dispatchEvent(new Event('cancel', {cancelable: true}))");
        return this;
    }

    Customer press(String button) {
        button(button).click();
        return this;
    }

    Locator button(String name) {
        return widget.getByRole(
                AriaRole.BUTTON,
                new FrameLocator.GetByRoleOptions().setName(name).setExact(true));
    }

    Customer sees(String title) {
        PlaywrightAssertions.assertThat(widget.locator("h1")).containsText(title);
        return this;
    }

    Customer hasSharedBoth() {
        sees("Choose what to share").press("Share 2 accounts").sees("You are connected");
        return this;
    }

    Customer looks(String screen) {
        Browser.look(page, screen);
        return this;
    }

    /// As [#looks(String)], at the width that the page has.
    Customer fits(String screen) {
        Browser.fits(page, screen);
        return this;
    }

    /// All that the widget keeps in its tab.
    String stored() {
        return widget.locator("body")
                .evaluate(
                        "() => JSON.stringify({...sessionStorage, ...localStorage, cookie: document.cookie, history: history.state})")
                .toString();
    }

    /// What the company's page heard under a name, in order.
    List<?> heard(String name) {
        return (List<?>)
                page.evaluate("(name) => window.heard.filter(([one]) => one === name).map(([, data]) => data)", name);
    }

    @Override
    public void close() {
        context.close();
    }
}
