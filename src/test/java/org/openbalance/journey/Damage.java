package org.openbalance.journey;

import org.openbalance.link.Account;
import org.openbalance.store.Table;
import org.openbalance.store.Tenant;
import org.openbalance.store.Write;

/// Breaks what is stored, so that reading it fails as nobody foresaw.
final class Damage {

    private Damage() {}

    static void to(Table table, Tenant tenant, String account) {
        table.write(Write.change(Account.key(tenant, account)).remove("customer_name"));
    }
}
