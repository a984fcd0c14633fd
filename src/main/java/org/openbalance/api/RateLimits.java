package org.openbalance.api;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.log.Unexpected;

/// Counts what may be done only so often: one conditional write each, before the work. A count holds for one window of
/// time and is deleted by itself afterwards.
@Singleton
public final class RateLimits {

    private static final Logger LOG = Logger.getLogger(RateLimits.class);
    private static final String TYPE = "rate";
    private static final int VERSION = 1;
    private static final Duration KEPT_AFTER = Duration.ofMinutes(5);

    private final Table table;
    private final InstantSource clock;

    RateLimits(Table table, InstantSource clock) {
        this.table = table;
        this.clock = clock;
    }

    /// How often something may be done in each window of time, counted from the epoch.
    public record Limit(Duration window, int most) {}

    /// What was counted, so that it can be given back.
    ///
    /// @param counts the attributes that were raised
    public record Counted(ItemKey key, List<String> counts) {

        /// As a text for an item of the table.
        public String text() {
            return String.join(
                    "\n",
                    Stream.concat(Stream.of(key.partition(), key.sort()), counts.stream())
                            .toList());
        }

        public static Counted of(String text) {
            var parts = Arrays.asList(text.split("\n"));
            return new Counted(new ItemKey(parts.get(0), parts.get(1)), parts.subList(2, parts.size()));
        }
    }

    /// Counts one of a thing.
    ///
    /// @param thing what is counted, as a partition of the table; a personal fact by its keyed digest alone
    /// @param message of the refusal past the limit
    /// @throws ApiException 429 past the limit, with the rest of the window to wait
    public Counted count(String thing, Limit limit, String message) {
        return count(thing, limit.window(), Map.of("all", limit.most()), message);
    }

    /// Counts one of a thing that several have a share of: one alone cannot use it up.
    ///
    /// @param share whose share
    /// @param ofShare how much one share may take
    /// @throws ApiException 429 past either limit, with the rest of the window to wait
    public Counted count(String thing, Limit limit, String share, int ofShare, String message) {
        var counts = new LinkedHashMap<String, Integer>();
        counts.put("all", limit.most());
        counts.put("share_" + share, ofShare);
        return count(thing, limit.window(), counts, message);
    }

    private Counted count(String thing, Duration window, Map<String, Integer> counts, String message) {
        var now = clock.instant().getEpochSecond();
        var length = window.toSeconds();
        var end = (now / length + 1) * length;
        var key = new ItemKey("RATE#" + thing, Long.toString(now / length));
        var change = Write.change(key)
                .first(Item.TYPE, TYPE)
                .first(Item.VERSION, VERSION)
                .first(Item.TTL, end + KEPT_AFTER.toSeconds());
        counts.keySet().forEach(name -> change.add(name, 1));
        var free = counts.entrySet().stream()
                .map(count -> Condition.any(
                        Condition.lacks(count.getKey()), Condition.less(count.getKey(), count.getValue())))
                .toArray(Condition[]::new);
        if (!table.write(change.when(Condition.all(free))).done()) {
            throw Problem.of(429, Problem.Type.RATE_LIMIT, message)
                    .retryAfter((int) (end - now))
                    .exception();
        }
        return new Counted(key, List.copyOf(counts.keySet()));
    }

    /// Takes a count back, for what turned out not to count. What fails here is logged and goes no further: the work
    /// is done.
    public void giveBack(Counted counted) {
        var change = Write.change(counted.key());
        counted.counts().forEach(name -> change.add(name, -1));
        try {
            table.write(change.when(Condition.exists()));
        } catch (RuntimeException failed) {
            LOG.warn("A count was not given back: " + Unexpected.describe(failed));
        }
    }
}
