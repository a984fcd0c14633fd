package org.openbalance.platform.listing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;

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

    /// The changes of totals that one transaction brings: a transaction may write each counter once only.
    public static final class Tally {

        private record Place(ItemKey key, Optional<Index> index, String partition) {}

        private final Map<Place, Long> changes = new LinkedHashMap<>();

        /// Counts one of an owner's things.
        ///
        /// @param kind what is counted, such as `ACCOUNT`
        /// @param change 1 to add it, -1 to take it away
        public Tally ofOwner(Tenant tenant, String kind, String id, Instant created, int change) {
            of(Index.BY_OWNER, listing(tenant, kind), id, change);
            var day = new ItemKey(days(tenant, kind), day(created) + "#" + shard(id));
            changes.merge(new Place(day, Optional.empty(), ""), (long) change, Long::sum);
            return this;
        }

        /// Counts a thing in an index partition, such as a bank's accounts.
        public Tally of(Index index, String partition, String id, int change) {
            var key = new ItemKey("COUNT#" + index.indexName() + '#' + partition, LAST + shard(id));
            changes.merge(new Place(key, Optional.of(index), partition), (long) change, Long::sum);
            return this;
        }

        public List<Write> writes() {
            return changes.entrySet().stream()
                    .filter(change -> change.getValue() != 0)
                    .<Write>map(change -> write(change.getKey(), change.getValue()))
                    .toList();
        }

        private static Write write(Place place, long change) {
            var write = Write.change(place.key())
                    .first(Item.TYPE, TYPE)
                    .first(Item.VERSION, 1)
                    .add(AMOUNT, change);
            place.index().ifPresent(index -> write.first(index.partition(), place.partition())
                    .first(index.sort(), place.key().sort()));
            return write;
        }
    }

    /// The index partition that lists an owner's things of one kind.
    public static String listing(Tenant tenant, String kind) {
        return tenant.prefix() + '#' + kind;
    }

    static boolean counts(ItemKey key) {
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
