package org.openbalance.platform.dynamodb;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.openbalance.platform.log.Unexpected;

/// Goes through what is due, shard by shard and slice by slice, so that nothing keeps the rest waiting: neither a shard
/// that the table does not give now, nor entries that cannot be taken on and so stay due.
///
/// A sweep goes on from where its last slice ended, and never back: the index lags behind the table for a moment, and
/// what is under way already stays in it.
public final class DueSweep {

    private static final Logger LOG = Logger.getLogger(DueSweep.class);

    private final Table table;
    private final InstantSource clock;

    public DueSweep(Table table, InstantSource clock) {
        this.table = table;
        this.clock = clock;
    }

    /// What became of some entries.
    ///
    /// @param done those that were taken on
    /// @param broken those that could not be, which are due still; why is in the log
    public record Slice(int done, int broken) {

        public static final Slice NONE = new Slice(0, 0);

        Slice and(Slice other) {
            return new Slice(done + other.done, broken + other.broken);
        }
    }

    /// What a sweep came to.
    ///
    /// @param brokenShards those that were left at an error, which is in the log
    /// @param finished whether all was gone through
    public record Result(Slice entries, int brokenShards, boolean finished) {

        /// Entries that were taken on.
        public int done() {
            return entries.done();
        }
    }

    /// What a sweep goes through, and how far.
    ///
    /// @param dueBy what is due by then is taken on
    /// @param slice how many entries are handed over at once
    /// @param most how many are taken on, give or take a slice
    /// @param until when nothing new is begun any more
    public record Range(List<String> shards, Instant dueBy, int slice, int most, Instant until) {}

    /// @param work takes a slice, the longest due first
    public Result run(Range range, Function<List<Item>, Slice> work) {
        var entries = Slice.NONE;
        var broken = 0;
        var finished = true;
        for (var shard : range.shards()) {
            var strand = new Strand(shard, range, work, range.most() - entries.done());
            try {
                finished &= strand.run();
            } catch (RuntimeException failed) {
                broken++;
                LOG.error("The shard " + shard + " was left: " + Unexpected.describe(failed));
            }
            entries = entries.and(strand.entries);
        }
        return new Result(entries, broken, finished);
    }

    /// Hands over each entry by itself; what one of them throws is logged and keeps no other.
    ///
    /// @param work says whether it took the entry on
    public static Slice each(List<Item> entries, Predicate<Item> work) {
        var done = 0;
        var broken = 0;
        for (var entry : entries) {
            try {
                done += work.test(entry) ? 1 : 0;
            } catch (RuntimeException failed) {
                broken++;
                LOG.error("What was due is left to the next minute: " + Unexpected.describe(failed));
            }
        }
        return new Slice(done, broken);
    }

    private final class Strand {

        private final String shard;
        private final Range range;
        private final Function<List<Item>, Slice> work;
        private final int most;
        private Slice entries = Slice.NONE;

        Strand(String shard, Range range, Function<List<Item>, Slice> work, int most) {
            this.shard = shard;
            this.range = range;
            this.work = work;
            this.most = most;
        }

        /// @return false if there was no time for all of it, or it was too much
        boolean run() {
            var next = Optional.of(Due.before(shard, range.dueBy(), range.slice()));
            while (next.isPresent() && entries.done() < most && clock.instant().isBefore(range.until())) {
                var query = next.get();
                var found = table.slice(query);
                if (!found.items().isEmpty()) {
                    entries = entries.and(work.apply(found.items()));
                }
                next = found.last().map(query::after);
            }
            return next.isEmpty();
        }
    }
}
