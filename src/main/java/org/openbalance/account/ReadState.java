package org.openbalance.account;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.openbalance.api.Product;
import org.openbalance.consent.AccountConsent;
import org.openbalance.platform.dynamodb.Due;
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.Write;

/// How an account stands with the reads that nobody waits for.
///
/// @param lease until when a read of its connection is somebody's, who claimed it; on the account that the due time
/// of the connection stands on
/// @param askedAt when its owner last asked for a read in the background
/// @param failures reads in a row that failed
/// @param failure what the last of them failed of
/// @param told whether the owner was told of them
/// @param job that the bank has not finished yet
/// @param products how it stands with those that are read beside the balance
public record ReadState(
        Schedule schedule,
        Optional<Instant> lease,
        Optional<Instant> askedAt,
        int failures,
        Optional<Failure> failure,
        boolean told,
        Optional<Job> job,
        Map<Product, ProductState> products) {

    public static final String ASKED = "asked_at";
    public static final String FAILURES = "failures";
    public static final String FAILURE = "failure";
    public static final String FAILED = "failed_at";
    /// A failure that is none of the bank's: it allows no more reads today.
    public static final String QUOTA = "RATE_LIMIT";
    /// Set once the owner was told that the reads fail.
    public static final String TOLD = "failure_told";
    /// A copy of the connection's due time, which stands on another of its accounts.
    public static final String NEXT = "next_read";

    /// What the bank has begun to fetch for a read that came too early, by the note of its connector.
    public static final String JOB = "job";

    public static final String JOB_SINCE = "job_since";

    /// @param since when the bank was first asked for it
    public record Job(String note, Instant since) {}

    /// @param why a name that answers may show, such as `BANK_DOWN`
    public record Failure(String why, Instant at) {}

    /// When a connection is read next by itself. All accounts of a connection are due together, so the due time stands
    /// in the index but once: on the first of its accounts. The others carry a copy of the time, to be shown.
    ///
    /// @param due on the first account; empty on the others, and where nothing is read by itself
    /// @param told on the others
    public record Schedule(Optional<Due.Place> due, Optional<Instant> told) {

        public static final Schedule NEVER = new Schedule(Optional.empty(), Optional.empty());

        /// @param first whether the due time of the connection stands on this account
        public static Schedule of(Optional<Due.Place> next, boolean first) {
            return first
                    ? new Schedule(next, Optional.empty())
                    : new Schedule(Optional.empty(), next.map(Due.Place::at));
        }

        public Write.Change writeTo(Write.Change readState) {
            return readState.due(due).set(NEXT, told);
        }
    }

    public static ReadState first(Schedule schedule) {
        return new ReadState(
                schedule, Optional.empty(), Optional.empty(), 0, Optional.empty(), false, Optional.empty(), Map.of());
    }

    public ProductState product(Product product) {
        return products.getOrDefault(product, ProductState.NONE);
    }

    /// When the account is read next by itself.
    public Optional<Instant> next() {
        return schedule.due().map(Due.Place::at).or(schedule::told);
    }

    /// What a read that succeeded makes an end of.
    public static Write.Change mended(Write.Change readState) {
        return readState.remove(FAILURES, FAILURE, FAILED, TOLD, JOB, JOB_SINCE);
    }

    /// After a read that succeeded.
    ReadState read(Schedule next) {
        return new ReadState(next, Optional.empty(), askedAt, 0, Optional.empty(), false, Optional.empty(), products);
    }

    static ReadState of(Item item) {
        return new ReadState(
                new Schedule(
                        item.optionalText(Index.DUE.partition())
                                .map(shard -> new Due.Place(shard, item.instant(Index.DUE.sort()))),
                        item.optionalInstant(NEXT)),
                item.optionalInstant(AccountConsent.LEASE),
                item.optionalInstant(ASKED),
                (int) item.number(FAILURES, 0),
                item.optionalText(FAILURE).map(why -> new Failure(why, item.instant(FAILED))),
                item.flag(TOLD),
                item.optionalText(JOB).map(note -> new Job(note, item.instant(JOB_SINCE))),
                ProductState.of(item));
    }
}
