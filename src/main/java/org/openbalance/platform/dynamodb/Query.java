package org.openbalance.platform.dynamodb;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// One Query: a partition of the table or of an index, a range of its sort key, a direction.
///
/// @param from inclusive
/// @param to inclusive
/// @param after where an earlier slice ended
public record Query(
        Optional<Index> index,
        String partition,
        Optional<Object> from,
        Optional<Object> to,
        boolean newestFirst,
        OptionalInt limit,
        Optional<Map<String, AttributeValue>> after,
        boolean consistent) {

    /// Sorts after every text that begins like the one it is appended to.
    private static final String LAST = "\uffff";

    public static Query of(String partition) {
        return new Query(
                Optional.empty(),
                partition,
                Optional.empty(),
                Optional.empty(),
                false,
                OptionalInt.empty(),
                Optional.empty(),
                false);
    }

    public static Query of(Index index, String partition) {
        return new Query(
                Optional.of(index),
                partition,
                Optional.empty(),
                Optional.empty(),
                false,
                OptionalInt.empty(),
                Optional.empty(),
                false);
    }

    public Query between(String first, String last) {
        return new Query(
                index, partition, Optional.of(first), Optional.of(last), newestFirst, limit, after, consistent);
    }

    /// For an index that is sorted by times.
    public Query between(Instant first, Instant last) {
        return new Query(
                index, partition, Optional.of(first), Optional.of(last), newestFirst, limit, after, consistent);
    }

    public Query startingWith(String prefix) {
        return between(prefix, prefix + LAST);
    }

    public Query descending() {
        return new Query(index, partition, from, to, true, limit, after, consistent);
    }

    public Query atMost(int items) {
        return new Query(index, partition, from, to, newestFirst, OptionalInt.of(items), after, consistent);
    }

    public Query latest() {
        return new Query(index, partition, from, to, newestFirst, limit, after, true);
    }

    public Query after(Map<String, AttributeValue> last) {
        return new Query(index, partition, from, to, newestFirst, limit, Optional.of(last), consistent);
    }

    String partitionName() {
        return index.map(Index::partition).orElse(ItemKey.PARTITION);
    }

    String sortName() {
        return index.map(Index::sort).orElse(ItemKey.SORT);
    }
}
