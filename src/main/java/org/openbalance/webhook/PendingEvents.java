package org.openbalance.webhook;

import java.util.List;
import org.openbalance.platform.dynamodb.Write;

/// Events that stand in the transaction of what they tell of: `writes` go into it, and after its commit the whole goes
/// to [EventPublisher#dispatch].
public final class PendingEvents {

    private final List<Write> writes;
    private final List<DeliveryMessage> messages;

    PendingEvents(List<Write> writes, List<DeliveryMessage> messages) {
        this.writes = List.copyOf(writes);
        this.messages = List.copyOf(messages);
    }

    /// At most one for each event and subscription, the session's callback included; empty when nobody listens.
    public List<Write> writes() {
        return writes;
    }

    List<DeliveryMessage> messages() {
        return messages;
    }
}
