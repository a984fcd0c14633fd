package org.openbalance.api;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.openbalance.platform.listing.Listing;

/// Ranges of time in a body: `from` and `to`, each a date (its whole day, UTC) or an instant.
public final class TimeRanges {

    private TimeRanges() {}

    /// Both ends are needed. Empty only if the body will not pass its check.
    public static Optional<Listing.Range> required(Body body) {
        for (var name : new String[] {"from", "to"}) {
            if (!body.has(name)) {
                body.error(name, "is missing");
            }
        }
        return range(body, body.from("from"), body.to("to"));
    }

    /// One end or both may be left out.
    public static Optional<Listing.Range> optional(Body body) {
        return optional(body, ZoneOffset.UTC);
    }

    /// As [#optional(Body)], a date being a whole day of this zone.
    public static Optional<Listing.Range> optional(Body body, ZoneId zone) {
        var from = body.from("from", zone);
        var to = body.to("to", zone);
        return from.isEmpty() && to.isEmpty()
                ? Optional.empty()
                : range(body, from.or(() -> Optional.of(Instant.EPOCH)), to.or(() -> Optional.of(LAST)));
    }

    /// Behind every time that can be asked for.
    public static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    private static Optional<Listing.Range> range(Body body, Optional<Instant> from, Optional<Instant> to) {
        if (from.isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        if (from.get().isAfter(to.get())) {
            body.error("from", "may not lie after to");
        }
        return Optional.of(new Listing.Range(from.get(), to.get()));
    }
}
