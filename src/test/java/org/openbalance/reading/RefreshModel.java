package org.openbalance.reading;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalInt;
import org.openbalance.owner.Owner;
import org.openbalance.platform.dynamodb.Due;

/// A day of scheduled reading for many accounts, by the cadence of the code and the figures of a sample.
///
/// Connections of two accounts are made at times of their own over six hours. A minute's dispatcher claims one after
/// the other at the pace that was measured; a bank then answers as many at once as its places allow. The first bank
/// is down all day: its breaker lets [#TRIES] through in a minute.
final class RefreshModel {

    static final int ACCOUNTS = 1_000_000;
    static final int BANKS = 10;
    private static final int SHARDS = Due.USUAL_SHARDS;
    private static final int DAYS = 2;
    private static final int MINUTES = DAYS * 24 * 60;
    private static final int LOGIN_ACCOUNTS = 2;
    private static final int CONNECTIONS = ACCOUNTS / LOGIN_ACCOUNTS;
    private static final int CHANGES_ONE_IN = 10;
    private static final int TRIES = 20;
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final Cadence cadence = new Cadence(Owner.USUAL_CADENCE, OptionalInt.empty());
    private final Due due = new Due(SHARDS);
    private final int[][] minutes = new int[MINUTES + 24 * 60][];
    private final int[] filled = new int[MINUTES + 24 * 60];
    private final long[] next = new long[CONNECTIONS];
    private final long[] since = new long[ACCOUNTS];
    private final int[] failures = new int[CONNECTIONS];
    private final String[] ids = new String[CONNECTIONS];
    private final int[] shards = new int[CONNECTIONS];

    /// @param claimMicros one claim, as measured, with so many at once as the dispatcher makes
    /// @param latency of a bank
    /// @param places at one bank, of all functions that run
    record Pace(long claimMicros, Duration latency, int places) {}

    /// Of the last day.
    ///
    /// @param perMinute connections of the banks that are up, queued in each minute
    /// @param lags milliseconds from the due time to the stored reading, of the banks that are up, sorted
    /// @param hottest connections that one shard gave in one minute at most
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
            for (var connection : found) {
                claimed++;
                inShard[shards[connection]]++;
                if (connection % BANKS == 0) {
                    var down = tried++ < TRIES;
                    failures[connection]++;
                    var retry = cadence.retry(ids[connection], failures[connection], at(now));
                    var rested = Cadence.rested(ids[connection], at(now));
                    put(connection, down || retry.isAfter(rested) ? retry : rested);
                    downTries += last && down ? 1 : 0;
                    breakers += last && !down ? 1 : 0;
                    continue;
                }
                var dispatched = now + claimed * pace.claimMicros() / 1000;
                var wave = atBank[connection % BANKS]++ / pace.places() + 1;
                var read = dispatched + wave * pace.latency().toMillis();
                if (last) {
                    perMinute[minute - (MINUTES - 24 * 60)]++;
                    lags[counted++] = read - next[connection];
                }
                read(connection, read);
            }
            hottest = last ? Math.max(hottest, Arrays.stream(inShard).max().orElse(0)) : hottest;
        }
        var all = Arrays.copyOf(lags, counted);
        Arrays.sort(all);
        return new Day(perMinute, all, hottest, counted, downTries, breakers);
    }

    private void link() {
        for (var connection = 0; connection < CONNECTIONS; connection++) {
            ids[connection] = String.format("%08x%016x", connection, Long.reverse(connection * 0x9e3779b97f4a7c15L));
            var shard = due.place(ids[connection], BEGIN).shard();
            shards[connection] = Integer.parseInt(shard.substring(shard.indexOf('#') + 1));
            var linkedAt =
                    BEGIN.plusMillis((long) connection * Duration.ofHours(6).toMillis() / CONNECTIONS);
            for (var place = 0; place < LOGIN_ACCOUNTS; place++) {
                since[connection * LOGIN_ACCOUNTS + place] = linkedAt.toEpochMilli();
            }
            put(connection, cadence.next(ids[connection], linkedAt, new Cadence.Found(false, Duration.ZERO)));
        }
    }

    private void read(int connection, long at) {
        var earliest = Long.MAX_VALUE;
        for (var place = 0; place < LOGIN_ACCOUNTS; place++) {
            var account = connection * LOGIN_ACCOUNTS + place;
            var changed = Math.floorMod(Long.hashCode(at * 31 + account * 7919L), CHANGES_ONE_IN) == 0;
            since[account] = changed ? at : since[account];
            var found = new Cadence.Found(changed, Duration.ofMillis(at - since[account]));
            var from = cadence.from(at(next[connection]), at(at), found);
            earliest = Math.min(
                    earliest, cadence.next(ids[connection], from, found).toEpochMilli());
        }
        failures[connection] = 0;
        put(connection, at(earliest));
    }

    private static Instant at(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    /// The minute whose dispatcher takes it on: those of a minute that is half over are claimed ahead.
    private void put(int connection, Instant due) {
        next[connection] = due.toEpochMilli();
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
        minutes[minute][filled[minute]++] = connection;
    }
}
