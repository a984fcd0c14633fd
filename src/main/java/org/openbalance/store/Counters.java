package org.openbalance.store;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// Exact totals of an owner's things, kept by the transactions that add or take them.
///
/// A total stands in the index it counts, at the end of its partition, where a Query from the newest meets it first: a
/// page and its total are then one request. It is spread over [#SHARDS] items, so that transactions which touch it at
/// once seldom conflict. Days have totals of their own, for ranges of dates.
public final class Counters {

    static final int SHARDS = 4;
    static final String AMOUNT = "total";
    private static final String TYPE = "counter";
    /// Sorts behind every time and id.
    private static final String LAST = "~";

    private Counters() {}

    /// What a transaction writes to count things of one owner that were created at one time.
    ///
    /// @param kind what is counted, such as `ACCOUNT`
    /// @param id of one of the things: chooses the shard
    /// @param change how many more; less than nothing to take away
    public static List<Write> count(Tenant tenant, String kind, String id, Instant created, long change) {
        var writes = new ArrayList<Write>();
        writes.add(total(Index.BY_OWNER, listing(tenant, kind), id, change));
        writes.add(Write.change(new Key(days(tenant, kind), day(created) + "#" + shard(id)))
                .first(Item.TYPE, TYPE)
                .first(Item.VERSION, 1)
                .add(AMOUNT, change));
        return writes;
    }

    /// Counts things in a further index partition, such as a bank's accounts.
    public static Write count(Index index, String partition, String id, long change) {
        return total(index, partition, id, change);
    }

    /// The index partition that lists an owner's things of one kind.
    public static String listing(Tenant tenant, String kind) {
        return tenant.prefix() + '#' + kind;
    }

    private static Write total(Index index, String partition, String id, long change) {
        var shard = shard(id);
        return Write.change(new Key("COUNT#" + index.indexName() + '#' + partition, LAST + shard))
                .first(Item.TYPE, TYPE)
                .first(Item.VERSION, 1)
                .first(index.partition(), partition)
                .first(index.sort(), LAST + shard)
                .add(AMOUNT, change);
    }

    static boolean counts(Key key) {
        return key.sort().startsWith(LAST);
    }

    /// The total over whole days, both ends included: one Query.
    static long ofDays(Table table, Tenant tenant, String kind, LocalDate first, LocalDate last) {
        return table.query(Query.of(days(tenant, kind)).between(first.toString(), last + "#" + LAST)).stream()
                .mapToLong(item -> item.number(AMOUNT))
                .sum();
    }

    private static String days(Tenant tenant, String kind) {
        return tenant.prefix() + "#DAYS#" + kind;
    }

    private static LocalDate day(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private static int shard(String id) {
        return Math.floorMod(id.hashCode(), SHARDS);
    }

    static long sum(List<Item> counters) {
        return counters.stream().mapToLong(item -> item.number(AMOUNT)).sum();
    }
}
