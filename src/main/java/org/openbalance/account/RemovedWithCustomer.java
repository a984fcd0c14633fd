package org.openbalance.account;

import org.openbalance.platform.Tenant;

/// What another capability keeps of a customer and deletes when the customer is removed.
public interface RemovedWithCustomer {

    /// Deletes all of it. Called after the customer's accounts are gone, and again when an earlier removal broke off.
    void removeAll(Tenant tenant, String customer);
}
