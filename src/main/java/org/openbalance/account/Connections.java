package org.openbalance.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.openbalance.api.Json;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.Grant;
import org.openbalance.bank.HeldGrant;
import org.openbalance.consent.AccountConsent;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.MalformedItem;
import org.openbalance.platform.dynamodb.Outcome;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.log.Unexpected;
import org.openbalance.platform.vault.SealBroken;
import org.openbalance.platform.vault.Vault;
import org.openbalance.webhook.Event;
import org.openbalance.webhook.EventPublisher;
import org.openbalance.webhook.EventSubject;

/// Completed logins, for what reads at a bank by them.
@Singleton
public final class Connections {

    private static final Logger LOG = Logger.getLogger(Connections.class);
    private static final String HANDED_PURPOSE = "record-handed";
    private static final List<String> HANDED = List.of("options", "meta");
    /// What else of a session its renewal goes on with.
    private static final List<String> RENEWED = List.of("name", "clientName");

    private final Table table;
    private final Vault vault;
    private final EventPublisher publisher;
    private final InstantSource clock;

    public Connections(Table table, Vault vault, EventPublisher publisher, InstantSource clock) {
        this.table = table;
        this.vault = vault;
        this.publisher = publisher;
        this.clock = clock;
    }

    /// @return empty also for one that was removed with its customer
    /// @throws MalformedItem if what is kept of it cannot be read
    public Optional<Connection> find(Tenant tenant, String id) {
        return table.getLatest(Connection.key(tenant, id))
                .filter(item -> !EndingAccess.isRemoved(item))
                .map(item -> item.as(Connection::of));
    }

    /// What the bank gave for later reads, for one visit.
    ///
    /// @param deadline of the visit
    /// @throws org.openbalance.platform.vault.SealBroken if it was altered, or sealed elsewhere
    /// @throws BankFailure `LOGIN_EXPIRED` if the login has ended
    public HeldGrant grant(Connection connection, Instant deadline) {
        var sealed = connection
                .sealedGrant()
                .orElseThrow(() -> new BankFailure(BankFailure.Kind.LOGIN_EXPIRED, "The login has ended"));
        return grant(connection.tenant(), connection.id(), sealed, deadline);
    }

    HeldGrant grant(Tenant tenant, String connection, byte[] sealed, Instant deadline) {
        return new KeptGrant(table, vault, clock, new KeptGrant.Place(tenant, connection), sealed, deadline);
    }

    /// What the bank gave last, for a look at it; empty for a login that has ended, or does not open.
    public Optional<Grant> lastGrant(Connection connection) {
        try {
            return connection.sealedGrant().map(_ -> grant(connection, clock.instant())
                    .grant());
        } catch (SealBroken broken) {
            LOG.error("The login " + connection.id() + " does not open: " + Unexpected.describe(broken));
            return Optional.empty();
        }
    }

    /// Notes that its bank allows no more reads of a login for a while.
    public void rest(Connection connection, Instant until) {
        table.write(Write.change(Connection.key(connection.tenant(), connection.id()))
                .set(Connection.REST_UNTIL, until)
                .when(Condition.has(Connection.STATUS)));
    }

    /// What events of a login are about.
    ///
    /// @param bank empty for one that is not served any more
    public EventSubject subject(Connection connection, Optional<Bank> bank) {
        return subject(connection, bank, handed(connection));
    }

    /// As [#subject(Connection, Optional)] of a login that is just being made.
    ///
    /// @param options of its session
    public EventSubject subjectOfNew(Connection connection, Bank bank, ObjectNode options) {
        return subject(connection, Optional.of(bank), ofSession(options));
    }

    private static EventSubject subject(Connection connection, Optional<Bank> bank, ObjectNode handed) {
        return EventSubject.of(connection.tenant())
                .connection(connection.id())
                .customer(connection.customer())
                .consent(connection.consent())
                .bank(bank)
                .callback(connection.callback())
                .handed(handed);
    }

    /// `options` and `meta` as the company handed them through the session; nothing if it did not, or if they do not
    /// open: an event without them is better than none.
    ObjectNode handed(Connection connection) {
        return ofSession(kept(connection));
    }

    /// What a renewal of a login goes on with: what its events hand back, and what the company calls itself.
    ObjectNode renewed(Connection connection) {
        return kept(connection);
    }

    private ObjectNode kept(Connection connection) {
        try {
            return opened(connection);
        } catch (SealBroken broken) {
            LOG.error("The options of the login " + connection.id() + " do not open: " + Unexpected.describe(broken));
            return Json.object();
        }
    }

    private ObjectNode opened(Connection connection) {
        return connection
                .sealedHanded()
                .map(closed -> vault.open(connection.tenant(), HANDED_PURPOSE, connection.id(), closed))
                .map(plain -> (ObjectNode) Json.readOwn(new String(plain, StandardCharsets.UTF_8)))
                .orElseGet(Json::object);
    }

    private static ObjectNode ofSession(ObjectNode options) {
        return only(HANDED, options);
    }

    private static ObjectNode only(List<String> names, ObjectNode options) {
        var kept = Json.object();
        names.stream().filter(options::has).forEach(name -> kept.set(name, options.get(name)));
        return kept;
    }

    /// What a record keeps of its session's options, for its events and its renewal.
    public Optional<byte[]> sealedHanded(Tenant tenant, String connection, ObjectNode options) {
        var kept = ofSession(options);
        kept.setAll(only(RENEWED, options));
        return kept.isEmpty()
                ? Optional.empty()
                : Optional.of(vault.seal(
                        tenant, HANDED_PURPOSE, connection, Json.write(kept).getBytes(StandardCharsets.UTF_8)));
    }

    /// Notes that the bank asks for a new sign-in: nothing more is read by this record, its accounts are due no more,
    /// and the owner is notified, once.
    public void requireReauth(Connection connection, Bank bank) {
        requireReauth(connection, Optional.of(bank));
    }

    /// @param bank empty for one that is not served any more
    void requireReauth(Connection connection, Optional<Bank> bank) {
        for (var attempt = 0; attempt < AccountLimits.REAUTH_TRIES; attempt++) {
            var event = Event.reauthRequired(subject(connection, bank), connection.accounts(), clock.instant());
            var pending = publisher.raise(event);
            var writes = new ArrayList<Write>();
            writes.add(Write.change(Connection.key(connection.tenant(), connection.id()))
                    .set(Connection.STATUS, Connection.Status.REAUTH_REQUIRED.name())
                    .when(Condition.equal(Connection.STATUS, Connection.Status.ACTIVE.name())));
            writes.addAll(leaving(connection));
            writes.addAll(pending.writes());
            switch (table.commit(writes)) {
                case Outcome.Done _ -> {
                    publisher.dispatch(pending);
                    return;
                }
                case Outcome.Refused refused -> {
                    // Another noted it first, or the record is gone.
                    if (refused.failed().contains(0)) {
                        return;
                    }
                }
            }
        }
        LOG.warnf(
                "The accounts of record %s change too often to end its reads; the next failure will", connection.id());
    }

    /// Those that are read by it still: one that was linked anew is read by another.
    private List<Write> leaving(Connection connection) {
        return readStates(connection).stream()
                .<Write>map(state -> ReadState.Schedule.NEVER
                        .writeTo(Write.change(state.key()))
                        .remove(AccountConsent.LEASE)
                        .when(Condition.equal(Account.RECORD, connection.id())))
                .toList();
    }

    /// How the accounts stand that are read by a connection, in its order; its due time stands on the first.
    public List<Item> readStates(Connection connection) {
        var keys = connection.accounts().stream()
                .map(account -> Account.readStateKey(connection.tenant(), account))
                .toList();
        return table.getAllLatest(keys).stream()
                .filter(state -> state.text(Account.RECORD).equals(connection.id()))
                .toList();
    }
}
