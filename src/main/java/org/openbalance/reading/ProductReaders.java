package org.openbalance.reading;

import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.List;
import org.openbalance.account.Connection;
import org.openbalance.bank.Bank;
import org.openbalance.bank.Banks;

/// The products that are read at banks beside the balance.
@Singleton
public final class ProductReaders {

    private final List<ProductReader<?, ?>> readers;
    private final Banks banks;

    ProductReaders(@All List<ProductReader<?, ?>> readers, Banks banks) {
        this.readers = List.copyOf(readers);
        this.banks = banks;
    }

    /// Those that a customer agreed to and the bank offers.
    public List<ProductReader<?, ?>> of(Connection connection, Bank bank) {
        return readers.stream()
                .filter(reader ->
                        connection.products().contains(reader.product().wire()))
                .filter(reader -> bank.products().contains(reader.product()))
                .filter(reader -> banks.capability(bank, reader.capability()).isPresent())
                .toList();
    }
}
