package org.openbalance.reading;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.openbalance.account.ProductState;
import org.openbalance.api.Product;
import org.openbalance.platform.dynamodb.Write;

/// What the reads of products beside the balance came to, in one visit.
///
/// @param marks by account id, how it stands with the products that were read, or tried
/// @param results by account id, where somebody waits for one product
/// @param next the earliest time that a product asks for which cannot wait until a balance is due
record ProductsRead(
        Map<String, Map<Product, ProductState>> marks, Map<String, BankReads.Result> results, Optional<Instant> next) {

    static final ProductsRead NONE = new ProductsRead(Map.of(), Map.of(), Optional.empty());

    Marks of(String account) {
        return new Marks(marks.getOrDefault(account, Map.of()));
    }

    /// Of one account.
    record Marks(Map<Product, ProductState> states) {

        static final Marks NONE = new Marks(Map.of());

        boolean isEmpty() {
            return states.isEmpty();
        }

        Write.Change on(Write.Change readState) {
            states.forEach((product, state) -> state.writeTo(readState, product));
            return readState;
        }
    }
}
