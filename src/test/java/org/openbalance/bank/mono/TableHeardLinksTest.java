package org.openbalance.bank.mono;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openbalance.local.LocalTable;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.vault.PlainVault;

/// In the tests' table.
class TableHeardLinksTest {

    private static final Instant NOW = Instant.parse("2026-03-10T09:30:00Z");
    private static final HeardLinks.Heard HEARD = new HeardLinks.Heard("65f0a1b2c3d4e5f6a7b80001", NOW);

    private final Tenant tenant = new Tenant(Ids.next(NOW), Environment.SANDBOX);
    private Table table;
    private HeardLinks links;

    @BeforeEach
    void the_table() {
        table = LocalTable.open();
        links = new TableHeardLinks(table, PlainVault.of(table, LocalTable.KEY_FILE));
    }

    @Test
    void what_a_hook_said_is_found_by_any_process_and_once_more_after_the_hook_came_again() {
        links.keep(tenant, "ref-1", HEARD);
        links.keep(tenant, "ref-1", HEARD);

        assertThat(new TableHeardLinks(table, PlainVault.of(table, LocalTable.KEY_FILE)).find(tenant, "ref-1"))
                .contains(HEARD);
    }

    @Test
    void another_owner_environment_or_ref_finds_nothing() {
        links.keep(tenant, "ref-1", HEARD);

        assertThat(links.find(tenant, "ref-2")).isEqualTo(Optional.empty());
        assertThat(links.find(new Tenant(tenant.owner(), Environment.PRODUCTION), "ref-1"))
                .isEmpty();
        assertThat(links.find(new Tenant(Ids.next(NOW), Environment.SANDBOX), "ref-1"))
                .isEmpty();
    }

    @Test
    void the_account_rests_sealed_and_for_a_day() {
        links.keep(tenant, "ref-1", HEARD);
        var items = table.query(Query.of(tenant.prefix() + "#MONO_LINKS").latest());

        assertThat(items).singleElement().satisfies(item -> {
            assertThat(new String(item.bytes("sealed"), StandardCharsets.ISO_8859_1))
                    .doesNotContain(HEARD.account());
            assertThat(item.number("ttl", 0)).isEqualTo(NOW.plusSeconds(86_400).getEpochSecond());
        });
    }
}
