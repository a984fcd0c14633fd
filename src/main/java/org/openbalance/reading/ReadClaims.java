package org.openbalance.reading;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.openbalance.account.Account;
import org.openbalance.account.PeriodReads;
import org.openbalance.account.ReadState;
import org.openbalance.api.Problem;
import org.openbalance.consent.AccountConsent;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Outcome;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.queue.QueueFailed;
import org.openbalance.platform.queue.Queues;

/// Claims accounts and hands them to the queue of refreshes.
///
/// A claim moves `next_refresh_at`, if it still is what was seen, to the end of a lease. Until then nobody else takes
/// the account on; a claim whose message or process is lost costs the length of the lease, no more.
@Singleton
public final class ReadClaims {

    private static final Logger LOG = Logger.getLogger(ReadClaims.class);

    private final Table table;
    private final Queues queues;
    private final Cadences cadences;
    private final InstantSource clock;

    ReadClaims(Table table, Queues queues, Cadences cadences, InstantSource clock) {
        this.table = table;
        this.queues = queues;
        this.cadences = cadences;
        this.clock = clock;
    }

    /// Asks for a read in the background. One that was asked for within [ReadingLimits#JOINING] is joined.
    ///
    /// @throws org.openbalance.api.ApiException 403 if the consent ended meanwhile
    public void ask(Account account) {
        var now = clock.instant();
        var lease = now.plus(ReadingLimits.LEASE);
        var claim = Write.change(Account.key(account.tenant(), account.id()))
                .set(ReadState.ASKED, now)
                .due(Optional.of(cadences.place(account.connection(), lease)))
                .when(Condition.all(
                        Condition.equal(AccountConsent.CONSENT, account.consent()),
                        Condition.equal(AccountConsent.STATE, AccountConsent.GRANTED),
                        Condition.any(
                                Condition.lacks(ReadState.ASKED),
                                Condition.less(ReadState.ASKED, now.minus(ReadingLimits.JOINING)))));
        switch (table.write(claim)) {
            case Outcome.Done _ -> queue(account, new ReadRequest.Claimed(lease, now, PeriodReads.Source.REFRESH));
            case Outcome.Refused refused -> {
                var standing = refused.item()
                        .orElseThrow(() -> Problem.unknown("account").exception());
                AccountConsent.require(standing, now);
            }
        }
    }

    /// What cannot be queued is due at once: the dispatcher of the next minute queues it.
    private void queue(Account account, ReadRequest.Claimed claim) {
        var claimed =
                new ReadBatch.Claimed(account.tenant(), account.id(), account.bank(), account.connection(), claim);
        try {
            queues.send(
                    Queues.Name.REFRESH,
                    ReadBatch.pack(List.of(claimed), PeriodReads.Source.REFRESH).stream()
                            .map(ReadBatch::toMessage)
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
    public Optional<ReadBatch.Claimed> claim(ReadBatch.Claimed due) {
        var lease = clock.instant().plus(ReadingLimits.LEASE);
        var write = Write.change(Account.key(due.tenant(), due.account()))
                .set(Index.DUE.sort(), lease)
                .when(Condition.equal(Index.DUE.sort(), due.claim().due()));
        return table.write(write).done()
                ? Optional.of(new ReadBatch.Claimed(
                        due.tenant(),
                        due.account(),
                        due.bank(),
                        due.connection(),
                        new ReadRequest.Claimed(lease, due.claim().due(), PeriodReads.Source.SCHEDULE)))
                : Optional.empty();
    }

    /// Gives a claim back: the account is due again as it was.
    public void release(ReadBatch.Claimed claimed) {
        move(claimed, claimed.claim().due());
    }

    /// Puts a claimed account off.
    public void move(ReadBatch.Claimed claimed, Instant to) {
        table.write(Write.change(Account.key(claimed.tenant(), claimed.account()))
                .set(Index.DUE.sort(), to)
                .when(Condition.equal(Index.DUE.sort(), claimed.claim().lease())));
    }
}
