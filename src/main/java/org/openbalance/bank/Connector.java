package org.openbalance.bank;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;

/// The port to a network of banks, which may be a single bank. It keeps no state of its own between calls.
///
/// To add a bank, add a bean of this type: [Banks] finds it by itself. What can be done at its banks is said by the
/// small interfaces that it implements as well: [SignsIn] and [ReadsAccounts] always, then [ReadsBalances] and so on.
///
/// Every call may throw [BankFailure].
public interface Connector {

    /// The environments that its banks are reachable from. A network that serves test and live keys at one address
    /// is one connector for both: [Access#keys] tells them apart, and so does what [ListsBanks] is asked with.
    Set<Environment> environments();

    /// The name of its network, by which owners' keys are kept ([Access#keys]); empty if it needs none. Its banks are
    /// offered to the owners who have keys. Of a connector that lists banks it is [ListsBanks#network], and a
    /// [ChecksKeys] knows it.
    default Optional<String> keyNetwork() {
        return Optional.empty();
    }

    /// The banks it serves, few and the same for long; no other connector serves one of them. A network of many
    /// lists them by [ListsBanks].
    List<Bank> banks();

    /// How a bank answers at the moment. A guess that costs little, for the list of banks; promises nothing of a call.
    default Health health(Tenant tenant, Bank bank) {
        return Health.UP;
    }

    /// As [#health(Tenant, Bank)], of the banks on one page of the list: at most 100.
    ///
    /// @return by the banks' ids
    default Map<String, Health> health(Tenant tenant, Collection<Bank> banks) {
        return banks.stream().collect(Collectors.toMap(Bank::id, bank -> health(tenant, bank)));
    }

    /// The line that a call goes over. Calls of one line fail together, so they share a circuit breaker.
    ///
    /// @return the bank's id, unless the bank fails some tenants and serves others; for each environment its own,
    /// where there are two
    default String line(Tenant tenant, Bank bank) {
        return environments().size() == 1
                ? bank.id()
                : bank.id() + '#' + tenant.environment().wire();
    }
}
