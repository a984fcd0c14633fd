package org.openbalance.transaction;

/// A line as it is kept.
///
/// @param added the revision of its account that it came in with, or came back
/// @param changed the latest revision that changed it
record Entry(Transaction line, long added, long changed) {

    Place place() {
        return line.place();
    }
}
