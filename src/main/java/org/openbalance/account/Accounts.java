package org.openbalance.account;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.openbalance.api.Problem;
import org.openbalance.consent.AccountConsent;
import org.openbalance.consent.Consents;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.MalformedItem;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.listing.ListPage;
import org.openbalance.platform.listing.Listing;
import org.openbalance.platform.listing.PageRequest;
import org.openbalance.platform.log.Unexpected;
import org.openbalance.platform.vault.Vault;

/// Reads linked accounts, and only those whose consent is in force.
@Singleton
public final class Accounts {

    private static final Logger LOG = Logger.getLogger(Accounts.class);

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

    /// One consistent read: an answer to a call that came after the end of a consent never shows the account.
    ///
    /// @throws org.openbalance.api.ApiException 404 if the tenant has no such account, 403 if its consent has ended
    public Account get(Tenant tenant, String id) {
        return get(tenant, id, "account");
    }

    /// As [#get(Tenant, String)], where the caller knows the account by a view of it.
    ///
    /// @param what the word for the view, such as `balance`
    public Account get(Tenant tenant, String id, String what) {
        var item = Account.latest(table, tenant, id)
                .orElseThrow(() -> Problem.unknown(what).exception());
        AccountConsent.require(item, clock.instant());
        return Account.of(item);
    }

    /// An account as it stands at this moment, whatever its consent: for what decides to write.
    public Optional<Item> latest(Tenant tenant, String id) {
        return Account.latest(table, tenant, id);
    }

    /// Accounts as they stand at this moment, whatever their consents: for what is about to ask a bank.
    public List<Item> latest(Tenant tenant, Collection<String> ids) {
        return Account.latest(table, tenant, ids);
    }

    /// A page of accounts. A consent found to have run out is written down as expired first, so that its accounts stand
    /// neither in the list nor in its total.
    public ListPage page(Tenant tenant, Listing listing, PageRequest request) {
        var accounts = listing.joining(AccountConsent.READ_STATE);
        var page = accounts.page(table, vault, request);
        // What takes the place of accounts that were taken out may be overdue as well.
        for (var round = 0; round < AccountLimits.SETTLING_ROUNDS && settle(tenant, page); round++) {
            page = accounts.page(table, vault, request);
        }
        return readable(page);
    }

    /// @return whether the page held anything overdue
    private boolean settle(Tenant tenant, ListPage page) {
        var overdue = page.items().stream()
                .filter(item -> AccountConsent.overdue(item, clock.instant()))
                .map(item -> item.text(AccountConsent.CONSENT))
                .distinct()
                .toList();
        overdue.forEach(consent -> consents.find(tenant, consent).ifPresent(consents::settled));
        return !overdue.isEmpty();
    }

    /// An index may still show for a moment what has just ended.
    private ListPage readable(ListPage page) {
        var items =
                page.items().stream().filter(item -> readable(item).isPresent()).toList();
        return new ListPage(items, page.total(), page.page(), page.limit(), page.cursor());
    }

    /// The owner's accounts that a search without an index finds among its newest.
    ///
    /// @param most how many accounts are looked through
    public List<Account> search(Tenant tenant, int most, Predicate<Account> wanted) {
        return Listing.ofOwner(tenant, AccountConsent.KIND)
                .joining(AccountConsent.READ_STATE)
                .newest(table, most)
                .stream()
                .flatMap(item -> readable(item).stream())
                .filter(wanted)
                .toList();
    }

    /// One that cannot be read keeps no other from its reader.
    private Optional<Account> readable(Item item) {
        try {
            return item.as(one ->
                    AccountConsent.readable(one, clock.instant()) ? Optional.of(Account.of(one)) : Optional.empty());
        } catch (MalformedItem malformed) {
            LOG.error("An account was left out: " + Unexpected.describe(malformed));
            return Optional.empty();
        }
    }

    /// @throws org.openbalance.api.ApiException 404 if the tenant has no such customer
    public void requireCustomer(Tenant tenant, String customer) {
        if (table.get(Customer.key(tenant, customer)).isEmpty()) {
            throw Problem.unknown("customer").exception();
        }
    }

    /// All readable accounts of a list that is small by nature.
    public List<Account> all(Listing listing) {
        return listing.joining(AccountConsent.READ_STATE).all(table).stream()
                .flatMap(item -> readable(item).stream())
                .toList();
    }
}
