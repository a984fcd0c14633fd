package org.openbalance.link;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.openbalance.bank.Bank;
import org.openbalance.http.Problem;
import org.openbalance.store.Condition;
import org.openbalance.store.Outcome;
import org.openbalance.store.Table;
import org.openbalance.store.Tenant;
import org.openbalance.store.Write;

/// The banks that an owner does not let a customer link at.
@Singleton
final class Flags {

    private static final int TRIES = 5;

    private final Table table;
    private final InstantSource clock;

    Flags(Table table, InstantSource clock) {
        this.table = table;
        this.clock = clock;
    }

    /// Flagging twice is flagging once.
    ///
    /// @throws org.openbalance.http.Refused 404 if the tenant has no such customer
    Customer set(Tenant tenant, String id, Bank bank, boolean flag) {
        for (var attempt = 0; attempt < TRIES; attempt++) {
            var customer = table.getLatest(Customer.key(tenant, id))
                    .map(Customer::of)
                    .orElseThrow(() -> Problem.unknown("customer").refused());
            if (customer.flagged().contains(bank.id()) == flag) {
                return customer;
            }
            if (write(customer, changed(customer.flagged(), bank, flag)) instanceof Outcome.Done done) {
                return Customer.of(done.item().orElseThrow());
            }
        }
        throw Problem.conflict("The customer's flags are being changed by others; try again")
                .refused();
    }

    private static List<String> changed(List<String> flagged, Bank bank, boolean flag) {
        var others = flagged.stream().filter(id -> !id.equals(bank.id()));
        return flag ? Stream.concat(others, Stream.of(bank.id())).toList() : others.toList();
    }

    private Outcome write(Customer customer, List<String> flagged) {
        return table.write(Write.change(Customer.key(customer.tenant(), customer.id()))
                .set("flagged", flagged)
                .set("updated_at", clock.instant())
                .when(Condition.equal("flagged", customer.flagged())));
    }
}
