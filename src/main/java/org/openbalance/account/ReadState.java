package org.openbalance.account;

import java.time.Instant;
import java.util.Optional;
import org.openbalance.platform.dynamodb.Due;
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.Write;

/// How an account stands with the reads that nobody waits for.
///
/// @param due where it stands in the index of what is due: its next read, or while one is under way the time at which
/// another takes that over; empty for one that is not read by itself
/// @param askedAt when its owner last asked for a read in the background
/// @param failures reads in a row that failed
/// @param failure what the last of them failed of
public record ReadState(
        Optional<Due.Place> due, Optional<Instant> askedAt, int failures, Optional<Failure> failure, boolean told) {

    public static final String ASKED = "asked_at";
    public static final String FAILURES = "failures";
    public static final String FAILURE = "failure";
    public static final String FAILED = "failed_at";
    /// A failure that is none of the bank's: it allows no more reads today.
    public static final String QUOTA = "RATE_LIMIT";
    /// Set once the owner was told that the reads fail.
    public static final String TOLD = "failure_told";

    /// @param why a name that answers may show, such as `BANK_DOWN`
    public record Failure(String why, Instant at) {}

    public static ReadState first(Optional<Due.Place> due) {
        return new ReadState(due, Optional.empty(), 0, Optional.empty(), false);
    }

    /// When the account is read next by itself.
    public Optional<Instant> next() {
        return due.map(Due.Place::at);
    }

    /// What a read that succeeded makes an end of.
    public static Write.Change mended(Write.Change account) {
        return account.remove(FAILURES, FAILURE, FAILED, TOLD);
    }

    /// After a read that succeeded.
    ReadState read(Optional<Due.Place> next) {
        return new ReadState(next, askedAt, 0, Optional.empty(), false);
    }

    static ReadState of(Item item) {
        return new ReadState(
                item.optionalText(Index.DUE.partition())
                        .map(shard -> new Due.Place(shard, item.instant(Index.DUE.sort()))),
                item.optionalInstant(ASKED),
                (int) item.number(FAILURES, 0),
                item.optionalText(FAILURE).map(why -> new Failure(why, item.instant(FAILED))),
                item.flag(TOLD));
    }
}
