package org.openbalance.notice;

import java.util.List;
import org.openbalance.bank.Reading;
import org.openbalance.http.Refused;
import org.openbalance.store.Tenant;
import org.openbalance.store.Write;

/// The port to whoever knows the accounts that alerts watch.
public interface Watched {

    /// An account as an alert looks at it.
    record Holding(Tenant tenant, String id, String customer, Reading reading) {}

    /// @throws Refused 404 if the tenant has no such account, 403 if its consent has ended
    Holding get(Tenant tenant, String account);

    /// Those under a consent in force.
    List<Holding> ofCustomer(Tenant tenant, String customer);

    /// @throws Refused 404 if the tenant has no such customer
    void requireCustomer(Tenant tenant, String customer);

    /// Marks that the alerts of an account have changed: its next read looks at them even if the balance has not.
    Write touch(Holding account);

    /// Looks at the alerts of an account now, by the balance that is stored, and raises what is to be told. If others
    /// write the account at this moment, it is left to its next read.
    void evaluate(Holding account);
}
