package org.openbalance.link;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.openbalance.consent.Consents;
import org.openbalance.consent.Coverage;
import org.openbalance.http.Problem;
import org.openbalance.store.Item;
import org.openbalance.store.Listing;
import org.openbalance.store.Page;
import org.openbalance.store.PageRequest;
import org.openbalance.store.Table;
import org.openbalance.store.Tenant;
import org.openbalance.store.Vault;

/// Reads linked accounts, and only those whose consent is in force.
@Singleton
public final class Accounts {

    private final Table table;
    private final Vault vault;
    private final Consents consents;
    private final InstantSource clock;

    public Accounts(Table table, Vault vault, Consents consents, InstantSource clock) {
        this.table = table;
        this.vault = vault;
        this.consents = consents;
        this.clock = clock;
    }

    /// @throws org.openbalance.http.Refused 404 if the tenant has no such account, 403 if its consent has ended
    public Account get(Tenant tenant, String id) {
        return get(tenant, id, "account");
    }

    /// As [#get(Tenant, String)], where the caller knows the account by a view of it.
    ///
    /// @param what the word for the view, such as `balance`
    public Account get(Tenant tenant, String id, String what) {
        var item = table.get(Account.key(tenant, id))
                .orElseThrow(() -> Problem.unknown(what).refused());
        Coverage.require(item, clock.instant());
        return Account.of(item);
    }

    /// An account as it stands at this moment, whatever its consent: for what decides to write.
    public Optional<Item> latest(Tenant tenant, String id) {
        return table.getLatest(Account.key(tenant, id));
    }

    /// Accounts as they stand at this moment, whatever their consents: for what is about to ask a bank.
    public List<Item> latest(Tenant tenant, Collection<String> ids) {
        return table.getAllLatest(
                ids.stream().map(id -> Account.key(tenant, id)).toList());
    }

    /// A page of accounts. A consent found to have run out is written down as expired first, so that its accounts stand
    /// neither in the list nor in its total.
    public Page page(Tenant tenant, Listing listing, PageRequest request) {
        var page = listing.page(table, vault, request);
        // What takes the place of accounts that were taken out may be overdue as well.
        for (var round = 0; round < LinkLimits.SETTLING_ROUNDS && settle(tenant, page); round++) {
            page = listing.page(table, vault, request);
        }
        return readable(page);
    }

    /// @return whether the page held anything overdue
    private boolean settle(Tenant tenant, Page page) {
        var overdue = page.items().stream()
                .filter(item -> Coverage.overdue(item, clock.instant()))
                .map(item -> item.text(Coverage.CONSENT))
                .distinct()
                .toList();
        overdue.forEach(consent -> consents.find(tenant, consent).ifPresent(consents::settled));
        return !overdue.isEmpty();
    }

    /// An index may still show for a moment what has just ended.
    private Page readable(Page page) {
        var items = page.items().stream()
                .filter(item -> Coverage.readable(item, clock.instant()))
                .toList();
        return new Page(items, page.total(), page.page(), page.limit(), page.cursor());
    }

    /// The owner's accounts that a search without an index finds among its newest.
    ///
    /// @param most how many accounts are looked through
    public List<Account> search(Tenant tenant, int most, Predicate<Account> wanted) {
        return Listing.ofOwner(tenant, Coverage.KIND).newest(table, most).stream()
                .filter(item -> Coverage.readable(item, clock.instant()))
                .map(Account::of)
                .filter(wanted)
                .toList();
    }

    /// @throws org.openbalance.http.Refused 404 if the tenant has no such customer
    public void requireCustomer(Tenant tenant, String customer) {
        if (table.get(Customer.key(tenant, customer)).isEmpty()) {
            throw Problem.unknown("customer").refused();
        }
    }

    /// All readable accounts of a list that is small by nature.
    public List<Account> all(Listing listing) {
        return listing.all(table).stream()
                .filter(item -> Coverage.readable(item, clock.instant()))
                .map(Account::of)
                .toList();
    }
}
