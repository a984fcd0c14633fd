package org.openbalance.reading;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.openbalance.account.Account;
import org.openbalance.account.Connections;
import org.openbalance.account.PeriodReads;
import org.openbalance.account.ReadState;
import org.openbalance.api.Problem;
import org.openbalance.consent.AccountConsent;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.Outcome;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.queue.QueueFailed;
import org.openbalance.platform.queue.Queues;

/// Claims connections and hands them to the queue of refreshes.
///
/// A claim writes a lease beside the due time, if that still is what was seen and nobody holds a lease. Until it ends
/// nobody else takes the connection on; a claim whose message or process is lost costs the length of the lease, no
/// more. The due time stays where it is, and the lease stands in no index: a claim costs one write unit.
@Singleton
public final class ReadClaims {

    private static final Logger LOG = Logger.getLogger(ReadClaims.class);

    private final Table table;
    private final Queues queues;
    private final Cadences cadences;
    private final Connections connections;
    private final InstantSource clock;

    ReadClaims(Table table, Queues queues, Cadences cadences, Connections connections, InstantSource clock) {
        this.table = table;
        this.queues = queues;
        this.cadences = cadences;
        this.connections = connections;
        this.clock = clock;
    }

    /// Asks for a read in the background, of the account and with it of the others of its connection. One that was
    /// asked for within [ReadingLimits#JOINING] is joined.
    ///
    /// @throws org.openbalance.api.ApiException 403 if the consent ended meanwhile
    public void ask(Account account) {
        for (var attempt = 0; attempt < ReadingLimits.WRITE_TRIES; attempt++) {
            if (tryToAsk(account)) {
                return;
            }
        }
        throw Problem.conflict("This account is being linked by others right now; try again")
                .exception();
    }

    /// @return false if the due time went on to another account of the connection meanwhile
    private boolean tryToAsk(Account account) {
        var now = clock.instant();
        var first = first(account);
        var lease = now.plus(ReadingLimits.LEASE);
        var mine = first.equals(account.id());
        var asked = Write.change(Account.readStateKey(account.tenant(), account.id()))
                .set(ReadState.ASKED, now)
                .when(Condition.all(
                        Condition.equal(AccountConsent.CONSENT, account.consent()),
                        Condition.equal(AccountConsent.STATE, AccountConsent.GRANTED),
                        Condition.any(
                                Condition.lacks(ReadState.ASKED),
                                Condition.less(ReadState.ASKED, now.minus(ReadingLimits.JOINING)))));
        var writes = new ArrayList<Write.Change>();
        writes.add(asked);
        if (!mine) {
            writes.add(Write.change(Account.readStateKey(account.tenant(), first))
                    .when(Condition.equal(Account.RECORD, account.connection())));
        }
        writes.getLast()
                .due(Optional.of(cadences.place(account.connection(), now)))
                .set(AccountConsent.LEASE, lease);
        switch (mine ? table.write(asked) : table.commit(writes)) {
            case Outcome.Done _ -> {
                queue(new ReadBatch.Due(account.tenant(), first, account.bank(), account.connection()), now, lease);
                return true;
            }
            case Outcome.Refused refused -> {
                var standing = Account.latest(table, account.tenant(), account.id())
                        .orElseThrow(() -> Problem.unknown("account").exception());
                AccountConsent.require(standing, now);
                return refused.failed().contains(0);
            }
        }
    }

    /// The account that the due time of a connection stands on.
    private String first(Account account) {
        if (account.schedule().schedule().due().isPresent()) {
            return account.id();
        }
        var states = connections
                .find(account.tenant(), account.connection())
                .map(connections::readStates)
                .orElse(List.of());
        return states.stream()
                .filter(state -> state.has(Index.DUE.sort()))
                .findFirst()
                .or(() -> states.stream().findFirst())
                .map(state -> Account.idIn(state.key()))
                .orElse(account.id());
    }

    /// What cannot be queued is due at once: the dispatcher of the next minute queues it.
    private void queue(ReadBatch.Due due, Instant now, Instant lease) {
        var claimed = new ReadBatch.Claimed(
                due, new ReadRequest.Claimed(due.first(), due.bank(), lease, now, PeriodReads.Source.REFRESH));
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

    /// A connection that the index has as due.
    record Seen(ReadBatch.Due due, Instant at) {}

    /// What became of some claims.
    ///
    /// @param missed how many another has, or are due no more
    /// @param left those that the table was too busy for
    record Claims(List<ReadBatch.Claimed> mine, int missed, List<Seen> left) {}

    /// Claims connections that are due: in one request for many, each by a condition of its own on what was seen.
    Claims claim(List<Seen> seen) {
        var now = clock.instant();
        var lease = now.plus(ReadingLimits.LEASE);
        var outcomes = table.writeEach(seen.stream()
                .map(one -> Write.change(Account.readStateKey(
                                one.due().tenant(), one.due().first()))
                        .set(AccountConsent.LEASE, lease)
                        .when(unclaimed(one.at(), now)))
                .toList());
        var mine = new ArrayList<ReadBatch.Claimed>();
        var left = new ArrayList<Seen>();
        for (var place = 0; place < seen.size(); place++) {
            var one = seen.get(place);
            var outcome = outcomes.get(place);
            if (outcome.isEmpty()) {
                left.add(one);
            } else if (outcome.get().done()) {
                mine.add(claimed(one, lease));
            }
        }
        return new Claims(mine, seen.size() - mine.size() - left.size(), left);
    }

    private static ReadBatch.Claimed claimed(Seen seen, Instant lease) {
        var due = seen.due();
        return new ReadBatch.Claimed(
                due, new ReadRequest.Claimed(due.first(), due.bank(), lease, seen.at(), PeriodReads.Source.SCHEDULE));
    }

    /// Holds while a connection is due as it was seen and nobody has it.
    static Condition unclaimed(Instant seen, Instant now) {
        return Condition.all(
                Condition.equal(Index.DUE.sort(), seen),
                Condition.any(Condition.lacks(AccountConsent.LEASE), Condition.less(AccountConsent.LEASE, now)));
    }

    /// Whether somebody has a connection at a time.
    static boolean isClaimed(Item readState, Instant now) {
        return readState
                .optionalInstant(AccountConsent.LEASE)
                .filter(now::isBefore)
                .isPresent();
    }

    /// Gives a claim back: the connection is due as it was.
    void release(ReadBatch.Claimed claimed) {
        var key = Account.readStateKey(claimed.due().tenant(), claimed.due().first());
        table.write(Write.change(key)
                .remove(AccountConsent.LEASE)
                .when(Condition.equal(AccountConsent.LEASE, claimed.claim().lease())));
    }
}
