package org.openbalance.consent;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jboss.logging.Logger;
import org.openbalance.http.Unexpected;
import org.openbalance.store.Due;
import org.openbalance.store.Environment;
import org.openbalance.store.Item;
import org.openbalance.store.Table;
import org.openbalance.store.Tenant;

/// Tells owners that consents end soon, and writes down those that have ended, in time. For whoever runs each minute.
@Singleton
public final class Expiries {

    static final Duration NOTICE = Duration.ofDays(7);
    private static final Due.Shards SHARDS = new Due.Shards("consent", 4);
    private static final int AT_ONCE = 100;

    private static final Logger LOG = Logger.getLogger(Expiries.class);

    private final Table table;
    private final Consents consents;
    private final InstantSource clock;

    Expiries(Table table, Consents consents, InstantSource clock) {
        this.table = table;
        this.consents = consents;
        this.clock = clock;
    }

    /// Due a week before its end; at its end, if it lasts no longer than that.
    static Due.Place first(Consent consent) {
        var week = consent.endsAt().minus(NOTICE);
        return SHARDS.place(consent.id(), week.isAfter(consent.createdAt()) ? week : consent.endsAt());
    }

    /// Looks at what is due, until nothing is or the deadline has passed. Two at once do what one does.
    ///
    /// @return how many consents were looked at
    public int sweep(Instant deadline) {
        var done = 0;
        for (var shard : SHARDS.names()) {
            for (var item : table.query(Due.until(shard, clock.instant(), AT_ONCE))) {
                if (clock.instant().isBefore(deadline)) {
                    tryDue(item);
                    done++;
                }
            }
        }
        return done;
    }

    /// One that cannot be looked at is due again in a minute, and must not hold up the others.
    private void tryDue(Item item) {
        try {
            due(item);
        } catch (RuntimeException broken) {
            LOG.error("A consent was left to the next minute: " + Unexpected.describe(broken));
        }
    }

    private void due(Item item) {
        table.getLatest(item.key())
                .ifPresent(consent -> consents.due(
                        new Tenant(consent.text("owner"), Environment.of(consent.text("env"))),
                        consent.text("id"),
                        item.instant(Coverage.DUE)));
    }
}
