package org.openbalance.bank.enablebanking;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.openbalance.bank.http.Fields;
import org.openbalance.bank.http.PageLinks;

/// The way through the pages of a list whose answers each have the key to the next one: each key is used
/// once, and no more pages are read than of any list.
final class ContinuationKeys {

    private final Set<String> seen = new HashSet<>();
    private Optional<String> key = Optional.empty();
    private boolean complete = true;

    /// Takes the key that a page has.
    void next(JsonNode page) {
        var given = Fields.text(page, "continuation_key");
        key = given.filter(_ -> seen.size() < PageLinks.MOST - 1).filter(seen::add);
        complete = given.isEmpty() || key.isPresent();
    }

    /// To ask for the next page with; empty before the first.
    Optional<String> key() {
        return key;
    }

    boolean more() {
        return key.isPresent();
    }

    /// Whether the last page was the last that there is.
    boolean complete() {
        return complete;
    }
}
