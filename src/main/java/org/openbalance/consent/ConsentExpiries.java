package org.openbalance.consent;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Due;
import org.openbalance.platform.dynamodb.DueSweep;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.Table;

/// Tells owners that consents end soon, and writes down those that have ended, in time. For whoever runs each minute.
@Singleton
public final class ConsentExpiries {

    static final Duration NOTICE = Duration.ofDays(7);
    private static final Due.Shards SHARDS = new Due.Shards("consent", 4);
    private static final int AT_ONCE = 100;

    private final Table table;
    private final Consents consents;
    private final InstantSource clock;

    ConsentExpiries(Table table, Consents consents, InstantSource clock) {
        this.table = table;
        this.consents = consents;
        this.clock = clock;
    }

    /// Due a week before its end; at its end, if it lasts no longer than that.
    public static Due.Place first(Consent consent) {
        var week = consent.endsAt().minus(NOTICE);
        return SHARDS.place(consent.id(), week.isAfter(consent.createdAt()) ? week : consent.endsAt());
    }

    /// Looks at what is due, until nothing is or the deadline has passed. Two at once do what one does.
    public DueSweep.Result sweep(Instant deadline) {
        var range = new DueSweep.Range(SHARDS.names(), clock.instant(), AT_ONCE, Integer.MAX_VALUE, deadline);
        return new DueSweep(table, clock).run(range, entries -> DueSweep.each(entries, this::due));
    }

    private boolean due(Item item) {
        table.getLatest(item.key())
                .ifPresent(consent -> consents.due(
                        new Tenant(consent.text("owner"), Environment.of(consent.text("env"))),
                        consent.text("id"),
                        item.instant(AccountConsent.DUE)));
        return true;
    }
}
