package org.openbalance.account;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.openbalance.api.Product;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.Write;

/// How an account stands with the reads of one product. Those of the balance stand on [ReadState] itself; the others
/// stand on the same item, and are written with it, so that they cost no write of their own.
///
/// @param readAt when it was last read; empty before the first time
/// @param next a visit at the bank before this does not read it; empty for the next one that comes
/// @param failures reads in a row that failed
/// @param failure what the last of them failed of
/// @param told whether the owner was told of them
/// @param job that the bank has not finished yet
/// @param progress how far its reads have come, in the product's own words
/// @param unfinished whether more of it is to be read as soon as it is due, and not with the next balance
public record ProductState(
        Optional<Instant> readAt,
        Optional<Instant> next,
        int failures,
        Optional<ReadState.Failure> failure,
        boolean told,
        Optional<ReadState.Job> job,
        Optional<String> progress,
        boolean unfinished) {

    /// Never read.
    public static final ProductState NONE = read(Optional.empty(), Optional.empty(), Optional.empty(), false);

    private static final String READ_AT = "read_at";
    private static final String PROGRESS = "progress";
    private static final String UNFINISHED = "unfinished";

    /// After a read that succeeded.
    public static ProductState read(Instant at, Instant next, Optional<String> progress, boolean unfinished) {
        return read(Optional.of(at), Optional.of(next), progress, unfinished);
    }

    private static ProductState read(
            Optional<Instant> at, Optional<Instant> next, Optional<String> progress, boolean unfinished) {
        return new ProductState(at, next, 0, Optional.empty(), false, Optional.empty(), progress, unfinished);
    }

    /// After one more read that failed.
    public ProductState failed(String why, Instant at, Optional<Instant> retry) {
        return new ProductState(
                readAt,
                retry,
                failures + 1,
                Optional.of(new ReadState.Failure(why, at)),
                told,
                Optional.empty(),
                progress,
                unfinished);
    }

    /// The bank allows no more reads for now, which is no failure.
    public ProductState exhausted(Instant at, Instant reset) {
        return new ProductState(
                readAt,
                Optional.of(reset),
                failures,
                Optional.of(new ReadState.Failure(ReadState.QUOTA, at)),
                told,
                Optional.empty(),
                progress,
                unfinished);
    }

    /// The bank has begun to fetch it.
    ///
    /// @param note the connector's own
    public ProductState later(String note, Instant at, Instant again) {
        var since = job.map(ReadState.Job::since).orElse(at);
        return new ProductState(
                readAt,
                Optional.of(again),
                failures,
                failure,
                told,
                Optional.of(new ReadState.Job(note, since)),
                progress,
                unfinished);
    }

    public boolean isDue(Instant now) {
        return next.filter(now::isBefore).isEmpty();
    }

    /// Whether the next read of it shall not wait until the balance is due: it was never read, has failed, is being
    /// fetched by the bank, or there is more of it.
    public boolean isWaitedFor() {
        return readAt.isEmpty() || failures > 0 || job.isPresent() || unfinished;
    }

    public Write.Change writeTo(Write.Change readState, Product product) {
        return readState
                .set(attribute(product, READ_AT), readAt)
                .set(attribute(product, ReadState.NEXT), next)
                .set(failures(product), Optional.of(failures).filter(some -> some > 0))
                .set(attribute(product, ReadState.FAILURE), failure.map(ReadState.Failure::why))
                .set(attribute(product, ReadState.FAILED), failure.map(ReadState.Failure::at))
                .set(told(product), Optional.of(told).filter(yes -> yes))
                .set(attribute(product, ReadState.JOB), job.map(ReadState.Job::note))
                .set(attribute(product, ReadState.JOB_SINCE), job.map(ReadState.Job::since))
                .set(progress(product), progress)
                .set(attribute(product, UNFINISHED), Optional.of(unfinished).filter(yes -> yes));
    }

    /// What the bank fetches of it is ready: it is due.
    public static Write.Change ready(Write.Change readState, Product product, Instant now) {
        return readState.set(attribute(product, ReadState.NEXT), now);
    }

    /// The attribute that has the note of a product's job.
    public static String job(Product product) {
        return attribute(product, ReadState.JOB);
    }

    /// The attribute that counts failures of a product.
    public static String failures(Product product) {
        return attribute(product, ReadState.FAILURES);
    }

    /// The attribute that is set once the owner was told of them.
    public static String told(Product product) {
        return attribute(product, ReadState.TOLD);
    }

    /// The attribute that says how far the reads of a product have come.
    public static String progress(Product product) {
        return attribute(product, PROGRESS);
    }

    static Map<Product, ProductState> of(Item item) {
        var states = new EnumMap<Product, ProductState>(Product.class);
        for (var product : Product.values()) {
            var state = of(item, product);
            if (!state.equals(NONE)) {
                states.put(product, state);
            }
        }
        return Map.copyOf(states);
    }

    private static ProductState of(Item item, Product product) {
        return new ProductState(
                item.optionalInstant(attribute(product, READ_AT)),
                item.optionalInstant(attribute(product, ReadState.NEXT)),
                (int) item.number(failures(product), 0),
                item.optionalText(attribute(product, ReadState.FAILURE))
                        .map(why -> new ReadState.Failure(why, item.instant(attribute(product, ReadState.FAILED)))),
                item.flag(told(product)),
                item.optionalText(attribute(product, ReadState.JOB))
                        .map(note -> new ReadState.Job(note, item.instant(attribute(product, ReadState.JOB_SINCE)))),
                item.optionalText(progress(product)),
                item.flag(attribute(product, UNFINISHED)));
    }

    private static String attribute(Product product, String name) {
        return product.wire() + '_' + name;
    }
}
