package org.openbalance.store;

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

    private final int shards;

    /// @param shards may grow at any time: lower shards are read still, and what is read next is placed anew
    public Due(@ConfigProperty(name = "openbalance.due-shards", defaultValue = "" + USUAL_SHARDS) int shards) {
        if (shards < FEWEST) {
            throw new IllegalArgumentException("OPENBALANCE_DUE_SHARDS is at least " + FEWEST);
        }
        this.shards = shards;
    }

    /// A place in the index.
    public record Place(String shard, Instant at) {}

    /// @param login the accounts of one login share a shard, so that they are found together
    public Place place(String login, Instant at) {
        return new Place(shard(Math.floorMod(login.hashCode(), shards)), at);
    }

    public List<String> shards() {
        return IntStream.range(0, shards).mapToObj(Due::shard).toList();
    }

    private static String shard(int number) {
        return "account#" + number;
    }

    /// What is due in a shard between two times, the longest due first.
    public static Query between(String shard, Instant from, Instant now, int most) {
        return Query.of(Index.DUE, shard).between(from, now).atMost(most);
    }
}
