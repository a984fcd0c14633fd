package org.openbalance.account;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openbalance.api.Effect;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;

/// The old ids that an owner imported: finds and removes them. [OldIdImport] brings them in, [AccountIds] gives them to
/// accounts, [Recognition] to customers.
@Singleton
final class OldIds {

    /// Three writes each; the answer of the call is one more.
    private static final int AT_ONCE = (Table.TRANSACTION_LIMIT - 1) / 3;

    private final Table table;

    OldIds(Table table) {
        this.table = table;
    }

    /// What was imported of an old customer.
    List<OldAccount> ofCustomer(Tenant tenant, String customer) {
        return table.query(OldAccount.ofCustomer(tenant, customer).latest()).stream()
                .map(OldAccount::of)
                .toList();
    }

    /// Whether an owner imported accounts of this customer.
    boolean knows(Tenant tenant, String customer) {
        return !ofCustomer(tenant, customer).isEmpty();
    }

    /// Whether a new customer may have an old id: no customer has it, and no account of the old customer is linked
    /// here, which would be somebody else's.
    boolean isFree(Tenant tenant, String customer) {
        var accounts = ofCustomer(tenant, customer).stream()
                .map(OldAccount::account)
                .map(account -> Account.key(tenant, account));
        var keys = Stream.concat(Stream.of(Customer.key(tenant, customer)), accounts)
                .toList();
        return table.getAllLatest(keys).isEmpty();
    }

    /// Forgets what was imported of a linked account, before it is deleted. With it goes all of the old customer, who
    /// is the same person, but for what is linked to others.
    ///
    /// @param pointer to the account
    /// @return how many old accounts were forgotten
    int forget(Account account, ItemKey pointer) {
        var tenant = account.tenant();
        return table.getLatest(OldAccount.ofNumber(pointer.partition()))
                .map(OldAccount::of)
                .map(old -> forget(tenant, ofSamePerson(tenant, account.customer(), old)))
                .orElse(0);
    }

    private List<OldAccount> ofSamePerson(Tenant tenant, String customer, OldAccount old) {
        if (!old.customer().equals(customer)
                && table.getLatest(Customer.key(tenant, old.customer())).isPresent()) {
            return List.of(old);
        }
        var all = ofCustomer(tenant, old.customer());
        var holders = holders(tenant, all);
        return all.stream()
                .filter(each -> Optional.ofNullable(holders.get(Account.key(tenant, each.account())))
                        .filter(holder -> !holder.equals(customer))
                        .isEmpty())
                .toList();
    }

    /// The customers of those of these accounts that are linked, by their places.
    private Map<ItemKey, String> holders(Tenant tenant, List<OldAccount> accounts) {
        var keys = accounts.stream()
                .map(each -> Account.key(tenant, each.account()))
                .toList();
        return table.getAllLatest(keys).stream()
                .collect(Collectors.toMap(item -> item.key(), item -> item.text("customer")));
    }

    /// Forgets all that was imported of a customer.
    ///
    /// @return how many old accounts were forgotten
    int forget(Tenant tenant, String customer) {
        return forget(tenant, ofCustomer(tenant, customer));
    }

    /// Forgets these, the last of them together with an effect.
    <T> void forget(Tenant tenant, List<OldAccount> accounts, T result, Effect<T> effect) {
        var last = accounts.subList(0, Math.min(accounts.size(), AT_ONCE));
        forget(tenant, accounts.subList(last.size(), accounts.size()));
        effect.commit(table, deletions(tenant, last), result);
    }

    private int forget(Tenant tenant, List<OldAccount> accounts) {
        for (var start = 0; start < accounts.size(); start += AT_ONCE) {
            var some = accounts.subList(start, Math.min(accounts.size(), start + AT_ONCE));
            table.commit(deletions(tenant, some));
        }
        return accounts.size();
    }

    private static List<? extends Write> deletions(Tenant tenant, List<OldAccount> accounts) {
        return accounts.stream()
                .flatMap(account -> account.keys(tenant).stream())
                .map(Write::delete)
                .toList();
    }
}
