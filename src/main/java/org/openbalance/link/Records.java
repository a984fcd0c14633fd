package org.openbalance.link;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.openbalance.bank.Grant;
import org.openbalance.http.Json;
import org.openbalance.store.Condition;
import org.openbalance.store.Table;
import org.openbalance.store.Tenant;
import org.openbalance.store.Vault;
import org.openbalance.store.Write;

/// Completed logins, for what reads at a bank by them.
@Singleton
public final class Records {

    private static final String HANDED_PURPOSE = "record-handed";
    private static final List<String> HANDED = List.of("options", "meta");

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

    /// `options` and `meta` as the company handed them through the session; nothing if it did not.
    public ObjectNode handed(Record record) {
        return record.sealedHanded()
                .map(closed -> vault.open(record.tenant(), HANDED_PURPOSE, record.id(), closed))
                .map(plain -> (ObjectNode) Json.readOwn(new String(plain, StandardCharsets.UTF_8)))
                .orElseGet(Json::object);
    }

    /// What a record keeps of its session's options, for its notices.
    Optional<byte[]> sealedHanded(Tenant tenant, String record, ObjectNode options) {
        var kept = Json.object();
        for (var name : HANDED) {
            if (options.has(name)) {
                kept.set(name, options.get(name));
            }
        }
        return kept.isEmpty()
                ? Optional.empty()
                : Optional.of(vault.seal(
                        tenant, HANDED_PURPOSE, record, Json.write(kept).getBytes(StandardCharsets.UTF_8)));
    }

    /// Notes that the bank asks for a new sign-in: nothing more is read by this record.
    public void requireReauth(Record record) {
        table.write(Write.change(Record.key(record.tenant(), record.id()))
                .set(Record.STATUS, Record.Status.REAUTH_REQUIRED.name())
                .when(Condition.exists()));
    }
}
