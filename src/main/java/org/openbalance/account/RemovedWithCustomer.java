package org.openbalance.account;

import java.util.List;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Write;

/// What another capability keeps of a customer and deletes when the customer is removed.
public interface RemovedWithCustomer {

    /// What makes unreadable what is kept of an account, to stand in the transaction that deletes the account. What it
    /// leaves to be deleted is deleted in the background.
    default List<Write> removing(Tenant tenant, String account) {
        return List.of();
    }

    /// Deletes all of it. Called after the customer's accounts are gone, and again when an earlier removal broke off.
    void removeAll(Tenant tenant, String customer);
}
