package org.openbalance.platform.dynamodb;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// The accounts that are due, as they stand in the sparse index of what is due: over several shards, sorted by the time
/// in milliseconds. Whoever takes one on moves its time, with a condition on the time that was seen, so that one alone
/// does; and what is never finished is due again at the time it was moved to.
@Singleton
public final class Due {

    public static final int USUAL_SHARDS = 16;
    private static final int FEWEST = 4;

    private final Shards accounts;

    /// @param shards may grow at any time: lower shards are read still, and what is read next is placed anew
    public Due(@ConfigProperty(name = "openbalance.due-shards", defaultValue = "" + USUAL_SHARDS) int shards) {
        if (shards < FEWEST) {
            throw new IllegalArgumentException("OPENBALANCE_DUE_SHARDS is at least " + FEWEST);
        }
        this.accounts = new Shards("account", shards);
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

    /// @param login the accounts of one login share a shard, so that they are found together
    public Place place(String login, Instant at) {
        return accounts.place(login, at);
    }

    public List<String> shards() {
        return accounts.names();
    }

    /// What is due in a shard between two times, the longest due first.
    public static Query between(String shard, Instant from, Instant now, int most) {
        return Query.of(Index.DUE, shard).between(from, now).atMost(most);
    }
}
