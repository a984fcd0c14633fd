package org.openbalance.notice;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.openbalance.store.Queues;

/// The way of deliveries to the queues. It never fails: what cannot be queued stands in the table, due, and is swept up
/// in a minute.
@Singleton
final class Outbox {

    private static final Logger LOG = Logger.getLogger(Outbox.class);

    private final Queues queues;

    Outbox(Queues queues) {
        this.queues = queues;
    }

    void send(List<Ticket> tickets) {
        send(Queues.Name.NOTICES, tickets, Duration.ZERO);
    }

    /// @param wait at most [Queues#LONGEST_DELAY]
    void sendLater(Ticket ticket, Duration wait) {
        send(Queues.Name.NOTICES, List.of(ticket), wait);
    }

    /// For whoever looks after the deployment: this one was given up.
    void bury(Ticket ticket) {
        send(Queues.Name.NOTICES_DEAD, List.of(ticket), Duration.ZERO);
    }

    private void send(Queues.Name queue, List<Ticket> tickets, Duration wait) {
        if (tickets.isEmpty()) {
            return;
        }
        try {
            queues.send(
                    queue,
                    tickets.stream()
                            .map(ticket -> Queues.Message.of(ticket.toMessage())
                                    .after(wait)
                                    .in(ticket.group()))
                            .toList());
        } catch (RuntimeException unsent) {
            LOG.warnf("Up to %d notices could not be queued to %s: %s", tickets.size(), queue, unsent.getClass());
        }
    }
}
