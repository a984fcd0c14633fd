package org.openbalance.account;

import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openbalance.api.Effect;
import org.openbalance.api.Problem;
import org.openbalance.consent.AccountConsent;
import org.openbalance.consent.Consent;
import org.openbalance.consent.Consents;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.listing.Counters;
import org.openbalance.platform.listing.Listing;

/// Forgets a customer: ends every consent in force, then deletes what it let us know, and tells the banks; what
/// these gave is kept, sealed, until they confirm it ([AccessEndings]). Consents stay, as proof of what was agreed
/// and when it ended. Deliveries of events, which hold ids and what the company handed through its session, end by
/// themselves after 30 days.
///
/// More may have to go than one transaction holds. So the customer is marked first, which stops anything from being
/// linked to it, and deleted last: a removal that broke off is taken up by its repetition.
@Singleton
final class CustomerRemoval {

    /// Marks a customer that is being removed: nothing may be linked to one.
    static final String STARTED = "removal_started_at";

    static final String REASON = "customer removed";

    /// What else goes on with a customer (a linking that was under way, a second removal) is met at most this often.
    private static final int ROUNDS = 5;

    /// Each takes up to two counters with it, and four more are shared.
    private static final int RECORDS_AT_ONCE = 30;

    private final Table table;
    private final Consents consents;
    private final Customers customers;
    private final Identities identities;
    private final OldIds oldIds;
    private final AccessEndings endings;
    private final List<RemovedWithCustomer> others;
    private final InstantSource clock;

    CustomerRemoval(
            Table table,
            Consents consents,
            Customers customers,
            Identities identities,
            OldIds oldIds,
            AccessEndings endings,
            @All List<RemovedWithCustomer> others,
            InstantSource clock) {
        this.table = table;
        this.consents = consents;
        this.customers = customers;
        this.identities = identities;
        this.oldIds = oldIds;
        this.endings = endings;
        this.others = others;
        this.clock = clock;
    }

    /// The customer that something is to be linked to.
    ///
    /// @throws org.openbalance.api.ApiException 409 if it is being removed
    static Customer staying(Item customer) {
        if (customer.has(STARTED)) {
            throw Problem.conflict("This customer is being removed by the company")
                    .exception();
        }
        return Customer.of(customer);
    }

    /// What one call brought to an end; what an earlier call that broke off did is not in it.
    static final class Removed {

        private final Set<String> consents = new LinkedHashSet<>();
        private final List<String> accounts = new ArrayList<>();
        private final List<String> connections = new ArrayList<>();
        private List<EndingAccess> access = List.of();
        private int customers = 1;
        private int periods;
        private int pointers;
        private int oldIds;

        /// None of whom old ids alone were known.
        int customers() {
            return customers;
        }

        Set<String> consents() {
            return consents;
        }

        List<String> accounts() {
            return accounts;
        }

        List<String> connections() {
            return connections;
        }

        /// What came of telling the banks, once for each of the connections.
        List<EndingAccess> access() {
            return access;
        }

        /// Stretches of time whose balances were known.
        int periods() {
            return periods;
        }

        /// Digests by which the customer and the accounts were known again.
        int pointers() {
            return pointers;
        }

        /// Accounts of Okra's that the owner had imported.
        int oldIds() {
            return oldIds;
        }
    }

    /// @param effect is committed with the last of it, so that a repetition after it has the first answer
    /// @throws org.openbalance.api.ApiException 404 if the tenant has no such customer
    Removed remove(Tenant tenant, String customer, Effect<Removed> effect) {
        if (customers.find(tenant, customer).isEmpty()) {
            return forgetImported(tenant, customer, effect);
        }
        begin(tenant, customer);
        var removed = new Removed();
        for (var round = 0; round < ROUNDS; round++) {
            var connections = linked(tenant, customer, Connection.KIND);
            var accounts = accounts(tenant, customer, connections);
            endConsents(tenant, customer, accounts, removed);
            if (connections.isEmpty() && accounts.isEmpty()) {
                tellBanks(tenant, removed);
                if (finish(tenant, customer, removed, effect)) {
                    return removed;
                }
            }
            // The records tell of accounts that no list shows any more, so they outlive them.
            if (deleteAccounts(tenant, customer, connections, removed)) {
                deleteRecords(tenant, connections, removed);
            }
        }
        throw Problem.conflict("The customer's accounts are in use right now; repeat the call to finish the removal")
                .exception();
    }

    /// Of a customer whom the owner imported and who never came.
    private Removed forgetImported(Tenant tenant, String customer, Effect<Removed> effect) {
        var imported = oldIds.ofCustomer(tenant, customer);
        if (imported.isEmpty()) {
            throw Problem.unknown("customer").exception();
        }
        var removed = new Removed();
        removed.customers = 0;
        removed.oldIds = imported.size();
        oldIds.forget(tenant, imported, removed, effect);
        return removed;
    }

    /// Once, as the caller waits: what is pending after it is told again each minute.
    private void tellBanks(Tenant tenant, Removed removed) {
        if (removed.access.size() < removed.connections.size()) {
            removed.access = endings.carryOut(
                    tenant, removed.connections, clock.instant().plus(AccessEndings.EACH));
        }
    }

    private void begin(Tenant tenant, String id) {
        customers.change(
                tenant,
                id,
                (customer, at) -> Optional.of(new Customers.Change(
                        Write.change(Customer.key(tenant, id)).set(STARTED, at), customer)),
                Effect.unanswered());
    }

    private List<Item> linked(Tenant tenant, String customer, String kind) {
        var query = Query.of(Index.BY_CUSTOMER, Listing.customerPartition(tenant, customer))
                .startingWith(kind + '#');
        return table.getAllLatest(table.query(query).stream().map(Item::key).toList()).stream()
                .filter(item -> !EndingAccess.isRemoved(item))
                .toList();
    }

    /// Those that were ever linked and are this customer's still; an account may have gone to another.
    private List<Item> accounts(Tenant tenant, String customer, List<Item> connections) {
        var ofRecords = connections.stream()
                .flatMap(connection -> connection.texts("accounts").stream())
                .map(account -> Account.key(tenant, account));
        var listed = linked(tenant, customer, AccountConsent.KIND).stream().map(Item::key);
        var keys = Stream.concat(ofRecords, listed)
                .distinct()
                .flatMap(key -> Stream.of(key, AccountConsent.readState(key)))
                .toList();
        return Account.joined(table.getAllLatest(keys)).stream()
                .filter(account -> account.text("customer").equals(customer))
                .toList();
    }

    /// Those that are listed, and those that an account names: a list may lag behind for a moment.
    private void endConsents(Tenant tenant, String customer, List<Item> accounts, Removed removed) {
        var named =
                accounts.stream().filter(CustomerRemoval::granted).map(account -> account.text(AccountConsent.CONSENT));
        var listed = consents.inForce(tenant, customer).stream().map(Consent::id);
        for (var id : Stream.concat(named, listed).collect(Collectors.toCollection(LinkedHashSet::new))) {
            var consent = consents.get(tenant, id);
            if (consent.inForce(clock.instant())) {
                consents.revoke(consent, Consent.Actor.OWNER, REASON, Effect.unanswered());
                removed.consents.add(id);
            }
        }
    }

    private static boolean granted(Item account) {
        return account.text(AccountConsent.STATE).equals(AccountConsent.GRANTED);
    }

    /// @return whether all of them are gone
    private boolean deleteAccounts(Tenant tenant, String customer, List<Item> connections, Removed removed) {
        var all = true;
        for (var account : accounts(tenant, customer, connections)) {
            all &= !granted(account) && deleteAccount(account, removed);
        }
        return all;
    }

    /// The end of its consent has taken the account out of every list and total already.
    private boolean deleteAccount(Item item, Removed removed) {
        var account = Account.of(item);
        removed.periods += deletePeriods(item.key());
        var pointer = identities.account(account.tenant(), account.identity());
        removed.oldIds += oldIds.forget(account, pointer);
        var writes = new ArrayList<Write>();
        writes.add(
                Write.delete(item.key()).when(Condition.equal(AccountConsent.STATE, item.text(AccountConsent.STATE))));
        writes.add(Write.delete(AccountConsent.readState(item.key())));
        writes.add(Write.delete(pointer));
        others.forEach(other -> writes.addAll(other.removing(account.tenant(), account.id())));
        var gone = table.commit(writes).done();
        if (gone) {
            removed.accounts.add(account.id());
            removed.pointers++;
        }
        return gone;
    }

    /// Periods, and whatever else of it, stand behind their account, in its partition.
    private int deletePeriods(ItemKey account) {
        var deleted = 0;
        var query =
                Query.of(account.partition()).atMost(Table.TRANSACTION_LIMIT).latest();
        for (var found = periods(query, account); !found.isEmpty(); found = periods(query, account)) {
            table.commit(found.stream().map(Write::delete).toList());
            deleted += found.size();
        }
        return deleted;
    }

    private List<ItemKey> periods(Query query, ItemKey account) {
        return table.query(query).stream()
                .map(Item::key)
                .filter(key -> !key.equals(account) && !key.equals(AccountConsent.readState(account)))
                .toList();
    }

    private void deleteRecords(Tenant tenant, List<Item> connections, Removed removed) {
        for (var start = 0; start < connections.size(); start += RECORDS_AT_ONCE) {
            var some = connections.subList(start, Math.min(connections.size(), start + RECORDS_AT_ONCE));
            var tally = new Counters.Tally();
            var writes = new ArrayList<Write>();
            for (var connection : some) {
                var created = connection.instant("created_at");
                writes.add(endings.removed(connection));
                tally.ofOwner(tenant, Connection.KIND, connection.text("id"), created, -1);
            }
            writes.addAll(tally.writes());
            if (table.commit(writes).done()) {
                some.forEach(connection -> removed.connections.add(connection.text("id")));
            }
        }
    }

    /// Deletes the customer itself, when nothing is linked to it any more.
    ///
    /// @return whether it is gone
    private boolean finish(Tenant tenant, String id, Removed removed, Effect<Removed> effect) {
        var standing = table.getLatest(Customer.key(tenant, id));
        if (standing.isEmpty()) {
            return true;
        }
        var customer = Customer.of(standing.get());
        removed.pointers += deletePointers(customer);
        removed.oldIds += oldIds.forget(tenant, id);
        others.forEach(other -> other.removeAll(tenant, id));
        var writes = new ArrayList<Write>();
        writes.add(Write.delete(Customer.key(tenant, id)).when(Condition.has(STARTED)));
        writes.addAll(new Counters.Tally()
                .ofOwner(tenant, Customer.KIND, id, customer.createdAt(), -1)
                .writes());
        return effect.commit(table, writes, removed).done();
    }

    /// Those that lead here; one that was given to another customer meanwhile is that one's.
    private int deletePointers(Customer customer) {
        var keys = customer.identities().stream()
                .map(identity -> Customer.identityKey(customer.tenant(), identity))
                .toList();
        var deleted = 0;
        for (var pointer : table.getAllLatest(keys)) {
            if (table.write(Write.delete(pointer.key()).when(Condition.equal(Identities.CUSTOMER, customer.id())))
                    .done()) {
                deleted++;
            }
        }
        return deleted;
    }
}
