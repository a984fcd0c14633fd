package org.openbalance.bank.sandbox;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.Money;

/// How the balance of one sandbox account moves: a pure function of its seed and the time, constant within a minute.
///
/// Time falls into cycles, from one payday to the next (the 25th of a month, in the morning in Lagos). A payday brings
/// the account to an amount of its own; from then on one movement falls into each slot of [ActivityLevel], at
/// a minute of its own. So a reading adds up the movements of one cycle at most, 200 or so, whatever the time
/// that is asked for.
///
/// What is spent leaves the available amount at once and the ledger up to three hours later: a hold. Every third
/// current account spends more than it has and is overdrawn towards the end of a cycle; no other ever is.
///
/// @param seed the account's own
record BalanceScript(long seed, ActivityLevel volume, String type, Currency currency) {

    private static final int DAY_MINUTES = 24 * 60;
    private static final int LAGOS_OFFSET_MINUTES = 60;
    private static final int PAYDAY = 25;
    private static final int PAYDAY_FROM_MINUTE = 6 * 60;
    private static final int PAYDAY_WITHIN_MINUTES = 4 * 60;
    private static final int LONGEST_CYCLE_MINUTES = 31 * DAY_MINUTES + PAYDAY_WITHIN_MINUTES;

    private static final int LONGEST_HOLD_MINUTES = 3 * 60;

    /// Of eight movements, one brings money in.
    private static final int INCOMING_ONE_IN = 8;

    private static final int OVERDRAWN_ONE_IN = 3;

    /// The most that a cycle can spend, in per cent of what payday brought.
    private static final int THRIFTY_PERCENT = 90;

    private static final int OVERDRAWN_PERCENT = 400;

    private static final int FIRM_FACTOR = 40;
    private static final int ABROAD_DIVISOR = 1000;

    /// Parts of the seed, so that one thing's numbers say nothing of another's.
    private static final long OVERDRAFT = 1;

    private static final long CYCLE_STREAM = 2;
    private static final long PAYDAY_STREAM = 3;
    private static final long SLOT_STREAM = 4;
    private static final long AMOUNT_STREAM = 5;
    private static final long DIRECTION_STREAM = 6;
    private static final long HOLD_STREAM = 7;

    BalanceAmounts at(Instant when) {
        var now = Math.floorDiv(when.getEpochSecond(), 60L);
        var cycle = cycleAt(now);
        var available = cycle.opening();
        var ledger = cycle.opening();
        var last = Math.floorDiv(now, (long) volume.slotMinutes());
        for (var slot = Math.floorDiv(cycle.start(), (long) volume.slotMinutes()); slot <= last; slot++) {
            var moved = minuteOf(slot);
            if (moved > cycle.start() && moved <= now) {
                var amount = amount(slot, cycle);
                available += amount;
                ledger += moved + holdMinutes(slot, amount) <= now ? amount : 0;
            }
        }
        return new BalanceAmounts(new Money(available, currency), new Money(ledger, currency));
    }

    /// @param start minute of the payday
    /// @param opening minor units after it
    private record Cycle(long start, long opening) {}

    private Cycle cycleAt(long minute) {
        var date = LocalDate.ofEpochDay(Math.floorDiv(minute + LAGOS_OFFSET_MINUTES, (long) DAY_MINUTES));
        var month = date.getYear() * 12L + date.getMonthValue() - 1;
        var start = payday(month);
        if (start > minute) {
            month--;
            start = payday(month);
        }
        return new Cycle(start, opening(month));
    }

    private long payday(long month) {
        var date = LocalDate.of(Math.toIntExact(Math.floorDiv(month, 12L)), Math.floorMod(month, 12) + 1, PAYDAY);
        return date.toEpochDay() * DAY_MINUTES
                - LAGOS_OFFSET_MINUTES
                + PAYDAY_FROM_MINUTE
                + draw(PAYDAY_STREAM, month, PAYDAY_WITHIN_MINUTES);
    }

    private long opening(long month) {
        var typical = typicalMinor();
        return typical / 2 + draw(CYCLE_STREAM, month, typical + 1);
    }

    private long typicalMinor() {
        var firm = type.equals("corporate") ? FIRM_FACTOR : 1;
        var typical = volume.typicalMinor() * firm;
        return currency == Currency.getInstance("NGN") ? typical : typical / ABROAD_DIVISOR;
    }

    private long minuteOf(long slot) {
        return slot * volume.slotMinutes() + draw(SLOT_STREAM, slot, volume.slotMinutes());
    }

    /// Minor units: less than nothing is spent.
    private long amount(long slot, Cycle cycle) {
        var amount = 1 + draw(AMOUNT_STREAM, slot, largest(cycle));
        return draw(DIRECTION_STREAM, slot, INCOMING_ONE_IN) == 0 ? amount : -amount;
    }

    /// All slots of a cycle together cannot spend more than the account's share of what payday brought.
    private long largest(Cycle cycle) {
        var slots = LONGEST_CYCLE_MINUTES / volume.slotMinutes() + 2;
        var percent = overdrawn() ? OVERDRAWN_PERCENT : THRIFTY_PERCENT;
        return cycle.opening() * percent / 100 / slots;
    }

    private boolean overdrawn() {
        return type.equals("current") && draw(OVERDRAFT, 0, OVERDRAWN_ONE_IN) == 0;
    }

    private long holdMinutes(long slot, long amount) {
        var held = amount < 0 && draw(HOLD_STREAM, slot, 2) == 0;
        return held ? 1 + draw(HOLD_STREAM, -1 - slot, LONGEST_HOLD_MINUTES) : 0;
    }

    private long draw(long stream, long place, long bound) {
        return SandboxSeed.below(SandboxSeed.mix(SandboxSeed.mix(seed, stream), place), bound);
    }
}
