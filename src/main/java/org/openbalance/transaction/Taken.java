package org.openbalance.transaction;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What a read changed of an account's lines.
///
/// @param before the revision of the lines before it
/// @param revision the one after it; the same if nothing changed
/// @param at the time that what changed carries
/// @param modified as they are now; one that had vanished and is there again among them
public record Taken(
        long before,
        long revision,
        Instant at,
        List<Transaction> added,
        List<Transaction> modified,
        List<Transaction> removed) {

    public Taken {
        added = List.copyOf(added);
        modified = List.copyOf(modified);
        removed = List.copyOf(removed);
    }

    static Taken nothing(long revision, Instant at) {
        return new Taken(revision, revision, at, List.of(), List.of(), List.of());
    }

    Taken and(Taken more) {
        return new Taken(
                before,
                more.revision,
                at,
                both(added, more.added),
                both(modified, more.modified),
                both(removed, more.removed));
    }

    private static List<Transaction> both(List<Transaction> one, List<Transaction> other) {
        var both = new ArrayList<>(one);
        both.addAll(other);
        return both;
    }
}
