package org.openbalance.notice;

import jakarta.inject.Singleton;
import java.util.List;

/// The way of deliveries to the queue of notices.
@Singleton
final class Outbox {

    void send(List<Ticket> tickets) {
        // Until the queue is there, the sweep of what is due is the only way.
    }
}
