package org.openbalance.account;

import java.util.List;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Query;

/// What Okra called an account and its customer, as an owner imported it.
///
/// It stands in three items: beside the pointers to the accounts of its number, where a sign-in finds it; under the
/// account's old id, which belongs to one number; and under the old customer, with whom it is removed. The number
/// itself stands in none of them: its keyed digest is part of the first one's key.
///
/// @param place the first of them
/// @param account the account's old id
/// @param customer the customer's old id
record OldAccount(ItemKey place, String account, String customer) {

    private static final String PLACE = "place";
    private static final String ACCOUNT = "account";
    private static final String CUSTOMER = "customer";
    private static final String SORT_OF_NUMBER = "OLD";
    private static final String SORT_OF_ACCOUNT = "ACCOUNT";
    private static final String OF_CUSTOMER = "OF#";

    private static final String TYPE = "old-id";
    private static final int VERSION = 1;

    /// @param accounts the partition of the pointers to the accounts of a number
    static ItemKey ofNumber(String accounts) {
        return new ItemKey(accounts, SORT_OF_NUMBER);
    }

    static ItemKey ofAccount(Tenant tenant, String account) {
        return new ItemKey(partition(tenant, account), SORT_OF_ACCOUNT);
    }

    /// All that was imported of a customer.
    static Query ofCustomer(Tenant tenant, String customer) {
        return Query.of(partition(tenant, customer)).startingWith(OF_CUSTOMER);
    }

    private static String partition(Tenant tenant, String id) {
        return tenant.prefix() + "#OLD#" + id;
    }

    static boolean isOfNumber(Item item) {
        return item.key().sort().equals(SORT_OF_NUMBER);
    }

    List<ItemKey> keys(Tenant tenant) {
        return List.of(
                place, ofAccount(tenant, account), new ItemKey(partition(tenant, customer), OF_CUSTOMER + account));
    }

    List<Item> items(Tenant tenant) {
        return keys(tenant).stream().map(this::item).toList();
    }

    private Item item(ItemKey key) {
        return Item.draft(key, TYPE, VERSION)
                .with(PLACE, place.partition())
                .with(ACCOUNT, account)
                .with(CUSTOMER, customer)
                .done();
    }

    static OldAccount of(Item item) {
        return new OldAccount(ofNumber(item.text(PLACE)), item.text(ACCOUNT), item.text(CUSTOMER));
    }
}
