package org.openbalance.bank;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Outcome;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;

/// Counts the reads of a login that its bank bounds, exactly: one item for each login and day of UTC, one conditional
/// write before each read. Banks that state no bound cost nothing.
@Singleton
public final class ReadQuotas {

    private static final String USED = "used";
    private static final Duration KEPT = Duration.ofDays(2);

    private final Table table;
    private final InstantSource clock;

    public ReadQuotas(Table table, InstantSource clock) {
        this.table = table;
        this.clock = clock;
    }

    /// What is left of a login's reads today.
    ///
    /// @param allowed whether the read that was asked for is among them
    /// @param reset when the next day begins
    public record Quota(int limit, int remaining, Instant reset, boolean allowed) {}

    /// Takes one read of today's; empty where the bank states no bound.
    public Optional<Quota> take(Tenant tenant, String login, Bank bank) {
        if (bank.dailyReads().isEmpty()) {
            return Optional.empty();
        }
        var limit = bank.dailyReads().getAsInt();
        var day = today();
        var taken = table.write(Write.change(key(tenant, login, day))
                .first(Item.TYPE, "quota")
                .first(Item.VERSION, 1)
                .first(Item.TTL, reset(day).plus(KEPT).getEpochSecond())
                .add(USED, 1)
                .when(Condition.any(Condition.lacks(USED), Condition.less(USED, limit))));
        return Optional.of(
                switch (taken) {
                    case Outcome.Done(var item) ->
                        new Quota(limit, limit - (int) item.orElseThrow().number(USED), reset(day), true);
                    case Outcome.Refused _ -> new Quota(limit, 0, reset(day), false);
                });
    }

    /// What is left now, without taking any.
    public Optional<Quota> left(Tenant tenant, String login, Bank bank) {
        if (bank.dailyReads().isEmpty()) {
            return Optional.empty();
        }
        var limit = bank.dailyReads().getAsInt();
        var day = today();
        var used = table.getLatest(key(tenant, login, day))
                .map(item -> (int) item.number(USED))
                .orElse(0);
        return Optional.of(new Quota(limit, Math.max(0, limit - used), reset(day), used < limit));
    }

    private LocalDate today() {
        return clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private static Instant reset(LocalDate day) {
        return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static ItemKey key(Tenant tenant, String login, LocalDate day) {
        return new ItemKey(tenant.prefix() + "#QUOTA#" + login, day.toString());
    }
}
