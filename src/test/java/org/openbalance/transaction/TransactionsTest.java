package org.openbalance.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.openbalance.transaction.Lines.DAY;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.lifecycle.BeforeTry;
import org.openbalance.bank.BankTransaction;
import org.openbalance.bank.BankTransactions;
import org.openbalance.bank.DaySpan;
import org.openbalance.local.LocalTable;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Ids;
import org.openbalance.platform.ParallelCalls;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.listing.InvalidCursor;
import org.openbalance.platform.listing.PageRequest;
import org.openbalance.platform.vault.PlainVault;
import org.openbalance.platform.vault.Vault;

/// Lines as they are kept, over a real table.
@Tag("slow")
class TransactionsTest {

    private static Table table;
    private static Vault vault;

    private final Tenant tenant = new Tenant(Ids.next(Instant.now()), Environment.SANDBOX);
    private String account = "";
    private Instant now = Lines.AT;
    private final Transactions transactions = new Transactions(table, vault, () -> now);

    @BeforeContainer
    static void a_table() {
        table = LocalTable.open();
        vault = PlainVault.of(table, LocalTable.KEY_FILE);
    }

    /// One object serves all tries of a property, and two tries may have one seed.
    @BeforeTry
    void an_account_of_its_own() {
        account = Ids.next(Instant.now());
        now = Lines.AT;
    }

    private Taken take(BankTransactions answer, DaySpan window) {
        return transactions.take(tenant, account, answer, window).orElseThrow();
    }

    private List<Transaction> walked(Optional<DaySpan> days, int limit) {
        var all = new ArrayList<Transaction>();
        var cursor = Optional.<String>empty();
        var total = -1L;
        do {
            var page = transactions.page(tenant, account, days, new PageRequest(1, limit, cursor));
            all.addAll(page.transactions());
            total = page.total();
            cursor = page.cursor();
        } while (cursor.isPresent());
        assertThat(total).isEqualTo(all.size());
        return all;
    }

    /// Keeps what the change log tells, as an owner would.
    private final class Follower {

        private final Map<String, Transaction> lines = new HashMap<>();
        private Optional<String> cursor = Optional.empty();

        private void follow(int limit) {
            Changes changes;
            do {
                changes = transactions.changes(tenant, account, cursor, limit);
                changes.added()
                        .forEach(line -> assertThat(lines.put(line.id(), line)).isNull());
                changes.modified()
                        .forEach(line -> assertThat(lines.put(line.id(), line)).isNotNull());
                changes.removed().forEach(line -> lines.remove(line.id()));
                cursor = Optional.of(changes.cursor());
            } while (changes.more());
        }
    }

    /// A life of 60 days with pending lines, lines that vanish and come back, late ones and bursts.
    @Property(tries = 4)
    void what_is_kept_is_what_the_bank_has_whatever_it_does(@ForAll long seed) {
        var random = new Random(seed);
        var truths = new ArrayList<BankTransaction>();
        var follower = new Follower();
        for (var day = 0; day < 60; day++) {
            var today = DAY.plusDays(day);
            now = now.plus(Duration.ofDays(1));
            var more = random.nextInt(12) == 0 ? 60 : random.nextInt(6);
            for (; more > 0; more--) {
                var late = random.nextInt(8) == 0 ? random.nextInt(9) : 0;
                truths.add(line(random, truths.size(), today.minusDays(late)));
            }
            if (!truths.isEmpty() && random.nextInt(4) == 0) {
                truths.remove(Math.max(0, truths.size() - 1 - random.nextInt(30)));
            }
            truths.replaceAll(line -> line.status() == BankTransaction.Status.PENDING
                            && line.booked().orElseThrow().isBefore(today.minusDays(1))
                    ? booked(line)
                    : line);
            var window = new DaySpan(today.minusDays(40), today);
            take(answer(truths, window), window);
            if (random.nextInt(3) == 0) {
                follower.follow(1 + random.nextInt(40));
            }
        }
        follower.follow(7);

        var all = walked(Optional.empty(), 1 + random.nextInt(60));
        assertThat(all)
                .extracting(Transaction::narration)
                .containsExactlyInAnyOrderElementsOf(
                        truths.stream().map(BankTransaction::narration).toList());
        assertThat(all)
                .isSortedAccordingTo(Comparator.comparing(Transaction::date).reversed());
        assertThat(follower.lines.values()).containsExactlyInAnyOrderElementsOf(all);
        assertThat(transactions.totals(tenant, account).lines()).isEqualTo(all.size());
        all.forEach(line -> assertThat(transactions.find(tenant, line.id())).contains(line));
        var from = DAY.plusDays(random.nextInt(60));
        var span = new DaySpan(from, from.plusDays(random.nextInt(50)));
        assertThat(walked(Optional.of(span), 9))
                .isEqualTo(all.stream()
                        .filter(line -> !line.date().isBefore(span.first())
                                && !line.date().isAfter(span.last()))
                        .toList());
    }

    private static BankTransaction line(Random random, int number, LocalDate day) {
        var line = Lines.booked(
                0, -1 - random.nextInt(5_000), "LINE " + number + ' ' + Long.toHexString(random.nextLong()));
        return new BankTransaction(
                random.nextBoolean() ? Optional.of("r" + number) : Optional.empty(),
                random.nextInt(3) == 0 ? BankTransaction.Status.PENDING : BankTransaction.Status.BOOKED,
                Optional.of(day),
                Optional.empty(),
                line.amount(),
                line.narration(),
                Optional.empty());
    }

    private static BankTransaction booked(BankTransaction line) {
        return new BankTransaction(
                line.reference(),
                BankTransaction.Status.BOOKED,
                line.booked().map(day -> day.plusDays(1)),
                line.valued(),
                line.amount(),
                line.narration(),
                line.balance());
    }

    private static BankTransactions answer(List<BankTransaction> truths, DaySpan window) {
        return new BankTransactions(
                truths.stream()
                        .filter(line -> line.status() == BankTransaction.Status.PENDING
                                || !line.booked().orElseThrow().isBefore(window.first()))
                        .toList(),
                true);
    }

    @Example
    void two_years_come_in_after_the_first_month_and_keep_its_ids() {
        var statement = new Statement(3);
        var years = new DaySpan(DAY.minusDays(700), DAY);
        var month = new DaySpan(DAY.minusDays(30), DAY);
        statement.days(years, 1_600);
        var first = take(statement.of(month), month).added();
        var before = walked(Optional.of(month), 100);

        assertThat(take(statement.of(years), years).added()).hasSize(1_600 - first.size());

        assertThat(walked(Optional.of(month), 100)).isEqualTo(before);
        assertThat(walked(Optional.empty(), 100)).hasSize(1_600);
        assertThat(take(statement.of(years), years)).matches(again -> again.revision() == again.before());
    }

    @Example
    void writers_at_once_bring_each_line_in_once() {
        var statement = new Statement(5);
        for (var day = 0; day < 12; day++) {
            statement.day(DAY.plusDays(day), day % 4 == 0 ? 25 : 3);
            var window = new DaySpan(DAY.plusDays(day - 6), DAY.plusDays(day));
            var answer = statement.of(window);
            var part = new BankTransactions(
                    answer.lines().subList(0, answer.lines().size() / 2), false);
            var added = ParallelCalls.run(List.<Callable<Taken>>of(
                    () -> take(answer, window), () -> take(part, window), () -> take(answer, window)));
            assertThat(added.stream().mapToInt(taken -> taken.added().size()).sum())
                    .isEqualTo(day % 4 == 0 ? 25 : 3);
        }

        assertThat(walked(Optional.empty(), 10))
                .extracting(Transaction::narration)
                .containsExactlyInAnyOrderElementsOf(statement.lines().stream()
                        .map(BankTransaction::narration)
                        .toList());
    }

    @Example
    void a_walk_neither_repeats_nor_skips_while_lines_come_in() {
        var statement = new Statement(9);
        statement.days(new DaySpan(DAY.minusDays(60), DAY), 180);
        var window = new DaySpan(DAY.minusDays(60), DAY.plusDays(60));
        take(statement.of(window), window);
        var before = walked(Optional.empty(), 100);
        var seen = new ArrayList<Transaction>();
        var cursor = Optional.<String>empty();
        var day = DAY;
        do {
            var page = transactions.page(tenant, account, Optional.empty(), new PageRequest(1, 7, cursor));
            seen.addAll(page.transactions());
            cursor = page.cursor();
            day = day.plusDays(1);
            statement.day(day, 4);
            take(statement.of(window), window);
        } while (cursor.isPresent());

        assertThat(seen).isEqualTo(before);
    }

    @Example
    void changes_are_told_for_400_days() {
        take(Lines.all(Lines.booked(0, -1, "A"), Lines.booked(0, -2, "B")), Lines.WINDOW);
        var cursor = Optional.of(
                transactions.changes(tenant, account, Optional.empty(), 10).cursor());
        var gone = take(Lines.all(Lines.booked(0, -1, "A")), Lines.WINDOW)
                .removed()
                .getFirst();

        now = now.plus(Duration.ofDays(399));
        assertThat(transactions.changes(tenant, account, cursor, 10).removed()).containsExactly(gone);
        assertThat(transactions.find(tenant, gone.id())).contains(gone);

        now = now.plus(Duration.ofDays(2));
        assertThatExceptionOfType(InvalidCursor.class)
                .isThrownBy(() -> transactions.changes(tenant, account, cursor, 10));
        assertThat(transactions.find(tenant, gone.id())).isEmpty();
    }

    @Example
    void a_line_that_vanished_and_came_back_is_told_as_added_under_the_id_that_it_had() {
        var both = Lines.all(Lines.booked(0, -1, "A"), Lines.booked(0, -2, "B"));
        var first = take(both, Lines.WINDOW).added();
        var cursor = Optional.of(
                transactions.changes(tenant, account, Optional.empty(), 10).cursor());
        take(Lines.all(Lines.booked(0, -1, "A")), Lines.WINDOW);
        var vanished =
                Optional.of(transactions.changes(tenant, account, cursor, 10).cursor());
        take(both, Lines.WINDOW);

        for (var since : List.of(cursor, vanished)) {
            var changes = transactions.changes(tenant, account, since, 10);
            assertThat(changes.added())
                    .extracting(Transaction::id)
                    .containsExactly(first.getLast().id());
            assertThat(changes.modified()).isEmpty();
            assertThat(changes.removed()).isEmpty();
        }
    }

    @Example
    void a_cursor_is_of_its_account_and_list() {
        take(Lines.all(Lines.booked(0, -1, "A"), Lines.booked(0, -2, "B")), Lines.WINDOW);
        var cursor = transactions
                .page(tenant, account, Optional.empty(), new PageRequest(1, 1, Optional.empty()))
                .cursor();

        assertThatExceptionOfType(InvalidCursor.class)
                .isThrownBy(() ->
                        transactions.page(tenant, account, Optional.of(Lines.WINDOW), new PageRequest(1, 1, cursor)));
        assertThatExceptionOfType(InvalidCursor.class)
                .isThrownBy(() -> transactions.changes(tenant, account, cursor, 1));
    }

    @Example
    void nothing_that_a_bank_wrote_stands_open_in_the_table() {
        take(Lines.all(Lines.booked(0, -1, "A VERY PRIVATE PAYMENT")), Lines.WINDOW);

        var items = table.query(Query.of(Head.partition(tenant, Place.code(account))));
        assertThat(items).isNotEmpty().allSatisfy(item -> assertThat(
                        new String(item.bytes("lines"), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("PRIVATE"));
        assertThatThrownBy(() -> Head.of(vault, new Tenant("another", Environment.SANDBOX), items.getFirst()))
                .isInstanceOf(org.openbalance.platform.vault.SealBroken.class);
    }

    private Item head() {
        return table.getLatest(Head.key(tenant, Place.code(account))).orElseThrow();
    }

    @Example
    void removed_lines_are_unreadable_at_once_and_gone_when_purged() {
        var statement = new Statement(11);
        var years = new DaySpan(DAY.minusDays(700), DAY);
        statement.days(years, 900);
        var some = take(statement.of(years), years).added().getFirst();
        assertThatThrownBy(() -> transactions.purge(head())).hasMessageContaining("still to be read");

        table.commit(transactions.removing(tenant, account));

        assertThat(transactions.find(tenant, some.id())).isEmpty();
        assertThat(walked(Optional.empty(), 10)).isEmpty();
        assertThat(transactions.changes(tenant, account, Optional.empty(), 10).added())
                .isEmpty();
        assertThat(transactions.totals(tenant, account)).isEqualTo(Totals.NONE);
        assertThat(transactions.take(tenant, account, statement.of(years), years))
                .isEmpty();
        while (!transactions.purge(head())) {
            assertThat(transactions.find(tenant, some.id())).isEmpty();
        }
        assertThat(table.query(Query.of(Head.partition(tenant, Place.code(account)))))
                .hasSize(1);
    }
}
