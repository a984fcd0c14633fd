package org.openbalance.widget;

import com.google.gson.Gson;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openbalance.local.TestGateway;

/// A company's page of its own origin that speaks to the widget by hand, as pages did before there was our script: it
/// frames an address, waits for `ifameLoaded`, posts its options, and hears.
final class Opener implements AutoCloseable {

    static final String WITH_OPTIONS = "/?isIframe=true&withOptions=true";
    static final String WITH_SHORT_URL = "/?&withOptions=true&isIframe=true";
    static final String REGISTERED = "https://shop.example";

    private static final String HTML =
            """
            <!doctype html><html lang="en"><title>Shop</title>
            <script>
              window.heard = [];
              addEventListener("message", (event) => {
                heard.push(event.data);
                if (event.data.ifameLoaded) {
                  const options = %s;
                  event.source.postMessage(options, "*");
                }
              });
            </script>
            %s<iframe id="widget" title="widget" width="480" height="760" src="%s"></iframe>
            """;

    final Page page;
    final FrameLocator widget;
    final List<String> asked = new ArrayList<>();
    final List<String> troubles = new ArrayList<>();

    private final BrowserContext context;

    private Opener(BrowserContext context) {
        this.context = context;
        this.page = context.newPage();
        this.widget = page.frameLocator("#widget");
        page.onRequest(request -> asked.add(request.url()));
        page.onPageError(troubles::add);
    }

    static Opener at(BrowserContext context, String origin, String form, Map<String, Object> options) {
        return posting(context, origin, form, new Gson().toJson(options));
    }

    /// @param options what is posted, as an expression
    static Opener posting(BrowserContext context, String origin, String form, String options) {
        return posting(context, origin, form, options, "");
    }

    /// @param before what else stands on the page, ahead of the frame
    static Opener posting(BrowserContext context, String origin, String form, String options, String before) {
        context.grantPermissions(List.of("local-network-access"));
        var opener = new Opener(context);
        var html = HTML.formatted(options, before, TestGateway.url() + form.replace("&", "&amp;"));
        context.route(
                origin + "/",
                route -> route.fulfill(
                        new Route.FulfillOptions().setContentType("text/html").setBody(html)));
        opener.page.navigate(origin + "/");
        return opener;
    }

    Opener sees(String title) {
        PlaywrightAssertions.assertThat(widget.locator("h1")).containsText(title);
        return this;
    }

    /// What stands under the title of the first screen, which the page's options may say.
    Opener says(String lead) {
        PlaywrightAssertions.assertThat(widget.locator(".lead")).hasText(lead);
        return this;
    }

    Opener press(String button) {
        widget.getByRole(AriaRole.BUTTON, new FrameLocator.GetByRoleOptions().setName(button))
                .first()
                .click();
        return this;
    }

    Opener type(String label, String text) {
        widget.getByLabel(label, new FrameLocator.GetByLabelOptions().setExact(true))
                .fill(text);
        return this;
    }

    Opener links() {
        press("Agree and continue").press("Harmattan Bank").sees("Sign in to");
        type("User name", "user_good").type("Password", "pass_good").press("Sign in");
        return press("Share 2 accounts").sees("You are connected");
    }

    List<Map<?, ?>> heard() {
        return ((List<?>) page.evaluate("heard"))
                .stream().map(message -> (Map<?, ?>) message).collect(Collectors.toList());
    }

    @Override
    public void close() {
        context.close();
    }
}
