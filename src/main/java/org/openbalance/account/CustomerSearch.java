package org.openbalance.account;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openbalance.api.Body;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;

/// Finds customers by a fact about them.
@Singleton
final class CustomerSearch {

    static final Set<String> KEYS = Set.of("id", "_id", "name", "bvn", "phone", "email", "nuban");

    private final Customers customers;
    private final Identities identities;
    private final AccountNumbers numbers;

    CustomerSearch(Customers customers, Identities identities, AccountNumbers numbers) {
        this.customers = customers;
        this.identities = identities;
        this.numbers = numbers;
    }

    /// @param complete whether nothing was left unsearched
    record Found(List<Customer> customers, boolean complete) {

        static Found exactly(Optional<Customer> customer) {
            return new Found(customer.stream().toList(), true);
        }
    }

    /// Notes a value that no customer can have.
    void check(Tenant tenant, Body body, String key, String value) {
        if (value.isEmpty()) {
            return;
        }
        switch (key) {
            case "id", "_id" -> need(body, Ids.wellFormed(value), "must be an id of 24 lower-case hex digits");
            case "phone" -> need(body, Identities.Kind.PHONE.normal(value).isPresent(), "must have digits");
            case "nuban" ->
                need(
                        body,
                        numbers.possible(tenant, value),
                        "must be a NUBAN of one of the banks: ten digits, the last a check digit");
            default -> {
                // A name, an address, a BVN: any text may be one.
            }
        }
    }

    private static void need(Body body, boolean holds, String message) {
        if (!holds) {
            body.error("value", message);
        }
    }

    Found find(Tenant tenant, String key, String value) {
        return switch (key) {
            case "id", "_id" -> Found.exactly(customers.find(tenant, value));
            case "bvn" -> known(tenant, Identities.Kind.BVN, value);
            case "phone" -> known(tenant, Identities.Kind.PHONE, value);
            case "email" -> known(tenant, Identities.Kind.EMAIL, value);
            case "nuban" -> new Found(ofAccounts(tenant, value), true);
            case "name" -> named(tenant, value);
            default -> throw new IllegalArgumentException("Customers are not found by " + key);
        };
    }

    private Found known(Tenant tenant, Identities.Kind kind, String value) {
        return new Found(customers.findAll(tenant, identities.customers(tenant, kind, value)), true);
    }

    private List<Customer> ofAccounts(Tenant tenant, String nuban) {
        var holders = numbers.linked(tenant, nuban).stream()
                .map(Account::customer)
                .distinct()
                .toList();
        return customers.findAll(tenant, holders);
    }

    private Found named(Tenant tenant, String name) {
        var search = NameSearch.through(request -> customers.page(tenant, request), NameSearch.named(name));
        return new Found(search.found().stream().map(Customer::of).toList(), search.complete());
    }
}
