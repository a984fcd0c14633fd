package org.openbalance.widget;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.openbalance.widget.Customer.options;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openbalance.local.TestGateway;

/// Colours that stand out, movement that rests, words in every language, and optional scopes that are asked for, not
/// taken.
@QuarkusTest
@Tag("browser")
class WidgetLookTest {

    private static final Path WEB = Path.of("src/main/web/app");
    private static final int COLOURS = 3_000;
    private static final double LEAST_CONTRAST = 4.5;

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

    /// The contrast is computed here anew, by WCAG's own formula, from what the page's style came to be.
    @Test
    void whatever_colour_a_company_has_text_stands_out_on_it_and_it_stands_out_on_white() throws IOException {
        var given = new ArrayList<>(List.of(
                "#fff", "#ffffff", "#FFFFFE", "#ffff00", "#00ffff", "#f0f", "#0f0", "#000", "#3AB795", "#767676",
                "#777777", "#ffd", "#fefefe", "#7f7f00"));
        given.addAll(
                List.of("", "red", "#12345", "#gggggg", "javascript:alert(1)", "#fff;}", "rgb(1,2,3)", "#ffffffff"));
        var random = new Random(20_261_124);
        while (given.size() < COLOURS) {
            given.add("#%06x".formatted(random.nextInt(0x1000000)));
        }
        try (var context = phone()) {
            var page = context.newPage();
            page.navigate("about:blank");
            var painted = (List<?>) page.evaluate(
                    """
                    ([source, colours]) => {
                      const paint = new Function(source + "; return paint;")();
                      return colours.map((colour) => {
                        paint(colour);
                        const style = document.documentElement.style;
                        return [style.getPropertyValue("--accent"), style.getPropertyValue("--accent-deep")];
                      });
                    }
                    """,
                    List.of(script("colour.js"), given));
            for (var place = 0; place < given.size(); place++) {
                for (var colour : (List<?>) painted.get(place)) {
                    var contrast = 1.05 / (luminance(colour.toString()) + 0.05);
                    assertTrue(contrast >= LEAST_CONTRAST, given.get(place) + " became " + colour + ": " + contrast);
                }
            }
            assertEquals("#000000", ((List<?>) painted.get(given.indexOf("#000"))).getFirst());
            assertEquals("#767676", ((List<?>) painted.get(given.indexOf("#767676"))).getFirst());
        }
    }

    private static String script(String name) throws IOException {
        return Files.readString(WEB.resolve(name))
                .replaceAll("(?m)^export default .*$", "")
                .replaceAll("(?m)^export ", "");
    }

    private static double luminance(String hex) {
        assertTrue(hex.matches("#[0-9a-f]{6}"), hex);
        var rgb = Integer.parseInt(hex.substring(1), 16);
        return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8 & 255) + 0.0722 * linear(rgb & 255);
    }

    private static double linear(int part) {
        var share = part / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }

    @Test
    void nothing_moves_for_who_wants_no_movement() {
        try (var context = phone()) {
            context.route("**/widget/login", route -> {});
            var customer = Customer.opens(context, options());
            customer.agrees().chooses("Harmattan Bank").signsIn("user_good").sees("One moment");
            assertEquals(0, moving(customer));
            customer.page.emulateMedia(new Page.EmulateMediaOptions()
                    .setReducedMotion(com.microsoft.playwright.options.ReducedMotion.NO_PREFERENCE));
            assertTrue(moving(customer) > 0);
        }
    }

    private static int moving(Customer customer) {
        return ((Number) customer.widget.locator("body").evaluate("() => document.getAnimations().length")).intValue();
    }

    @Test
    void every_language_has_every_text_of_the_first() throws IOException {
        try (var files = Files.list(WEB.resolve("texts"));
                var context = phone()) {
            var page = context.newPage();
            page.navigate("about:blank");
            var languages =
                    files.map(file -> file.getFileName().toString()).sorted().toList();
            assertTrue(languages.containsAll(List.of("en.js", "fr.js")));
            var first = paths(page, "en.js");
            for (var language : languages) {
                assertEquals(first, paths(page, language), language);
            }
        }
    }

    private static Object paths(Page page, String language) throws IOException {
        return page.evaluate(
                """
                (source) => {
                  const texts = new Function(source + "; return texts;")();
                  const paths = (node, path) => typeof node === "object"
                    ? Object.entries(node).flatMap(([name, inner]) => paths(inner, path + "." + name))
                    : [path + " " + typeof node + (typeof node === "function" ? node.length : node ? "" : " empty")];
                  return paths(texts, "").sort();
                }
                """,
                script("texts/" + language));
    }

    @Test
    void what_is_optional_is_shared_only_by_who_ticks_it() {
        try (var customer = Customer.opens(phone(), options("products", List.of("auth", "identity", "transactions")))) {
            customer.sees("Acacia Credit asks");
            assertThat(customer.widget.getByLabel("Identity")).not().isChecked();
            customer.widget.getByLabel("Transactions").check();
            var sent = customer.page
                    .waitForRequest("**/widget/consent", customer::agrees)
                    .postData();
            assertTrue(sent.contains("\"scopes\":[\"auth\",\"balance\",\"transactions\"]"), sent);
            customer.chooses("Harmattan Bank").signsIn("user_good").hasSharedBoth();
        }
    }

    @Test
    void the_pictures_of_banks_are_ours_and_all_there() {
        try (var customer = Customer.opens(phone(), options())) {
            customer.agrees().sees("Choose your bank");
            customer.widget.locator("#banks button").first().waitFor();
            var broken = customer.widget
                    .locator("#banks")
                    .evaluate("list => Promise.all([...list.querySelectorAll('img')].map(one => one.decode()))"
                            + ".then(all => all.length, () => 'broken')");
            assertEquals(6, broken);
            // The network's banks have none: they are shown by their first letters.
            assertThat(customer.widget.locator("#banks button").nth(5).locator(".letter"))
                    .hasCount(0);
            assertThat(customer.widget.locator("#banks button").nth(6).locator(".letter"))
                    .hasCount(1);
        }
    }

    @Test
    void a_receipt_tells_when_the_accounts_were_last_read() {
        try (var customer = Customer.opens(phone(), options())) {
            customer.agrees().chooses("Harmattan Bank").signsIn("user_good").hasSharedBoth();
            var receipt = customer.page.waitForPopup(
                    () -> customer.widget.getByText("Open receipt").click());
            assertThat(receipt.locator("dl")).containsText("Last read");
            assertThat(receipt.locator("dl div").last()).not().containsText("Not yet");
            assertTrue(receipt.url().matches(TestGateway.url() + "/consents#s_[0-9a-f]{64}"), receipt.url());
            assertEquals(Map.of(), receipt.evaluate("({...sessionStorage, ...localStorage})"));
        }
    }
}
