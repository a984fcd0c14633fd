package org.openbalance.bank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.openbalance.api.Product;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;

class BankJsonTest {

    private static final String BASE = "https://balances.example.com";
    private static final Bank BANK = new Bank(
            "5a17db0a2c4e0b6d30f10902",
            "calabash-bank",
            "902",
            "Calabash Bank",
            "calabash-bank.svg",
            new Bank.Colors("#dcefe2", "#17693f", "#0f5130", "#ffffff"),
            false,
            Set.of(Product.BALANCE, Product.AUTH),
            new Bank.Login("otp", List.of()));

    @Test
    void a_balance_names_no_more_and_no_less_of_its_bank_than_the_old_api() {
        var brief = BankJson.brief(BANK, BASE);
        assertEquals(Set.of("_id", "icon", "logo", "name", "v2_icon", "v2_logo", "colors"), names(brief));
        assertEquals(Set.of("accent", "primary", "button", "icon"), names(brief.get("colors")));
        assertEquals(
                BASE + "/assets/banks/calabash-bank.svg", brief.get("v2_logo").asText());
    }

    @Test
    void our_own_page_is_given_no_picture_that_it_may_not_load() {
        var listed = new Bank(
                BANK.id(),
                BANK.slug(),
                BANK.code(),
                BANK.name(),
                "https://pictures.example/logo.svg",
                BANK.colors(),
                false,
                BANK.products(),
                BANK.login());

        assertEquals("", BankJson.onPage(listed, BASE).get("icon").asText());
        assertEquals(
                BASE + "/assets/banks/calabash-bank.svg",
                BankJson.onPage(BANK, BASE).get("icon").asText());
    }

    @Test
    void a_strict_client_finds_every_text_it_needs() {
        var full = BankJson.full(BANK, BASE);
        for (var name : List.of(
                "id",
                "_id",
                "name",
                "slug",
                "icon",
                "v2_icon",
                "v2_logo",
                "logo",
                "sortcode",
                "alt_sortcode",
                "status",
                "created_at",
                "last_updated")) {
            assertTrue(full.path(name).isTextual(), name);
            assertFalse(full.get(name).asText().isEmpty(), name);
        }
    }

    @Test
    void a_strict_client_finds_every_flag_list_and_object_it_needs() {
        var full = BankJson.full(BANK, BASE);
        for (var name : List.of(
                "ussd",
                "individual",
                "corporate",
                "secret_question_or_otp",
                "secret_question_or_otp_mobile",
                "secret_question_or_otp_corp")) {
            assertTrue(full.path(name).isBoolean(), name);
        }
        assertTrue(full.path("products").isArray());
        assertTrue(full.path("countries").isArray());
        assertFalse(full.path("colors").isEmpty());
        assertFalse(full.path("payments").isEmpty());
    }

    @Test
    void nothing_of_a_bank_is_null() {
        assertEquals(List.of(), nulls(BankJson.full(BANK, BASE)));
    }

    @Test
    void a_bank_was_made_in_the_second_its_id_begins_with() {
        assertEquals(
                "2017-11-24T08:40:42.000Z",
                BankJson.full(BANK, BASE).get("created_at").asText());
    }

    @Test
    void an_account_at_a_bank_that_is_gone_still_shows() {
        var empty = FixedBanks.of(List.of(), InstantSource.system());
        var tenant = new Tenant("5a17db0a2c4e0b6d30f10000", Environment.SANDBOX);
        var gone = BankJson.brief(empty, tenant, BANK.id(), BASE);
        assertEquals(BANK.id(), gone.get("_id").asText());
        assertEquals("Bank no longer served", gone.get("name").asText());
        assertEquals(names(BankJson.brief(BANK, BASE)), names(gone));
    }

    private static Set<String> names(JsonNode node) {
        var names = new TreeSet<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> nulls(JsonNode node) {
        var found = new ArrayList<String>();
        node.properties().forEach(entry -> {
            if (entry.getValue().isNull()) {
                found.add(entry.getKey());
            }
            found.addAll(nulls(entry.getValue()));
        });
        return found;
    }
}
