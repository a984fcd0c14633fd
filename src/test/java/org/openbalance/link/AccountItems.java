package org.openbalance.link;

import org.openbalance.store.Item;

/// Linked accounts as the table holds them, for tests of what reads and writes them.
public final class AccountItems {

    private AccountItems() {}

    public static Item of(Account account) {
        return account.toItem();
    }
}
