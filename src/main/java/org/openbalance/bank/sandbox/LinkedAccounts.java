package org.openbalance.bank.sandbox;

import java.util.List;
import java.util.Optional;
import org.openbalance.platform.Tenant;

/// The linked accounts of a tenant, as far as the sandbox has to find one by what its caller knows of it.
public interface LinkedAccounts {

    /// @param bank the bank's id
    /// @param reference what the bank calls the account
    record LinkedAccount(String bank, String reference) {}

    /// By the account's id, whatever the consent to read it.
    Optional<LinkedAccount> byId(Tenant tenant, String id);

    /// By account number, whatever the consent to read it.
    List<LinkedAccount> byNumber(Tenant tenant, String nuban);

    /// Whether a bank of the environment can have given the number.
    boolean possible(Tenant tenant, String nuban);
}
