package org.openbalance.bank;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.openbalance.platform.Tenant;

/// The port to where the keys of owners with networks of banks are kept.
public interface KeyRing {

    /// Those of an owner in one environment; empty if there are none.
    ///
    /// @param network as [Connector#keyNetwork] names it
    /// @throws BankFailure `DATA` if they do not open
    Optional<NetworkKeys> of(Tenant tenant, String network);

    /// As [#of], and never what was so a minute ago.
    default Optional<NetworkKeys> latest(Tenant tenant, String network) {
        return of(tenant, network);
    }

    /// At which of these networks the owner has keys in this environment. Opens none of them.
    default Set<String> networks(Tenant tenant, Set<String> among) {
        return among.stream().filter(network -> of(tenant, network).isPresent()).collect(Collectors.toSet());
    }
}
