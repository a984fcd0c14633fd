package org.openbalance.reading;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalInt;
import org.openbalance.account.Account;
import org.openbalance.account.Connections;
import org.openbalance.account.ReadState;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.Banks;
import org.openbalance.consent.AccountConsent;
import org.openbalance.owner.Owner;
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

/// Writes down that an account was not read, and when that is tried again: the next try stands in the table, never in
/// the queue. The third failure in a row is reported to the owner, once.
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

    /// The bank was asked and failed, or does not list the account any more.
    void failed(Account account, Instant claimed, BankFailure.Kind kind) {
        var failures = account.schedule().failures() + 1;
        var now = clock.instant();
        var next = cadence(account).map(cadence -> cadence.retry(account.id(), failures, now));
        var written = table.write(failing(account, next, kind, now).when(holding(claimed)));
        tell(written, account.tenant(), account.id(), kind);
    }

    /// The bank is given a rest, as it failed others: the account is put off by 5 to 10 minutes, and by as long
    /// as after as many failures of its own if that is longer.
    ///
    /// @param seen the account's `next_refresh_at`
    /// @param failures before this one
    void rested(ReadBatch.Claimed due, Instant seen, int failures) {
        var now = clock.instant();
        var rested = Cadence.rested(due.account(), now);
        var next = cadences.of(due.tenant(), due.bank())
                .map(cadence -> cadence.retry(due.account(), failures + 1, now))
                .filter(rested::isBefore)
                .orElse(rested);
        var write = Write.change(Account.key(due.tenant(), due.account())).set(Index.DUE.sort(), next);
        var written = table.write(noted(write, BankFailure.Kind.RESTING, now).when(holding(seen)));
        tell(written, due.tenant(), due.account(), BankFailure.Kind.RESTING);
    }

    /// What is kept of the account does not open. It is tried again all the same: it may be mended by hand.
    void unreadable(ReadBatch.Claimed claimed) {
        var key = Account.key(claimed.tenant(), claimed.account());
        var failures = table.getLatest(key)
                .map(item -> (int) item.number(ReadState.FAILURES, 0))
                .orElse(0);
        var now = clock.instant();
        var next = cadences.of(claimed.tenant(), claimed.bank())
                .map(cadence -> cadence.retry(claimed.account(), failures + 1, now))
                .map(at -> cadences.place(claimed.connection(), at));
        var write = noted(Write.change(key).due(next), BankFailure.Kind.DATA, now)
                .when(Condition.equal(Index.DUE.sort(), claimed.claim().lease()));
        tell(table.write(write), claimed.tenant(), claimed.account(), BankFailure.Kind.DATA);
    }

    /// The bank allows no more reads of the login for now.
    ///
    /// @param reset when it allows some again
    void exhausted(Account account, Instant claimed, Instant reset) {
        var now = clock.instant();
        var next = cadence(account).map(cadence -> cadence.after(reset, account.connection()));
        table.write(Write.change(Account.key(account.tenant(), account.id()))
                .due(next.map(at -> cadences.place(account.connection(), at)))
                .set(ReadState.FAILURE, ReadState.QUOTA)
                .set(ReadState.FAILED, now)
                .when(holding(claimed)));
    }

    /// The login has ended: nothing is read by it any more.
    void left(Account account, Instant claimed) {
        table.write(Write.change(Account.key(account.tenant(), account.id()))
                .due(Optional.empty())
                .when(holding(claimed)));
    }

    private Write.Change failing(Account account, Optional<Instant> next, BankFailure.Kind kind, Instant now) {
        var write = Write.change(Account.key(account.tenant(), account.id()))
                .due(next.map(at -> cadences.place(account.connection(), at)));
        return noted(write, kind, now);
    }

    private static Write.Change noted(Write.Change write, BankFailure.Kind kind, Instant now) {
        return write.add(ReadState.FAILURES, 1)
                .set(ReadState.FAILURE, kind.name())
                .set(ReadState.FAILED, now);
    }

    private static Condition holding(Instant dueAt) {
        return Condition.all(
                Condition.equal(Index.DUE.sort(), dueAt),
                Condition.equal(AccountConsent.STATE, AccountConsent.GRANTED));
    }

    /// The owner's; one who has none is served a few times still when a read was asked for.
    private Optional<Cadence> cadence(Account account) {
        var asked = account.schedule()
                .askedAt()
                .filter(at -> at.isAfter(account.asOf()))
                .isPresent();
        var few = account.schedule().failures() + 1 < ReadingLimits.FAILURES_TOLD;
        return cadences.of(account.tenant(), account.bank())
                .or(() -> asked && few
                        ? Optional.of(new Cadence(Owner.USUAL_CADENCE, OptionalInt.empty()))
                        : Optional.empty());
    }

    /// The mark that the owner was told is written with the events, so that they are raised once; whoever dies before
    /// leaves it to the next failure.
    private void tell(Outcome failed, Tenant tenant, String account, BankFailure.Kind kind) {
        if (!(failed instanceof Outcome.Done(var written))) {
            return;
        }
        var item = written.orElseThrow();
        var failures = (int) item.number(ReadState.FAILURES, 0);
        if (failures < ReadingLimits.FAILURES_TOLD || item.flag(ReadState.TOLD)) {
            return;
        }
        subject(tenant, item).ifPresent(subject -> {
            var pending = publisher.raise(Event.refreshFailed(
                    subject.account(account), item.number(Account.SEQUENCE, 0), kind, failures, clock.instant()));
            var writes = new ArrayList<Write>(pending.writes());
            writes.add(Write.change(Account.key(tenant, account))
                    .set(ReadState.TOLD, true)
                    .when(Condition.all(Condition.lacks(ReadState.TOLD), Condition.has(ReadState.FAILURES))));
            if (table.commit(writes).done()) {
                publisher.dispatch(pending);
            }
        });
    }

    /// What is known of the login that reads an account; no more than its id where it does not open.
    private Optional<EventSubject> subject(Tenant tenant, Item account) {
        var login = account.optionalText(Account.RECORD);
        try {
            return login.flatMap(id -> connections.find(tenant, id))
                    .map(connection ->
                            connections.subject(connection, banks.find(tenant.environment(), connection.bank())));
        } catch (MalformedItem _) {
            return login.map(id -> EventSubject.of(tenant).connection(id));
        }
    }
}
