package org.openbalance.bank.mono;

import java.time.Instant;
import java.util.Optional;
import org.openbalance.platform.Tenant;

/// The port to where what Mono's hooks say of links at its own page waits for the sign-in that it belongs to: it comes
/// to another process, before the customer or after.
interface HostedLinks {

    /// What a hook said.
    ///
    /// @param account Mono's id of what was linked
    /// @param at when it was heard
    record Heard(String account, Instant at) {}

    /// @param ref what the link was called when it was begun
    void keep(Tenant tenant, String ref, Heard heard);

    Optional<Heard> find(Tenant tenant, String ref);
}
