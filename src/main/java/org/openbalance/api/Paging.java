package org.openbalance.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.openbalance.platform.listing.ListPage;
import org.openbalance.platform.listing.PageRequest;

/// Paging on the wire: `page`, `limit` and `cursor` in, `pagination` out.
public final class Paging {

    private Paging() {}

    public static PageRequest of(Body body) {
        return of(body, body.whole("limit", 1, PageRequest.MAX_LIMIT, Limits.DEFAULT_PAGE));
    }

    /// As [#of(Body)], for clients that ask for all by a limit of some billions: they get as many as a page has.
    public static PageRequest clamped(Body body) {
        return clamped(body, Limits.DEFAULT_PAGE);
    }

    /// @param otherwise the limit where none is asked for
    public static PageRequest clamped(Body body, int otherwise) {
        var limit = body.whole("limit", 1, Integer.MAX_VALUE, otherwise);
        return of(body, Math.min(limit, PageRequest.MAX_LIMIT));
    }

    private static PageRequest of(Body body, int limit) {
        var page = body.whole("page", 1, Integer.MAX_VALUE, 1);
        var cursor = body.optionalExact("cursor", Limits.BODY_BYTES);
        if (cursor.isEmpty() && (long) page * limit > PageRequest.MAX_DEPTH) {
            body.error(
                    "page",
                    "reaches past the first " + PageRequest.MAX_DEPTH + " entries; go on with pagination.cursor");
        }
        return new PageRequest(page, limit, cursor);
    }

    /// The `data` of a list: its pagination, and the entries under each of the names.
    public static ObjectNode data(ListPage page, ArrayNode entries, String... names) {
        var data = Json.object();
        data.set("pagination", pagination(page));
        for (var name : names) {
            data.set(name, entries);
        }
        return data;
    }

    /// The page of a list that is whole in memory.
    ///
    /// @throws ApiException 400 for a cursor: no such list gives one out
    public static <T> List<T> part(List<T> all, PageRequest request) {
        if (request.cursor().isPresent()) {
            throw Problem.field("cursor", "was not given out for this list").exception();
        }
        return all.stream()
                .skip((long) (request.page() - 1) * request.limit())
                .limit(request.limit())
                .toList();
    }

    /// The `data` of a page that [#part] took.
    public static ObjectNode partData(long total, PageRequest request, ArrayNode entries, String... names) {
        var page = new ListPage(List.of(), total, request.page(), request.limit(), Optional.empty());
        return data(page, entries, names);
    }

    /// The `data` of what does not page.
    public static ObjectNode single(ArrayNode entries, String... names) {
        var data = Json.object();
        data.putNull("pagination");
        for (var name : names) {
            data.set(name, entries);
        }
        return data;
    }

    private static ObjectNode pagination(ListPage page) {
        var totalPages = Math.max(1, (page.total() + page.limit() - 1) / page.limit());
        var node = Json.object()
                .put("totalDocs", page.total())
                .put("limit", page.limit())
                .put("hasPrevPage", page.page() > 1)
                .put("hasNextPage", page.page() < totalPages)
                .put("page", page.page())
                .put("totalPages", totalPages)
                .put("pagingCounter", (long) (page.page() - 1) * page.limit() + 1);
        number(node, "nextPage", page.page() < totalPages ? Optional.of(page.page() + 1) : Optional.empty());
        number(node, "prevPage", page.page() > 1 ? Optional.of(page.page() - 1) : Optional.empty());
        page.cursor().ifPresentOrElse(cursor -> node.put("cursor", cursor), () -> node.putNull("cursor"));
        return node;
    }

    private static void number(ObjectNode node, String name, Optional<Integer> value) {
        value.ifPresentOrElse(present -> node.put(name, present), () -> node.putNull(name));
    }
}
