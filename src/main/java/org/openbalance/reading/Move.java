package org.openbalance.reading;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openbalance.account.Account;
import org.openbalance.account.ReadState;
import org.openbalance.consent.AccountConsent;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Due;
import org.openbalance.platform.dynamodb.Write;

/// What becomes of the schedule of a connection with a write on one of its accounts, by the one write that is made
/// anyway.
///
/// @param connection that was read: an account that another reads by now keeps the schedule of that one
/// @param next when the connection is read next; empty for never
/// @param first whether the due time stands on this account; the others carry a copy of it
/// @param lease that must be held still; on the first account alone
/// @param marks of the account's products that were read in the same visit
record Move(
        String connection, Optional<Due.Place> next, boolean first, Optional<Instant> lease, ProductsRead.Marks marks) {

    /// Of a read that was claimed.
    static Move of(
            String connection,
            Optional<Due.Place> next,
            String account,
            ReadRequest.Claimed claim,
            ProductsRead.Marks marks) {
        var first = account.equals(claim.first());
        return new Move(connection, next, first, first ? Optional.of(claim.lease()) : Optional.empty(), marks);
    }

    /// With nothing read but the balance.
    static Move first(String connection, Optional<Due.Place> next, Optional<Instant> lease) {
        return new Move(connection, next, true, lease, ProductsRead.Marks.NONE);
    }

    /// Puts the next time down on an account's read state; on the first, gives the lease back.
    Write.Change on(Write.Change readState) {
        marks.on(readState);
        return first
                ? readState.due(next).remove(AccountConsent.LEASE)
                : readState.set(ReadState.NEXT, next.map(Due.Place::at));
    }

    /// The schedule of the account with it.
    ReadState.Schedule schedule() {
        return ReadState.Schedule.of(next, first);
    }

    /// What must hold for it.
    List<Condition> conditions() {
        var conditions = new ArrayList<Condition>();
        conditions.add(Condition.equal(Account.RECORD, connection));
        lease.ifPresent(held -> conditions.add(Condition.equal(AccountConsent.LEASE, held)));
        return conditions;
    }

    /// Whether it is of a read that was claimed, and not of one that somebody waits for.
    boolean isClaimed() {
        return lease.isPresent() || !first;
    }

    /// Whether another took the read over.
    boolean isLost(Account standing) {
        return !standing.connection().equals(connection)
                || lease.isPresent() && !standing.schedule().lease().equals(lease);
    }

    /// @return with the conditions of this move among them
    Condition and(Condition... others) {
        var all = new ArrayList<>(List.of(others));
        all.addAll(conditions());
        return Condition.all(all.toArray(Condition[]::new));
    }
}
