package org.openbalance.transaction;

import java.time.Instant;
import java.util.Optional;

/// What an owner has noted at a line. It is the owner's own, and no read of the bank changes it.
public record Annotation(Optional<String> note, Optional<String> category, Instant changedAt) {

    boolean isEmpty() {
        return note.isEmpty() && category.isEmpty();
    }

    @Override
    public String toString() {
        return "(annotation)";
    }
}
