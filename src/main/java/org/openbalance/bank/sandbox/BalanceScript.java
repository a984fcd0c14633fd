package org.openbalance.bank.sandbox;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.Map;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.Money;

/// How one sandbox account lives: a pure function of its seed and the time, constant within a minute.
///
/// Time falls into cycles, from one payday to the next (the 25th of a month, in the morning in Lagos). What a cycle
/// ends with is drawn for itself, and the last movement of each, a sweep to or from a savings pocket, brings the
/// account there. So whatever time is asked for, a balance adds up the movements of one cycle at most (some 300 lines
/// of the liveliest accounts, well below a millisecond), and no total has to be kept.
///
/// Within a cycle one thing happens in each slot of [ActivityLevel], at a minute of its own. Payments by card may leave
/// the available amount at once and the ledger a day later: a hold. Every third current account spends more than it has
/// and is overdrawn towards the end of a cycle; no other ever is.
///
/// @param seed the account's own
record BalanceScript(long seed, ActivityLevel volume, String type, Currency currency) {

    private static final int PAYDAY = 25;
    private static final int PAYDAY_FROM_MINUTE = 6 * 60;
    private static final int PAYDAY_WITHIN_MINUTES = 4 * 60;

    private static final int OVERDRAWN_ONE_IN = 3;
    private static final int FIRM_FACTOR = 40;

    /// An account in dollars beside those in the currency of the country.
    private static final int POCKET_DIVISOR = 1000;

    /// How many naira have the weight that one unit of a currency has in a life.
    private static final Map<String, Integer> NAIRA_FOR = Map.ofEntries(
            Map.entry("NGN", 1),
            Map.entry("ISK", 1),
            Map.entry("KES", 8),
            Map.entry("ZAR", 30),
            Map.entry("SEK", 20),
            Map.entry("GHS", 100));

    private static final int NAIRA_FOR_OTHERS = 200;
    private static final int NAIRA_DIGITS = 2;

    /// What is drawn from the seed: each part's numbers say nothing of another's.
    enum Part {
        OVERDRAFT,
        LEFT_OVER,
        PAYDAY,
        SLOT,
        AMOUNT,
        DIRECTION,
        DEED,
        HELD,
        CLEARING,
        DELAY,
        EARNED,
        RISE,
        TRADES,
        BORROWS,
        SAVES,
        BETS,
        SCHOOLS,
        BONUS,
        PHASE,
        BILL
    }

    BalanceAmounts at(Instant when) {
        var now = BankTime.minute(when);
        var cycle = cycleAt(now);
        return new BalanceAmounts(
                new Money(cycle.availableAt(now), currency), new Money(cycle.ledgerAt(now), currency));
    }

    LifeCycle cycleAt(long minute) {
        return cycle(monthAt(minute));
    }

    /// @param month as [#monthAt] counts them
    LifeCycle cycle(long month) {
        return new CyclePlan(this, month).cycle();
    }

    /// The month whose payday began the cycle of a minute, counted from the year 0.
    long monthAt(long minute) {
        var date = BankTime.day(minute);
        var month = date.getYear() * 12L + date.getMonthValue() - 1;
        return payday(month) > minute ? month - 1 : month;
    }

    long payday(long month) {
        return BankTime.start(day(month, PAYDAY))
                + PAYDAY_FROM_MINUTE
                + draw(Part.PAYDAY, month, PAYDAY_WITHIN_MINUTES);
    }

    private static LocalDate day(long month, int day) {
        return LocalDate.of(Math.toIntExact(Math.floorDiv(month, 12L)), Math.floorMod(month, 12) + 1, day);
    }

    /// What the cycle that began in a month ends with, minor units.
    long leftOver(long month) {
        var percent = 1 + draw(Part.LEFT_OVER, month, 30) + (isOverdrawn() ? -30 : 10);
        return typicalMinor() / 100 * percent;
    }

    boolean isOverdrawn() {
        return type.equals("current") && draw(Part.OVERDRAFT, 0, OVERDRAWN_ONE_IN) == 0;
    }

    boolean isFirm() {
        return type.equals("corporate");
    }

    /// Whether it stands beside accounts in the currency of the country.
    boolean isPocket() {
        return type.equals("domiciliary");
    }

    boolean isNaira() {
        return currency.getCurrencyCode().equals("NGN");
    }

    /// An account just after payday, minor units.
    long typicalMinor() {
        var naira = volume.typicalMinor() * (isFirm() ? FIRM_FACTOR : 1);
        var divisor =
                isPocket() ? POCKET_DIVISOR : NAIRA_FOR.getOrDefault(currency.getCurrencyCode(), NAIRA_FOR_OTHERS);
        return rescaled(naira / divisor, currency.getDefaultFractionDigits() - NAIRA_DIGITS);
    }

    private static long rescaled(long minor, int digits) {
        var scaled = minor;
        for (var digit = digits; digit < 0; digit++) {
            scaled /= 10;
        }
        for (var digit = 0; digit < digits; digit++) {
            scaled *= 10;
        }
        return scaled;
    }

    long draw(Part part, long place, long bound) {
        return SandboxSeed.below(SandboxSeed.mix(SandboxSeed.mix(seed, part.ordinal()), place), bound);
    }
}
