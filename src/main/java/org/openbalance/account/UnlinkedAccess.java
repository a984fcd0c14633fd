package org.openbalance.account;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankCustomer;
import org.openbalance.bank.Banks;
import org.openbalance.bank.EndsAccess;
import org.openbalance.bank.Grant;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.vault.Vault;

/// What a bank gave in a sign-in, until something is linked by it. It stands where a connection of the sign-in's id
/// would, as an end that is due with the session's, so that [AccessEndings] ends it like any other if nobody links.
@Singleton
public final class UnlinkedAccess {

    /// The digest of the customer at the bank, and the record that was to be renewed: what may hold the same access.
    static final String HOLDER = "holder";
    static final String EARLIER = "earlier";

    private final Table table;
    private final Vault vault;
    private final Banks banks;
    private final Identities identities;
    private final InstantSource clock;

    UnlinkedAccess(Table table, Vault vault, Banks banks, Identities identities, InstantSource clock) {
        this.table = table;
        this.vault = vault;
        this.banks = banks;
        this.identities = identities;
        this.clock = clock;
    }

    /// What a bank gave.
    ///
    /// @param id of the sign-in, if accounts may be chosen in it; else one of its own
    /// @param earlier the record that the sign-in was to renew
    public record Given(
            Tenant tenant, String id, Bank bank, BankCustomer customer, Grant grant, Optional<String> earlier) {

        /// Under an id that no later sign-in leads to.
        public Given under(String other) {
            return new Given(tenant, other, bank, customer, grant, earlier);
        }
    }

    /// To be written with the sign-in; nothing for a bank that cannot be told.
    ///
    /// @param due when it is ended
    public List<Write> kept(Given given, Instant due) {
        if (banks.capability(given.bank(), EndsAccess.class).isEmpty()) {
            return List.of();
        }
        var tenant = given.tenant();
        var ending = new EndingAccess(
                given.id(),
                tenant,
                given.bank().id(),
                AccessAtBank.End.PENDING,
                Optional.of(SealedGrants.sealed(vault, tenant, given.id(), given.grant())),
                due,
                Optional.empty(),
                0);
        return List.of(Write.create(ending.alone()
                .with(
                        HOLDER,
                        identities.ofBank(
                                tenant, given.bank().id(), given.customer().reference()))
                .with(EARLIER, given.earlier())
                .done()));
    }

    /// As [#kept], by itself.
    public void keep(Given given, Instant due) {
        kept(given, due).forEach(table::write);
    }

    /// To be written with what is linked by it, which is refused once its end has begun.
    public List<Write> linked(Tenant tenant, String signIn, Bank bank) {
        return banks.capability(bank, EndsAccess.class).isEmpty()
                ? List.of()
                : List.of(Write.delete(Connection.key(tenant, signIn))
                        .when(Condition.any(Condition.absent(), Condition.equal(EndingAccess.TRIES, 0))));
    }

    /// The customer has closed the session: what its sign-in gave, if it gave anything, ends now.
    public void left(Tenant tenant, String signIn) {
        var now = clock.instant();
        table.write(Write.change(Connection.key(tenant, signIn))
                .set(Index.DUE.sort(), now)
                .set(EndingAccess.SINCE, now)
                .when(Condition.all(Condition.has(HOLDER), Condition.equal(EndingAccess.TRIES, 0))));
    }

    static boolean isOne(Item item) {
        return item.has(HOLDER);
    }
}
