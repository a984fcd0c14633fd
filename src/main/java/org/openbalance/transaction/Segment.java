package org.openbalance.transaction;

import java.util.ArrayList;
import java.util.List;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.vault.Vault;

/// Lines that have left the open item of their account: those whose places lie between this segment's first and that of
/// the next one. Compressed, and sealed to their account and place.
///
/// @param first before which none of its lines has its place; its key
/// @param entries in the order of their places
/// @param bytes that it takes in the table, about
/// @param run how many small segments stand in a row up to this one, when it was written; 0 for another one
record Segment(Place first, List<Entry> entries, int bytes, int run) {

    /// Of the compressed lines, so that the item with its key is below 8 KB: a page reads four at most.
    static final int MOST_BYTES = 7_900;

    /// Of what is written without a transaction, beside the open item: two write units.
    static final int SMALL_BYTES = 1_800;

    private static final String PREFIX = "SEG#";
    private static final String TYPE = "transactions";
    private static final int VERSION = 1;
    private static final String PURPOSE = "transactions";
    private static final String LINES = "lines";
    private static final String REVISION = "rev";
    private static final String RUN = "run";

    Segment {
        entries = List.copyOf(entries);
    }

    static String sort(Place place) {
        return PREFIX + place.text();
    }

    static Place first(Item item) {
        return Place.ofNumber(Long.parseLong(item.key().sort().substring(PREFIX.length()), 16));
    }

    static byte[] packed(List<Entry> entries) {
        return Deflated.of(Columns.write(entries));
    }

    static byte[] sealed(Vault vault, Tenant tenant, String account, String sort, byte[] packed) {
        return vault.seal(tenant, PURPOSE, account + '|' + sort, packed);
    }

    static byte[] opened(Vault vault, Tenant tenant, String account, String sort, byte[] sealed) {
        return vault.open(tenant, PURPOSE, account + '|' + sort, sealed);
    }

    static Segment of(Vault vault, Tenant tenant, String account, Item item) {
        var sealed = item.bytes(LINES);
        var packed = opened(vault, tenant, account, item.key().sort(), sealed);
        return new Segment(
                first(item), Columns.read(account, Deflated.inflated(packed)), sealed.length, (int) item.number(RUN));
    }

    /// @param partition of the account's lines
    /// @param revision of the account: what a later one wrote is not written over
    static Write.Put write(
            Vault vault, Tenant tenant, String account, Place first, int run, long revision, List<Entry> entries) {
        var sort = sort(first);
        var item = Item.draft(new ItemKey(Head.partition(tenant, Place.code(account)), sort), TYPE, VERSION)
                .with(REVISION, revision)
                .with(RUN, run)
                .with(LINES, sealed(vault, tenant, account, sort, packed(entries)))
                .done();
        return Write.put(item)
                .when(Condition.any(
                        Condition.absent(), Condition.less(REVISION, revision), Condition.equal(REVISION, revision)));
    }

    /// As few lists as hold the entries within the size of a segment, in their order.
    static List<List<Entry>> cut(List<Entry> entries) {
        if (entries.size() < 2 || packed(entries).length <= MOST_BYTES) {
            return List.of(entries);
        }
        var parts = new ArrayList<List<Entry>>();
        var from = 0;
        while (from < entries.size()) {
            var length = longest(entries.subList(from, entries.size()));
            parts.add(entries.subList(from, from + length));
            from += length;
        }
        return parts;
    }

    /// How many of the first entries fit into one segment; one always does.
    private static int longest(List<Entry> entries) {
        var fits = 1;
        var tooMany = entries.size() + 1;
        while (tooMany - fits > 1) {
            var middle = (fits + tooMany) / 2;
            if (packed(entries.subList(0, middle)).length <= MOST_BYTES) {
                fits = middle;
            } else {
                tooMany = middle;
            }
        }
        return fits;
    }
}
