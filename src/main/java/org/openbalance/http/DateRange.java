package org.openbalance.http;

import java.time.Instant;
import org.openbalance.store.Listing;

/// A range of dates on the wire: `from` and `to`, each a day or an instant, both needed and both included.
public final class DateRange {

    private static final Listing.Range STAND_IN = new Listing.Range(Instant.EPOCH, Instant.EPOCH);

    private DateRange() {}

    /// Notes what is wrong with the range, and gives a stand-in then.
    public static Listing.Range of(Body body) {
        var from = body.from("from");
        var to = body.to("to");
        need(body, "from");
        need(body, "to");
        if (from.isEmpty() || to.isEmpty()) {
            return STAND_IN;
        }
        if (from.get().isAfter(to.get())) {
            body.error("from", "must not be after to");
            return STAND_IN;
        }
        return new Listing.Range(from.get(), to.get());
    }

    private static void need(Body body, String name) {
        if (!body.has(name)) {
            body.error(name, "is missing");
        }
    }
}
