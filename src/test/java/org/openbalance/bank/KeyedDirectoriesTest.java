package org.openbalance.bank;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.openbalance.journey.Meter;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Hashes;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.vault.Vault;

/// The directories of a network that is asked with owners' keys, and who sees what stands in them.
@QuarkusTest
class KeyedDirectoriesTest {

    private static final String NOT_REACHED = "0123456789abcdef01234567";

    @Inject
    Table table;

    @Inject
    Vault vault;

    private final KeyedNetwork network = KeyedNetwork.another();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-01T08:00:00Z"));
    private final Tenant test = owner(Environment.SANDBOX);
    private final Tenant live = new Tenant(test.owner(), Environment.PRODUCTION);

    private Tenant owner(Environment environment) {
        return new Tenant(Ids.next(now.get()), environment);
    }

    /// One process: what it remembers is its own.
    private final class Process {

        private final BankDirectory directory = new BankDirectory(table, now::get);
        private final NetworkKeyStore keys = new NetworkKeyStore(table, vault, now::get);
        private final DirectoryRefresh refresh =
                new DirectoryRefresh(List.of(network), table, directory, keys, now::get);
        private final Banks banks = new Banks(List.of(network), directory, keys, now::get);

        private DirectoryRefresh.Run run() {
            return refresh.begin(now.get().plusSeconds(30)).end();
        }

        private List<String> names(Tenant tenant) {
            return banks.search(tenant, BankSearch.all()).banks().stream()
                    .map(Bank::name)
                    .toList();
        }

        private Optional<Bank> find(Environment environment, String idOrSlug) {
            return banks.find(environment, idOrSlug);
        }
    }

    /// Another process sets it, as `scripts/owner` does.
    private void sets(Tenant tenant, String key) {
        new Process().keys.keep(tenant, network.network(), Map.of(KeyedNetwork.KEY, new Secret(key)));
    }

    private void ends(Tenant tenant) {
        assertThat(new Process().keys.forget(tenant, network.network())).isEqualTo(1);
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    private String id(String reference) {
        return Hashes.sha256(network.network() + ':' + reference).substring(0, 24);
    }

    @Test
    void each_environment_has_the_banks_that_its_keys_list_and_a_bank_of_both_one_id() {
        sets(test, "test_1");
        sets(live, "live_1");

        assertThat(new Process().run()).isEqualTo(new DirectoryRefresh.Run(2, 0));

        var process = new Process();
        assertThat(process.names(test)).containsExactly("Shared Bank", "Trial Bank");
        assertThat(process.names(live)).containsExactly("Real Bank", "Shared Bank");
        assertThat(network.asked()).containsExactlyInAnyOrder("test_1", "live_1");
        for (var environment : Environment.values()) {
            assertThat(process.find(environment, id("shared"))).isPresent();
        }
        assertThat(process.find(Environment.SANDBOX, id("real"))).isEmpty();
        assertThat(process.find(Environment.PRODUCTION, id("trial"))).isEmpty();
        assertThat(new Process().banks.slug(id("real")))
                .hasValueSatisfying(slug -> assertThat(slug).startsWith("real-bank-"));
        assertThat(new Process().find(Environment.SANDBOX, NOT_REACHED)).isEmpty();
    }

    @Test
    void a_network_that_nobody_has_keys_with_is_not_asked_and_costs_one_request_a_run() {
        var process = new Process();

        var uses = Meter.of(() -> assertThat(process.run()).isEqualTo(new DirectoryRefresh.Run(0, 0)));

        assertThat(uses).extracting(Meter.Use::operation).containsExactly("BatchGetItem");
        assertThat(network.asked()).isEmpty();
    }

    @Test
    void keys_that_are_kept_have_the_network_asked_by_the_next_run() {
        var process = new Process();
        process.run();
        sets(test, "refused_1");
        assertThat(process.run()).isEqualTo(new DirectoryRefresh.Run(0, 1));
        assertThat(process.run()).isEqualTo(new DirectoryRefresh.Run(0, 0));

        sets(test, "test_2");

        assertThat(process.run()).isEqualTo(new DirectoryRefresh.Run(1, 0));
        assertThat(network.asked()).containsExactly("refused_1", "test_2");
        assertThat(process.run()).isEqualTo(new DirectoryRefresh.Run(0, 0));
        pass(Duration.ofDays(1));
        assertThat(process.run()).isEqualTo(new DirectoryRefresh.Run(1, 0));
    }

    @Test
    void where_an_owner_s_keys_are_refused_or_gone_the_next_owner_s_are_tried() {
        var second = owner(Environment.SANDBOX);
        var third = owner(Environment.SANDBOX);
        sets(test, "refused_1");
        sets(second, "test_2");
        sets(third, "test_3");

        assertThat(new Process().run()).isEqualTo(new DirectoryRefresh.Run(1, 0));
        assertThat(network.asked()).last().asString().startsWith("test_");
        var served = network.asked().getLast();

        pass(Duration.ofDays(1));
        new Process().run();
        assertThat(network.asked()).endsWith(served, served);

        ends(served.equals("test_2") ? second : third);
        pass(Duration.ofDays(1));
        assertThat(new Process().run()).isEqualTo(new DirectoryRefresh.Run(1, 0));
        assertThat(network.asked().getLast()).isNotEqualTo(served).startsWith("test_");
    }

    @Test
    void a_network_that_is_down_is_asked_once_whoever_has_keys() {
        sets(test, "test_1");
        sets(owner(Environment.SANDBOX), "test_2");
        network.fails(BankFailure.Kind.DOWN);

        assertThat(new Process().run()).isEqualTo(new DirectoryRefresh.Run(0, 1));

        assertThat(network.asked()).hasSize(1);
    }

    @Test
    void a_directory_whose_last_keys_are_gone_stays_as_it_is_and_is_asked_no_more() {
        sets(test, "test_1");
        new Process().run();
        ends(test);

        for (var day = 0; day < 3; day++) {
            pass(Duration.ofDays(1));
            assertThat(new Process().run()).isEqualTo(new DirectoryRefresh.Run(0, 0));
        }

        assertThat(network.asked()).hasSize(1);
        assertThat(new Process().names(test)).isEmpty();
        assertThat(new Process().find(Environment.SANDBOX, id("shared")))
                .hasValueSatisfying(bank -> assertThat(bank.withdrawn()).isFalse());
    }

    @Test
    void an_owner_is_offered_the_banks_that_it_has_keys_for_in_that_environment() {
        sets(test, "test_1");
        new Process().run();
        var process = new Process();
        var bank = process.find(Environment.SANDBOX, id("trial")).orElseThrow();

        assertThat(process.banks.offers(test, bank)).isTrue();
        assertThat(process.banks.offers(owner(Environment.SANDBOX), bank)).isFalse();
        assertThat(process.names(owner(Environment.SANDBOX))).isEmpty();
        assertThat(process.names(live)).isEmpty();
        assertThat(process.banks.search(Environment.SANDBOX, BankSearch.all()).banks())
                .isEmpty();
    }

    @Test
    void a_search_costs_two_requests_at_first_and_one_a_minute_then() {
        sets(test, "test_1");
        new Process().run();
        var process = new Process();

        var first = Meter.of(() -> assertThat(process.names(test)).hasSize(2));
        var second = Meter.of(() -> assertThat(process.names(test)).hasSize(2));
        pass(Duration.ofSeconds(61));
        var later = Meter.of(() -> assertThat(process.names(test)).hasSize(2));

        assertThat(first).extracting(Meter.Use::operation).containsExactlyInAnyOrder("BatchGetItem", "Query");
        assertThat(second).isEmpty();
        assertThat(later).extracting(Meter.Use::operation).containsExactly("BatchGetItem");
    }
}
