package org.openbalance.transaction;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.vault.Vault;

/// Reads the lines of an account: its open item first, then its segments. Lines go from the one to the others only, so
/// none is missed on the way; one that is met in both counts as its later change has it. All reads are consistent.
final class StoredLines {

    /// How long lines that vanished are known.
    static final Duration REMOVED_KEPT = Duration.ofDays(400);

    /// Of small segments.
    private static final int MOST_AT_ONCE = 6;

    private final Table table;
    private final Vault vault;

    StoredLines(Table table, Vault vault) {
        this.table = table;
        this.vault = vault;
    }

    /// An account with its open item.
    record Opened(String account, Head head) {}

    /// Empty for an account whose lines were removed.
    Optional<Head> head(Tenant tenant, String account) {
        var item = table.getLatest(Head.key(tenant, Place.code(account)));
        if (item.isEmpty()) {
            return Optional.of(Head.NONE);
        }
        if (Head.isOfAnother(item.get(), account)) {
            throw new IllegalStateException("The code of account " + account + " is another's");
        }
        return item.filter(standing -> !Head.isRemoved(standing)).map(standing -> Head.of(vault, tenant, standing));
    }

    /// By the digits of the account that an id carries.
    Optional<Opened> opened(Tenant tenant, String code) {
        return table.getLatest(Head.key(tenant, code))
                .filter(item -> !Head.isRemoved(item))
                .map(item -> new Opened(Head.account(item), Head.of(vault, tenant, item)));
    }

    /// Reads segments from the one that holds a place down to the first line, until enough is read.
    List<Segment> down(Tenant tenant, String account, Head head, Place from, Predicate<Segment> enough) {
        var segments = new ArrayList<Segment>();
        var next = Math.min(from.asNumber(), head.sealed());
        var most = 1;
        while (next >= 0) {
            var found = table
                    .query(Query.of(Head.partition(tenant, Place.code(account)))
                            .between(Segment.sort(Place.ofNumber(0)), Segment.sort(Place.ofNumber(next)))
                            .descending()
                            .atMost(most)
                            .latest())
                    .stream()
                    .map(item -> Segment.of(vault, tenant, account, item))
                    .toList();
            segments.addAll(found);
            if (found.size() < most || found.stream().anyMatch(enough)) {
                return segments;
            }
            next = found.getLast().first().asNumber() - 1;
            most = Math.clamp(found.getLast().run() - 1, 1, MOST_AT_ONCE);
        }
        return segments;
    }

    /// All segments that may hold lines of these places.
    List<Segment> between(Tenant tenant, String account, Head head, Place low, Place high) {
        return down(tenant, account, head, high, segment -> segment.first().compareTo(low) <= 0);
    }

    /// Each line once, by its place, without those that vanished long ago.
    static List<Entry> merged(Head head, List<Segment> segments, Instant now) {
        var entries = new TreeMap<Place, Entry>();
        segments.forEach(segment -> segment.entries().forEach(entry -> entries.put(entry.place(), entry)));
        head.entries()
                .forEach(entry -> entries.merge(
                        entry.place(), entry, (one, other) -> one.changed() > other.changed() ? one : other));
        return entries.values().stream().filter(entry -> isKnown(entry, now)).toList();
    }

    static boolean isKnown(Entry entry, Instant now) {
        return entry.line()
                .removedAt()
                .filter(at -> at.isBefore(now.minus(REMOVED_KEPT)))
                .isEmpty();
    }
}
