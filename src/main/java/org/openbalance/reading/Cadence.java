package org.openbalance.reading;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import org.openbalance.account.Account;
import org.openbalance.owner.Owner;

/// When an account is read next by itself: a pure function of its owner's plan, its bank's quota, the login it is read
/// by and what the last read found.
///
/// Reads fall on a grid of the login's own, so that logins are spread evenly over the time and the accounts of one
/// login are due together, and one visit to the bank reads them all. After a change the next read comes at half the
/// plan, for an account that has not changed in [#SELDOM] plans at twice the plan; never sooner than the quota allows.
///
/// @param plan the owner's, as [org.openbalance.owner.Owner#cadence] has it
/// @param dailyReads how often a day the bank lets a login be read without its customer
public record Cadence(Duration plan, OptionalInt dailyReads) {

    /// A balance that has stood for so many plans seldom changes: a week, at six hours.
    static final int SELDOM = 28;

    private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 20;
    static final int TWELFTH = 12;
    /// So many retries fill a plan of six hours.
    static final int LASTING = 16;
    private static final Duration REST = Duration.ofMinutes(5);
    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    /// The constants of SplitMix64 (Steele, Lea and Flood, 2014).
    private static final long GAMMA = 0x9e3779b97f4a7c15L;

    private static final long FIRST = 0xbf58476d1ce4e5b9L;
    private static final long SECOND = 0x94d049bb133111ebL;

    public Cadence {
        Owner.requireCadence(plan);
        if (dailyReads.isPresent() && dailyReads.getAsInt() < 1) {
            throw new IllegalArgumentException("A quota allows at least one read a day");
        }
    }

    /// What a read found of a balance.
    ///
    /// @param changed whether it is another than before
    /// @param since how long it has stood now
    public record Found(boolean changed, Duration since) {

        public static final Found NEW = new Found(false, Duration.ZERO);
    }

    /// The next due time after a read.
    ///
    /// @param from when the read was due; when it was made, for one that was asked for or came late
    /// @return at least half the plan and at most twice the plan after it, unless the quota asks for more
    public Instant next(String login, Instant from, Found found) {
        var interval = interval(found).toMillis();
        var gap = Math.floorMod(hash(login) - from.toEpochMilli(), interval);
        gap = gap == 0 ? interval : gap;
        var step = Math.min(interval, Math.max(plan.toMillis(), floor()));
        while (gap < soonest()) {
            gap += step;
        }
        return from.plusMillis(gap);
    }

    /// When an account is due by what is kept of its last read.
    public Instant after(Account account) {
        var changed = account.since().equals(account.asOf());
        var found = new Found(changed, Duration.between(account.since(), account.asOf()));
        return next(account.connection(), account.asOf(), found);
    }

    /// What the next due time is counted from: a read that came a little late keeps its place in the grid.
    public Instant from(Instant due, Instant now, Found found) {
        var late = Duration.between(due, now);
        return late.isNegative() || late.multipliedBy(2).compareTo(interval(found)) < 0 ? due : now;
    }

    Duration interval(Found found) {
        var wanted = found.changed() ? plan.dividedBy(2) : seldom(found) ? plan.multipliedBy(2) : plan;
        return Duration.ofMillis(Math.max(wanted.toMillis(), floor()));
    }

    private boolean seldom(Found found) {
        return found.since().compareTo(plan.multipliedBy(SELDOM)) >= 0;
    }

    private long soonest() {
        return Math.max(plan.toMillis() / 2, floor());
    }

    /// The shortest interval that the quota leaves.
    private long floor() {
        return dailyReads.isPresent() ? Math.ceilDiv(DAY_MS, (long) dailyReads.getAsInt()) : 0;
    }

    /// When a read is tried again that the bank failed: after 1, 2, 4 … minutes or up to a quarter less, at most a
    /// [#TWELFTH] of the plan; what has failed for about a whole plan is tried as the plan has it. Failed
    /// visits count against a quota too, so those are further apart.
    ///
    /// @param failures in a row, this one included
    public Instant retry(String account, int failures, Instant now) {
        var longest =
                failures > LASTING ? plan.toMillis() : Math.max(plan.toMillis() / TWELFTH, FIRST_RETRY.toMillis());
        var doublings = Math.clamp(failures - 1L, 0, MOST_DOUBLINGS);
        var pause = Math.max(Math.min(FIRST_RETRY.toMillis() << doublings, longest), floor() / 2);
        return now.plusMillis(pause - Long.remainderUnsigned(mix(hash(account) + failures), pause / 4));
    }

    /// When an account is looked at again whose bank is given a rest: in 5 to 10 minutes.
    public static Instant rested(String account, Instant now) {
        var jitter = Long.remainderUnsigned(mix(hash(account) + now.toEpochMilli()), REST.toMillis());
        return now.plus(REST).plusMillis(jitter);
    }

    /// The login's place after its quota is whole again.
    ///
    /// @param reset when that is
    public Instant after(Instant reset, String login) {
        // A bank that does not say how often it may be read is no reason to ask it for all logins in one moment.
        var within = floor() == 0 ? plan.toMillis() : Math.clamp(floor(), 1, plan.toMillis());
        return reset.plusMillis(Long.remainderUnsigned(hash(login), within));
    }

    /// A number from an id: the same everywhere, spread evenly, not negative.
    private static long hash(String id) {
        var hash = 0L;
        for (var place = 0; place < id.length(); place++) {
            hash = mix(hash + id.charAt(place));
        }
        return hash >>> 1;
    }

    private static long mix(long seed) {
        var mixed = seed + GAMMA;
        mixed = (mixed ^ (mixed >>> 30)) * FIRST;
        mixed = (mixed ^ (mixed >>> 27)) * SECOND;
        return mixed ^ (mixed >>> 31);
    }
}
