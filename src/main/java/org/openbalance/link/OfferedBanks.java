package org.openbalance.link;

import jakarta.inject.Singleton;
import java.util.Optional;
import org.openbalance.bank.BankSearch;
import org.openbalance.bank.Banks;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;

/// The banks that an owner may link accounts at, and what is said where there are none.
@Singleton
final class OfferedBanks {

    private static final String SOME = "Banks successfully retrieved";

    private final Banks banks;

    OfferedBanks(Banks banks) {
        this.banks = banks;
    }

    /// @param owner whose key came with the question; empty for anyone, who sees the banks that need no keys
    BankSearch.Found search(Environment environment, Optional<Tenant> owner, BankSearch search) {
        return owner.map(tenant -> banks.search(tenant, search)).orElseGet(() -> banks.search(environment, search));
    }

    /// Whether there is no bank at all, whatever is sought.
    boolean isEmpty(Tenant owner) {
        return banks.search(owner, BankSearch.all()).banks().isEmpty();
    }

    /// The message of an answer with banks, or one that says what to do where there are none at all.
    String message(Environment environment, Optional<Tenant> owner, boolean empty) {
        return empty ? nothing(environment, owner) : SOME;
    }

    private String nothing(Environment environment, Optional<Tenant> owner) {
        var networks = banks.keyNetworks(environment);
        if (networks.isEmpty()) {
            return "No network of banks is connected in " + environment.wire();
        }
        if (owner.isEmpty()) {
            return "No bank can be reached without keys; send the owner's secret key to see its banks";
        }
        var withKeys = banks.networksOf(owner.get());
        return withKeys.isEmpty()
                ? "No bank can be reached yet: have the operator set this owner's keys with a network ("
                        + String.join(", ", networks) + ") in " + environment.wire() + " by scripts/owner network set"
                : "The banks of " + String.join(", ", withKeys)
                        + " are not known yet: they are a minute after its keys are set";
    }
}
