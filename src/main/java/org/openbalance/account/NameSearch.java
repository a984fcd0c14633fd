package org.openbalance.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.openbalance.platform.PlainText;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.listing.ListPage;
import org.openbalance.platform.listing.PageRequest;

/// A walk through an owner's things for those of a certain name: names stand in no index, being personal and fuzzy.
///
/// It ends after the newest [#MOST], and says so.
///
/// @param complete whether all of the owner's things were looked at
record NameSearch(List<Item> found, boolean complete) {

    static final int MOST = 2_000;

    /// @param pages the list to walk through
    static NameSearch through(Function<PageRequest, ListPage> pages, Predicate<Item> matches) {
        var found = new ArrayList<Item>();
        var cursor = Optional.<String>empty();
        for (var seen = 0; seen < MOST; seen += PageRequest.MAX_LIMIT) {
            var page = pages.apply(new PageRequest(1, PageRequest.MAX_LIMIT, cursor));
            page.items().stream().filter(matches).forEach(found::add);
            cursor = page.cursor();
            if (cursor.isEmpty()) {
                return new NameSearch(List.copyOf(found), true);
            }
        }
        return new NameSearch(List.copyOf(found), false);
    }

    /// Whether an item's name has the words in it, whatever their case, tone marks and other accents.
    static Predicate<Item> named(String words) {
        var wanted = PlainText.of(words);
        return item -> PlainText.of(item.text("name")).contains(wanted);
    }

    /// Tells how far the search went.
    ObjectNode addTo(ObjectNode data) {
        return data.put("complete", complete);
    }
}
