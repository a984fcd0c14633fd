package org.openbalance.balance;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.openbalance.consent.Coverage;
import org.openbalance.http.Problem;
import org.openbalance.link.Account;
import org.openbalance.link.Cadences;
import org.openbalance.link.Reads;
import org.openbalance.link.Schedule;
import org.openbalance.store.Condition;
import org.openbalance.store.Index;
import org.openbalance.store.Outcome;
import org.openbalance.store.QueueFailed;
import org.openbalance.store.Queues;
import org.openbalance.store.Table;
import org.openbalance.store.Write;

/// Claims accounts and hands them to the queue of refreshes.
///
/// A claim moves `next_refresh_at`, if it still is what was seen, to the end of a lease. Until then nobody else takes
/// the account on; a claim whose message or process is lost costs the length of the lease, no more.
@Singleton
public final class Refreshes {

    private static final Logger LOG = Logger.getLogger(Refreshes.class);

    private final Table table;
    private final Queues queues;
    private final Cadences cadences;
    private final InstantSource clock;

    Refreshes(Table table, Queues queues, Cadences cadences, InstantSource clock) {
        this.table = table;
        this.queues = queues;
        this.cadences = cadences;
        this.clock = clock;
    }

    /// Asks for a read in the background. One that was asked for within [BalanceLimits#JOINING] is joined.
    ///
    /// @throws org.openbalance.http.Refused 403 if the consent ended meanwhile
    void ask(Account account) {
        var now = clock.instant();
        var lease = now.plus(BalanceLimits.LEASE);
        var claim = Write.change(Account.key(account.tenant(), account.id()))
                .set(Schedule.ASKED, now)
                .due(Optional.of(cadences.place(account.record(), lease)))
                .when(Condition.all(
                        Condition.equal(Coverage.CONSENT, account.consent()),
                        Condition.equal(Coverage.STATE, Coverage.GRANTED),
                        Condition.any(
                                Condition.lacks(Schedule.ASKED),
                                Condition.less(Schedule.ASKED, now.minus(BalanceLimits.JOINING)))));
        switch (table.write(claim)) {
            case Outcome.Done _ -> queue(account, new Errand.Claimed(lease, now, Reads.Source.REFRESH));
            case Outcome.Refused refused -> {
                var standing = refused.item()
                        .orElseThrow(() -> Problem.unknown("account").refused());
                Coverage.require(standing, now);
            }
        }
    }

    /// What cannot be queued is due at once: the dispatcher of the next minute queues it.
    private void queue(Account account, Errand.Claimed claim) {
        var claimed = new Batch.Claimed(account.tenant(), account.id(), account.bank(), account.record(), claim);
        try {
            queues.send(
                    Queues.Name.REFRESH,
                    Batch.pack(List.of(claimed), Reads.Source.REFRESH).stream()
                            .map(Batch::toMessage)
                            .toList());
        } catch (QueueFailed failed) {
            LOG.warn("A refresh that was asked for could not be queued; it is left to the next minute");
            release(claimed);
        }
    }

    /// Claims an account that is due.
    ///
    /// @param seen its `next_refresh_at`
    /// @return empty if it was taken on by another, or is due no more
    public Optional<Batch.Claimed> claim(Batch.Claimed due) {
        var lease = clock.instant().plus(BalanceLimits.LEASE);
        var write = Write.change(Account.key(due.tenant(), due.account()))
                .set(Index.DUE.sort(), lease)
                .when(Condition.equal(Index.DUE.sort(), due.claim().due()));
        return table.write(write).done()
                ? Optional.of(new Batch.Claimed(
                        due.tenant(),
                        due.account(),
                        due.bank(),
                        due.record(),
                        new Errand.Claimed(lease, due.claim().due(), Reads.Source.SCHEDULE)))
                : Optional.empty();
    }

    /// Gives a claim back: the account is due again as it was.
    public void release(Batch.Claimed claimed) {
        move(claimed, claimed.claim().due());
    }

    /// Puts a claimed account off.
    public void move(Batch.Claimed claimed, Instant to) {
        table.write(Write.change(Account.key(claimed.tenant(), claimed.account()))
                .set(Index.DUE.sort(), to)
                .when(Condition.equal(Index.DUE.sort(), claimed.claim().lease())));
    }
}
