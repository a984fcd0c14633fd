package org.openbalance.bank;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalInt;
import org.openbalance.api.Product;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Outcome;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;

/// Counts the reads of a login that its bank bounds, exactly: one item for each login, product and day of UTC, one
/// conditional write before each read. Banks that state no bound cost nothing. The products are counted apart, as banks
/// do it (four a day of each in the Berlin Group's NextGenPSD2).
@Singleton
public final class ReadQuotas {

    private static final String USED = "used";
    private static final Duration KEPT = Duration.ofDays(2);
    /// What a bank says is believed within bounds.
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final Duration JUST_BEGUN = Duration.ofMinutes(10);

    private final Table table;
    private final InstantSource clock;

    public ReadQuotas(Table table, InstantSource clock) {
        this.table = table;
        this.clock = clock;
    }

    /// What is left of a login's reads.
    ///
    /// @param limit reads a day; empty where the bank does not say it and has refused one
    /// @param allowed whether the read that was asked for is among them
    /// @param reset when there are some again
    public record Quota(OptionalInt limit, int remaining, Instant reset, boolean allowed) {}

    /// Of a bank that refused a read though it states no bound, or another one.
    ///
    /// @param refused when
    /// @param until as the bank said it; where it did not, its day is taken to be that of UTC, unless that had only
    /// just begun: then the day is another, and 24 hours are waited
    public static Quota learned(Instant refused, Optional<Instant> until) {
        var day = refused.atOffset(ZoneOffset.UTC).toLocalDate();
        var justBegun =
                refused.isBefore(day.atStartOfDay(ZoneOffset.UTC).toInstant().plus(JUST_BEGUN));
        var assumed = justBegun ? refused.plus(Duration.ofDays(1)) : reset(day);
        return new Quota(
                OptionalInt.empty(),
                0,
                until.filter(refused::isBefore)
                        .map(at -> earlier(at, refused.plus(LONGEST)))
                        .orElse(assumed),
                false);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /// Takes one read of today's; empty where the bank states no bound.
    public Optional<Quota> take(Tenant tenant, String login, Bank bank, Product product) {
        if (bank.dailyReads().isEmpty()) {
            return Optional.empty();
        }
        var limit = bank.dailyReads().getAsInt();
        var day = today();
        var taken = table.write(Write.change(key(tenant, login, product, day))
                .first(Item.TYPE, "quota")
                .first(Item.VERSION, 1)
                .first(Item.TTL, reset(day).plus(KEPT).getEpochSecond())
                .add(USED, 1)
                .when(Condition.any(Condition.lacks(USED), Condition.less(USED, limit))));
        return Optional.of(
                switch (taken) {
                    case Outcome.Done(var item) ->
                        new Quota(
                                OptionalInt.of(limit),
                                limit - (int) item.orElseThrow().number(USED),
                                reset(day),
                                true);
                    case Outcome.Refused _ -> new Quota(OptionalInt.of(limit), 0, reset(day), false);
                });
    }

    /// What is left now, without taking any.
    public Optional<Quota> left(Tenant tenant, String login, Bank bank, Product product) {
        if (bank.dailyReads().isEmpty()) {
            return Optional.empty();
        }
        var limit = bank.dailyReads().getAsInt();
        var day = today();
        var used = table.getLatest(key(tenant, login, product, day))
                .map(item -> (int) item.number(USED))
                .orElse(0);
        return Optional.of(new Quota(OptionalInt.of(limit), Math.max(0, limit - used), reset(day), used < limit));
    }

    private LocalDate today() {
        return clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private static Instant reset(LocalDate day) {
        return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static ItemKey key(Tenant tenant, String login, Product product, LocalDate day) {
        return new ItemKey(tenant.prefix() + "#QUOTA#" + login, product.name() + '#' + day);
    }
}
