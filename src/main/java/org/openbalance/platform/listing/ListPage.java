package org.openbalance.platform.listing;

import java.util.List;
import java.util.Optional;
import org.openbalance.platform.dynamodb.Item;

/// A page of a list, with the exact total of the whole.
///
/// @param page its number
/// @param cursor asks for the page behind it; empty on the last
public record ListPage(List<Item> items, long total, int page, int limit, Optional<String> cursor) {}
