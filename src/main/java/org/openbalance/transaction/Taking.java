package org.openbalance.transaction;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.openbalance.bank.BankTransactions;
import org.openbalance.bank.DaySpan;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Outcome;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.vault.Vault;

/// Takes in what a bank answered. Whoever writes has seen the revision before, or begins anew: what another read has
/// brought meanwhile is known to the matching then, and no line comes in twice.
///
/// Most days one item is written. Where it gets full, its oldest lines are put into a small segment first, which nobody
/// heeds before the open item says so: a write that breaks off in between leaves everything as it was, and the
/// next one puts the same. Only what changes in segments, or is more than fits, takes a transaction.
final class Taking {

    /// Of one revision; what is more comes in by the next ones.
    private static final int LINES_AT_ONCE = 1_500;

    private static final int TRIES = 20;

    private final StoredLines stored;
    private final Table table;
    private final Vault vault;
    private final Tenant tenant;
    private final String account;
    private final Instant at;

    Taking(StoredLines stored, Table table, Vault vault, Tenant tenant, String account, Instant at) {
        this.stored = stored;
        this.table = table;
        this.vault = vault;
        this.tenant = tenant;
        this.account = account;
        this.at = at;
    }

    private enum Written {
        DONE,
        REFUSED,
        /// More than one transaction holds.
        TOO_MUCH
    }

    /// Empty if the lines of this account were removed.
    Optional<Taken> take(BankTransactions answer, DaySpan window) {
        var taken = Optional.<Taken>empty();
        var refused = 0;
        var atOnce = LINES_AT_ONCE;
        while (refused < TRIES) {
            var head = stored.head(tenant, account);
            if (head.isEmpty()) {
                return Optional.empty();
            }
            var days = Matching.toCompare(answer, window);
            var segments = stored.between(
                    tenant,
                    account,
                    head.get(),
                    Place.before(days.first().minusDays(Matching.LATER)),
                    Place.behind(days.last().plusDays(Matching.EARLIER)));
            var known = StoredLines.merged(head.get(), segments, at).stream()
                    .map(Entry::line)
                    .toList();
            var all = Matching.of(known, answer, window, at);
            if (all.changesNothing()) {
                return taken.or(() -> Optional.of(Taken.nothing(head.get().revision(), at)));
            }
            var some = all.first(atOnce);
            var revision = Revision.of(head.get(), segments, some, account, at);
            switch (written(head.get(), revision)) {
                case DONE -> {
                    taken = Optional.of(
                            taken.map(part -> part.and(revision.taken())).orElse(revision.taken()));
                    if (some.equals(all)) {
                        return taken;
                    }
                }
                case REFUSED -> refused++;
                case TOO_MUCH -> atOnce = Math.max(1, atOnce / 2);
            }
        }
        throw new IllegalStateException("The lines of account " + account + " change all the time");
    }

    private Written written(Head before, Revision revision) {
        var head = revision.head();
        var bytes = head.packed().length;
        if (!revision.segments().isEmpty()) {
            return rewritten(revision, bytes > Head.USUAL_BYTES ? settled(head) : List.of());
        }
        if (bytes <= Head.USUAL_BYTES) {
            return alone(head);
        }
        var ripe = before.ripe();
        var stays = ripe.stream().anyMatch(entry -> revision.changed().containsKey(entry.place()));
        var slim = head.moved(ripe, before.run() + 1);
        if (!ripe.isEmpty() && !stays && slim.packed().length <= Head.USUAL_BYTES) {
            var segment = Segment.write(
                    vault, tenant, account, before.nextSegment(), before.run() + 1, before.revision(), ripe);
            return table.write(segment).done() ? alone(slim) : Written.REFUSED;
        }
        return bytes <= Head.MOST_BYTES ? alone(head) : rewritten(revision, settled(head));
    }

    private Written alone(Head head) {
        return outcome(table.write(head.write(vault, tenant, account)));
    }

    private static Written outcome(Outcome outcome) {
        return outcome.done() ? Written.DONE : Written.REFUSED;
    }

    private static List<Entry> settled(Head head) {
        return head.entries().stream()
                .filter(entry -> !entry.line().pending() || !entry.line().live())
                .toList();
    }

    /// In one transaction: the open item without what is moved, and all segments that change by it.
    private Written rewritten(Revision revision, List<Entry> moved) {
        var head = revision.head();
        var contents = new TreeMap<Place, NavigableMap<Place, Entry>>();
        revision.segments().forEach((first, entries) -> contents.put(first, byPlace(entries)));
        earlier(head, moved).forEach(segment -> contents.putIfAbsent(segment.first(), byPlace(segment.entries())));
        var fresh = byPlace(
                moved.stream().filter(entry -> !head.isSealed(entry.place())).toList());
        if (!fresh.isEmpty()) {
            contents.put(head.nextSegment(), fresh);
        }
        moved.forEach(entry -> contents.floorEntry(entry.place()).getValue().put(entry.place(), entry));
        var writes = new ArrayList<Write>();
        contents.forEach((first, entries) -> writes.addAll(segments(first, head.revision(), entries)));
        writes.add(head.moved(moved, fresh.isEmpty() ? head.run() : 0).write(vault, tenant, account));
        return writes.size() > Table.TRANSACTION_LIMIT ? Written.TOO_MUCH : outcome(table.commit(writes));
    }

    /// The segments that lines belong into which came later than those around them.
    private List<Segment> earlier(Head head, List<Entry> moved) {
        var late = byPlace(
                moved.stream().filter(entry -> head.isSealed(entry.place())).toList());
        return late.isEmpty() ? List.of() : stored.between(tenant, account, head, late.firstKey(), late.lastKey());
    }

    private List<Write> segments(Place first, long revision, NavigableMap<Place, Entry> entries) {
        var writes = new ArrayList<Write>();
        for (var part : Segment.cut(List.copyOf(entries.values()))) {
            var key = writes.isEmpty() ? first : part.getFirst().place();
            writes.add(Segment.write(vault, tenant, account, key, 0, revision, part));
        }
        return writes;
    }

    private static NavigableMap<Place, Entry> byPlace(List<Entry> entries) {
        var places = new TreeMap<Place, Entry>();
        entries.forEach(entry -> places.put(entry.place(), entry));
        return places;
    }
}
