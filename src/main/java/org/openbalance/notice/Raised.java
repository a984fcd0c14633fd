package org.openbalance.notice;

import java.util.List;
import org.openbalance.store.Write;

/// Notices that stand in the transaction of what they tell of: `writes` go into it, and after its commit the whole goes
/// to [Notices#dispatch].
public final class Raised {

    private final List<Write> writes;
    private final List<Ticket> tickets;

    Raised(List<Write> writes, List<Ticket> tickets) {
        this.writes = List.copyOf(writes);
        this.tickets = List.copyOf(tickets);
    }

    /// At most one for each event and subscription, the session's callback included; empty when nobody listens.
    public List<Write> writes() {
        return writes;
    }

    List<Ticket> tickets() {
        return tickets;
    }
}
