package org.openbalance.account;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.openbalance.platform.ParallelCalls;
import org.openbalance.platform.dynamodb.DueSweep;
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.Table;

/// Goes through the connections that something is due of: banks are to be told of an end, or
/// owners of one that comes. For whoever runs each minute.
@Singleton
public final class ConnectionSweep {

    /// Taken on at the same time.
    private static final int AT_ONCE = 50;
    /// Taken on in one run; the next minute goes on.
    private static final int MOST = 1_000;

    private final Table table;
    private final AccessEndings endings;
    private final AccessNotices notices;
    private final InstantSource clock;

    ConnectionSweep(Table table, AccessEndings endings, AccessNotices notices, InstantSource clock) {
        this.table = table;
        this.endings = endings;
        this.notices = notices;
        this.clock = clock;
    }

    /// What a sweep came to.
    ///
    /// @param ends what ends at banks came to, as far as that is final
    public record Swept(DueSweep.Result result, Map<AccessAtBank.End, Integer> ends) {}

    /// Two at once tell no bank twice of one end.
    public Swept sweep(Instant until) {
        var ends = new EnumMap<AccessAtBank.End, Integer>(AccessAtBank.End.class);
        var range = new DueSweep.Range(EndingAccess.SHARDS.names(), clock.instant(), AT_ONCE, MOST, until);
        var result = new DueSweep(table, clock).run(range, entries -> slice(entries, until, ends));
        return new Swept(result, ends);
    }

    private DueSweep.Slice slice(List<Item> entries, Instant until, Map<AccessAtBank.End, Integer> ends) {
        var calls = entries.stream()
                .<Callable<Taken>>map(entry -> () -> taken(entry, until))
                .toList();
        var done = 0;
        var broken = 0;
        for (var taken : ParallelCalls.run(calls)) {
            taken.end().ifPresent(end -> ends.merge(end, 1, Integer::sum));
            done += taken.slice().done();
            broken += taken.slice().broken();
        }
        return new DueSweep.Slice(done, broken);
    }

    private record Taken(DueSweep.Slice slice, Optional<AccessAtBank.End> end) {}

    /// Each by itself: what one throws is logged and keeps no other.
    private Taken taken(Item entry, Instant until) {
        var ends = new ArrayList<AccessAtBank.End>();
        var slice = DueSweep.each(List.of(entry), item -> {
            table.getLatest(item.key())
                    .filter(latest -> latest.has(Index.DUE.sort()))
                    .ifPresent(latest -> take(latest, until, ends));
            return true;
        });
        return new Taken(slice, ends.stream().findFirst());
    }

    private void take(Item latest, Instant until, List<AccessAtBank.End> ends) {
        if (EndingAccess.of(latest).isPresent()) {
            endings.carryOut(latest, until).ifPresent(ends::add);
        } else {
            notices.due(latest);
        }
    }
}
