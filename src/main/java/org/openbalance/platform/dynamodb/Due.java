package org.openbalance.platform.dynamodb;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// What is due at a time, as it stands in the sparse index of what is due: over several shards, sorted by the time in
/// milliseconds.
@Singleton
public final class Due {

    public static final int USUAL_SHARDS = 64;
    private static final int FEWEST = 4;

    private final Shards connections;

    /// @param shards may grow at any time: lower shards are read still, and what is read next is placed anew
    public Due(@ConfigProperty(name = "openbalance.due-shards", defaultValue = "" + USUAL_SHARDS) int shards) {
        if (shards < FEWEST) {
            throw new IllegalArgumentException("OPENBALANCE_DUE_SHARDS is at least " + FEWEST);
        }
        this.connections = new Shards("read", shards);
    }

    /// A place in the index.
    public record Place(String shard, Instant at) {}

    /// The partitions of one kind of thing, over which its ids are spread.
    public record Shards(String kind, int count) {

        public Place place(String id, Instant at) {
            return new Place(name(Math.floorMod(id.hashCode(), count)), at);
        }

        public List<String> names() {
            return IntStream.range(0, count).mapToObj(this::name).toList();
        }

        private String name(int number) {
            return kind + '#' + number;
        }
    }

    /// Where the next read of a connection stands.
    public Place place(String connection, Instant at) {
        return connections.place(connection, at);
    }

    public List<String> shards() {
        return connections.names();
    }

    /// What is due in a shard by a time, the longest due first.
    static Query before(String shard, Instant now, int most) {
        return Query.of(Index.DUE, shard).between(Instant.EPOCH, now).atMost(most);
    }
}
