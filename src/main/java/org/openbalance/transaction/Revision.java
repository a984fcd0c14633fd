package org.openbalance.transaction;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What an account's lines become by a read: the next open item, and the segments in which lines change.
///
/// @param changed lines that were known, as they are now, by their places
/// @param segments those that hold some of these, by their keys, with all of their lines as they are now
record Revision(Head head, Map<Place, Entry> changed, Map<Place, List<Entry>> segments, Taken taken) {

    /// @param segments that were read for the matching
    static Revision of(Head before, List<Segment> segments, Matching matching, String account, Instant at) {
        var revision = before.revision() + 1;
        var known = new HashMap<Place, Entry>();
        StoredLines.merged(before, segments, at).forEach(entry -> known.put(entry.place(), entry));
        var changed = new LinkedHashMap<Place, Entry>();
        var totals = before.totals();
        for (var change : matching.modified()) {
            var entry = known.get(change.before().place());
            var added = change.before().live() ? entry.added() : revision;
            changed.put(entry.place(), new Entry(change.after(), added, revision));
            totals = totals.without(change.before()).with(change.after());
        }
        for (var line : matching.removed()) {
            var entry = known.get(line.place());
            changed.put(entry.place(), new Entry(line.removed(at), entry.added(), revision));
            totals = totals.without(line);
        }
        var entries = new TreeMap<Place, Entry>();
        before.entries().forEach(entry -> entries.put(entry.place(), changed.getOrDefault(entry.place(), entry)));
        var number = before.next();
        var added = new ArrayList<Transaction>();
        for (var line : matching.added()) {
            var place = new Place(Place.before(line.date()).day(), number++);
            var transaction = line.at(place, account, at);
            entries.put(place, new Entry(transaction, revision, revision));
            added.add(transaction);
            totals = totals.with(transaction);
        }
        var rewritten = rewritten(before, segments, changed, at);
        var head = new Head(
                revision,
                number,
                before.sealed(),
                before.run(),
                rewritten.isEmpty() ? before.settled() : revision,
                totals,
                entries.values().stream()
                        .filter(entry -> StoredLines.isKnown(entry, at))
                        .toList());
        return new Revision(head, changed, rewritten, taken(before.revision(), matching, added, at));
    }

    private static Map<Place, List<Entry>> rewritten(
            Head before, List<Segment> segments, Map<Place, Entry> changed, Instant at) {
        var rewritten = new LinkedHashMap<Place, List<Entry>>();
        for (var segment : segments) {
            if (segment.entries().stream()
                    .map(Entry::place)
                    .anyMatch(place ->
                            changed.containsKey(place) && before.entry(place).isEmpty())) {
                rewritten.put(segment.first(), with(segment, changed, at));
            }
        }
        return rewritten;
    }

    private static List<Entry> with(Segment segment, Map<Place, Entry> changed, Instant at) {
        return segment.entries().stream()
                .map(entry -> changed.getOrDefault(entry.place(), entry))
                .filter(entry -> StoredLines.isKnown(entry, at))
                .toList();
    }

    private static Taken taken(long before, Matching matching, List<Transaction> added, Instant at) {
        return new Taken(
                before,
                before + 1,
                at,
                added,
                matching.modified().stream().map(Matching.Modified::after).toList(),
                matching.removed().stream().map(line -> line.removed(at)).toList());
    }
}
