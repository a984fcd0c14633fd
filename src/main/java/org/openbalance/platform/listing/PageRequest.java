package org.openbalance.platform.listing;

import java.util.Optional;

/// Which page of a list is wanted.
///
/// @param page from 1
/// @param cursor where an earlier page ended; takes the place of the page number
public record PageRequest(int page, int limit, Optional<String> cursor) {

    public static final int MAX_LIMIT = 100;

    /// How deep page numbers reach, in items: a page number is walked to, a cursor is not.
    public static final int MAX_DEPTH = 10_000;

    int offset() {
        return (page - 1) * limit;
    }
}
