package org.openbalance.transaction;

import java.util.List;
import java.util.Optional;

/// A page of an account's lines, newest first, with the exact total of all that were asked for.
///
/// @param page its number
/// @param cursor asks for the page behind it; empty on the last
public record TransactionPage(
        List<Transaction> transactions, long total, int page, int limit, Optional<String> cursor) {

    public TransactionPage {
        transactions = List.copyOf(transactions);
    }
}
