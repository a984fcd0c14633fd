package org.openbalance.bank;

import java.util.Set;

/// Hears from its network that what a bank was asked to fetch ([AccountRead.Later]) is ready, so that it is
/// read at once and not only when the time is over that the bank said.
public interface HearsReadiness {

    /// What tells this network from all others in the address that it posts to: a short word that never
    /// changes. Where the connector lists banks too, it is the network of [ListsBanks].
    String network();

    /// The jobs that a post says have ended, by their notes ([AccountRead.Later#job]). Whoever knows the
    /// address can post: nothing is taken from a post that the network did not sign. Asks nobody; a failed job
    /// has ended as well.
    ///
    /// @return empty for what the network did not sign, or what is about something else
    /// @throws BankFailure `DATA` if the owner has no key to verify it by
    Set<String> finished(NetworkPost post);
}
