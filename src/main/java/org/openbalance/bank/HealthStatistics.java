package org.openbalance.bank;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.listing.Listing;

/// How banks have answered the reads of balances: counted in this process, and added to one item for each bank and
/// [#SPAN] when the counts are flushed.
@Singleton
public final class HealthStatistics {

    static final Duration SPAN = Duration.ofMinutes(10);
    public static final Duration HOUR = Duration.ofHours(1);
    public static final Duration DAY = Duration.ofDays(1);

    /// What a process that only answers calls keeps to itself for so long, so that a call seldom writes it.
    private static final Duration KEPT = Duration.ofSeconds(60);

    private static final int FEW = 5;
    private static final int DOWN_BELOW = 5_000;
    private static final int UP_FROM = 9_000;
    private static final Duration SLOW_FROM = Duration.ofSeconds(5);

    private static final String TYPE = "bank-health";
    private static final String SORT = "HEALTH#";
    private static final String OK = "ok";
    private static final String FAILED = "failed";
    private static final String SLOW = "slow";

    private final Table table;
    private final InstantSource clock;
    private final Map<Place, Map<String, Long>> counts = new HashMap<>();
    private Instant oldest = Instant.MAX;

    private record Place(String bank, Instant from) {}

    public HealthStatistics(Table table, InstantSource clock) {
        this.table = table;
        this.clock = clock;
    }

    public void answered(Bank bank, Duration took) {
        count(bank, List.of(OK, LatencyHistogram.name(took)));
    }

    /// @param kind what the bank was asked and failed of; a call that never went out tells nothing of it
    public void failed(Bank bank, BankFailure.Kind kind, Duration took) {
        switch (kind) {
            case SLOW -> count(bank, List.of(FAILED, SLOW, LatencyHistogram.name(took)));
            case DOWN, ERROR -> count(bank, List.of(FAILED));
            case LOGIN_EXPIRED, QUOTA -> count(bank, List.of(OK, LatencyHistogram.name(took)));
            case RESTING, BUSY, DATA -> {
                // The bank was not asked.
            }
        }
    }

    private synchronized void count(Bank bank, List<String> names) {
        var now = clock.instant();
        oldest = now.isBefore(oldest) ? now : oldest;
        var place = counts.computeIfAbsent(new Place(bank.id(), spanOf(now)), ignored -> new HashMap<>());
        names.forEach(name -> place.merge(name, 1L, Long::sum));
    }

    /// As [#flush()], if anything has been kept for some time.
    public void flushOld() {
        if (!clock.instant().isBefore(kept())) {
            flush();
        }
    }

    private synchronized Instant kept() {
        return oldest.equals(Instant.MAX) ? Instant.MAX : oldest.plus(KEPT);
    }

    /// Writes down what was counted: one write for each bank.
    public void flush() {
        taken().forEach((place, names) -> {
            var write = Write.change(key(place.bank(), place.from()))
                    .first(Item.TYPE, TYPE)
                    .first(Item.VERSION, 1)
                    .first(Item.TTL, place.from().plus(DAY).plus(HOUR).getEpochSecond());
            names.forEach(write::add);
            table.write(write);
        });
    }

    private synchronized Map<Place, Map<String, Long>> taken() {
        var taken = new HashMap<>(counts);
        counts.clear();
        oldest = Instant.MAX;
        return taken;
    }

    /// What a bank did in a stretch of time.
    ///
    /// @param ok reads that it answered
    /// @param failed reads that it did not
    /// @param slow those of them that took too long
    /// @param latencies of what it answered, and of what took too long
    public record Figures(long ok, long failed, long slow, LatencyHistogram latencies) {

        public long reads() {
            return ok + failed;
        }

        /// In one word; a bank that was hardly asked counts as up.
        public Health health() {
            if (reads() < FEW) {
                return Health.UP;
            }
            var median = latencies.percentile(50).orElse(0);
            return success() < DOWN_BELOW
                    ? Health.DOWN
                    : success() < UP_FROM || median > SLOW_FROM.toMillis() ? Health.SLOW : Health.UP;
        }

        /// Parts in ten thousand; all, if it was never asked.
        public int success() {
            return reads() == 0 ? 10_000 : (int) (ok * 10_000 / reads());
        }
    }

    /// The last hour and the last day, whole spans of time and the one under way: one Query.
    public record Report(Figures hour, Figures day) {}

    public Report of(Bank bank) {
        var now = spanOf(clock.instant());
        var first = now.minus(DAY).plus(SPAN);
        var query = Query.of(partition(bank.id())).between(sort(first), sort(now));
        var items = table.query(query);
        var lastHour = sort(now.minus(HOUR).plus(SPAN));
        return new Report(
                sum(items.stream()
                        .filter(item -> item.key().sort().compareTo(lastHour) >= 0)
                        .toList()),
                sum(items));
    }

    private static Figures sum(List<Item> items) {
        var latencies = new ArrayList<LatencyHistogram>();
        var ok = 0L;
        var failed = 0L;
        var slow = 0L;
        for (var item : items) {
            ok += item.number(OK, 0);
            failed += item.number(FAILED, 0);
            slow += item.number(SLOW, 0);
            latencies.add(LatencyHistogram.of(item));
        }
        return new Figures(ok, failed, slow, LatencyHistogram.sum(latencies));
    }

    private static Instant spanOf(Instant now) {
        return Instant.ofEpochMilli(now.toEpochMilli() / SPAN.toMillis() * SPAN.toMillis());
    }

    private static ItemKey key(String bank, Instant from) {
        return new ItemKey(partition(bank), sort(from));
    }

    private static String partition(String bank) {
        return "BANK#" + bank;
    }

    private static String sort(Instant from) {
        return SORT + Listing.time(from);
    }
}
