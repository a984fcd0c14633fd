package org.openbalance.bank.mono;

import java.time.Instant;
import java.util.Optional;
import org.openbalance.platform.Tenant;

/// The port to where it is kept what Mono's hooks say of links: that one was made at Mono's page, which comes to
/// another process than its sign-in's, before the customer is back or after; that one has died.
interface HeardLinks {

    /// What a link is called that renews an account: hooks name no other.
    static String renewalOf(String account) {
        return "renewal#" + account;
    }

    /// What the end of an account's link is called.
    static String deathOf(String account) {
        return "death#" + account;
    }

    /// What a hook said.
    ///
    /// @param account Mono's id of what it is about
    /// @param at when it was heard
    record Heard(String account, Instant at) {}

    /// Keeps it for a day.
    ///
    /// @param ref what the link was called when it was begun, or as above
    void keep(Tenant tenant, String ref, Heard heard);

    Optional<Heard> find(Tenant tenant, String ref);
}
