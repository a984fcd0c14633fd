package org.openbalance.platform.listing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openbalance.platform.ParallelCalls;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.vault.SealBroken;
import org.openbalance.platform.vault.Vault;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A list of an owner's things, newest first, by page number or by cursor, with its exact total.
///
/// A page of an owner's things is one Query; by customer or bank, one Query of keys and one read of the items. Where
/// they are joined with a part of theirs, one read more.
public final class Listing {

    private static final int MILLIS_DIGITS = 13;
    private static final long LAST_MILLI = 9_999_999_999_999L;
    /// Sorts behind every id that follows a time.
    private static final String AFTER_IDS = "#~";

    private final Tenant tenant;
    private final Index index;
    private final String partition;
    private final String kind;
    private final String prefix;
    private final Optional<Range> range;
    private final Optional<String> part;

    /// From the first instant to the last, both included.
    public record Range(Instant from, Instant to) {}

    private Listing(
            Tenant tenant,
            Index index,
            String partition,
            String kind,
            String prefix,
            Optional<Range> range,
            Optional<String> part) {
        this.tenant = tenant;
        this.index = index;
        this.partition = partition;
        this.kind = kind;
        this.prefix = prefix;
        this.range = range;
        this.part = part;
    }

    /// All of an owner's things of one kind.
    public static Listing ofOwner(Tenant tenant, String kind) {
        return new Listing(
                tenant, Index.BY_OWNER, Counters.listing(tenant, kind), kind, "", Optional.empty(), Optional.empty());
    }

    /// What belongs to one customer.
    public static Listing ofCustomer(Tenant tenant, String kind, String customer) {
        return new Listing(
                tenant,
                Index.BY_CUSTOMER,
                customerPartition(tenant, customer),
                kind,
                kind + '#',
                Optional.empty(),
                Optional.empty());
    }

    /// An owner's accounts at one bank.
    public static Listing ofBank(Tenant tenant, String kind, String bank) {
        return new Listing(
                tenant, Index.BY_BANK, bankPartition(tenant, bank), kind, "", Optional.empty(), Optional.empty());
    }

    public Listing within(Range created) {
        return new Listing(tenant, index, partition, kind, prefix, Optional.of(created), part);
    }

    /// Each item joined with a part of it, which stands beside it in its partition.
    ///
    /// @param sort the sort key of that part
    public Listing joining(String sort) {
        return new Listing(tenant, index, partition, kind, prefix, range, Optional.of(sort));
    }

    public static String customerPartition(Tenant tenant, String customer) {
        return tenant.prefix() + '#' + customer;
    }

    public static String bankPartition(Tenant tenant, String bank) {
        return tenant.prefix() + '#' + bank;
    }

    /// The sort key of a thing in the indexes by owner and by bank.
    public static String sort(Instant created, String id) {
        return time(created) + '#' + id;
    }

    /// The sort key of a thing in the index by customer, where kinds stand side by side.
    public static String sort(String kind, Instant created, String id) {
        return kind + '#' + sort(created, id);
    }

    /// @throws InvalidCursor if the cursor is not one of this list
    public ListPage page(Table table, Vault vault, PageRequest request) {
        var start = request.cursor().map(cursor -> Position.open(vault, tenant, name(), cursor));
        return index == Index.BY_CUSTOMER ? small(table, vault, request, start) : counted(table, vault, request, start);
    }

    /// Every item of the list; for lists that are small by nature.
    public List<Item> all(Table table) {
        var found = table.query(base());
        var things = found.stream().filter(item -> !Counters.counts(item.key())).toList();
        return items(table, things);
    }

    /// The newest of the list's items, for a search that no index serves.
    public List<Item> newest(Table table, int most) {
        var found = table.query(base().atMost(most + Counters.SHARDS));
        var things = found.stream()
                .filter(item -> !Counters.counts(item.key()))
                .limit(most)
                .toList();
        return items(table, things);
    }

    /// A list whose total is kept by counters that stand at the end of its partition.
    private ListPage counted(Table table, Vault vault, PageRequest request, Optional<Position> start) {
        var skip = start.isPresent() ? 0 : request.offset();
        var head = start.isPresent() || range.isPresent() ? 0 : Counters.SHARDS;
        var query = base().atMost(head + skip + request.limit());
        var found = table.query(start.map(position -> query.after(position.key(index, partition)))
                .orElse(query));
        var counters =
                found.stream().filter(item -> Counters.counts(item.key())).toList();
        var things = found.subList(counters.size(), found.size()).stream()
                .skip(skip)
                .limit(request.limit())
                .toList();
        var total = start.map(Position::total).orElseGet(() -> range.map(within -> totalWithin(table, within))
                .orElseGet(() -> totalOf(table, counters)));
        var items = items(table, things);
        return finish(vault, request, things, items, total, before(request, start));
    }

    /// How many items come before the page: a walk by cursor may change its limit on the way.
    private static long before(PageRequest request, Optional<Position> start) {
        return start.map(Position::seen).orElse((long) request.offset());
    }

    private long totalOf(Table table, List<Item> counters) {
        var whole = index.whole()
                ? counters
                : table.getAll(counters.stream().map(Item::key).toList());
        return Counters.sum(whole);
    }

    /// A list that is small by nature: its keys are read whole.
    private ListPage small(Table table, Vault vault, PageRequest request, Optional<Position> start) {
        var keys = table.query(base());
        var from = start.map(position -> after(keys, position)).orElse(request.offset());
        var things = keys.stream().skip(from).limit(request.limit()).toList();
        var items = items(table, things);
        return finish(vault, request, things, items, keys.size(), before(request, start));
    }

    /// What the index carries of them, or one read of each kind of item, side by side.
    private List<Item> items(Table table, List<Item> things) {
        var keys = things.stream().map(Item::key).toList();
        if (part.isEmpty()) {
            return index.whole() ? things : table.getAll(keys);
        }
        var parts = keys.stream().map(this::part).toList();
        if (index.whole()) {
            return joined(things, table.getAll(parts));
        }
        var read =
                ParallelCalls.run(List.<Callable<List<Item>>>of(() -> table.getAll(keys), () -> table.getAll(parts)));
        return joined(read.getFirst(), read.getLast());
    }

    private ItemKey part(ItemKey key) {
        return new ItemKey(key.partition(), part.orElseThrow());
    }

    private List<Item> joined(List<Item> items, List<Item> parts) {
        var byKey = parts.stream().collect(Collectors.toMap(Item::key, Function.identity()));
        return items.stream()
                .map(item -> Optional.ofNullable(byKey.get(part(item.key())))
                        .map(item::joined)
                        .orElse(item))
                .toList();
    }

    private int after(List<Item> keys, Position position) {
        var place = 0;
        while (place < keys.size() && keys.get(place).text(index.sort()).compareTo(position.indexSort()) >= 0) {
            place++;
        }
        return place;
    }

    private ListPage finish(
            Vault vault, PageRequest request, List<Item> things, List<Item> items, long total, long before) {
        var seen = before + things.size();
        var more = seen < total && things.size() == request.limit();
        var cursor = more
                ? Optional.of(new Position(
                                things.getLast().text(index.sort()),
                                things.getLast().key(),
                                total,
                                seen)
                        .seal(vault, tenant, name()))
                : Optional.<String>empty();
        var page = (int) (before / request.limit()) + 1;
        return new ListPage(items, total, page, request.limit(), cursor);
    }

    private Query base() {
        var query = Query.of(index, partition).descending();
        if (range.isPresent()) {
            return query.between(
                    prefix + time(range.get().from()), prefix + time(range.get().to()) + AFTER_IDS);
        }
        return prefix.isEmpty() ? query : query.startingWith(prefix);
    }

    private String name() {
        return index.indexName()
                + '|'
                + partition
                + '|'
                + kind
                + '|'
                + range.map(within -> time(within.from()) + '-' + time(within.to()))
                        .orElse("");
    }

    /// Whole days from their counters, the hours that stick out at either end by counting.
    private long totalWithin(Table table, Range within) {
        var dayAfter = within.to().plusMillis(1);
        var first = firstWholeDay(within.from());
        var last = day(dayAfter).minusDays(1);
        if (first.isAfter(last)) {
            return table.count(base());
        }
        var total = Counters.ofDays(table, tenant, kind, first, last);
        var start = first.atStartOfDay(ZoneOffset.UTC).toInstant();
        if (within.from().isBefore(start)) {
            total += table.count(
                    within(new Range(within.from(), start.minusMillis(1))).base());
        }
        var end = last.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        if (end.isBefore(dayAfter)) {
            total += table.count(within(new Range(end, within.to())).base());
        }
        return total;
    }

    private static LocalDate firstWholeDay(Instant from) {
        var day = day(from);
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().equals(from) ? day : day.plusDays(1);
    }

    private static LocalDate day(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    /// Of one length, so that texts sort as times do; what lies beyond the year 2286 is beyond all that is listed.
    public static String time(Instant instant) {
        var millis = Long.toString(Math.clamp(instant.toEpochMilli(), 0, LAST_MILLI));
        return "0".repeat(MILLIS_DIGITS - millis.length()) + millis;
    }

    /// Where a page ended, sealed to its owner and its list.
    private record Position(String indexSort, ItemKey last, long total, long seen) {

        private static final String PURPOSE = "cursor";
        private static final String SEPARATOR = "\n";

        String seal(Vault vault, Tenant tenant, String listing) {
            var text = String.join(
                    SEPARATOR, indexSort, last.partition(), last.sort(), Long.toString(total), Long.toString(seen));
            return vault.sealText(tenant, PURPOSE, listing, text);
        }

        static Position open(Vault vault, Tenant tenant, String listing, String cursor) {
            try {
                var parts = vault.openText(tenant, PURPOSE, listing, cursor).split(SEPARATOR, -1);
                return new Position(
                        parts[0], new ItemKey(parts[1], parts[2]), Long.parseLong(parts[3]), Long.parseLong(parts[4]));
            } catch (SealBroken forged) {
                throw new InvalidCursor();
            }
        }

        Map<String, AttributeValue> key(Index index, String partition) {
            var key = new HashMap<>(last.attributes());
            key.put(index.partition(), AttributeValue.fromS(partition));
            key.put(index.sort(), AttributeValue.fromS(indexSort));
            return key;
        }
    }
}
