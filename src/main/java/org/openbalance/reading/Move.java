package org.openbalance.reading;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openbalance.account.Account;
import org.openbalance.account.ReadState;
import org.openbalance.consent.AccountConsent;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Write;

/// What becomes of the schedule of a connection with a write on one of its accounts, by the one write that is made
/// anyway.
///
/// @param to when the connection is read next
/// @param lease that must be held still; empty on the accounts that the due time does not stand on
record Move(ReadState.Schedule to, Optional<Instant> lease) {

    /// Puts the next time down on an account's read state, and gives the lease back.
    Write.Change on(Write.Change readState) {
        return to.writeTo(readState).remove(AccountConsent.LEASE);
    }

    /// What must hold for it.
    List<Condition> conditions() {
        return lease.map(held -> List.of(Condition.equal(AccountConsent.LEASE, held)))
                .orElse(List.of());
    }

    /// Whether another took the read over.
    boolean isLost(Account standing) {
        return lease.isPresent() && !standing.schedule().lease().equals(lease);
    }

    /// @return with the conditions of this move among them
    Condition and(Condition... others) {
        var all = new ArrayList<>(List.of(others));
        all.addAll(conditions());
        return Condition.all(all.toArray(Condition[]::new));
    }
}
