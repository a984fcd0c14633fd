package org.openbalance.platform.queue;

import java.util.List;

/// Some messages could not be sent.
///
/// Its own message names none of them: what a message says belongs in no log.
public final class QueueFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> unsent;

    QueueFailed(Queues.Name queue, List<String> unsent, Throwable cause) {
        super(unsent.size() + " messages could not be sent to the queue " + queue, cause);
        this.unsent = List.copyOf(unsent);
    }

    /// The bodies that were not sent.
    public List<String> unsent() {
        return unsent;
    }
}
