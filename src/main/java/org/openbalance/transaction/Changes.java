package org.openbalance.transaction;

import java.util.List;

/// What changed of an account's lines since a cursor. A line that came and changed since is one that came.
///
/// @param added by their ids, to be put: a line that vanished and came back since has the id that it had, and may be
/// known
/// @param removed as they were when they vanished; those among them that were never told need no attention
/// @param cursor asks for what changes after this; good for 400 days
/// @param more whether there is more already
public record Changes(
        List<Transaction> added, List<Transaction> modified, List<Transaction> removed, String cursor, boolean more) {

    public Changes {
        added = List.copyOf(added);
        modified = List.copyOf(modified);
        removed = List.copyOf(removed);
    }
}
