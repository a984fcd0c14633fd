package org.openbalance.tools;

import java.util.function.Function;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.Write;

/// How an item of one type comes from one version of its schema to the next.
///
/// @param from the version before
/// @param change what it takes, conditional on the item being as it was read; it sets the version too
record Upgrade(String type, int from, Function<Item, Write> change) {

    String name() {
        return type + ' ' + from + " to " + (from + 1);
    }
}
