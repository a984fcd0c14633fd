package org.openbalance.bank;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;

/// The port to a bank. One connector may serve several banks; it keeps no state of its own between calls.
///
/// To add a bank, add a bean of this type: [Banks] finds it by itself.
///
/// Every call may throw [BankFailure]; a sign-in that the bank refuses is an answer, [SignInStep.Failed], not
/// a failure.
public interface Connector {

    /// The only environment that its banks are reachable from.
    Environment environment();

    /// The banks it serves; no other connector serves one of them.
    List<Bank> banks();

    /// How a bank answers at the moment. A guess that costs little, for the list of banks; promises nothing of a call.
    default Health health(Tenant tenant, Bank bank) {
        return Health.UP;
    }

    /// The line that a call goes over. Calls of one line fail together, so they share a circuit breaker.
    ///
    /// @return the bank's id, unless the bank fails some tenants and serves others
    default String line(Tenant tenant, Bank bank) {
        return bank.id();
    }

    /// Begins a sign-in, or renews an earlier one.
    SignInStep signIn(Access access, SignInRequest request);

    /// Goes on with a sign-in.
    ///
    /// @param state what the step before gave
    SignInStep answer(Access access, String state, SignInAnswer answer);

    /// All accounts of the customer who signed in, with their balances as of now.
    List<BankAccount> accounts(Access access, HeldGrant grant);

    /// Reads balances, all in one visit to the bank.
    ///
    /// @param accounts [BankAccount#reference]s
    /// @return by reference; what is missing was not understood, and counts as [BankFailure.Kind#ERROR] of that
    /// account
    /// @throws BankFailure if none of them can be read
    Map<String, BalanceRead> balances(Access access, HeldGrant grant, Collection<String> accounts);
}
