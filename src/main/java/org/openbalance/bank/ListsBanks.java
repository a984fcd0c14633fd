package org.openbalance.bank;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Lists the banks of a network that has many, or whose banks come and go. They are asked for once a day and kept
/// in the table ([DirectoryRefresh]); what a connector names by [Connector#banks] is not among them.
public interface ListsBanks {

    /// What tells this network from all others in the ids of its banks: a short word that never changes.
    String network();

    /// One page of the directory.
    ///
    /// @param after what the page before gave as its [Page#next]; empty for the first
    /// @param keys those of an owner, in the environment whose banks are asked for: test keys or live ones;
    /// none for a network that needs none ([Connector#keyNetwork])
    /// @param deadline when the page is no longer waited for
    /// @throws BankFailure if the network does not tell its banks now; `DATA`, `LOGIN_EXPIRED` or `ERROR` if
    /// it is for these keys, upon which those of another owner are tried
    Page institutions(Optional<String> after, NetworkKeys keys, Instant deadline);

    /// @param next where the next page begins; empty for the last
    record Page(List<Institution> institutions, Optional<String> next) {}
}
