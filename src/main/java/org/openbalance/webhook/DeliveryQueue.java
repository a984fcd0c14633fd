package org.openbalance.webhook;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.openbalance.platform.queue.Queues;

/// The way of deliveries to the queues. It never fails: what cannot be queued stands in the table, due, and is swept up
/// in a minute.
@Singleton
final class DeliveryQueue {

    private static final Logger LOG = Logger.getLogger(DeliveryQueue.class);

    private final Queues queues;

    DeliveryQueue(Queues queues) {
        this.queues = queues;
    }

    void send(List<DeliveryMessage> messages) {
        send(Queues.Name.DELIVERIES, messages, Duration.ZERO);
    }

    /// @param wait at most [Queues#LONGEST_DELAY]
    void sendLater(DeliveryMessage message, Duration wait) {
        send(Queues.Name.DELIVERIES, List.of(message), wait);
    }

    /// For whoever looks after the deployment: this one was given up.
    void bury(DeliveryMessage message) {
        send(Queues.Name.DELIVERIES_DEAD, List.of(message), Duration.ZERO);
    }

    private void send(Queues.Name queue, List<DeliveryMessage> messages, Duration wait) {
        if (messages.isEmpty()) {
            return;
        }
        try {
            queues.send(
                    queue,
                    messages.stream()
                            .map(message -> Queues.Message.of(message.toMessage())
                                    .after(wait)
                                    .in(message.group()))
                            .toList());
        } catch (RuntimeException unsent) {
            LOG.warnf("Up to %d events could not be queued to %s: %s", messages.size(), queue, unsent.getClass());
        }
    }
}
