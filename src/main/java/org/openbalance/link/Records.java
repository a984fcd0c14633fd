package org.openbalance.link;

import jakarta.inject.Singleton;
import java.util.Optional;
import org.openbalance.bank.Grant;
import org.openbalance.store.Condition;
import org.openbalance.store.Table;
import org.openbalance.store.Tenant;
import org.openbalance.store.Vault;
import org.openbalance.store.Write;

/// Completed logins, for what reads at a bank by them.
@Singleton
public final class Records {

    private final Table table;
    private final Vault vault;

    public Records(Table table, Vault vault) {
        this.table = table;
        this.vault = vault;
    }

    public Optional<Record> find(Tenant tenant, String id) {
        return table.getLatest(Record.key(tenant, id)).map(Record::of);
    }

    /// What the bank gave for later reads; for the memory of one call.
    public Grant grant(Record record) {
        return Grants.opened(vault, record);
    }

    /// Notes that the bank asks for a new sign-in: nothing more is read by this record.
    public void requireReauth(Record record) {
        table.write(Write.change(Record.key(record.tenant(), record.id()))
                .set(Record.STATUS, Record.Status.REAUTH_REQUIRED.name())
                .when(Condition.exists()));
    }
}
