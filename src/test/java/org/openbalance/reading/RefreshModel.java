package org.openbalance.reading;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalInt;
import org.openbalance.owner.Owner;
import org.openbalance.platform.dynamodb.Due;

/// A day of scheduled reading for many accounts, by the cadence of the code and the figures of a sample.
///
/// Accounts are linked at times of their own over six hours, two by a login. A minute's dispatcher claims one account
/// after the other at the pace that was measured; a bank then answers as many at once as its places allow. The
/// first bank is down all day: its breaker lets [#TRIES] through in a minute.
final class RefreshModel {

    static final int ACCOUNTS = 1_000_000;
    static final int BANKS = 10;
    private static final int SHARDS = 16;
    private static final int DAYS = 2;
    private static final int MINUTES = DAYS * 24 * 60;
    private static final int LOGIN_ACCOUNTS = 2;
    private static final int CHANGES_ONE_IN = 10;
    private static final int TRIES = 20;
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final Cadence cadence = new Cadence(Owner.USUAL_CADENCE, OptionalInt.empty());
    private final Due due = new Due(SHARDS);
    private final int[][] minutes = new int[MINUTES + 24 * 60][];
    private final int[] filled = new int[MINUTES + 24 * 60];
    private final long[] next = new long[ACCOUNTS];
    private final long[] since = new long[ACCOUNTS];
    private final int[] failures = new int[ACCOUNTS];
    private final String[] logins = new String[ACCOUNTS / LOGIN_ACCOUNTS];
    private final int[] shards = new int[ACCOUNTS / LOGIN_ACCOUNTS];

    /// @param claimMicros one claim, as measured, with so many at once as the dispatcher makes
    /// @param latency of a bank
    /// @param places at one bank, of all functions that run
    record Pace(long claimMicros, Duration latency, int places) {}

    /// Of the last day.
    ///
    /// @param perMinute accounts of the banks that are up, queued in each minute
    /// @param lags milliseconds from the due time to the stored reading, of the banks that are up, sorted
    /// @param hottest accounts that one shard gave in one minute at most
    /// @param downTries reads that were tried at the bank that is down
    record Day(int[] perMinute, long[] lags, int hottest, long reads, long downTries, long breakers) {

        long lag(int permille) {
            return lags[(int) Math.min(lags.length - 1L, lags.length * (long) permille / 1000)];
        }
    }

    Day run(Pace pace) {
        link();
        var perMinute = new int[24 * 60];
        var lags = new long[ACCOUNTS * 8];
        var counted = 0;
        var hottest = 0;
        var downTries = 0L;
        var breakers = 0L;
        for (var minute = 0; minute < MINUTES; minute++) {
            var last = minute >= MINUTES - 24 * 60;
            var now = BEGIN.toEpochMilli() + minute * 60_000L;
            var inShard = new int[SHARDS];
            var atBank = new int[BANKS];
            var claimed = 0;
            var tried = 0;
            var found = minutes[minute] == null ? new int[0] : Arrays.copyOf(minutes[minute], filled[minute]);
            minutes[minute] = null;
            for (var account : found) {
                claimed++;
                inShard[shards[account / LOGIN_ACCOUNTS]]++;
                if (bank(account) == 0) {
                    var down = tried++ < TRIES;
                    failures[account]++;
                    var retry = cadence.retry(logins[account / LOGIN_ACCOUNTS], failures[account], at(now));
                    var rested = Cadence.rested(logins[account / LOGIN_ACCOUNTS] + account, at(now));
                    put(account, down || retry.isAfter(rested) ? retry : rested);
                    downTries += last && down ? 1 : 0;
                    breakers += last && !down ? 1 : 0;
                    continue;
                }
                var dispatched = now + claimed * pace.claimMicros() / 1000;
                var wave = atBank[bank(account)]++ / LOGIN_ACCOUNTS / pace.places() + 1;
                var read = dispatched + wave * pace.latency().toMillis();
                if (last) {
                    perMinute[minute - (MINUTES - 24 * 60)]++;
                    lags[counted++] = read - next[account];
                }
                read(account, read);
            }
            hottest = last ? Math.max(hottest, Arrays.stream(inShard).max().orElse(0)) : hottest;
        }
        var all = Arrays.copyOf(lags, counted);
        Arrays.sort(all);
        return new Day(perMinute, all, hottest, counted, downTries, breakers);
    }

    private void link() {
        for (var login = 0; login < logins.length; login++) {
            logins[login] = String.format("%08x%016x", login, Long.reverse(login * 0x9e3779b97f4a7c15L));
            shards[login] =
                    Integer.parseInt(due.place(logins[login], BEGIN).shard().substring("account#".length()));
            var linkedAt = BEGIN.plusMillis((long) login * Duration.ofHours(6).toMillis() / logins.length);
            for (var place = 0; place < LOGIN_ACCOUNTS; place++) {
                var account = login * LOGIN_ACCOUNTS + place;
                since[account] = linkedAt.toEpochMilli();
                put(account, cadence.next(logins[login], linkedAt, new Cadence.Found(false, Duration.ZERO)));
            }
        }
    }

    private void read(int account, long at) {
        var changed = Math.floorMod(Long.hashCode(at * 31 + account * 7919L), CHANGES_ONE_IN) == 0;
        since[account] = changed ? at : since[account];
        failures[account] = 0;
        var found = new Cadence.Found(changed, Duration.ofMillis(at - since[account]));
        var from = cadence.from(at(next[account]), at(at), found);
        put(account, cadence.next(logins[account / LOGIN_ACCOUNTS], from, found));
    }

    private static int bank(int account) {
        return account / LOGIN_ACCOUNTS % BANKS;
    }

    private static Instant at(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    /// The minute whose dispatcher takes it on: those of a minute that is half over are claimed ahead.
    private void put(int account, Instant due) {
        next[account] = due.toEpochMilli();
        var early = due.toEpochMilli() - BEGIN.toEpochMilli() - ReadingLimits.AHEAD.toMillis();
        var minute = (int) Math.max(0, Math.ceilDiv(early, 60_000L));
        if (minute >= minutes.length) {
            return;
        }
        if (minutes[minute] == null) {
            minutes[minute] = new int[64];
        }
        if (filled[minute] == minutes[minute].length) {
            minutes[minute] = Arrays.copyOf(minutes[minute], filled[minute] * 2);
        }
        minutes[minute][filled[minute]++] = account;
    }
}
