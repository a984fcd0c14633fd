package org.openbalance.refresh;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalInt;
import org.openbalance.balance.Batch;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.Banks;
import org.openbalance.consent.Coverage;
import org.openbalance.link.Account;
import org.openbalance.link.Cadence;
import org.openbalance.link.Cadences;
import org.openbalance.link.Records;
import org.openbalance.link.Schedule;
import org.openbalance.notice.Event;
import org.openbalance.notice.Notices;
import org.openbalance.owner.Owner;
import org.openbalance.store.Condition;
import org.openbalance.store.Index;
import org.openbalance.store.Outcome;
import org.openbalance.store.Table;
import org.openbalance.store.Write;

/// Writes down that an account was not read, and when that is tried again: the next try stands in the table, never in
/// the queue. The third failure in a row is told to the owner, once.
@Singleton
final class Setbacks {

    private final Table table;
    private final Cadences cadences;
    private final Records records;
    private final Banks banks;
    private final Notices notices;
    private final InstantSource clock;

    Setbacks(Table table, Cadences cadences, Records records, Banks banks, Notices notices, InstantSource clock) {
        this.table = table;
        this.cadences = cadences;
        this.records = records;
        this.banks = banks;
        this.notices = notices;
        this.clock = clock;
    }

    /// The bank was asked and failed, or does not list the account any more.
    void failed(Account account, Instant claimed, BankFailure.Kind kind) {
        var failures = account.schedule().failures() + 1;
        var now = clock.instant();
        var next = cadence(account).map(cadence -> cadence.retry(account.id(), failures, now));
        var written = table.write(failing(account, next, kind, now).when(holding(claimed)));
        tell(written, kind);
    }

    /// The bank is given a rest, as it failed others: the account is put off by 5 to 10 minutes, and by as long
    /// as after as many failures of its own if that is longer.
    ///
    /// @param seen the account's `next_refresh_at`
    /// @param failures before this one
    void rested(Batch.Claimed due, Instant seen, int failures) {
        var now = clock.instant();
        var rested = Cadence.rested(due.account(), now);
        var next = cadences.of(due.tenant(), due.bank())
                .map(cadence -> cadence.retry(due.account(), failures + 1, now))
                .filter(rested::isBefore)
                .orElse(rested);
        var write = Write.change(Account.key(due.tenant(), due.account())).set(Index.DUE.sort(), next);
        tell(table.write(noted(write, BankFailure.Kind.RESTING, now).when(holding(seen))), BankFailure.Kind.RESTING);
    }

    /// The bank allows no more reads of the login today.
    void exhausted(Account account, Instant claimed) {
        var now = clock.instant();
        var next = cadence(account).map(cadence -> cadence.tomorrow(account.record(), now));
        table.write(Write.change(Account.key(account.tenant(), account.id()))
                .due(next.map(at -> cadences.place(account.record(), at)))
                .set(Schedule.FAILURE, Schedule.QUOTA)
                .set(Schedule.FAILED, now)
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
                .due(next.map(at -> cadences.place(account.record(), at)));
        return noted(write, kind, now);
    }

    private static Write.Change noted(Write.Change write, BankFailure.Kind kind, Instant now) {
        return write.add(Schedule.FAILURES, 1)
                .set(Schedule.FAILURE, kind.name())
                .set(Schedule.FAILED, now);
    }

    private static Condition holding(Instant dueAt) {
        return Condition.all(
                Condition.equal(Index.DUE.sort(), dueAt), Condition.equal(Coverage.STATE, Coverage.GRANTED));
    }

    /// The owner's; one who has none is served a few times still when a read was asked for.
    private Optional<Cadence> cadence(Account account) {
        var asked = account.schedule()
                .askedAt()
                .filter(at -> at.isAfter(account.asOf()))
                .isPresent();
        var few = account.schedule().failures() + 1 < RefreshLimits.FAILURES_TOLD;
        return cadences.of(account.tenant(), account.bank())
                .or(() -> asked && few
                        ? Optional.of(new Cadence(Owner.USUAL_CADENCE, OptionalInt.empty()))
                        : Optional.empty());
    }

    /// The mark that the owner was told is written with the notices, so that they are raised once; whoever dies before
    /// leaves it to the next failure.
    private void tell(Outcome failed, BankFailure.Kind kind) {
        if (!(failed instanceof Outcome.Done(var item))) {
            return;
        }
        var account = Account.of(item.orElseThrow());
        if (account.schedule().failures() < RefreshLimits.FAILURES_TOLD
                || account.schedule().told()) {
            return;
        }
        var bank = banks.find(account.tenant().environment(), account.bank());
        records.find(account.tenant(), account.record()).ifPresent(record -> {
            var raised = notices.raise(Event.refreshFailed(
                    records.about(record, bank).account(account.id()),
                    account.sequence(),
                    kind,
                    account.schedule().failures(),
                    clock.instant()));
            var writes = new ArrayList<Write>(raised.writes());
            writes.add(Write.change(Account.key(account.tenant(), account.id()))
                    .set(Schedule.TOLD, true)
                    .when(Condition.all(Condition.lacks(Schedule.TOLD), Condition.has(Schedule.FAILURES))));
            if (table.commit(writes).done()) {
                notices.dispatch(raised);
            }
        });
    }
}
