package org.openbalance.refresh;

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
import org.openbalance.balance.Batch;
import org.openbalance.balance.Errand;
import org.openbalance.balance.Refreshes;
import org.openbalance.balance.SideBySide;
import org.openbalance.bank.Banks;
import org.openbalance.bank.Rests;
import org.openbalance.http.Unexpected;
import org.openbalance.link.Account;
import org.openbalance.link.Reads;
import org.openbalance.link.Schedule;
import org.openbalance.store.Due;
import org.openbalance.store.Index;
import org.openbalance.store.Item;
import org.openbalance.store.QueueFailed;
import org.openbalance.store.Queues;
import org.openbalance.store.Table;
import org.openbalance.store.Tenant;

/// Claims the accounts that are due, shard by shard, and queues them by bank.
///
/// Each is claimed by a conditional write on the time that was seen, so however many dispatchers run, one of them alone
/// queues it. An account whose bank is given a rest is put off instead.
@Singleton
final class Dispatcher {

    private static final Logger LOG = Logger.getLogger(Dispatcher.class);

    private final Table table;
    private final Due due;
    private final Refreshes refreshes;
    private final Setbacks setbacks;
    private final Banks banks;
    private final Rests rests;
    private final Queues queues;
    private final InstantSource clock;

    Dispatcher(
            Table table,
            Due due,
            Refreshes refreshes,
            Setbacks setbacks,
            Banks banks,
            Rests rests,
            Queues queues,
            InstantSource clock) {
        this.table = table;
        this.due = due;
        this.refreshes = refreshes;
        this.setbacks = setbacks;
        this.banks = banks;
        this.rests = rests;
        this.queues = queues;
        this.clock = clock;
    }

    /// What a run did.
    static final class Run {

        private int queued;
        private int rested;
        private int missed;
        private int unsent;
        private int brokenShards;
        private boolean finished = true;
        private Duration lag = Duration.ZERO;

        /// Accounts that were claimed and queued.
        int queued() {
            return queued;
        }

        /// Accounts that were put off, as their bank is given a rest.
        int rested() {
            return rested;
        }

        /// Accounts that others had taken on.
        int missed() {
            return missed;
        }

        /// Accounts that were claimed, could not be queued, and are due again.
        int unsent() {
            return unsent;
        }

        /// Shards that the table did not give.
        int brokenShards() {
            return brokenShards;
        }

        /// Whether all that was due was taken on; else the next minute goes on.
        boolean finished() {
            return finished;
        }

        /// How late the latest of the queued accounts was.
        Duration lag() {
            return lag;
        }
    }

    /// Begins at a shard by chance: what one run did not reach comes first in another, and runs at the same time
    /// seldom meet.
    ///
    /// @param until when nothing new is begun any more
    Run run(Instant until) {
        var run = new Run();
        var shards = new ArrayList<>(due.shards());
        Collections.rotate(shards, ThreadLocalRandom.current().nextInt(shards.size()));
        for (var shard : shards) {
            try {
                sweep(shard, until, run);
            } catch (RuntimeException broken) {
                // A shard that the table does not give now must not keep the others waiting.
                run.brokenShards++;
                LOG.error("The shard " + shard + " was left: " + Unexpected.describe(broken));
            }
        }
        return run;
    }

    /// The index lags behind the table for a moment, so a sweep goes on from where its last slice ended, and
    /// never back.
    private void sweep(String shard, Instant until, Run run) {
        var soon = clock.instant().plus(RefreshLimits.AHEAD);
        var from = Instant.EPOCH;
        while (true) {
            if (!clock.instant().isBefore(until)) {
                run.finished = false;
                return;
            }
            var slice = table.query(Due.between(shard, from, soon, RefreshLimits.SLICE));
            dispatch(slice.stream().map(Found::of).toList(), run);
            if (slice.size() < RefreshLimits.SLICE) {
                return;
            }
            var last = slice.getLast().instant(Index.DUE.sort());
            from = last.equals(from) ? last.plusMillis(1) : last;
        }
    }

    /// An entry of the index.
    ///
    /// @param due unclaimed as yet: its lease is the time it was seen at
    private record Found(Batch.Claimed due, int failures) {

        static Found of(Item entry) {
            var key = entry.key();
            var at = entry.instant(Index.DUE.sort());
            var due = new Batch.Claimed(
                    Tenant.ofPartition(key.partition()),
                    Account.idIn(key),
                    entry.text(Account.BANK),
                    entry.text(Account.RECORD),
                    new Errand.Claimed(at, at, Reads.Source.SCHEDULE));
            return new Found(due, (int) entry.number(Schedule.FAILURES, 0));
        }
    }

    private void dispatch(List<Found> found, Run run) {
        var resting = resting(found.stream().map(Found::due).toList());
        var claimed = new ArrayList<Batch.Claimed>();
        for (var outcome : SideBySide.run(strands(found, resting))) {
            claimed.addAll(outcome.claimed());
            run.rested += outcome.rested();
            run.missed += outcome.missed();
        }
        queue(claimed, run);
    }

    private record Strand(List<Batch.Claimed> claimed, int rested, int missed) {}

    private List<Callable<Strand>> strands(List<Found> found, Set<String> resting) {
        var each = Math.ceilDiv(found.size(), RefreshLimits.CLAIMS_AT_ONCE);
        var strands = new ArrayList<Callable<Strand>>();
        for (var start = 0; start < found.size(); start += each) {
            var some = found.subList(start, Math.min(found.size(), start + each));
            strands.add(() -> claim(some, resting));
        }
        return strands;
    }

    /// What the table did not let us claim is due still, and what was claimed before must be queued.
    private Strand claim(List<Found> found, Set<String> resting) {
        var claimed = new ArrayList<Batch.Claimed>();
        var rested = 0;
        var missed = 0;
        for (var one : found) {
            try {
                if (resting.contains(line(one.due()))) {
                    setbacks.rested(one.due(), one.due().claim().due(), one.failures());
                    rested++;
                    continue;
                }
                var mine = refreshes.claim(one.due());
                mine.ifPresent(claimed::add);
                missed += mine.isPresent() ? 0 : 1;
            } catch (RuntimeException broken) {
                missed++;
                LOG.error("An account was left to the next minute: " + Unexpected.describe(broken));
            }
        }
        return new Strand(claimed, rested, missed);
    }

    private Set<String> resting(List<Batch.Claimed> found) {
        return rests.among(found.stream().map(this::line).collect(Collectors.toSet()));
    }

    /// A bank that is not served any more has no line; its accounts fail one by one.
    private String line(Batch.Claimed one) {
        return banks.find(one.tenant().environment(), one.bank())
                .map(bank -> banks.line(one.tenant(), bank))
                .orElse(one.bank());
    }

    private void queue(List<Batch.Claimed> claimed, Run run) {
        var batches = Batch.pack(claimed, Reads.Source.SCHEDULE);
        var messages = batches.stream().map(Batch::toMessage).toList();
        var unsent = new HashSet<String>();
        try {
            queues.send(Queues.Name.REFRESH, messages);
        } catch (QueueFailed failed) {
            unsent.addAll(failed.unsent());
            LOG.warnf("%d messages could not be queued; their accounts are due again", unsent.size());
        }
        for (var place = 0; place < batches.size(); place++) {
            if (unsent.contains(messages.get(place).body())) {
                release(batches.get(place), run);
            }
        }
        var now = clock.instant();
        claimed.stream()
                .map(one -> Duration.between(one.claim().due(), now))
                .forEach(late -> run.lag = late.compareTo(run.lag) > 0 ? late : run.lag);
        run.queued += claimed.size();
    }

    private void release(Batch batch, Run run) {
        for (var one : batch.claimed()) {
            refreshes.release(one);
            run.unsent++;
            run.queued--;
        }
    }
}
