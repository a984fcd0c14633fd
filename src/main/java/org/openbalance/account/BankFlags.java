package org.openbalance.account;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openbalance.api.Effect;
import org.openbalance.bank.Bank;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Write;

/// The banks that an owner does not let a customer link at.
@Singleton
final class BankFlags {

    private final Customers customers;

    BankFlags(Customers customers) {
        this.customers = customers;
    }

    /// Flagging twice is flagging once.
    ///
    /// @throws org.openbalance.api.ApiException 404 if the tenant has no such customer
    Customer set(Tenant tenant, String id, Bank bank, boolean flag, Effect<Customer> effect) {
        return customers.change(
                tenant,
                id,
                (customer, at) -> changed(customer.flagged(), bank, flag)
                        .map(flagged -> new Customers.Change(
                                Write.change(Customer.key(tenant, id)).set(Customer.FLAGGED, flagged),
                                customer.flagged(flagged, at))),
                effect);
    }

    /// Empty if the flag is as it should be.
    private static Optional<List<String>> changed(List<String> flagged, Bank bank, boolean flag) {
        if (flagged.contains(bank.id()) == flag) {
            return Optional.empty();
        }
        var others = flagged.stream().filter(id -> !id.equals(bank.id()));
        return Optional.of(flag ? Stream.concat(others, Stream.of(bank.id())).toList() : others.toList());
    }
}
