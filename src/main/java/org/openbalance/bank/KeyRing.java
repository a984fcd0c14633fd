package org.openbalance.bank;

import java.util.Optional;
import org.openbalance.platform.Tenant;

/// The port to where the keys of owners with networks of banks are kept.
public interface KeyRing {

    /// Those of an owner in one environment; empty if there are none.
    ///
    /// @param network as [Connector#keyNetwork] names it
    /// @throws BankFailure `DATA` if they do not open
    Optional<NetworkKeys> of(Tenant tenant, String network);
}
