package org.openbalance.bank.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.Money;

class BalanceScriptTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /// From 1970 to 2100.
    private static final long LAST_SECOND = 4_102_444_800L;

    @Property(tries = 300)
    void the_same_account_at_the_same_time_reads_the_same(
            @ForAll("scripts") BalanceScript script, @ForAll @LongRange(max = LAST_SECOND) long second) {
        var again = new BalanceScript(script.seed(), script.volume(), script.type(), script.currency());
        var when = Instant.ofEpochSecond(second);
        assertEquals(script.at(when), again.at(when));
    }

    @Property(tries = 300)
    void nothing_moves_within_a_minute(
            @ForAll("scripts") BalanceScript script, @ForAll @LongRange(max = LAST_SECOND) long second) {
        var when = Instant.ofEpochSecond(second);
        assertEquals(script.at(when.truncatedTo(ChronoUnit.MINUTES)), script.at(when));
    }

    @Property(tries = 300)
    void amounts_stay_far_from_the_bounds_of_money(
            @ForAll("scripts") BalanceScript script, @ForAll @LongRange(max = LAST_SECOND) long second) {
        var amounts = script.at(Instant.ofEpochSecond(second));
        assertTrue(Math.abs(amounts.availableMoney().orElseThrow().minor()) < Money.MAX_MINOR / 100);
        assertTrue(Math.abs(amounts.ledgerMoney().orElseThrow().minor()) < Money.MAX_MINOR / 100);
        assertEquals(script.currency(), amounts.currency());
    }

    @Property(tries = 300)
    void holds_lower_only_what_is_available(
            @ForAll("scripts") BalanceScript script, @ForAll @LongRange(max = LAST_SECOND) long second) {
        var amounts = script.at(Instant.ofEpochSecond(second));
        assertTrue(amounts.availableMoney().orElseThrow().minor()
                <= amounts.ledgerMoney().orElseThrow().minor());
    }

    @Property(tries = 300)
    void only_current_accounts_are_ever_overdrawn(
            @ForAll("scripts") BalanceScript script, @ForAll @LongRange(max = LAST_SECOND) long second) {
        var amounts = script.at(Instant.ofEpochSecond(second));
        assertTrue(script.type().equals("current")
                || amounts.availableMoney().orElseThrow().minor() >= 0);
    }

    @Property(tries = 50)
    void between_two_movements_stands_a_period(@ForAll("scripts") BalanceScript script) {
        var changes = changes(script, 60);
        var slots = Duration.ofDays(60).toMinutes() / script.volume().slotMinutes();
        // Each movement can show twice, when it is made and when it is booked; and there are paydays.
        assertTrue(changes >= slots / 2 && changes <= 2 * slots + 6, changes + " changes in " + slots + " slots");
    }

    @Test
    void a_higher_volume_moves_more_often_and_further() {
        var low = script(ActivityLevel.LOW);
        var medium = script(ActivityLevel.MEDIUM);
        var high = script(ActivityLevel.HIGH);
        assertTrue(changes(low, 60) < changes(medium, 60));
        assertTrue(changes(medium, 60) < changes(high, 60));
        assertTrue(highest(low) < highest(medium));
        assertTrue(highest(medium) < highest(high));
    }

    @Test
    void some_current_accounts_are_overdrawn_before_payday_and_some_are_not() {
        var beforePayday = Instant.parse("2026-03-25T03:00:00Z");
        var overdrawn = LongStream.range(0, 60)
                .filter(seed -> new BalanceScript(seed, ActivityLevel.HIGH, "current", Currency.getInstance("NGN"))
                                .at(beforePayday)
                                .availableMoney()
                                .orElseThrow()
                                .minor()
                        < 0)
                .count();
        assertTrue(overdrawn > 5 && overdrawn < 40, overdrawn + " of 60");
    }

    @Test
    void available_and_ledger_sometimes_differ() {
        var script = script(ActivityLevel.HIGH);
        var differing = LongStream.range(0, 30 * 24)
                .mapToObj(hour -> script.at(START.plus(Duration.ofHours(hour))))
                .filter(amounts -> !amounts.availableMoney().equals(amounts.ledgerMoney()))
                .count();
        assertTrue(differing > 20 && differing < 30 * 24 / 2, differing + " hours");
    }

    private static long changes(BalanceScript script, int days) {
        var changes = 0L;
        BalanceAmounts before = script.at(START);
        for (var minute = 5L; minute <= Duration.ofDays(days).toMinutes(); minute += 5) {
            var now = script.at(START.plus(Duration.ofMinutes(minute)));
            changes += now.equals(before) ? 0 : 1;
            before = now;
        }
        return changes;
    }

    private static long highest(BalanceScript script) {
        return LongStream.range(0, 60)
                .map(day -> script.at(START.plus(Duration.ofDays(day)))
                        .ledgerMoney()
                        .orElseThrow()
                        .minor())
                .max()
                .orElseThrow();
    }

    private static BalanceScript script(ActivityLevel volume) {
        return new BalanceScript(42, volume, "savings", Currency.getInstance("NGN"));
    }

    @Provide
    Arbitrary<BalanceScript> scripts() {
        return Combinators.combine(
                        Arbitraries.longs(),
                        Arbitraries.of(ActivityLevel.class),
                        Arbitraries.of("savings", "current", "domiciliary", "corporate"))
                .as((seed, volume, type) -> new BalanceScript(
                        seed,
                        volume,
                        type,
                        type.equals("domiciliary") ? Currency.getInstance("USD") : Currency.getInstance("NGN")));
    }
}
