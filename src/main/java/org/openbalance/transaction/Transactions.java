package org.openbalance.transaction;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openbalance.account.Account;
import org.openbalance.bank.BankTransactions;
import org.openbalance.bank.DaySpan;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.listing.PageRequest;
import org.openbalance.platform.vault.Vault;

/// The lines of accounts as they are kept: in a partition of each account's own, an open item with the latest ones, and
/// segments with the others, compressed and sealed.
@Singleton
public final class Transactions {

    private static final int DELETED_AT_ONCE = 50;

    private final StoredLines stored;
    private final Table table;
    private final Vault vault;
    private final InstantSource clock;

    public Transactions(Table table, Vault vault, InstantSource clock) {
        this.stored = new StoredLines(table, vault);
        this.table = table;
        this.vault = vault;
        this.clock = clock;
    }

    /// Takes in what a bank answered for some days. What is known already is not written again, so a read may be taken
    /// in as often as one likes.
    ///
    /// @param window the days that the bank was asked for
    /// @return what changed; empty if the account's lines were removed
    public Optional<Taken> take(Tenant tenant, String account, BankTransactions answer, DaySpan window) {
        return new Taking(stored, table, vault, tenant, account, now()).take(answer, window);
    }

    /// One line by its id, in two requests at most; one that vanished is told for 400 days.
    ///
    /// @param id 24 hex digits
    public Optional<Transaction> find(Tenant tenant, String id) {
        var place = Place.of(id);
        var opened = stored.opened(tenant, Place.codeOf(id));
        return opened.flatMap(found -> found.head().entry(place).or(() -> inSegment(tenant, found, place)))
                .filter(entry -> StoredLines.isKnown(entry, now()))
                .map(Entry::line);
    }

    private Optional<Entry> inSegment(Tenant tenant, StoredLines.Opened opened, Place place) {
        if (!opened.head().isSealed(place)) {
            return Optional.empty();
        }
        return stored.down(tenant, opened.account(), opened.head(), place, _ -> true).stream()
                .flatMap(segment -> segment.entries().stream())
                .filter(entry -> entry.place().equals(place))
                .findFirst();
    }

    /// All lines of some days that the bank still has, those that are pending among them, in the order of their days.
    public List<Transaction> between(Tenant tenant, String account, DaySpan days) {
        var head = stored.head(tenant, account).orElse(Head.NONE);
        var segments = stored.between(
                tenant,
                account,
                head,
                Place.before(days.first().minusDays(Matching.LATER)),
                Place.behind(days.last().plusDays(Matching.EARLIER)));
        return StoredLines.merged(head, segments, now()).stream()
                .map(Entry::line)
                .filter(Transaction::live)
                .filter(line -> line.pending()
                        || !line.date().isBefore(days.first()) && !line.date().isAfter(days.last()))
                .sorted(Comparator.comparing(Transaction::date).thenComparing(Transaction::place))
                .toList();
    }

    /// A page of the lines that the bank still has.
    ///
    /// @param days that are asked for; empty for all
    /// @throws org.openbalance.platform.listing.InvalidCursor if the cursor is not one of this list
    public TransactionPage page(Tenant tenant, String account, Optional<DaySpan> days, PageRequest request) {
        return new Pages(stored, vault, tenant, account, days, Optional.empty(), now()).page(request);
    }

    /// Of the lines that the account's consent reaches back to: read from what is counted, unless an earlier consent
    /// reached further.
    public Totals totals(Account account) {
        var all = totals(account.tenant(), account.id());
        var from = account.linesFrom().filter(all::beginBefore);
        return from.isEmpty() ? all : since(account, from.get(), all.lastDay().orElseThrow());
    }

    private Totals since(Account account, LocalDate from, LocalDate last) {
        var totals = Totals.NONE;
        if (!last.isBefore(from)) {
            for (var line : between(account.tenant(), account.id(), new DaySpan(from, last))) {
                totals = account.reachesBackTo(line.date()) ? totals.with(line) : totals;
            }
        }
        return totals;
    }

    public Totals totals(Tenant tenant, String account) {
        return stored.head(tenant, account).orElse(Head.NONE).totals();
    }

    /// What changed since a cursor, or since the beginning.
    ///
    /// @throws org.openbalance.platform.listing.InvalidCursor if the cursor was not given out for this account,
    /// or more than 400 days ago
    public Changes changes(Tenant tenant, String account, Optional<String> cursor, int limit) {
        return new ChangeLog(stored, vault, tenant, account, now()).since(cursor, limit);
    }

    /// What the owner was not told of, as the process that was to do so died.
    ///
    /// @param after the revision up to which they were told
    List<News> news(Tenant tenant, String account, long after) {
        return new ChangeLog(stored, vault, tenant, account, now()).news(after);
    }

    /// What has nobody read or write lines of the account from now on; [RemovedLines] deletes them. None where they
    /// are another account's, whose ids begin alike.
    public List<Write> removing(Tenant tenant, String account) {
        var another = table.getLatest(Head.key(tenant, Place.code(account)))
                .filter(item -> Head.isOfAnother(item, account))
                .isPresent();
        return another ? List.of() : List.of(Head.removed(tenant, account, now()));
    }

    /// How far the deletion has come of the lines of accounts that were removed, by their ids. It is told for
    /// [Head#REMOVED_KNOWN]; accounts that stand, or were never there, have none.
    Map<String, Removal> removals(Tenant tenant, Collection<String> accounts) {
        var keys = accounts.stream()
                .map(account -> Head.key(tenant, Place.code(account)))
                .distinct()
                .toList();
        var byKey = new HashMap<ItemKey, Removal>();
        table.getAllLatest(keys)
                .forEach(item -> Head.removal(item).ifPresent(removal -> byKey.put(item.key(), removal)));
        var removals = new HashMap<String, Removal>();
        accounts.forEach(account -> Optional.ofNullable(byKey.get(Head.key(tenant, Place.code(account))))
                .ifPresent(removal -> removals.put(account, removal)));
        return removals;
    }

    /// Deletes some of the lines of an account that were removed, to be called until all are gone.
    ///
    /// @param removed what stands in the place of the open item
    /// @return whether all are gone
    boolean purge(Item removed) {
        if (!Head.isRemoved(removed)) {
            throw new IllegalStateException("The lines are still to be read");
        }
        var found = table.query(Query.of(removed.key().partition())
                .between(Segment.sort(Place.ofNumber(0)), Segment.sort(Place.LAST))
                .atMost(DELETED_AT_ONCE)
                .latest());
        found.forEach(item -> table.write(Write.delete(item.key())));
        return found.size() < DELETED_AT_ONCE;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
