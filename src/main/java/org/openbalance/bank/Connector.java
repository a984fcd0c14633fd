package org.openbalance.bank;

import java.util.List;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;

/// The port to a network of banks, which may be a single bank. It keeps no state of its own between calls.
///
/// To add a bank, add a bean of this type: [Banks] finds it by itself. What can be done at its banks is said by the
/// small interfaces that it implements as well: [SignsIn] and [ReadsAccounts] always, then [ReadsBalances] and so on.
///
/// Every call may throw [BankFailure].
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
}
