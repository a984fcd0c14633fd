package org.openbalance.journey;

import org.openbalance.account.Account;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;

/// Breaks what is stored, so that reading it fails as nobody foresaw.
final class Damage {

    private Damage() {}

    static void to(Table table, Tenant tenant, String account) {
        table.write(Write.change(Account.key(tenant, account)).remove("customer_name"));
    }
}
