package org.openbalance.platform.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.openbalance.local.LocalTable;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.vault.FileWrapper;
import org.openbalance.platform.vault.Vault;

/// Lists by page and by cursor, over a real table.
class ListingTest {

    private static final String KIND = "THING";
    private static final String CUSTOMER = "5f0cf73e00000000000000c1";
    private static final String BANK = "harmattan";
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final int SPREAD_HOURS = 60;

    private static Table table;
    private static Vault vault;

    @BeforeContainer
    static void a_table() {
        table = LocalTable.open();
        vault = new Vault(table, new FileWrapper(LocalTable.KEY_FILE), InstantSource.system());
    }

    private record Thing(String id, Instant created) {

        static final Comparator<Thing> NEWEST_FIRST =
                Comparator.comparing(Thing::created).thenComparing(Thing::id).reversed();
    }

    @Property(tries = 12)
    void pages_give_every_item_once_newest_first_with_the_exact_total(
            @ForAll("times") List<Instant> times, @ForAll @IntRange(min = 1, max = 9) int limit) {
        var tenant = tenant();
        var things = added(tenant, times);

        for (var listing : listings(tenant)) {
            assertThat(walkedByPage(listing, limit, things.size())).isEqualTo(ids(things));
        }
    }

    @Property(tries = 12)
    void cursors_give_every_item_once_newest_first_whatever_the_limits(
            @ForAll("times") List<Instant> times,
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 9) Integer> limits) {
        var tenant = tenant();
        var things = added(tenant, times);

        for (var listing : listings(tenant)) {
            assertThat(walkedByCursor(listing, limits, things.size())).isEqualTo(ids(things));
        }
    }

    @Example
    void a_cursor_goes_on_with_any_limit() {
        var tenant = tenant();
        var times = Stream.iterate(BEGIN, time -> time.plusSeconds(1)).limit(10).toList();
        var things = added(tenant, times);

        for (var listing : listings(tenant)) {
            assertThat(walkedByCursor(listing, List.of(2, 5), 10)).isEqualTo(ids(things));
            assertThat(walkedByCursor(listing, List.of(7, 1), 10)).isEqualTo(ids(things));
        }
    }

    @Property(tries = 12)
    void a_range_holds_what_was_made_in_it_and_counts_it_exactly(
            @ForAll("times") List<Instant> times, @ForAll("instants") Instant one, @ForAll("instants") Instant other) {
        var tenant = tenant();
        var range = one.isBefore(other) ? new Listing.Range(one, other) : new Listing.Range(other, one);
        var within = added(tenant, times).stream()
                .filter(thing -> !thing.created().isBefore(range.from())
                        && !thing.created().isAfter(range.to()))
                .toList();

        for (var listing : List.of(
                Listing.ofOwner(tenant, KIND).within(range),
                Listing.ofCustomer(tenant, KIND, CUSTOMER).within(range))) {
            assertThat(walkedByPage(listing, 7, within.size())).isEqualTo(ids(within));
            assertThat(walkedByCursor(listing, List.of(7), within.size())).isEqualTo(ids(within));
        }
    }

    @Example
    void what_is_added_while_a_list_is_walked_neither_repeats_nor_hides_an_item() {
        var tenant = tenant();
        var things = added(tenant, List.of(BEGIN, BEGIN.plusSeconds(1), BEGIN.plusSeconds(2), BEGIN.plusSeconds(3)));
        var listing = Listing.ofOwner(tenant, KIND);
        var first = listing.page(table, vault, new PageRequest(1, 2, Optional.empty()));

        added(tenant, List.of(BEGIN.plusSeconds(9)));
        var second = listing.page(table, vault, new PageRequest(1, 2, first.cursor()));

        assertThat(ids(first)).isEqualTo(ids(things).subList(0, 2));
        assertThat(ids(second)).isEqualTo(ids(things).subList(2, 4));
        assertThat(second.cursor()).isEmpty();
    }

    @Property(tries = 200)
    void a_cursor_with_one_bit_changed_is_refused(@ForAll @IntRange(max = 100_000) int where) {
        var sealed = Base64.getUrlDecoder().decode(Cursors.OF.cursor());
        var bit = where % (sealed.length * Byte.SIZE);
        sealed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);

        refused(Cursors.OF.listing(), Base64.getUrlEncoder().withoutPadding().encodeToString(sealed));
    }

    @Property(tries = 100)
    void a_cursor_cut_short_or_made_longer_is_refused(@ForAll @IntRange(max = 100_000) int where, @ForAll byte more) {
        var sealed = Base64.getUrlDecoder().decode(Cursors.OF.cursor());
        var shorter = new byte[where % sealed.length];
        System.arraycopy(sealed, 0, shorter, 0, shorter.length);
        var longer = new byte[sealed.length + 1];
        System.arraycopy(sealed, 0, longer, 0, sealed.length);
        longer[sealed.length] = more;

        refused(Cursors.OF.listing(), Base64.getUrlEncoder().withoutPadding().encodeToString(shorter));
        refused(Cursors.OF.listing(), Base64.getUrlEncoder().withoutPadding().encodeToString(longer));
    }

    @Property(tries = 200)
    void a_cursor_made_up_is_refused(@ForAll String text) {
        refused(Cursors.OF.listing(), text);
    }

    @Example
    void a_cursor_is_of_its_owner_and_its_list_alone() {
        var cursor = Cursors.OF.cursor();
        var owner = Cursors.OF.tenant();
        var range = new Listing.Range(BEGIN, BEGIN.plus(Duration.ofDays(9)));

        for (var other : List.of(
                Listing.ofOwner(tenant(), KIND),
                Listing.ofOwner(new Tenant(owner.owner(), Environment.PRODUCTION), KIND),
                Listing.ofOwner(owner, "OTHER"),
                Listing.ofOwner(owner, KIND).within(range),
                Listing.ofCustomer(owner, KIND, CUSTOMER),
                Listing.ofBank(owner, KIND, BANK))) {
            refused(other, cursor);
        }
        assertThat(ids(Cursors.OF.listing().page(table, vault, new PageRequest(1, 1, Optional.of(cursor)))))
                .hasSize(1);
    }

    /// One cursor for all that try to forge it.
    private record Cursors(Tenant tenant, Listing listing, String cursor) {

        static final Cursors OF = made();

        private static Cursors made() {
            var tenant = ListingTest.tenant();
            added(tenant, List.of(BEGIN, BEGIN.plusSeconds(1), BEGIN.plusSeconds(2)));
            var listing = Listing.ofOwner(tenant, KIND);
            var page = listing.page(table, vault, new PageRequest(1, 1, Optional.empty()));
            return new Cursors(tenant, listing, page.cursor().orElseThrow());
        }
    }

    private static void refused(Listing listing, String cursor) {
        assertThatExceptionOfType(InvalidCursor.class)
                .isThrownBy(() -> listing.page(table, vault, new PageRequest(1, 1, Optional.of(cursor))));
    }

    private static List<String> walkedByPage(Listing listing, int limit, int total) {
        var ids = new ArrayList<String>();
        var pages = Math.max(1, (total + limit - 1) / limit);
        for (var number = 1; number <= pages; number++) {
            var page = listing.page(table, vault, new PageRequest(number, limit, Optional.empty()));
            assertThat(page.total()).isEqualTo(total);
            assertThat(page.page()).isEqualTo(number);
            assertThat(page.cursor().isPresent()).isEqualTo(number < pages);
            ids.addAll(ids(page));
        }
        assertThat(ids(listing.page(table, vault, new PageRequest(pages + 1, limit, Optional.empty()))))
                .isEmpty();
        return ids;
    }

    private static List<String> walkedByCursor(Listing listing, List<Integer> limits, int total) {
        var ids = new ArrayList<String>();
        var cursor = Optional.<String>empty();
        for (var step = 0; step == 0 || cursor.isPresent(); step++) {
            var limit = limits.get(step % limits.size());
            var page = listing.page(table, vault, new PageRequest(1, limit, cursor));
            assertThat(page.total()).isEqualTo(total);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            ids.addAll(ids(page));
            cursor = page.cursor();
        }
        return ids;
    }

    private static List<Listing> listings(Tenant tenant) {
        return List.of(
                Listing.ofOwner(tenant, KIND),
                Listing.ofCustomer(tenant, KIND, CUSTOMER),
                Listing.ofBank(tenant, KIND, BANK));
    }

    /// Adds things made at the times given, in that order, a few in each transaction.
    private static List<Thing> added(Tenant tenant, List<Instant> times) {
        var things = times.stream().map(time -> new Thing(Ids.next(time), time)).toList();
        for (var start = 0; start < things.size(); start += 8) {
            var writes = new ArrayList<Write>();
            var tally = new Counters.Tally();
            for (var thing : things.subList(start, Math.min(things.size(), start + 8))) {
                writes.add(Write.create(item(tenant, thing)));
                tally.ofOwner(tenant, KIND, thing.id(), thing.created(), 1);
                tally.of(Index.BY_BANK, Listing.bankPartition(tenant, BANK), thing.id(), 1);
            }
            writes.addAll(tally.writes());
            assertThat(table.commit(writes).done()).isTrue();
        }
        return things.stream().sorted(Thing.NEWEST_FIRST).toList();
    }

    private static Item item(Tenant tenant, Thing thing) {
        var key = new ItemKey(tenant.prefix() + "#THING#" + thing.id(), KIND);
        return Item.draft(key, "thing", 1)
                .with("id", thing.id())
                .in(Index.BY_OWNER, Counters.listing(tenant, KIND), Listing.sort(thing.created(), thing.id()))
                .in(
                        Index.BY_CUSTOMER,
                        Listing.customerPartition(tenant, CUSTOMER),
                        Listing.sort(KIND, thing.created(), thing.id()))
                .in(Index.BY_BANK, Listing.bankPartition(tenant, BANK), Listing.sort(thing.created(), thing.id()))
                .done();
    }

    private static Tenant tenant() {
        return new Tenant(Ids.next(Instant.now()), Environment.SANDBOX);
    }

    private static List<String> ids(List<Thing> things) {
        return things.stream().map(Thing::id).toList();
    }

    private static List<String> ids(ListPage page) {
        return page.items().stream().map(item -> item.text("id")).toList();
    }

    @Provide
    Arbitrary<List<Instant>> times() {
        return instants().list().ofMinSize(0).ofMaxSize(25);
    }

    /// Few enough different ones that some are the same, and some at midnight.
    @Provide
    Arbitrary<Instant> instants() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(0, SPREAD_HOURS).map(hours -> BEGIN.plus(Duration.ofHours(hours))),
                Arbitraries.longs()
                        .between(0, Duration.ofHours(SPREAD_HOURS).toMillis())
                        .map(BEGIN::plusMillis));
    }
}
