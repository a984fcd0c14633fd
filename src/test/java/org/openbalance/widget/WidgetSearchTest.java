package org.openbalance.widget;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.openbalance.widget.Customer.options;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.SelectOption;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openbalance.local.LocalQueues;

/// The choice of one bank among three thousand.
@QuarkusTest
@Tag("browser")
class WidgetSearchTest {

    private static Browser browser;

    @Inject
    LocalQueues queues;

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
    void the_network_is_known() {
        queues.tick("refresh");
    }

    private static Customer choosing(String language, Object... more) {
        return Customer.opens(browser.context(Browser.PHONE_WIDTH, language), options(more));
    }

    private static Locator rows(Customer customer) {
        return customer.widget.locator("#banks button");
    }

    @Test
    void the_first_banks_are_loaded_and_the_others_searched_at_the_server() {
        try (var customer = choosing("en")) {
            var sizes = new ArrayList<Integer>();
            customer.page.onResponse(response -> {
                if (response.url().endsWith("/widget/banks")) {
                    sizes.add(response.body().length);
                }
            });
            customer.agrees().sees("Choose your bank");
            assertThat(rows(customer)).hasCount(50);
            assertThat(rows(customer).first()).containsText("Calabash Bank");
            assertThat(customer.widget.locator(".count"))
                    .hasText("The first 50 of 3,006 banks. Type a part of the name.");
            assertTrue(sizes.stream().allMatch(size -> size < 40_000), "The first page took " + sizes);
            customer.looks("40-many-banks");

            customer.widget.getByLabel("Search for your bank").pressSequentially("burger eller");
            assertThat(customer.widget.locator(".count")).hasText("15 banks");
            assertThat(rows(customer).first()).containsText("Bürgerkasse Eller");
            assertTrue(sizes.size() <= 3, "One request for each pause, not each letter: " + sizes);
            customer.looks("41-many-banks-found");

            customer.type("Search for your bank", "burgerkasse ellermoor");
            assertThat(rows(customer)).hasCount(1);
            customer.widget.getByLabel("Search for your bank").press("ArrowDown");
            assertThat(rows(customer).first()).isFocused();
            rows(customer).first().press("Enter");
            customer.signsIn("user_good").hasSharedBoth();
        }
    }

    @Test
    void nothing_that_does_not_fit_can_be_chosen_while_the_server_is_asked() {
        try (var customer = choosing("en")) {
            customer.agrees().sees("Choose your bank");
            assertThat(rows(customer)).hasCount(50);
            var unanswered = new ArrayList<Route>();
            customer.page.route("**/widget/banks", unanswered::add);
            var field = customer.widget.getByLabel("Search for your bank");
            var count = customer.widget.locator(".count");
            var before = count.boundingBox();

            field.pressSequentially("lago");

            assertThat(count).hasText("Searching…");
            assertThat(customer.widget.locator("#banks")).hasAttribute("aria-busy", "true");
            assertThat(rows(customer)).hasCount(1);
            var meanwhile = count.boundingBox();
            assertTrue(before.y == meanwhile.y && before.x == meanwhile.x, before.y + " became " + meanwhile.y);
            field.press("ArrowDown");
            assertThat(rows(customer).first()).isFocused();
            rows(customer).first().press("Enter");
            customer.sees("Lagoon Bank");
        }
    }

    @Test
    void the_answer_to_an_earlier_search_is_not_taken_for_that_to_a_later_one() {
        try (var customer = choosing("en")) {
            customer.agrees().sees("Choose your bank");
            assertThat(rows(customer)).hasCount(50);
            var asked = new ArrayList<Route>();
            customer.page.route("**/widget/banks", asked::add);
            var field = customer.widget.getByLabel("Search for your bank");
            var count = customer.widget.locator(".count");
            field.pressSequentially("burger");
            customer.page.waitForCondition(() -> asked.size() == 1);
            assertThat(count).hasText("Searching…");
            count.evaluate(
                    """
                    count => {
                      window.told = [];
                      const note = () => window.told.push(count.textContent);
                      new MutationObserver(note).observe(count, { childList: true, characterData: true, subtree: true });
                    }""");

            field.pressSequentially("zz");
            asked.getFirst().resume();
            customer.page.waitForCondition(() -> asked.size() == 2);

            assertEquals(List.of(), count.evaluate("() => window.told"));
        }
    }

    @Test
    void a_search_that_fails_leaves_the_focus_where_the_customer_types() {
        try (var customer = choosing("en")) {
            customer.agrees().sees("Choose your bank");
            assertThat(rows(customer)).hasCount(50);
            customer.page.route("**/widget/banks", Route::abort);
            var field = customer.widget.getByLabel("Search for your bank");

            field.pressSequentially("lago");

            assertThat(customer.widget.locator("#trouble")).isVisible();
            assertThat(field).isFocused();
        }
    }

    @Test
    void a_country_narrows_the_choice() {
        try (var customer = choosing("fr-FR")) {
            customer.press("Accepter et continuer").sees("Choisissez votre banque");
            var country = customer.widget.getByLabel("Pays");
            assertThat(country.locator("option")).hasText(new String[] {
                "Tous les pays",
                "Afrique du Sud",
                "Allemagne",
                "France",
                "Ghana",
                "Kenya",
                "Nigeria",
                "Pays-Bas",
                "Pologne",
                "Suède"
            });
            country.selectOption(new SelectOption().setLabel("Pologne"));
            assertThat(customer.widget.locator(".count"))
                    .hasText(Pattern.compile("Les 50 premières de 350 banques\\..*"));
            customer.type("Rechercher votre banque", "skarbiec swierkawa");
            assertThat(rows(customer)).hasCount(1);
            assertThat(rows(customer).first()).containsText("Skarbiec Świerkawa");
            customer.looks("42-many-banks-country");

            customer.type("Rechercher votre banque", "zzz");
            assertThat(customer.widget.locator(".count")).containsText("Aucune banque");
        }
    }

    @Test
    void banks_of_one_country_need_no_choice_of_countries() {
        try (var customer = choosing("en", "filter", Map.of("countries", List.of("KE")))) {
            customer.agrees().sees("Choose your bank");
            assertThat(rows(customer)).hasCount(50);
            assertThat(customer.widget.locator("select")).hasCount(0);
        }
    }
}
