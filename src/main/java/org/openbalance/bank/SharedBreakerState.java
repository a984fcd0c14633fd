package org.openbalance.bank;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;

/// Which lines to banks are spared by reads that nobody waits for: what the breakers of one process have met, told to
/// all others through one item for each line that fails.
@Singleton
public final class SharedBreakerState {

    /// Long enough that a line which goes on failing is shared again before it ends.
    static final Duration LENGTH = Duration.ofSeconds(90);

    /// What the table said of a line is remembered for so long.
    private static final Duration MEMORY = Duration.ofSeconds(10);

    private static final int REMEMBERED = 10_000;
    private static final String UNTIL = "open_until";

    private final Table table;
    private final Banks banks;
    private final InstantSource clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final Map<String, Instant> told = new ConcurrentHashMap<>();

    private record Known(boolean spared, Instant until) {}

    public SharedBreakerState(Table table, Banks banks, InstantSource clock) {
        this.table = table;
        this.banks = banks;
        this.clock = clock;
    }

    /// Tells other processes of the lines that fail here; one write for each and half a minute at most.
    public void share() {
        var now = clock.instant();
        told.values().removeIf(next -> !now.isBefore(next));
        for (var line : banks.failing()) {
            if (told.putIfAbsent(line, now.plus(LENGTH.dividedBy(3))) == null) {
                var until = now.plus(LENGTH);
                table.write(Write.change(key(line))
                        .first(Item.TYPE, "bank-rest")
                        .first(Item.VERSION, 1)
                        .set(UNTIL, until)
                        .set(Item.TTL, until.plus(LENGTH).getEpochSecond()));
            }
        }
    }

    /// Those of the lines that are spared now: one request for each 100 that were not asked for lately.
    public Set<String> among(Collection<String> lines) {
        var now = clock.instant();
        var unknown = lines.stream()
                .filter(line -> !known.containsKey(line)
                        || !now.isBefore(known.get(line).until()))
                .collect(Collectors.toSet());
        learn(unknown, now);
        var resting = new HashSet<String>();
        for (var line : lines) {
            if (banks.spares(line) || known.get(line).spared()) {
                resting.add(line);
            }
        }
        return resting;
    }

    private void learn(Set<String> lines, Instant now) {
        if (known.size() > REMEMBERED) {
            known.values().removeIf(seen -> !now.isBefore(seen.until()));
        }
        var places = new HashMap<ItemKey, String>();
        lines.forEach(line -> places.put(key(line), line));
        var cache = now.plus(MEMORY);
        // Read first: where the table fails, nothing is taken for known, and whoever asks fails with it.
        var found = table.getAll(places.keySet());
        lines.forEach(line -> known.put(line, new Known(false, cache)));
        for (var item : found) {
            known.put(places.get(item.key()), new Known(now.isBefore(item.instant(UNTIL)), cache));
        }
    }

    private static ItemKey key(String line) {
        return new ItemKey("BANK#" + line, "REST");
    }
}
