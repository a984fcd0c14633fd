package org.openbalance.transaction;

import java.time.Instant;
import java.util.Optional;

/// How far the deletion of an account's lines has come, once the account was removed.
///
/// @param removedAt from when on nobody reads them
/// @param deletedAt when the last of them were gone for good; empty while any may be left
record Removal(Instant removedAt, Optional<Instant> deletedAt) {

    /// On the wire.
    String status() {
        return deletedAt.isPresent() ? "deleted" : "pending";
    }
}
