package org.openbalance.account;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.Write;

/// How an account stands with its owner's alerts of low funds.
///
/// @param low the alerts that say now that it is low
/// @param revision of the alerts that concern it: each that is made or removed adds one
/// @param seen the revision at the last evaluation; empty if there was none since it was linked
/// @param watched whether any alert concerned it at the last evaluation
public record AlertState(Set<String> low, long revision, OptionalLong seen, boolean watched) {

    public static final String LOW = "low";
    public static final String REVISION = "alerts_rev";
    public static final String SEEN = "alerts_seen";
    public static final String WATCHED = "watched";

    public AlertState {
        low = Set.copyOf(low);
    }

    public static AlertState none() {
        return new AlertState(Set.of(), 0, OptionalLong.empty(), false);
    }

    /// Whether alerts were made or removed since its balance was last compared with them.
    public boolean outdated() {
        return seen.isEmpty() || seen.getAsLong() != revision;
    }

    /// After a comparison.
    public AlertState evaluated(Set<String> nowLow, boolean any) {
        return new AlertState(nowLow, revision, OptionalLong.of(revision), any);
    }

    /// Of an account that is linked again: what was low is so still, until its balance is compared anew.
    public AlertState linkedAgain() {
        return new AlertState(low, revision, OptionalLong.empty(), watched);
    }

    /// Holds while no alert that concerns the account was made or removed, and nobody else has compared it since: what
    /// two compare at once is told by one.
    public static Condition unchanged(AlertState before) {
        var revision = before.revision() == 0
                ? Condition.any(Condition.lacks(REVISION), Condition.equal(REVISION, 0))
                : Condition.equal(REVISION, before.revision());
        var seen =
                before.seen().isPresent() ? Condition.equal(SEEN, before.seen().getAsLong()) : Condition.lacks(SEEN);
        return Condition.all(revision, seen);
    }

    static AlertState of(Item item) {
        return new AlertState(
                Set.copyOf(item.texts(LOW)),
                item.number(REVISION, 0),
                item.has(SEEN) ? OptionalLong.of(item.number(SEEN)) : OptionalLong.empty(),
                item.flag(WATCHED));
    }

    /// Writes down what was compared; the revision is the alerts' own.
    public void writeTo(Write.Change account) {
        account.set(LOW, lowInOrder()).set(WATCHED, watched);
        seen.ifPresent(revisionSeen -> account.set(SEEN, revisionSeen));
    }

    Optional<Long> seenRevision() {
        return seen.isPresent() ? Optional.of(seen.getAsLong()) : Optional.empty();
    }

    /// In an order of its own, so that one state is written one way.
    List<String> lowInOrder() {
        return List.copyOf(new TreeSet<>(low));
    }
}
