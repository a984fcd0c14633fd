package org.openbalance.bank.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.openbalance.api.ApiException;
import org.openbalance.api.Problem;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.BankTransaction;
import org.openbalance.bank.DaySpan;
import org.openbalance.bank.sandbox.SandboxStore.Entry;
import org.openbalance.bank.sandbox.StatementFile.Line;
import org.openbalance.bank.sandbox.StatementImports.Page;
import org.openbalance.bank.sandbox.StatementImports.PageLine;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.Money;
import org.openbalance.platform.Tenant;

/// Whatever is set and imported, the balance is what the lines come to.
class AccountBookTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 3, 10);
    private static final DaySpan YEAR = new DaySpan(TODAY.minusYears(1), TODAY.plusYears(1));

    private final Sandbox sandbox = new Sandbox();
    private final SandboxCustomer customer = sandbox.made(Sandbox.TENANT, Sandbox.wanted(Sandbox.OTP, "ada"));
    private final SandboxAccount account = customer.accounts().getFirst();

    /// Of each three days one may be set, released or left alone.
    @Property(tries = 60)
    void balances_that_are_set_and_released_are_what_the_lines_come_to(
            @ForAll @Size(min = 1, max = 12) List<@IntRange(min = -3, max = 4) Integer> acts) {
        var fresh = new AccountBookTest();
        var opening = fresh.ledger() - fresh.sum();
        for (var act : acts) {
            switch (act) {
                case -1 -> fresh.sandbox.balances.release(Sandbox.TENANT, Sandbox.OTP, fresh.account);
                case -2, -3 -> {}
                default -> fresh.set(act * 1000, act * 700);
            }
            assertEquals(opening + fresh.sum(), fresh.ledger());
            fresh.addsUp();
            fresh.sandbox.pass(Duration.ofHours(31));
            assertEquals(opening + fresh.sum(), fresh.ledger());
            fresh.addsUp();
        }
    }

    private void addsUp() {
        var before = Optional.<Long>empty();
        for (var line : booked()) {
            var balance = line.balance().orElseThrow().minor();
            before.ifPresent(
                    amount -> assertEquals(balance, amount + line.amount().minor()));
            before = Optional.of(balance);
        }
        assertEquals(ledger(), before.orElseThrow());
        assertEquals(
                available() - ledger(),
                pending().stream().mapToLong(line -> line.amount().minor()).sum());
    }

    @Test
    void what_was_read_before_a_balance_is_set_is_still_read_after_it() {
        var before = booked();
        set(5, 5);
        sandbox.pass(Duration.ofDays(3));
        var after = booked();
        assertEquals(before, after.subList(0, before.size()));
        assertThat(after).hasSize(before.size() + 1);
        assertEquals("BALANCE CORRECTION", after.getLast().narration());
    }

    @Test
    void a_balance_that_is_set_where_it_stands_books_nothing() {
        var before = booked();
        set(ledger(), ledger());
        assertEquals(before, booked());
        assertThat(pending()).isEmpty();
    }

    @Test
    void settings_without_end_take_a_bounded_place_and_still_add_up() {
        var opening = ledger() - sum();
        for (var amount = 1; amount <= 2 * SetBalances.MOST; amount++) {
            set(amount, amount);
        }
        assertEquals(opening + sum(), ledger());
        assertThat(booked().stream().filter(line -> line.narration().equals("BALANCE CORRECTION")))
                .hasSize(SetBalances.MOST);
        addsUp();
    }

    @Test
    void a_file_stands_in_the_place_of_the_life_once_its_last_page_is_there() {
        var life = booked();
        take(page(1, 2, Optional.of(1000L), line(3, 500, false), line(2, -200, false)));
        assertEquals(life, booked());

        take(page(2, 2, Optional.empty(), line(1, -50, true), line(0, 7, false)));
        assertEquals(List.of(500L, -200L, 7L), amounts(booked()));
        assertEquals(List.of(-50L), amounts(pending()));
        assertEquals(1307, ledger());
        assertEquals(1257, available());
        addsUp();

        sandbox.pass(Duration.ofDays(40));
        assertEquals(1307, ledger());
    }

    @Test
    void what_is_set_after_a_file_is_booked_upon_it_and_what_was_set_before_is_gone() {
        set(1, 1);
        take(page(1, 1, Optional.of(1000L), line(3, 500, false)));
        assertEquals(1500, ledger());
        set(20, 20);
        assertEquals(List.of(500L, -1480L), amounts(booked()));
        addsUp();
        take(page(1, 1, Optional.of(0L), line(3, 4, false)));
        assertEquals(4, ledger());
    }

    @Test
    void the_balance_after_the_first_line_stands_for_an_opening_balance() {
        var first = new PageLine(line(3, 500, false), Optional.of(1500L));
        take(new Page(1, 1, Optional.of(TODAY), Optional.empty(), List.of(first)));
        assertEquals(1500, ledger());
        refuses(page(1, 1, Optional.empty(), line(3, 500, false)), "opening_balance");
    }

    @Test
    void what_does_not_add_up_is_refused_by_the_line_and_changes_nothing() {
        var life = booked();
        var wrong = List.of(
                new PageLine(line(3, 500, false), Optional.of(1500L)),
                new PageLine(line(2, 1, false), Optional.of(1502L)));
        refuses(new Page(1, 1, Optional.of(TODAY), Optional.of(1000L), wrong), "lines[1].balance");
        refuses(page(1, 1, Optional.of(0L), line(2, 1, false), line(3, 1, false)), "lines[1].date");
        refuses(page(1, 1, Optional.of(0L), line(-1, 1, false)), "lines[0].date");
        refuses(page(1, 1, Optional.of(Money.MAX_MINOR), line(1, 1, false)), "lines[0].credit");
        refuses(new Page(1, 1, Optional.empty(), Optional.of(0L), List.of()), "as_of");
        refuses(new Page(1, 1, Optional.of(TODAY.plusDays(1)), Optional.of(0L), List.of()), "as_of");
        assertEquals(life, booked());
    }

    @Test
    void pages_come_in_their_order_and_the_last_one_may_come_twice() {
        conflicts(page(2, 2, Optional.empty(), line(1, 1, false)));
        take(page(1, 3, Optional.of(0L), line(9, 1, false)));
        conflicts(page(3, 3, Optional.empty(), line(1, 1, false)));
        var second = page(2, 3, Optional.empty(), line(8, 2, false));
        assertEquals(take(second), take(second));
        conflicts(page(2, 3, Optional.empty(), line(8, 3, false)));
        refuses(page(3, 4, Optional.empty(), line(1, 1, false)), "of");
        refuses(page(3, 3, Optional.of(5L), line(1, 1, false)), "opening_balance");
        refuses(page(3, 3, Optional.empty(), line(9, 1, false)), "lines[0].date");
        var last = page(3, 3, Optional.empty(), line(1, 4, false));
        assertEquals(take(last), take(last));
        assertEquals(7, ledger());
        conflicts(page(4, 4, Optional.empty(), line(1, 1, false)));
    }

    @Test
    void a_file_has_so_many_lines_and_leaves_nothing_of_those_before_it() {
        var many = new ArrayList<PageLine>();
        for (var line = 0; line < StatementImports.MAX_LINES / 3; line++) {
            many.add(new PageLine(line(line % 2, 1, true), Optional.empty()));
        }
        for (var page = 1; page <= 3; page++) {
            take(new Page(page, 3, Optional.of(TODAY), Optional.of(0L), many));
        }
        assertThat(pending()).hasSize(StatementImports.MAX_LINES);
        take(page(1, 2, Optional.of(0L), line(1, 1, false)));
        take(page(1, 2, Optional.of(0L), line(1, 2, false)));
        assertThat(sandbox.store.list(Sandbox.TENANT, "LINES#")).hasSize(4);
        take(page(2, 2, Optional.empty(), line(1, 3, false)));
        assertThat(sandbox.store.list(Sandbox.TENANT, "LINES#")).hasSize(2);

        for (var page = 1; page <= 3; page++) {
            take(new Page(page, 4, Optional.of(TODAY), Optional.of(0L), many));
        }
        refuses(page(4, 4, Optional.empty(), line(1, 1, false)), "lines");
    }

    @Test
    void a_last_page_that_is_sent_again_ends_what_a_process_left_when_it_died() {
        take(page(1, 1, Optional.of(0L), line(1, 9, false)));
        take(page(1, 2, Optional.of(1000L), line(3, 500, false)));
        var last = page(2, 2, Optional.empty(), line(1, 7, false));
        dying(key -> key.startsWith("BALANCE#"), last);
        assertEquals(9, ledger());

        take(last);
        assertEquals(1507, ledger());
        assertEquals(List.of(500L, 7L), amounts(booked()));
        assertThat(sandbox.store.list(Sandbox.TENANT, "LINES#")).hasSize(2);
    }

    @Test
    void a_page_whose_lines_were_lost_with_its_process_comes_again_before_the_next_one() {
        take(page(1, 3, Optional.of(0L), line(3, 1, false)));
        var second = page(2, 3, Optional.empty(), line(2, 2, false));
        dying(key -> key.startsWith("LINES#"), second);
        var last = page(3, 3, Optional.empty(), line(1, 4, false));
        conflicts(last);

        take(second);
        take(last);
        assertEquals(List.of(1L, 2L, 4L), amounts(booked()));
    }

    /// A page whose process dies before it puts something that has such a key.
    private void dying(Predicate<String> at, Page page) {
        var store = new TroubledStore(sandbox.store) {
            @Override
            public void put(Tenant tenant, String key, Entry entry) {
                if (at.test(key)) {
                    throw new IllegalStateException("died");
                }
                super.put(tenant, key, entry);
            }
        };
        assertThatThrownBy(() -> imports(store).take(Sandbox.TENANT, account, page))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void of_pages_that_come_at_once_one_is_taken_and_nothing_is_left_of_the_other() {
        atOnce(page(1, 2, Optional.of(0L), line(3, 1, false)), page(1, 2, Optional.of(0L), line(3, 2, false)));
        atOnce(page(2, 2, Optional.empty(), line(1, 4, false)), page(2, 2, Optional.empty(), line(1, 8, false)));

        assertEquals(List.of(1L, 4L), amounts(booked()));
        assertEquals(5, ledger());
        assertThat(sandbox.store.list(Sandbox.TENANT, "LINES#")).hasSize(2);
    }

    /// @param late is refused, as the other one is taken before it is
    private void atOnce(Page taken, Page late) {
        var store = new TroubledStore(sandbox.store) {
            @Override
            public boolean swap(Tenant tenant, String key, Optional<Entry> seen, Entry next) {
                take(taken);
                return super.swap(tenant, key, seen, next);
            }
        };
        assertConflict(() -> imports(store).take(Sandbox.TENANT, account, late));
    }

    private StatementImports imports(SandboxStore store) {
        var statements = new StatementStore(store);
        var balances = new SandboxBalances(store, statements, sandbox.customers, sandbox);
        return new StatementImports(store, statements, balances, sandbox);
    }

    @Test
    void a_first_line_that_means_more_before_it_than_an_account_can_hold_is_refused() {
        refuses(
                first(
                        new PageLine(line(3, 5, true), Optional.empty()),
                        new PageLine(line(3, -1, false), Optional.of(Money.MAX_MINOR))),
                "lines[1].balance");
        refuses(first(new PageLine(line(3, 1, false), Optional.of(-Money.MAX_MINOR))), "lines[0].balance");

        var most = take(first(new PageLine(line(3, -1, false), Optional.of(Money.MAX_MINOR - 1))));
        assertEquals(Money.MAX_MINOR, most.file().opening());
    }

    private static Page first(PageLine... lines) {
        return new Page(1, 1, Optional.of(TODAY), Optional.empty(), List.of(lines));
    }

    @Test
    void a_book_whose_file_was_replaced_since_it_was_opened_is_not_read_as_empty() {
        take(page(1, 1, Optional.of(0L), line(3, 1, false), line(2, 2, true)));
        var before = book();
        take(page(1, 1, Optional.of(0L), line(3, 4, false)));

        assertFails(() -> before.booked(YEAR, now()));
        assertFails(() -> before.pending(now()));
        assertEquals(List.of(4L), amounts(booked()));
    }

    private static void assertFails(ThrowingCallable read) {
        assertThatThrownBy(read)
                .isInstanceOfSatisfying(
                        BankFailure.class, failure -> assertEquals(BankFailure.Kind.ERROR, failure.kind()));
    }

    private StatementImports.Progress take(Page page) {
        return sandbox.imports.take(Sandbox.TENANT, account, page);
    }

    private void refuses(Page page, String field) {
        assertThatThrownBy(() -> take(page)).isInstanceOfSatisfying(ApiException.class, refused -> assertThat(
                        refused.problem().fields())
                .extracting(Problem.FieldError::field)
                .containsExactly(field));
    }

    private void conflicts(Page page) {
        assertConflict(() -> take(page));
    }

    private static void assertConflict(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refused -> assertEquals(
                                Problem.Type.CONFLICT, refused.problem().type()));
    }

    private static Page page(int number, int of, Optional<Long> opening, Line... lines) {
        var all = List.of(lines).stream()
                .map(line -> new PageLine(line, Optional.empty()))
                .toList();
        return new Page(number, of, number == 1 ? Optional.of(TODAY) : Optional.empty(), opening, all);
    }

    private static Line line(int daysAgo, long amount, boolean pending) {
        var day = TODAY.minusDays(daysAgo);
        return new Line(day, day, amount, "TEXT", "", pending);
    }

    private void set(long available, long ledger) {
        var amounts =
                new BalanceAmounts(new Money(available, account.currency()), new Money(ledger, account.currency()));
        sandbox.balances.set(Sandbox.TENANT, Sandbox.OTP, account, amounts);
    }

    private AccountBook book() {
        return sandbox.balances.books(Sandbox.TENANT, customer).get(account.reference());
    }

    private List<BankTransaction> booked() {
        return book().booked(YEAR, now());
    }

    private List<BankTransaction> pending() {
        return book().pending(now());
    }

    private long now() {
        return BankTime.minute(sandbox.instant());
    }

    private static List<Long> amounts(List<BankTransaction> lines) {
        return lines.stream().map(line -> line.amount().minor()).toList();
    }

    private long sum() {
        return booked().stream().mapToLong(line -> line.amount().minor()).sum();
    }

    private BalanceAmounts held() {
        return sandbox.balances.of(Sandbox.TENANT, customer).get(account.reference());
    }

    private long ledger() {
        return held().ledgerMoney().orElseThrow().minor();
    }

    private long available() {
        return held().availableMoney().orElseThrow().minor();
    }
}
