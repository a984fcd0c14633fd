package org.openbalance.bank;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openbalance.api.Product;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Hashes;
import org.openbalance.platform.Ids;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;

/// The banks that clients of Okra hard-code, and which network's bank is the one they mean.
@QuarkusTest
class WellKnownBanksTest {
    private static final KeyRing NO_KEYS = (_, _) -> Optional.empty();

    private static final String ZENITH = "5d6fe57a4099cc4b210bbec2";
    private static final String WEMA = "5d6fe57a4099cc4b210bbebc";

    @Inject
    Table table;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-01T08:00:00Z"));

    /// What one test claims is no other's.
    @BeforeEach
    void nothing_is_claimed() {
        table.query(Query.of("BANKS#WELL-KNOWN").latest()).forEach(claim -> table.write(Write.delete(claim.key())));
    }

    private static Institution institution(String reference, String name, Optional<String> code, boolean personal) {
        return new Institution(
                reference,
                name,
                "NG",
                code,
                Optional.empty(),
                !personal,
                personal,
                Set.of(Product.AUTH, Product.BALANCE),
                new Bank.Login("password", List.of()),
                OptionalInt.empty());
    }

    private static Institution personal(String reference, String name, String code) {
        return institution(reference, name, Optional.of(code), true);
    }

    private static String own(ListingNetwork network, String reference) {
        return Hashes.sha256(network.network() + ':' + reference).substring(0, 24);
    }

    private void refresh(ListingNetwork... networks) {
        now.updateAndGet(instant -> instant.plus(Duration.ofDays(1)));
        assertThat(new DirectoryRefresh(List.of(networks), table, new BankDirectory(table, now::get), NO_KEYS, now::get)
                        .begin(now.get().plusSeconds(30))
                        .end())
                .isEqualTo(new DirectoryRefresh.Run(networks.length, 0));
    }

    private Banks banks(ListingNetwork... networks) {
        return new Banks(List.of(networks), new BankDirectory(table, now::get), NO_KEYS, now::get);
    }

    private Optional<Bank> find(Banks banks, String idOrSlug) {
        return banks.find(Environment.PRODUCTION, idOrSlug);
    }

    @Test
    void ids_slugs_codes_and_spellings_belong_to_one_bank_each() {
        var names = new ArrayList<String>();
        var codes = new ArrayList<String>();
        WellKnownBanks.all().forEach(bank -> {
            names.add(bank.id());
            bank.slug().ifPresent(names::add);
            codes.addAll(bank.cbn());
            codes.add(bank.nip());
            assertThat(Ids.wellFormed(bank.id())).isTrue();
            assertThat(bank.cbn()).allMatch(code -> code.matches("[0-9]{3}"));
            assertThat(bank.nip()).matches("[0-9]{6}");
        });

        assertThat(names).doesNotHaveDuplicates().hasSize(12 + 5);
        assertThat(codes).doesNotHaveDuplicates();
    }

    @Test
    void a_bank_is_recognised_by_country_and_code_and_by_name_where_there_is_no_code() {
        assertThat(WellKnownBanks.coded("NG", "057").orElseThrow().id()).isEqualTo(ZENITH);
        assertThat(WellKnownBanks.coded("NG", "000015").orElseThrow().id()).isEqualTo(ZENITH);
        assertThat(WellKnownBanks.coded("GH", "057")).isEmpty();
        assertThat(WellKnownBanks.of(personal("R", "Whatever it is called", "057")))
                .isPresent();
        assertThat(WellKnownBanks.of(personal("R", "Zenith Bank", "907"))).isEmpty();
        assertThat(WellKnownBanks.of(institution("R", "ZENITH  bank, PLC", Optional.empty(), true)))
                .isPresent();
        assertThat(WellKnownBanks.of(institution("R", "Zenith Banking", Optional.empty(), true)))
                .isEmpty();
    }

    @Test
    void a_network_s_bank_has_okra_s_id_and_slug() {
        var network = new ListingNetwork()
                .tells(List.of(
                        personal("Z", "Zenith Bank PLC", "000015"),
                        personal("W", "Wema", "035"),
                        personal("K", "Kuda MFB", "090267"),
                        personal("O", "Other Bank", "907")));

        refresh(network);

        var banks = banks(network);
        var zenith = find(banks, ZENITH).orElseThrow();
        assertThat(zenith.slug()).isEqualTo("zenith-bank");
        assertThat(zenith.name()).isEqualTo("Zenith Bank PLC");
        assertThat(zenith.code()).as("of its NUBANs").isEqualTo("057");
        assertThat(find(banks(network), "zenith-bank")).contains(zenith);
        var wema = find(banks, WEMA).orElseThrow();
        assertThat(find(banks, wema.slug()))
                .as("a slug that nobody knows Okra's of")
                .contains(wema);
        assertThat(find(banks, "kuda-bank").orElseThrow().code()).isEmpty();
        assertThat(find(banks, own(network, "O"))).isPresent();
        assertThat(find(banks, own(network, "Z"))).isEmpty();
        assertThat(banks.search(Environment.PRODUCTION, BankSearch.all()).banks())
                .hasSize(4);
    }

    @Test
    void of_a_bank_s_business_with_persons_and_firms_the_one_with_persons_has_the_old_id() {
        var network = new ListingNetwork()
                .tells(List.of(
                        institution("FIRMS", "Zenith Business", Optional.of("057"), false),
                        personal("PERSONS", "Zenith", "057"),
                        personal("MORE", "Zenith again", "057")));

        refresh(network);

        var banks = banks(network);
        assertThat(find(banks, ZENITH).orElseThrow().name()).isEqualTo("Zenith");
        assertThat(find(banks, own(network, "FIRMS")).orElseThrow().name()).isEqualTo("Zenith Business");
        assertThat(find(banks, own(network, "MORE")).orElseThrow().name()).isEqualTo("Zenith again");
    }

    @Test
    void of_two_networks_the_first_to_list_a_bank_keeps_its_id_even_when_it_lists_it_no_more() {
        var first = new ListingNetwork()
                .tells(List.of(
                        personal("Z", "First Zenith", "057"), personal("A", "A", "907"), personal("B", "B", "907")));
        var second = new ListingNetwork().tells(List.of(personal("Z", "Second Zenith", "057")));
        refresh(first);
        refresh(second, first);

        var banks = banks(second, first);
        assertThat(find(banks, ZENITH).orElseThrow().name()).isEqualTo("First Zenith");
        assertThat(find(banks, own(second, "Z")).orElseThrow().name()).isEqualTo("Second Zenith");
        assertThat(banks.search(Environment.PRODUCTION, BankSearch.all()).banks())
                .extracting(Bank::id)
                .hasSize(4)
                .doesNotHaveDuplicates();

        first.tells(List.of(personal("A", "A", "907"), personal("B", "B", "907")));
        refresh(second, first);

        assertThat(find(banks(second, first), ZENITH).orElseThrow().withdrawn()).isTrue();
        assertThat(find(banks(second, first), own(second, "Z"))).isPresent();
    }

    @Test
    void what_a_network_has_in_the_sandbox_is_nothing_in_production() {
        var claims = new WellKnownClaims(table);
        var told = Map.of("its-own-id", personal("Z", "Zenith", "057"));

        assertThat(claims.named("one", Set.of(Environment.SANDBOX), told, Set.of()))
                .containsOnlyKeys(ZENITH);
        assertThat(claims.named("two", Set.of(Environment.PRODUCTION), told, Set.of()))
                .containsOnlyKeys(ZENITH);
        assertThat(claims.named("one", Set.of(Environment.PRODUCTION), told, Set.of()))
                .containsOnlyKeys("its-own-id");
        assertThat(claims.named("three", Set.of(Environment.values()), told, Set.of()))
                .containsOnlyKeys("its-own-id");
        assertThat(claims.named("two", Set.of(Environment.PRODUCTION), told, Set.of()))
                .containsOnlyKeys(ZENITH);
    }

    @Test
    void a_bank_that_is_listed_already_keeps_its_id_whatever_its_network_says_of_it_later() {
        var network = new ListingNetwork()
                .tells(List.of(
                        personal("Z", "Zenith", "057"), personal("W", "Wema", "907"), personal("A", "A", "907")));
        refresh(network);

        network.tells(List.of(personal("Z", "Zenith", "907"), personal("W", "Wema", "035"), personal("A", "A", "907")));
        refresh(network);

        var banks = banks(network);
        assertThat(find(banks, ZENITH).orElseThrow().withdrawn()).isFalse();
        assertThat(find(banks, own(network, "W")).orElseThrow().withdrawn()).isFalse();
        assertThat(find(banks, WEMA)).isEmpty();
    }
}
