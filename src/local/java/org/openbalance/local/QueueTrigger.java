package org.openbalance.local;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// An event source mapping of template.yaml: a queue that calls a function.
///
/// @param queue the name of the queue's resource
/// @param batchSize the most messages in one call
/// @param window how long a batch is gathered that is not full
/// @param reportsFailures whether the function's answer says which messages failed
/// @param concurrency the most calls at one time
record QueueTrigger(String queue, int batchSize, Duration window, boolean reportsFailures, int concurrency) {

    private static final int DEFAULT_BATCH = 10;
    private static final int LARGEST_BATCH = 10_000;
    private static final int BATCH_WITHOUT_WINDOW = 10;
    /// Lambda begins with so many calls at a time, and one machine needs no more.
    private static final int USUAL_CONCURRENCY = 5;
    private static final int SMALLEST_LIMIT_OF_CONCURRENCY = 2;

    static QueueTrigger of(Template.Resolver values, Map<?, ?> properties) {
        var trigger = new QueueTrigger(
                Template.resource(properties.get("EventSourceArn"))
                        .orElseThrow(() -> new IllegalArgumentException(
                                "an event source mapping lacks the EventSourceArn of a queue")),
                values.whole(properties, "BatchSize").orElse(DEFAULT_BATCH),
                Duration.ofSeconds(values.whole(properties, "MaximumBatchingWindowInSeconds")
                        .orElse(0)),
                Template.list(properties.get("FunctionResponseTypes")).contains("ReportBatchItemFailures"),
                concurrency(values.whole(Template.map(properties.get("ScalingConfig")), "MaximumConcurrency")));
        trigger.requireAcceptable();
        return trigger;
    }

    private static int concurrency(Optional<Integer> limit) {
        if (limit.isPresent() && limit.get() < SMALLEST_LIMIT_OF_CONCURRENCY) {
            throw new IllegalArgumentException("a MaximumConcurrency is at least " + SMALLEST_LIMIT_OF_CONCURRENCY);
        }
        return Math.min(limit.orElse(USUAL_CONCURRENCY), USUAL_CONCURRENCY);
    }

    /// What Lambda refuses.
    private void requireAcceptable() {
        if (batchSize < 1 || batchSize > LARGEST_BATCH) {
            throw new IllegalArgumentException("the BatchSize of " + queue + " is not within 1 to " + LARGEST_BATCH);
        }
        if (batchSize > BATCH_WITHOUT_WINDOW && window.isZero()) {
            throw new IllegalArgumentException("a BatchSize above " + BATCH_WITHOUT_WINDOW
                    + " needs a MaximumBatchingWindowInSeconds, and that of " + queue + " has none");
        }
    }
}
