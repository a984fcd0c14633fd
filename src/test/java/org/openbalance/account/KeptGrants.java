package org.openbalance.account;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.openbalance.bank.Bank;
import org.openbalance.bank.Grant;
import org.openbalance.bank.HeldGrant;
import org.openbalance.local.LocalTable;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.vault.PlainVault;
import org.openbalance.platform.vault.Vault;

/// A login whose grant rests in the tests' table, without an application around it.
public final class KeptGrants {

    private final Table table = LocalTable.open();
    private final Vault vault = PlainVault.of(table, LocalTable.KEY_FILE);
    private final InstantSource clock;
    private final Tenant tenant;
    private final String id;

    public KeptGrants(Tenant tenant, Bank bank, Grant grant, InstantSource clock) {
        this.tenant = tenant;
        this.clock = clock;
        var now = clock.instant();
        this.id = Ids.next(now);
        table.write(Write.create(new Connection(
                        id,
                        tenant,
                        Ids.next(now),
                        bank.id(),
                        new Connection.Agreed(Ids.next(now), List.of(), List.of()),
                        Connection.Status.ACTIVE,
                        new Connection.Sealed(
                                Optional.of(SealedGrants.sealed(vault, tenant, id, grant)), Optional.empty()),
                        Optional.empty(),
                        AccessAtBank.given(Optional.empty(), now.plus(Duration.ofDays(90))),
                        Optional.empty(),
                        Optional.empty(),
                        now)
                .toItem()));
    }

    /// For a visit that begins now, as another process has it.
    public HeldGrant held(Duration patience) {
        var connection = table.getLatest(Connection.key(tenant, id))
                .map(item -> item.as(Connection::of))
                .orElseThrow();
        return new KeptGrant(
                table,
                vault,
                clock,
                new KeptGrant.Place(tenant, id),
                connection.sealedGrant().orElseThrow(),
                clock.instant().plus(patience));
    }
}
