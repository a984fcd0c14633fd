package org.openbalance.platform.dynamodb;

import java.util.Optional;
import java.util.Set;

/// What became of a conditional write.
public sealed interface Outcome {

    /// @param item as it stands now; empty for a write that tells nothing back
    record Done(Optional<Item> item) implements Outcome {}

    /// A condition did not hold, and nothing was written.
    ///
    /// @param item as it stood; empty where there was none, or for a transaction
    /// @param failed which writes of a transaction were refused, by their place in it
    record Refused(Optional<Item> item, Set<Integer> failed) implements Outcome {}

    default boolean done() {
        return this instanceof Done;
    }
}
