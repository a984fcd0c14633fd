package org.openbalance.bank.mono;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.openbalance.platform.Hashes;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.vault.Vault;

/// In the table, sealed as grants are. A hook that comes again is kept again.
@Singleton
final class TableHeardLinks implements HeardLinks {

    private static final Duration KEPT = Duration.ofDays(1);
    private static final String TYPE = "mono-link";
    private static final int VERSION = 1;
    private static final String PURPOSE = "mono-link";
    private static final String SEALED = "sealed";
    private static final String HEARD = "heard_at";

    private final Table table;
    private final Vault vault;

    TableHeardLinks(Table table, Vault vault) {
        this.table = table;
        this.vault = vault;
    }

    @Override
    public void keep(Tenant tenant, String ref, Heard heard) {
        var key = key(tenant, ref);
        var account = heard.account().getBytes(StandardCharsets.UTF_8);
        table.write(Write.put(Item.draft(key, TYPE, VERSION)
                .with(HEARD, heard.at())
                .with(SEALED, vault.seal(tenant, PURPOSE, key.sort(), account))
                .until(heard.at().plus(KEPT))
                .done()));
    }

    @Override
    public Optional<Heard> find(Tenant tenant, String ref) {
        return table.getLatest(key(tenant, ref)).map(item -> heard(tenant, item));
    }

    private Heard heard(Tenant tenant, Item item) {
        var account = vault.open(tenant, PURPOSE, item.key().sort(), item.bytes(SEALED));
        return new Heard(new String(account, StandardCharsets.UTF_8), item.instant(HEARD));
    }

    private static ItemKey key(Tenant tenant, String ref) {
        return new ItemKey(tenant.prefix() + "#MONO_LINKS", Hashes.sha256(ref));
    }
}
