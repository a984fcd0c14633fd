package org.openbalance.transaction;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Due;
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.vault.Vault;

/// The open item of an account's lines: the latest of them and all that are pending, how far the others are sealed, and
/// the totals. Each change of any line moves its revision on by one, by a condition on the one before.
///
/// @param revision 0 where nothing was written yet
/// @param next the number of the next new line
/// @param sealed up to which place lines are in segments; what lies behind is a segment that nobody finished
/// @param run how many small segments stand in a row up to there
/// @param settled the latest revision that changed a line which is in a segment now
/// @param entries in the order of their places
record Head(long revision, int next, long sealed, int run, long settled, Totals totals, List<Entry> entries) {

    static final String SORT = "HEAD";

    /// Beside it one small segment fits into the budget of a day.
    static final int USUAL_BYTES = 1_780;

    /// Four write units.
    static final int MOST_BYTES = 3_800;

    /// How long it is known that the lines of an account were removed, so that no late read brings them back, and their
    /// deletion can be proved for longer than backups hold them.
    static final Duration REMOVED_KNOWN = Duration.ofDays(60);

    private static final String TYPE = "transactions-head";
    private static final int VERSION = 1;
    private static final String ACCOUNT = "account";
    private static final String REVISION = "rev";
    private static final String LINES = "lines";
    private static final String REMOVED = "removed_at";
    private static final String PURGED = "purged_at";
    private static final String DELETED = "deleted_at";

    /// The index of what is to be deleted.
    static final Due.Shards REMOVALS = new Due.Shards("lines", 4);

    /// A writer that dies between a segment and the open item can leave the segment behind: so long after the first
    /// time, it is looked for once more.
    private static final Duration LATE_WRITERS = Duration.ofMinutes(10);

    static final Head NONE = new Head(0, 0, -1, 0, 0, Totals.NONE, List.of());

    Head {
        entries = entries.stream().sorted(Comparator.comparing(Entry::place)).toList();
    }

    static String partition(Tenant tenant, String code) {
        return tenant.prefix() + "#LINES#" + code;
    }

    static ItemKey key(Tenant tenant, String code) {
        return new ItemKey(partition(tenant, code), SORT);
    }

    static String account(Item item) {
        return item.text(ACCOUNT);
    }

    static boolean isRemoved(Item item) {
        return item.has(REMOVED);
    }

    static Head of(Vault vault, Tenant tenant, Item item) {
        var account = account(item);
        var in = new Numbers.Reader(Deflated.inflated(Segment.opened(vault, tenant, account, SORT, item.bytes(LINES))));
        return new Head(
                item.number(REVISION),
                (int) in.number(),
                in.number(),
                (int) in.number(),
                in.number(),
                Totals.read(in),
                Columns.read(account, in.block()));
    }

    /// The next revision, in the place of the one that it follows from.
    Write.Put write(Vault vault, Tenant tenant, String account) {
        var key = key(tenant, Place.code(account));
        var item = Item.draft(key, TYPE, VERSION)
                .with(ACCOUNT, account)
                .with(REVISION, revision)
                .with(LINES, Segment.sealed(vault, tenant, account, SORT, packed()))
                .done();
        return Write.put(item).when(revision == 1 ? Condition.absent() : Condition.equal(REVISION, revision - 1));
    }

    /// What stands in its place once all lines are to be gone; it does not name the account. It is due at once, for
    /// them to be deleted.
    static Write.Put removed(Tenant tenant, String account, Instant at) {
        var code = Place.code(account);
        return Write.put(Item.draft(key(tenant, code), TYPE, VERSION)
                        .with(REMOVED, at)
                        .due(Optional.of(REMOVALS.place(code, at)))
                        .until(at.plus(REMOVED_KNOWN))
                        .done())
                .when(Condition.any(Condition.absent(), Condition.equal(ACCOUNT, account), Condition.has(REMOVED)));
    }

    /// Once the segments are deleted: they are looked for a second time, and then no more.
    ///
    /// @param removed as it was when it was due
    static Write.Change purged(Item removed, Instant at) {
        var change = Write.change(removed.key());
        if (removed.has(PURGED)) {
            change.set(DELETED, at).outOf(Index.DUE);
        } else {
            change.set(PURGED, at).set(Index.DUE.sort(), at.plus(LATE_WRITERS));
        }
        return change.when(Condition.equal(Index.DUE.sort(), removed.instant(Index.DUE.sort())));
    }

    /// What came of lines that were removed so far: they are deleted when nothing is left of them, nor can come
    /// any more. Empty where they are still to be read.
    static Optional<Removal> removal(Item item) {
        return item.optionalInstant(REMOVED).map(at -> new Removal(at, item.optionalInstant(DELETED)));
    }

    /// Whether the open item is that of another account, whose ids begin alike.
    static boolean isOfAnother(Item item, String account) {
        return !isRemoved(item) && !account(item).equals(account);
    }

    byte[] packed() {
        var out = new Numbers.Writer();
        out.number(next);
        out.number(sealed);
        out.number(run);
        out.number(settled);
        totals.write(out);
        out.block(Columns.write(entries));
        return Deflated.of(out.bytes());
    }

    /// What a small segment takes from here. It follows from this revision alone, so that two who write it at once
    /// write the same; nothing behind a pending line, which is likely to change still.
    List<Entry> ripe() {
        var ripe = new ArrayList<Entry>();
        for (var entry : entries) {
            if (!isSealed(entry.place())) {
                if (entry.line().pending() && entry.line().live()) {
                    break;
                }
                ripe.add(entry);
            }
        }
        while (!ripe.isEmpty() && Segment.packed(ripe).length > Segment.SMALL_BYTES) {
            ripe.removeLast();
        }
        return ripe;
    }

    /// This revision with some lines in segments.
    ///
    /// @param nextRun how many small segments stand in a row then
    Head moved(List<Entry> moved, int nextRun) {
        var places = moved.stream().map(Entry::place).collect(Collectors.toSet());
        var last = moved.stream()
                .mapToLong(entry -> entry.place().asNumber())
                .max()
                .orElse(sealed);
        var latest = moved.stream().mapToLong(Entry::changed).max().orElse(settled);
        return new Head(
                revision,
                next,
                Math.max(sealed, last),
                nextRun,
                Math.max(settled, latest),
                totals,
                entries.stream()
                        .filter(entry -> !places.contains(entry.place()))
                        .toList());
    }

    /// The key of the segment behind the last one.
    Place nextSegment() {
        return Place.ofNumber(sealed + 1);
    }

    Optional<Entry> entry(Place place) {
        return entries.stream().filter(entry -> entry.place().equals(place)).findFirst();
    }

    boolean isSealed(Place place) {
        return place.asNumber() <= sealed;
    }
}
