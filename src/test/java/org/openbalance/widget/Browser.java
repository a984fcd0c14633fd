package org.openbalance.widget;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/// The machine's own Chromium, which is never downloaded.
final class Browser implements AutoCloseable {

    static final int PHONE_WIDTH = 320;
    static final int DESKTOP_WIDTH = 1280;

    private static final Path SCREENS = Path.of("target/screens");
    private static final List<String> PLACES =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser browser;

    /// Asked with the buttons at the end of the screen: a target that is scrolled half under them does not count.
    private static final String HALF_COVERED = "target-size";

    private Browser(Playwright playwright, com.microsoft.playwright.Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /// Skips the tests where there is no browser, but in continuous integration fails them.
    static Browser open() {
        var executable = find();
        if (executable.isEmpty()) {
            var missing = "There is no Chromium at " + PLACES + ": the widget is not tested in a browser.";
            Assertions.assertNotEquals("true", System.getenv("CI"), missing);
            Assumptions.abort(missing);
        }
        var playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        var options = new BrowserType.LaunchOptions()
                .setExecutablePath(executable.get())
                .setArgs(List.of(
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync"));
        return new Browser(playwright, playwright.chromium().launch(options));
    }

    private static Optional<Path> find() {
        var named = Stream.ofNullable(System.getenv("OPENBALANCE_CHROMIUM"));
        return Stream.concat(named, PLACES.stream())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    BrowserContext context(int width, String locale) {
        return browser.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(width, width == PHONE_WIDTH ? 640 : 860)
                .setLocale(locale)
                .setReducedMotion(com.microsoft.playwright.options.ReducedMotion.REDUCE));
    }

    /// Keeps a picture of a screen at both widths, and lets axe look at it at each.
    static void look(Page page, String screen) {
        var width = page.viewportSize().width;
        for (var each : new int[] {PHONE_WIDTH, DESKTOP_WIDTH}) {
            page.setViewportSize(each, each == PHONE_WIDTH ? 640 : 860);
            page.screenshot(new Page.ScreenshotOptions().setPath(SCREENS.resolve(screen + "-" + each + ".png")));
        }
        for (var each : new int[] {DESKTOP_WIDTH, PHONE_WIDTH}) {
            page.setViewportSize(each, each == PHONE_WIDTH ? 640 : 860);
            assertFits(page, screen, each);
            assertAccessible(page, screen);
        }
        page.setViewportSize(width, width == PHONE_WIDTH ? 640 : 860);
    }

    static void fits(Page page, String screen) {
        var width = page.viewportSize().width;
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENS.resolve(screen + "-" + width + ".png")));
        assertFits(page, screen, width);
        assertAccessible(page, screen);
    }

    private static void assertFits(Page page, String screen, int width) {
        for (var frame : page.frames()) {
            var wide = frame.evaluate("document.documentElement.scrollWidth");
            Assertions.assertTrue(((Number) wide).intValue() <= width, screen + " is wider than " + width);
        }
    }

    private static void assertAccessible(Page page, String screen) {
        assertNothingFound(axe(page).disableRules(List.of(HALF_COVERED)), screen);
        buttonsStand(page, "static");
        assertNothingFound(axe(page), screen);
        buttonsStand(page, "");
    }

    private static void buttonsStand(Page page, String position) {
        for (var frame : page.frames()) {
            frame.evaluate("for (const node of document.querySelectorAll('.actions')) node.style.position = '"
                    + position + "'");
        }
    }

    private static AxeBuilder axe(Page page) {
        return new AxeBuilder(page)
                .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"));
    }

    private static void assertNothingFound(AxeBuilder axe, String screen) {
        var found = axe.analyze().getViolations();
        var told = found.stream()
                .map(rule -> rule.getId() + " "
                        + rule.getNodes().stream()
                                .map(node -> node.getTarget() + " " + node.getHtml())
                                .toList())
                .toList();
        Assertions.assertTrue(found.isEmpty(), screen + ": " + told);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
