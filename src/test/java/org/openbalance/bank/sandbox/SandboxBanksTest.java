package org.openbalance.bank.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openbalance.api.Product;
import org.openbalance.bank.Bank;
import org.openbalance.bank.FixedBanks;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Ids;

class SandboxBanksTest {

    private static final Path ARTWORK = Path.of("src/main/web/banks");
    private static final int MAX_ARTWORK_BYTES = 1500;

    private final List<Bank> banks =
            Arrays.stream(SandboxBanks.values()).map(SandboxBanks::bank).toList();

    @Test
    void there_is_one_for_each_way_to_sign_in() {
        var flows = new HashSet<SandboxBanks.Flow>();
        for (var bank : SandboxBanks.values()) {
            flows.add(bank.flow());
        }
        assertEquals(Set.of(SandboxBanks.Flow.values()), flows);
    }

    @Test
    void each_has_ids_of_its_own_in_the_forms_that_clients_check() {
        var seen = new HashSet<String>();
        for (var bank : banks) {
            assertTrue(Ids.wellFormed(bank.id()), bank.id());
            assertTrue(bank.slug().matches("[a-z]+(-[a-z]+)*"), bank.slug());
            assertTrue(bank.code().matches("[0-9]{3}"), bank.code());
            assertTrue(seen.add(bank.id()) && seen.add(bank.slug()) && seen.add(bank.code()), bank.slug());
        }
    }

    @Test
    void one_bank_knows_nothing_of_income_and_all_support_the_rest() {
        assertEquals(
                1,
                banks.stream()
                        .filter(bank -> !bank.supports(Set.of(Product.INCOME)))
                        .count());
        var rest = Set.of(Product.AUTH, Product.BALANCE, Product.IDENTITY, Product.TRANSACTIONS);
        assertTrue(banks.stream().allMatch(bank -> bank.supports(rest)));
    }

    @Test
    void only_the_bank_for_firms_asks_for_a_company() {
        for (var bank : banks) {
            var asks = bank.login().fields().stream()
                    .anyMatch(field -> field.name().equals("company_id"));
            assertEquals(bank.corporate(), asks, bank.slug());
        }
    }

    @Test
    void the_artwork_is_small_and_refers_to_nothing_outside() throws IOException {
        for (var bank : banks) {
            var svg = Files.readString(ARTWORK.resolve(bank.artwork()));
            assertTrue(svg.length() < MAX_ARTWORK_BYTES, bank.slug());
            assertFalse(svg.replace("http://www.w3.org/2000/svg", "").contains("http"), bank.slug());
            assertFalse(svg.contains("href") || svg.contains("<script"), bank.slug());
        }
    }

    @Test
    void production_cannot_reach_them() {
        var sandbox = new Sandbox();
        var directory = FixedBanks.of(List.of(sandbox.connector), sandbox);
        assertEquals(banks.size(), directory.fixed(Environment.SANDBOX).size());
        assertTrue(directory.fixed(Environment.PRODUCTION).isEmpty());
        for (var bank : banks) {
            assertTrue(directory.find(Environment.PRODUCTION, bank.slug()).isEmpty());
        }
    }
}
