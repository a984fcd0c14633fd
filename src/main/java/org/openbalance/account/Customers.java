package org.openbalance.account;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openbalance.api.Effect;
import org.openbalance.api.Problem;
import org.openbalance.consent.AccountConsent;
import org.openbalance.consent.KnownCustomers;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.listing.ListPage;
import org.openbalance.platform.listing.Listing;
import org.openbalance.platform.listing.PageRequest;
import org.openbalance.platform.vault.Vault;

/// Reads and changes an owner's customers; reads what is linked to each.
@Singleton
final class Customers implements KnownCustomers {

    private static final int CHANGE_TRIES = 5;

    private final Table table;
    private final Vault vault;
    private final OldIds oldIds;
    private final InstantSource clock;

    Customers(Table table, Vault vault, OldIds oldIds, InstantSource clock) {
        this.table = table;
        this.vault = vault;
        this.oldIds = oldIds;
        this.clock = clock;
    }

    /// What is linked to a customer: the ids of the records, and the accounts that may be read now.
    record Linked(List<String> connections, List<Account> accounts) {}

    /// @throws org.openbalance.api.ApiException 404 if the tenant has no such customer
    Customer get(Tenant tenant, String id) {
        return find(tenant, id).orElseThrow(() -> Problem.unknown("customer").exception());
    }

    /// One whom the owner imported is known before anything is linked.
    @Override
    public boolean exists(Tenant tenant, String customer) {
        return find(tenant, customer).isPresent() || oldIds.knows(tenant, customer);
    }

    Optional<Customer> find(Tenant tenant, String id) {
        return table.get(Customer.key(tenant, id)).map(Customer::of);
    }

    List<Customer> findAll(Tenant tenant, Collection<String> ids) {
        return table.getAll(ids.stream().map(id -> Customer.key(tenant, id)).toList()).stream()
                .map(Customer::of)
                .toList();
    }

    /// What is to be changed of a customer.
    ///
    /// @param after the customer once that is done
    record Change(Write.Change write, Customer after) {}

    /// Changes a customer, however many change it at once.
    ///
    /// @param change of the customer as it stands, at the time of the change; empty if nothing is to be changed
    /// @throws org.openbalance.api.ApiException 404 if the tenant has no such customer
    Customer change(
            Tenant tenant, String id, BiFunction<Customer, Instant, Optional<Change>> change, Effect<Customer> effect) {
        for (var attempt = 0; attempt < CHANGE_TRIES; attempt++) {
            var customer = table.getLatest(Customer.key(tenant, id))
                    .map(Customer::of)
                    .orElseThrow(() -> Problem.unknown("customer").exception());
            var at = customer.nextChange(clock.instant());
            var wanted = change.apply(customer, at);
            if (wanted.isEmpty()) {
                return customer;
            }
            var after = wanted.get().after();
            if (effect.commit(table, List.of(timed(customer, wanted.get(), at)), after)
                    .done()) {
                return after;
            }
        }
        throw Problem.conflict("The customer is being changed by others; try again")
                .exception();
    }

    private static Write timed(Customer customer, Change change, Instant at) {
        return change.write().set(Customer.UPDATED, at).when(Condition.equal(Customer.UPDATED, customer.updatedAt()));
    }

    ListPage page(Tenant tenant, PageRequest request) {
        return Listing.ofOwner(tenant, Customer.KIND).page(table, vault, request);
    }

    /// By customer: one Query of keys for each, and one read of all their accounts together.
    Map<String, Linked> linked(Tenant tenant, List<Customer> customers) {
        var keys = new HashMap<String, List<ItemKey>>();
        for (var customer : customers) {
            keys.put(customer.id(), linkedKeys(tenant, customer.id()));
        }
        var accounts = readable(keys.values().stream().flatMap(List::stream).toList());
        return keys.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> new Linked(
                                connections(entry.getValue()), accounts.getOrDefault(entry.getKey(), List.of()))));
    }

    private List<ItemKey> linkedKeys(Tenant tenant, String customer) {
        return table
                .query(Query.of(Index.BY_CUSTOMER, Listing.customerPartition(tenant, customer))
                        .descending())
                .stream()
                .map(Item::key)
                .toList();
    }

    private Map<String, List<Account>> readable(List<ItemKey> keys) {
        var now = clock.instant();
        var accounts = of(AccountConsent.KIND, keys).stream()
                .flatMap(key -> Stream.of(key, AccountConsent.readState(key)))
                .toList();
        return Account.joined(table.getAll(accounts)).stream()
                .filter(item -> AccountConsent.readable(item, now))
                .map(Account::of)
                .collect(Collectors.groupingBy(Account::customer));
    }

    /// By their keys, so that a record need not be read to be named.
    private static List<String> connections(List<ItemKey> keys) {
        return of(Connection.KIND, keys).stream().map(Connection::idIn).toList();
    }

    private static List<ItemKey> of(String kind, List<ItemKey> keys) {
        return keys.stream().filter(key -> key.sort().equals(kind)).toList();
    }
}
