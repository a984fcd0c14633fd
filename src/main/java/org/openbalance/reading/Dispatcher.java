package org.openbalance.reading;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.openbalance.account.Account;
import org.openbalance.account.PeriodReads;
import org.openbalance.account.ReadState;
import org.openbalance.bank.Banks;
import org.openbalance.bank.SharedBreakerState;
import org.openbalance.platform.ParallelCalls;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Due;
import org.openbalance.platform.dynamodb.DueSweep;
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.log.Unexpected;
import org.openbalance.platform.queue.QueueFailed;
import org.openbalance.platform.queue.Queues;

/// Claims the connections that are due, shard by shard, and queues them by bank.
///
/// Each is claimed by a conditional write on the time that was seen, so however many dispatchers run, one of them alone
/// queues it. A connection whose bank is given a rest is put off instead.
@Singleton
public final class Dispatcher {

    private static final Logger LOG = Logger.getLogger(Dispatcher.class);

    private final Table table;
    private final Due due;
    private final ReadClaims claims;
    private final ReadFailures readFailures;
    private final Banks banks;
    private final SharedBreakerState breakers;
    private final Queues queues;
    private final InstantSource clock;

    Dispatcher(
            Table table,
            Due due,
            ReadClaims claims,
            ReadFailures readFailures,
            Banks banks,
            SharedBreakerState breakers,
            Queues queues,
            InstantSource clock) {
        this.table = table;
        this.due = due;
        this.claims = claims;
        this.readFailures = readFailures;
        this.banks = banks;
        this.breakers = breakers;
        this.queues = queues;
        this.clock = clock;
    }

    /// What a run did.
    public static final class Run {

        private int queued;
        private int rested;
        private int missed;
        private int unsent;
        private int malformed;
        private int left;
        private int brokenShards;
        private boolean finished = true;
        private Duration lag = Duration.ZERO;

        /// Connections that were claimed and queued.
        public int queued() {
            return queued;
        }

        /// Connections that were put off, as their bank is given a rest.
        public int rested() {
            return rested;
        }

        /// Connections that others had taken on.
        public int missed() {
            return missed;
        }

        /// Connections that were claimed, could not be queued, and are due again.
        public int unsent() {
            return unsent;
        }

        /// Shards that the table did not give.
        public int brokenShards() {
            return brokenShards;
        }

        /// Whether all that was due was taken on; else the next minute goes on.
        public boolean finished() {
            return finished;
        }

        /// Entries that nobody can read: they name no connection, or no bank.
        public int malformed() {
            return malformed;
        }

        /// Connections that the table did not let us claim: they are due still.
        public int left() {
            return left;
        }

        /// How late the latest connection was, of those that were queued and those that wait still.
        public Duration lag() {
            return lag;
        }

        private void waits(Duration late) {
            left++;
            late(late);
        }

        private void late(Duration late) {
            lag = late.compareTo(lag) > 0 ? late : lag;
        }
    }

    /// Begins at a shard by chance: what one run did not reach comes first in another, and runs at the same time
    /// seldom meet.
    ///
    /// @param until when nothing new is begun any more
    public Run run(Instant until) {
        var run = new Run();
        var shards = new ArrayList<>(due.shards());
        Collections.rotate(shards, ThreadLocalRandom.current().nextInt(shards.size()));
        var soon = clock.instant().plus(ReadingLimits.AHEAD);
        var range = new DueSweep.Range(shards, soon, ReadingLimits.SLICE, Integer.MAX_VALUE, until);
        var swept = new DueSweep(table, clock).run(range, entries -> dispatch(entries, run));
        run.brokenShards = swept.brokenShards();
        run.finished = swept.finished();
        return run;
    }

    /// An entry of the index.
    ///
    /// @param at when it is due
    /// @param failures reads in a row that failed
    private record Found(ReadBatch.Due due, Instant at, int failures) {

        static Found of(Item entry) {
            var key = entry.key();
            var due = new ReadBatch.Due(
                    Tenant.ofPartition(key.partition()),
                    Account.idIn(key),
                    entry.text(Account.BANK),
                    entry.text(Account.RECORD));
            return new Found(due, entry.instant(Index.DUE.sort()), (int) entry.number(ReadState.FAILURES, 0));
        }

        ItemKey key() {
            return Account.readStateKey(due.tenant(), due.first());
        }
    }

    private DueSweep.Slice dispatch(List<Item> entries, Run run) {
        var all = new ArrayList<Found>();
        var malformed = DueSweep.each(entries, entry -> all.add(entry.as(Found::of)));
        run.malformed += malformed.broken();
        var found = unclaimed(all);
        var resting = resting(found.stream().map(Found::due).toList());
        var claimed = new ArrayList<ReadBatch.Claimed>();
        for (var outcome : ParallelCalls.run(strands(found, resting))) {
            claimed.addAll(outcome.claimed());
            outcome.left().forEach(run::waits);
            run.rested += outcome.rested();
            run.missed += outcome.missed();
        }
        queue(claimed, run);
        return new DueSweep.Slice(claimed.size(), malformed.broken());
    }

    /// Without those that an earlier sweep took on and that are being read: they stay in the index until then. What is
    /// due since the last sweep nobody can have taken, but another dispatcher at this moment.
    private List<Found> unclaimed(List<Found> found) {
        var now = clock.instant();
        var lastSweep = now.plus(ReadingLimits.AHEAD).minus(ReadingLimits.SWEEP);
        var earlier = found.stream().filter(one -> one.at().isBefore(lastSweep)).toList();
        var taken = table.getAll(earlier.stream().map(Found::key).toList()).stream()
                .filter(state -> ReadClaims.isClaimed(state, now))
                .map(Item::key)
                .collect(Collectors.toSet());
        return found.stream().filter(one -> !taken.contains(one.key())).toList();
    }

    /// What became of some entries.
    ///
    /// @param left how late those are that the table did not let us claim
    private record Strand(List<ReadBatch.Claimed> claimed, List<Duration> left, int rested, int missed) {}

    private List<Callable<Strand>> strands(List<Found> found, Set<String> resting) {
        var strands = new ArrayList<Callable<Strand>>();
        for (var start = 0; start < found.size(); start += Table.STATEMENT_LIMIT) {
            var some = found.subList(start, Math.min(found.size(), start + Table.STATEMENT_LIMIT));
            strands.add(() -> taken(some, resting));
        }
        return strands;
    }

    private Strand taken(List<Found> found, Set<String> resting) {
        var left = new ArrayList<Duration>();
        var open = new ArrayList<ReadClaims.Seen>();
        var rested = 0;
        for (var one : found) {
            if (!resting.contains(line(one.due()))) {
                open.add(new ReadClaims.Seen(one.due(), one.at()));
            } else if (rested(one)) {
                rested++;
            } else {
                left.add(late(one.at()));
            }
        }
        var claims = claimed(open);
        claims.left().forEach(one -> left.add(late(one.at())));
        return new Strand(claims.mine(), left, rested, claims.missed());
    }

    /// What the table did not let us claim is due still, and what was claimed before must be queued.
    private ReadClaims.Claims claimed(List<ReadClaims.Seen> open) {
        try {
            return claims.claim(open);
        } catch (RuntimeException broken) {
            LOG.error(open.size() + " connections were left to the next minute: " + Unexpected.describe(broken));
            return new ReadClaims.Claims(List.of(), 0, open);
        }
    }

    private boolean rested(Found one) {
        try {
            readFailures.rested(one.due(), one.failures(), ReadClaims.unclaimed(one.at(), clock.instant()));
            return true;
        } catch (RuntimeException broken) {
            LOG.error("A connection was left to the next minute: " + Unexpected.describe(broken));
            return false;
        }
    }

    private Duration late(Instant due) {
        return Duration.between(due, clock.instant());
    }

    private Set<String> resting(List<ReadBatch.Due> found) {
        return breakers.among(found.stream().map(this::line).collect(Collectors.toSet()));
    }

    /// A bank that is not served any more has no line; its connections fail one by one.
    private String line(ReadBatch.Due one) {
        return banks.find(one.tenant().environment(), one.bank())
                .map(bank -> banks.line(one.tenant(), bank))
                .orElse(one.bank());
    }

    private void queue(List<ReadBatch.Claimed> claimed, Run run) {
        var batches = ReadBatch.pack(claimed, PeriodReads.Source.SCHEDULE);
        var messages = batches.stream().map(ReadBatch::toMessage).toList();
        var unsent = new HashSet<String>();
        try {
            queues.send(Queues.Name.REFRESH, messages);
        } catch (QueueFailed failed) {
            unsent.addAll(failed.unsent());
            LOG.warnf("%d messages could not be queued; their connections are due again", unsent.size());
        }
        for (var place = 0; place < batches.size(); place++) {
            if (unsent.contains(messages.get(place).body())) {
                release(batches.get(place), run);
            }
        }
        claimed.stream().map(one -> late(one.claim().due())).forEach(run::late);
        run.queued += claimed.size();
    }

    private void release(ReadBatch batch, Run run) {
        for (var one : batch.claimed()) {
            claims.release(one);
            run.unsent++;
            run.queued--;
        }
    }
}
