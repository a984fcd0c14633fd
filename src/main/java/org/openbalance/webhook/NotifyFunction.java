package org.openbalance.webhook;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.openbalance.api.CallLog;
import org.openbalance.platform.log.Unexpected;
import org.openbalance.platform.queue.Queues;

/// The function `notify`: delivers events.
@Singleton
public final class NotifyFunction {

    private static final Logger LOG = Logger.getLogger(NotifyFunction.class);
    private static final String NAME = "notify";

    private final Deliverer deliverer;
    private final CallLog log;

    NotifyFunction(Deliverer deliverer, CallLog log) {
        this.deliverer = deliverer;
        this.log = log;
    }

    /// All of a batch at once: one receiver that hangs holds up none of the others.
    ///
    /// @return the messages that are to come again, because the table could not be read or written
    @Funq(NAME)
    public SQSBatchResponse deliver(SQSEvent event) throws InterruptedException {
        var messages = event.getRecords();
        var line = log.begin(NAME, messages.isEmpty() ? "-" : CallLog.request(messages.getFirst()));
        line.operation("deliver");
        try (var threads = Executors.newFixedThreadPool(WebhookLimits.AT_ONCE)) {
            var attempts = new ArrayList<Future<Deliverer.Result>>();
            messages.forEach(message -> attempts.add(threads.submit(() -> attempt(message))));
            var failed = new ArrayList<SQSBatchResponse.BatchItemFailure>();
            for (var place = 0; place < messages.size(); place++) {
                var result = result(attempts.get(place), messages.get(place).getMessageId());
                line.metrics().count(figure(result), 1);
                if (result == null) {
                    failed.add(new SQSBatchResponse.BatchItemFailure(
                            messages.get(place).getMessageId()));
                }
            }
            line.end();
            return new SQSBatchResponse(List.copyOf(failed));
        }
    }

    /// Under the id of the request that it goes back to, which its retries carry on.
    private Deliverer.Result attempt(SQSEvent.SQSMessage message) {
        MDC.put(Queues.REQUEST, CallLog.request(message));
        var result = deliverer.attempt(DeliveryMessage.of(message.getBody()));
        LOG.infof("A delivery came to %s", result);
        return result;
    }

    /// Null for an attempt that failed on our side.
    private static Deliverer.Result result(Future<Deliverer.Result> attempt, String message)
            throws InterruptedException {
        try {
            return attempt.get();
        } catch (ExecutionException failed) {
            LOG.errorf("The delivery of message %s failed: %s", message, Unexpected.describe(failed.getCause()));
            return null;
        }
    }

    private static String figure(Deliverer.Result result) {
        return switch (result) {
            case null -> "DeliveryErrors";
            case DELIVERED -> "Delivered";
            case TRIED_AGAIN_LATER -> "DeliveriesRefused";
            case DEAD -> "DeliveriesDead";
            case DROPPED -> "DeliveriesDropped";
        };
    }
}
