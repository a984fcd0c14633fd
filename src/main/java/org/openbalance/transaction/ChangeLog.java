package org.openbalance.transaction;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.listing.InvalidCursor;
import org.openbalance.platform.vault.SealBroken;
import org.openbalance.platform.vault.Vault;

/// The changes of an account's lines in the order of its revisions. Each line says itself which revision brought it and
/// which changed it last, so there is no other log that could miss one.
record ChangeLog(StoredLines stored, Vault vault, Tenant tenant, String account, Instant now) {

    private static final String PURPOSE = "transaction-changes";
    private static final String SEPARATOR = "\n";

    /// Between two changes.
    private record Position(long revision, Place place) implements Comparable<Position> {

        private static final Position FIRST = new Position(0, Place.ofNumber(0));

        static Position endOf(long revision) {
            return new Position(revision, Place.LAST);
        }

        @Override
        public int compareTo(Position other) {
            return Comparator.comparing(Position::revision)
                    .thenComparing(Position::place)
                    .compare(this, other);
        }
    }

    /// @throws InvalidCursor if the cursor was not given out for this account, or more than 400 days ago
    Changes since(Optional<String> cursor, int limit) {
        var since = cursor.map(this::opened).orElse(Position.FIRST);
        while (true) {
            var head = stored.head(tenant, account).orElse(Head.NONE);
            var entries = StoredLines.merged(head, segments(head, since), now);
            // One that is newer than the open item was changed while this was read.
            if (entries.stream().allMatch(entry -> entry.changed() <= head.revision())) {
                return changes(head, entries, since, limit);
            }
        }
    }

    /// What each revision after one brought, as far as no later one changed it again.
    List<News> news(long after) {
        var since = Position.endOf(after);
        var head = stored.head(tenant, account).orElse(Head.NONE);
        var told = new TreeMap<Long, List<Entry>>();
        StoredLines.merged(head, segments(head, since), now).stream()
                .filter(entry -> entry.changed() > after)
                .forEach(entry -> told.computeIfAbsent(entry.changed(), _ -> new ArrayList<>())
                        .add(entry));
        return told.entrySet().stream()
                .map(revision -> News.of(revision.getKey(), revision.getValue()))
                .toList();
    }

    /// None, where what is asked for is newer than all of them.
    private List<Segment> segments(Head head, Position since) {
        return since.compareTo(Position.endOf(head.settled())) >= 0
                ? List.of()
                : stored.between(tenant, account, head, Place.ofNumber(0), Place.LAST);
    }

    /// A line is told where it came in, as it is now, and again where it changed last, if that is elsewhere: so nobody
    /// hears of a change of a line before the line, however the log is cut into pages and whatever changes
    // meanwhile.
    private record Told(Position at, Transaction line, boolean first) {

        static Stream<Told> of(Entry entry) {
            var line = entry.line();
            var added = new Told(new Position(entry.added(), entry.place()), line, true);
            var changed = new Told(new Position(entry.changed(), entry.place()), line, false);
            if (!line.live()) {
                return Stream.of(changed);
            }
            return entry.changed() == entry.added() ? Stream.of(added) : Stream.of(added, changed);
        }
    }

    private Changes changes(Head head, List<Entry> entries, Position since, int limit) {
        var changed = entries.stream()
                .flatMap(Told::of)
                .filter(told -> told.at().compareTo(since) > 0)
                .sorted(Comparator.comparing(Told::at))
                .toList();
        var told = changed.subList(0, Math.min(limit, changed.size()));
        var added = told.stream().filter(Told::first).map(Told::line).toList();
        var ids = added.stream().map(Transaction::id).collect(Collectors.toSet());
        var others = told.stream()
                .filter(one -> !one.first())
                .map(Told::line)
                .filter(line -> !ids.contains(line.id()))
                .collect(Collectors.partitioningBy(Transaction::live));
        var more = told.size() < changed.size();
        var end = more ? told.getLast().at() : Position.endOf(Math.max(head.revision(), since.revision()));
        return new Changes(added, others.get(true), others.get(false), sealed(end), more);
    }

    private String sealed(Position position) {
        var text = String.join(
                SEPARATOR,
                Long.toString(position.revision()),
                Long.toString(position.place().asNumber()),
                Long.toString(now.getEpochSecond()));
        return vault.sealText(tenant, PURPOSE, account, text);
    }

    private Position opened(String cursor) {
        try {
            var parts = vault.openText(tenant, PURPOSE, account, cursor).split(SEPARATOR, -1);
            var given = Instant.ofEpochSecond(Long.parseLong(parts[2]));
            if (given.isBefore(now.minus(StoredLines.REMOVED_KEPT))) {
                throw new InvalidCursor();
            }
            return new Position(Long.parseLong(parts[0]), Place.ofNumber(Long.parseLong(parts[1])));
        } catch (SealBroken forged) {
            throw new InvalidCursor();
        }
    }
}
