package org.openbalance.account;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.openbalance.owner.OwnerPlans;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Table;

/// The ids of accounts that a bank lists: those that they have here, or the old ones that the owner imported.
@Singleton
public final class AccountIds {

    private final Table table;
    private final Identities identities;
    private final OwnerPlans plans;

    AccountIds(Table table, Identities identities, OwnerPlans plans) {
        this.table = table;
        this.identities = identities;
        this.plans = plans;
    }

    /// @param linked of accounts that were linked here
    /// @param old of others, whose number stands at one old id: the first of them has it, in whatever currency
    public record Found(Map<AccountIdentity, String> linked, Map<AccountIdentity, Old> old) {

        /// The id that an account has, or has from Okra.
        public Optional<String> id(AccountIdentity account) {
            return Optional.ofNullable(linked.get(account))
                    .or(() -> Optional.ofNullable(old.get(account)).map(Old::account));
        }
    }

    /// What Okra called an account, and its customer.
    public record Old(String account, String customer) {}

    /// One request for all of them, and no larger one for an owner who imported nothing.
    public Found find(Tenant tenant, List<AccountIdentity> wanted) {
        var pointers = new HashMap<ItemKey, AccountIdentity>();
        var imported = new LinkedHashMap<ItemKey, List<AccountIdentity>>();
        wanted.forEach(account -> pointers.put(identities.account(tenant, account), account));
        if (plans.hasOldIds(tenant)) {
            wanted.forEach(account -> imported.computeIfAbsent(
                            OldAccount.ofNumber(
                                    identities.account(tenant, account).partition()),
                            _ -> new ArrayList<>())
                    .add(account));
        }
        var keys = Stream.concat(pointers.keySet().stream(), imported.keySet().stream())
                .toList();
        var found = table.getAllLatest(keys);
        var linked = new HashMap<AccountIdentity, String>();
        found.stream()
                .filter(item -> pointers.containsKey(item.key()))
                .forEach(pointer -> linked.put(pointers.get(pointer.key()), pointer.text(Identities.ACCOUNT)));
        var old = new HashMap<AccountIdentity, Old>();
        found.stream()
                .filter(item -> imported.containsKey(item.key()))
                .map(OldAccount::of)
                .filter(each -> !linked.containsValue(each.account()))
                .forEach(each -> imported.get(each.place()).stream()
                        .filter(account -> !linked.containsKey(account))
                        .findFirst()
                        .ifPresent(account -> old.put(account, new Old(each.account(), each.customer()))));
        return new Found(Map.copyOf(linked), Map.copyOf(old));
    }
}
