package org.openbalance.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openbalance.journey.TestClock;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.vault.Vault;

/// Keys of owners with networks of banks, in the table.
@QuarkusTest
@Tag("slow")
class NetworkKeyStoreTest {

    @Inject
    Table table;

    @Inject
    Vault vault;

    @Inject
    TestClock clock;

    private NetworkKeyStore store;
    private Tenant sandbox;
    private Tenant production;

    @BeforeEach
    void an_owner() {
        store = new NetworkKeyStore(table, vault, clock);
        var owner = Ids.next(clock.instant());
        sandbox = new Tenant(owner, Environment.SANDBOX);
        production = new Tenant(owner, Environment.PRODUCTION);
    }

    @AfterEach
    void real_time_again() {
        clock.reset();
    }

    @Test
    void test_keys_are_of_the_sandbox_and_live_keys_of_production() {
        keep(store, sandbox, "mono", "test");
        keep(store, production, "mono", "live");
        keep(store, production, "mono-two", "other");

        assertThat(key(sandbox)).isEqualTo("test");
        assertThat(key(production)).isEqualTo("live");
        assertThat(store.of(sandbox, "mono-two")).isEmpty();
        assertThat(store.of(new Tenant(Ids.next(clock.instant()), Environment.SANDBOX), "mono"))
                .isEmpty();
    }

    @Test
    void a_key_rests_sealed_to_its_place_and_shows_itself_in_no_text() {
        keep(store, sandbox, "mono", "very secret");
        var place = place(sandbox);
        var item = table.getLatest(place).orElseThrow();

        assertThat(new String(item.bytes("sealed"))).doesNotContain("very secret");
        assertThat(store.of(sandbox, "mono").toString()).doesNotContain("very secret");

        keep(store, production, "mono", "live");
        table.write(Write.change(place(production)).set("sealed", item.bytes("sealed")));
        assertThatThrownBy(() -> store.of(production, "mono"))
                .isInstanceOfSatisfying(
                        BankFailure.class, failure -> assertThat(failure.kind()).isEqualTo(BankFailure.Kind.DATA));
    }

    @Test
    void a_warm_function_remembers_keys_for_a_minute() {
        keep(store, sandbox, "mono", "old");
        assertThat(key(sandbox)).isEqualTo("old");
        keep(new NetworkKeyStore(table, vault, clock), sandbox, "mono", "new");
        assertThat(key(sandbox)).isEqualTo("old");

        clock.advance(Duration.ofSeconds(61));

        assertThat(key(sandbox)).isEqualTo("new");
    }

    @Test
    void a_key_that_was_not_set_is_named_in_the_failure() {
        keep(store, sandbox, "mono", "test");
        var keys = store.of(sandbox, "mono").orElseThrow();

        assertThatThrownBy(() -> keys.require("app_id"))
                .isInstanceOf(BankFailure.class)
                .hasMessageContaining("app_id");
    }

    @Test
    void keys_of_one_network_are_kept_together_and_deleted_together() {
        store.keep(sandbox, "mono", Map.of("secret_key", new Secret("test"), "app_id", new Secret("app")));
        keep(store, sandbox, "mono-two", "other");
        assertThat(store.networks(sandbox, Set.of("mono", "mono-two", "third")))
                .containsExactlyInAnyOrder("mono", "mono-two");
        assertThat(store.networks(production, Set.of("mono"))).isEmpty();

        assertThat(store.forget(sandbox, "mono")).isEqualTo(2);

        assertThat(store.latest(sandbox, "mono")).isEmpty();
        assertThat(store.latest(sandbox, "mono-two")).isPresent();
        assertThat(new NetworkKeyStore(table, vault, clock).networks(sandbox, Set.of("mono", "mono-two")))
                .containsExactly("mono-two");
        assertThat(store.forget(sandbox, "mono")).isZero();
    }

    private static void keep(NetworkKeyStore store, Tenant tenant, String network, String key) {
        store.keep(tenant, network, Map.of("secret_key", new Secret(key)));
    }

    private String key(Tenant tenant) {
        return store.of(tenant, "mono")
                .map(keys -> keys.require("secret_key").value())
                .orElseThrow();
    }

    private static ItemKey place(Tenant tenant) {
        return new ItemKey(tenant.prefix() + "#NETWORK_KEYS", "mono#secret_key");
    }
}
