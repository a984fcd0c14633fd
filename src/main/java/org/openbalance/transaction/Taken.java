package org.openbalance.transaction;

import java.util.ArrayList;
import java.util.List;

/// What a read changed of an account's lines.
///
/// @param modified as they are now; one that had vanished and is there again among them
public record Taken(List<Transaction> added, List<Transaction> modified, List<Transaction> removed) {

    static final Taken NOTHING = new Taken(List.of(), List.of(), List.of());

    public Taken {
        added = List.copyOf(added);
        modified = List.copyOf(modified);
        removed = List.copyOf(removed);
    }

    Taken and(Taken more) {
        return new Taken(both(added, more.added), both(modified, more.modified), both(removed, more.removed));
    }

    private static List<Transaction> both(List<Transaction> one, List<Transaction> other) {
        var both = new ArrayList<>(one);
        both.addAll(other);
        return both;
    }
}
