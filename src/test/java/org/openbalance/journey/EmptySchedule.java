package org.openbalance.journey;

import java.util.List;
import java.util.stream.Stream;
import org.openbalance.platform.dynamodb.Due;
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;

/// The table is one for all tests of a JVM. A test that lets days pass would read all that tests before it have linked,
/// and deliver all that they left to be delivered, over and over; after this, only what it makes itself is due.
public final class EmptySchedule {

    /// What is due besides reads, as its owners place it.
    private static final List<Due.Shards> OTHERS = Stream.of("delivery", "access", "lines", "consent")
            .map(kind -> new Due.Shards(kind, 4))
            .toList();

    private EmptySchedule() {}

    public static void of(Table table, Due due) {
        Stream.concat(due.shards().stream(), OTHERS.stream().flatMap(kind -> kind.names().stream()))
                .parallel()
                .forEach(shard -> empty(table, shard));
    }

    private static void empty(Table table, String shard) {
        List<Item> entries;
        do {
            entries = table.query(Query.of(Index.DUE, shard));
            entries.forEach(entry -> table.write(Write.change(entry.key()).outOf(Index.DUE)));
        } while (!entries.isEmpty());
    }
}
