package org.openbalance.store;

import java.util.List;
import java.util.Optional;

/// A page of a list, with the exact total of the whole.
///
/// @param page its number
/// @param cursor asks for the page behind it; empty on the last
public record Page(List<Item> items, long total, int page, int limit, Optional<String> cursor) {}
