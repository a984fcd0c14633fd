package org.openbalance.reading;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openbalance.account.Account;
import org.openbalance.account.Connection;
import org.openbalance.account.Connections;
import org.openbalance.account.ProductState;
import org.openbalance.account.ReadState;
import org.openbalance.api.Product;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.Banks;
import org.openbalance.consent.AccountConsent;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.MalformedItem;
import org.openbalance.platform.dynamodb.Outcome;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.webhook.Event;
import org.openbalance.webhook.EventPublisher;
import org.openbalance.webhook.EventSubject;

/// Writes down that accounts were not read: the next try stands in the table, never in the queue. The third failure in
/// a row is reported to the owner, once.
@Singleton
final class ReadFailures {

    private final Table table;
    private final Cadences cadences;
    private final Connections connections;
    private final Banks banks;
    private final EventPublisher publisher;
    private final InstantSource clock;

    ReadFailures(
            Table table,
            Cadences cadences,
            Connections connections,
            Banks banks,
            EventPublisher publisher,
            InstantSource clock) {
        this.table = table;
        this.cadences = cadences;
        this.connections = connections;
        this.banks = banks;
        this.publisher = publisher;
        this.clock = clock;
    }

    /// The bank was asked and failed, or does not list the account any more, or what is kept of it does not open.
    ///
    /// @param failures in a row, this one included: a message that comes twice counts once
    void failed(Tenant tenant, String account, int failures, BankFailure.Kind kind, Move move) {
        var write = move.on(Write.change(Account.readStateKey(tenant, account)))
                .set(ReadState.FAILURES, failures)
                .set(ReadState.FAILURE, kind.name())
                .set(ReadState.FAILED, clock.instant())
                .remove(ReadState.JOB, ReadState.JOB_SINCE)
                .when(move.and(granted()));
        tell(table.write(write), tenant, account, kind);
    }

    /// The bank allows no more reads of the connection for now.
    void exhausted(Account account, Move move) {
        table.write(move.on(Write.change(Account.readStateKey(account.tenant(), account.id())))
                .set(ReadState.FAILURE, ReadState.QUOTA)
                .set(ReadState.FAILED, clock.instant())
                .when(move.and(granted())));
    }

    /// The bank has begun to fetch the balance.
    void later(Account account, String job, Optional<Move> move) {
        var write = Write.change(Account.readStateKey(account.tenant(), account.id()))
                .set(ReadState.JOB, job)
                .first(ReadState.JOB_SINCE, clock.instant());
        table.write(
                move.map(moved -> moved.on(write).when(moved.and(granted()))).orElseGet(() -> write.when(granted())));
    }

    /// Nothing to write down but when the connection is read next.
    void moved(Tenant tenant, String account, Move move) {
        table.write(move.on(Write.change(Account.readStateKey(tenant, account))).when(move.and(granted())));
    }

    /// The bank is given a rest, as it failed others: the connection is put off by 5 to 10 minutes, and by as long
    /// as after as many failures of its own if that is longer.
    ///
    /// @param connection that is due, or claimed
    /// @param failures before this one
    /// @param unchanged holds while nobody else took the read on
    void rested(ReadBatch.Due connection, int failures, Condition unchanged) {
        var now = clock.instant();
        var rested = Cadence.rested(connection.connection(), now);
        var next = cadences.of(connection.tenant(), connection.bank())
                .map(cadence -> cadence.retry(connection.connection(), failures + 1, now))
                .filter(rested::isBefore)
                .orElse(rested);
        var write = Write.change(Account.readStateKey(connection.tenant(), connection.first()))
                .set(Index.DUE.sort(), next)
                .remove(AccountConsent.LEASE)
                .add(ReadState.FAILURES, 1)
                .set(ReadState.FAILURE, BankFailure.Kind.RESTING.name())
                .set(ReadState.FAILED, now)
                .when(Condition.all(granted(), unchanged));
        tell(table.write(write), connection.tenant(), connection.first(), BankFailure.Kind.RESTING);
    }

    /// The connection has ended: nothing is read by it any more.
    void left(ReadBatch.Due connection, Instant lease) {
        var move = Move.first(connection.connection(), Optional.empty(), Optional.of(lease));
        table.write(move.on(Write.change(Account.readStateKey(connection.tenant(), connection.first())))
                .when(move.and()));
    }

    private static Condition granted() {
        return Condition.equal(AccountConsent.STATE, AccountConsent.GRANTED);
    }

    /// The mark that the owner was told is written with the events, so that they are raised once; whoever dies before
    /// leaves it to the next failure.
    private void tell(Outcome failed, Tenant tenant, String account, BankFailure.Kind kind) {
        if (!(failed instanceof Outcome.Done(var written))) {
            return;
        }
        var state = written.orElseThrow();
        var failures = (int) state.number(ReadState.FAILURES, 0);
        if (failures < ReadingLimits.FAILURES_TOLD || state.flag(ReadState.TOLD)) {
            return;
        }
        var found = found(tenant, state);
        // A bank that is spared is not read for any account of the connection, but noted on the first alone.
        var untold = kind == BankFailure.Kind.RESTING && found.connection().isPresent()
                ? connections.readStates(found.connection().get()).stream()
                        .filter(one -> !one.flag(ReadState.TOLD))
                        .toList()
                : List.of(state);
        for (var one : untold) {
            var failing = one.key().equals(Account.readStateKey(tenant, account));
            tell(one, found.subject(), kind, failures, failing);
        }
    }

    /// Reports that a product of an account is not read, once; the mark of it is written with the events.
    void tell(Account account, Product product, ProductState state) {
        var readState = Account.readStateKey(account.tenant(), account.id());
        table.getLatest(readState).ifPresent(item -> {
            var subject = found(account.tenant(), item).subject().account(account.id());
            var kind = BankFailure.Kind.valueOf(state.failure().orElseThrow().why());
            var pending = publisher.raise(
                    Event.refreshFailed(subject, account.sequence(), product, kind, state.failures(), clock.instant()));
            var writes = new ArrayList<Write>(pending.writes());
            writes.add(Write.change(readState)
                    .set(ProductState.told(product), true)
                    .when(Condition.all(
                            Condition.lacks(ProductState.told(product)),
                            Condition.equal(ProductState.failures(product), state.failures()),
                            Condition.equal(Account.RECORD, account.connection()))));
            if (table.commit(writes).done()) {
                publisher.dispatch(pending);
            }
        });
    }

    /// Each account in a transaction of its own: many of them with many webhooks are too much for one.
    private void tell(Item state, EventSubject connection, BankFailure.Kind kind, int failures, boolean failing) {
        var subject = connection.account(Account.idIn(state.key()));
        var pending = publisher.raise(
                Event.refreshFailed(subject, state.number(Account.SEQUENCE), kind, failures, clock.instant()));
        var writes = new ArrayList<Write>(pending.writes());
        writes.add(told(state, failing));
        if (table.commit(writes).done()) {
            publisher.dispatch(pending);
        }
    }

    private static Write told(Item state, boolean failing) {
        var untold = Condition.all(
                Condition.lacks(ReadState.TOLD), Condition.equal(Account.RECORD, state.text(Account.RECORD)));
        return Write.change(state.key())
                .set(ReadState.TOLD, true)
                .when(failing ? Condition.all(untold, Condition.has(ReadState.FAILURES)) : untold);
    }

    /// @param subject of its events; no more than its id where it does not open
    private record Found(Optional<Connection> connection, EventSubject subject) {}

    private Found found(Tenant tenant, Item state) {
        var id = state.text(Account.RECORD);
        try {
            var connection = connections.find(tenant, id);
            return new Found(
                    connection,
                    connection
                            .map(known -> connections.subject(known, banks.find(tenant.environment(), known.bank())))
                            .orElseGet(() -> EventSubject.of(tenant).connection(id)));
        } catch (MalformedItem _) {
            return new Found(Optional.empty(), EventSubject.of(tenant).connection(id));
        }
    }
}
