package org.openbalance.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openbalance.transaction.Lines.DAY;
import static org.openbalance.transaction.Lines.all;
import static org.openbalance.transaction.Lines.booked;
import static org.openbalance.transaction.Lines.leaving;
import static org.openbalance.transaction.Lines.money;
import static org.openbalance.transaction.Lines.named;
import static org.openbalance.transaction.Lines.pending;
import static org.openbalance.transaction.Lines.some;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.openbalance.bank.BankTransaction;
import org.openbalance.bank.BankTransactions;
import org.openbalance.bank.DaySpan;

/// One line, one id: what banks do to lines between two reads.
class MatchingTest {

    private final Lines.Book book = new Lines.Book();

    /// Two answers of a bank about the same lines.
    private void areTheSame(BankTransactions before, BankTransactions after) {
        book.takes(before);
        var ids = book.ids();
        var matching = book.takes(after);
        assertThat(matching.added()).isEmpty();
        assertThat(matching.removed()).isEmpty();
        assertThat(book.ids()).isEqualTo(ids);
    }

    @Test
    void what_is_read_again_changes_nothing() {
        var answer = all(booked(0, -500, "COFFEE"), named("T1", leaving(9_000, booked(1, 700, "SALARY"))));
        book.takes(answer);

        assertThat(book.takes(answer).changesNothing()).isTrue();
    }

    @Test
    void a_pending_line_that_is_booked_keeps_its_id() {
        areTheSame(all(pending(0, -500, "COFFEE")), all(leaving(100, booked(2, -500, "COFFEE"))));

        assertThat(book.only().pending()).isFalse();
        assertThat(book.only().date()).isEqualTo(DAY.plusDays(2));
        assertThat(book.only().balance()).contains(money(100));
    }

    @Test
    void a_pending_line_that_is_booked_under_another_text_and_id_keeps_its_id() {
        areTheSame(
                all(named("auth-1", pending(0, -500, "CARD AUTHORISATION 4411"))),
                all(named("9981", booked(1, -500, "POS PURCHASE SAMPLE MART"))));
    }

    @Test
    void a_hold_that_is_booked_at_another_amount_keeps_its_id() {
        areTheSame(all(named("h-77", pending(0, -5_000, "FUEL"))), all(named("h-77", booked(1, -4_210, "FUEL"))));

        assertThat(book.only().amount()).isEqualTo(money(-4_210));
    }

    @Test
    void a_pending_line_without_a_day_has_that_of_its_first_read() {
        var undated = new BankTransaction(
                Optional.empty(),
                BankTransaction.Status.PENDING,
                Optional.empty(),
                Optional.empty(),
                money(-500),
                "COFFEE",
                Optional.empty());
        book.takes(all(undated), new DaySpan(DAY.minusDays(10), DAY));

        assertThat(book.takes(all(undated), new DaySpan(DAY.minusDays(9), DAY.plusDays(1)))
                        .changesNothing())
                .isTrue();
        assertThat(book.only().date()).isEqualTo(LocalDate.ofInstant(Lines.AT, ZoneOffset.UTC));
    }

    @Test
    void a_pending_copy_of_a_booked_line_is_no_line() {
        areTheSame(
                all(named("7", pending(0, -500, "COFFEE"))),
                all(named("7", pending(0, -500, "COFFEE")), named("7", booked(1, -500, "COFFEE SHOP"))));
        assertThat(book.only().pending()).isFalse();

        areTheSame(
                all(pending(0, -600, "TEA"), named("7", booked(1, -500, "COFFEE SHOP"))),
                all(pending(0, -600, "TEA"), booked(0, -600, "TEA"), named("7", booked(1, -500, "COFFEE SHOP"))));
        assertThat(book.live()).hasSize(2).noneMatch(Transaction::pending);
    }

    /// A bank that counts its lines from the top gives each new one the id of another.
    @Test
    void ids_that_moved_on_booked_lines_tell_nothing_of_pending_ones() {
        areTheSame(
                all(
                        named("3", booked(0, -900, "RENT")),
                        named("2", pending(1, -300, "HOLD 7")),
                        named("1", pending(1, -300, "HOLD 5"))),
                all(
                        named("5", booked(0, -900, "RENT")),
                        named("1", booked(2, -300, "HOLD 7")),
                        named("3", booked(2, -300, "HOLD 5"))));

        assertThat(book.live()).extracting(Transaction::narration).containsExactly("RENT", "HOLD 7", "HOLD 5");
    }

    /// Some banks give one id to all lines; a text that is missing is like none.
    @Test
    void a_booked_line_without_a_text_takes_no_pending_one_s_place_though_they_share_an_id() {
        book.takes(all(named("9998", pending(0, -500, "HOLD 1"))));

        book.takes(all(named("9998", pending(0, -500, "HOLD 1")), named("9998", booked(2, -500, ""))));

        assertThat(book.live()).extracting(Transaction::pending).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void a_narration_that_loses_its_date_is_no_change() {
        book.takes(all(booked(0, -500, "10/03/2026 POS  Purchase"), booked(1, -900, "RENT 11-MAR-2026")));

        assertThat(book.takes(all(booked(0, -500, "pos purchase"), booked(1, -900, "RENT")))
                        .changesNothing())
                .isTrue();
    }

    @Test
    void a_reworded_line_is_known_by_its_running_balance() {
        areTheSame(
                some(leaving(900, booked(0, -100, "TRF 1")), leaving(800, booked(0, -100, "TRF 2"))),
                some(leaving(800, booked(0, -100, "PAID FOR RICE")), leaving(900, booked(0, -100, "PAID FOR YAM"))));

        assertThat(book.live()).extracting(Transaction::narration).containsExactly("PAID FOR YAM", "PAID FOR RICE");
    }

    @Test
    void a_reworded_line_is_known_where_it_is_the_only_one_of_its_day_and_amount() {
        areTheSame(all(booked(0, -100, "TRF 1")), all(booked(0, -100, "")));
        areTheSame(all(booked(0, -100, "")), all(booked(0, -100, "PAID FOR RICE")));
    }

    @Test
    void blank_ids_are_none() {
        areTheSame(
                all(named(" ", booked(0, -100, "A")), named(" ", booked(0, -100, "B"))),
                all(named("", booked(0, -100, "B")), named(" ", booked(0, -100, "A"))));
        assertThat(book.live()).extracting(Transaction::reference).containsOnly(Optional.empty());
    }

    @Test
    void an_id_of_many_lines_is_none() {
        areTheSame(
                all(named("9998", booked(0, -100, "A")), named("9998 ", booked(1, -200, "B"))),
                all(named("9998", booked(1, -200, "B")), named("9998", booked(0, -100, "A"))));
        book.takes(all(
                named("9998", booked(0, -100, "A")),
                named("9998", booked(1, -200, "B")),
                named("9998", booked(2, -100, "C"))));

        assertThat(book.live()).extracting(Transaction::narration).containsExactly("A", "B", "C");
    }

    @Test
    void an_id_that_comes_again_with_another_line_makes_a_new_one() {
        book.takes(all(named("55", booked(0, -100, "A"))));
        book.takes(some(named("55", booked(0, -300, "A"))));

        assertThat(book.live()).extracting(line -> line.amount().minor()).containsExactly(-100L, -300L);
    }

    @Test
    void ids_that_count_from_the_top_do_not_mix_lines_up() {
        book.takes(all(named("1", booked(1, -100, "B")), named("2", booked(0, -100, "A"))));
        var ids = book.ids();

        var matching = book.takes(all(
                named("1", booked(2, -100, "C")), named("2", booked(1, -100, "B")), named("3", booked(0, -100, "A"))));

        assertThat(matching.modified()).isEmpty();
        assertThat(book.ids()).startsWith(ids.toArray(String[]::new)).hasSize(3);
        assertThat(book.live()).extracting(Transaction::narration).containsExactly("A", "B", "C");
    }

    @Test
    void ids_that_are_new_at_each_read_change_nothing() {
        book.takes(all(named("x1", booked(0, -100, "A"))));

        assertThat(book.takes(all(named("y1", booked(0, -100, "A")))).changesNothing())
                .isTrue();
    }

    @Test
    void two_equal_lines_are_two() {
        areTheSame(
                all(booked(0, -500, "COFFEE"), booked(0, -500, "COFFEE")),
                all(booked(0, -500, "COFFEE"), booked(0, -500, "COFFEE")));
        assertThat(book.live()).hasSize(2);

        assertThat(book.takes(all(booked(0, -500, "COFFEE"), booked(0, -500, "COFFEE"), booked(0, -500, "COFFEE")))
                        .added())
                .hasSize(1);
    }

    @Test
    void a_line_that_vanishes_is_removed_and_is_the_same_if_it_comes_back() {
        book.takes(all(booked(0, -500, "COFFEE"), booked(1, -600, "TEA")));
        var ids = book.ids();

        assertThat(book.takes(all(booked(1, -600, "TEA"))).removed())
                .extracting(Transaction::id)
                .containsExactly(ids.getFirst());
        assertThat(book.live()).hasSize(1);
        book.takes(all(booked(0, -500, "COFFEE"), booked(1, -600, "TEA")));
        assertThat(book.ids()).isEqualTo(ids);
    }

    @Test
    void a_line_that_is_missing_where_the_bank_gave_not_all_stays() {
        book.takes(all(booked(0, -500, "COFFEE"), booked(1, -600, "TEA")));

        assertThat(book.takes(some(booked(1, -600, "TEA"))).changesNothing()).isTrue();
    }

    @Test
    void lines_of_days_that_were_not_asked_for_stay() {
        book.takes(all(booked(-8, -500, "STAMP DUTY"), booked(3, -600, "TEA")));

        var matching = book.takes(
                all(booked(-4, -500, "STAMP DUTY"), booked(3, -600, "TEA")),
                new DaySpan(DAY.minusDays(5), DAY.plusDays(5)));

        assertThat(matching.added()).hasSize(1);
        assertThat(matching.removed()).isEmpty();
        assertThat(matching.modified()).isEmpty();
    }

    @Test
    void a_line_that_the_bank_moves_by_a_day_keeps_its_id() {
        areTheSame(all(booked(0, -500, "COFFEE")), all(booked(1, -500, "COFFEE")));
        areTheSame(all(booked(1, -500, "COFFEE")), all(booked(0, -500, "COFFEE")));
    }

    @Test
    void new_lines_of_a_day_are_in_the_bank_s_order_whichever_end_it_begins_at() {
        book.takes(all(booked(2, 5, "E"), booked(1, 4, "D"), booked(1, 3, "C"), booked(0, 2, "B"), booked(0, 1, "A")));

        assertThat(book.live()).extracting(Transaction::narration).containsExactly("A", "B", "C", "D", "E");
    }

    /// The answer to a question about months before has the lines that are pending now, and not those that were booked
    /// since.
    @Test
    void a_pending_line_that_was_booked_since_does_not_vanish_by_a_read_of_the_past() {
        book.takes(all(pending(0, -4_250, "POS IKEJA")));
        var id = book.only().id();
        var past = new DaySpan(DAY.minusDays(90), DAY.minusDays(30));

        assertThat(book.takes(all(), past).removed()).isEmpty();
        book.takes(all(booked(1, -4_250, "CARD 1234 IKEJA")));

        assertThat(book.ids()).containsExactly(id);
    }

    @Test
    void a_pending_line_without_a_day_has_none_of_the_past_that_was_asked_for() {
        var undated = new BankTransaction(
                Optional.empty(),
                BankTransaction.Status.PENDING,
                Optional.empty(),
                Optional.empty(),
                money(-4_250),
                "HELD",
                Optional.empty());

        book.takes(all(undated), new DaySpan(DAY.minusDays(90), DAY.minusDays(30)));

        assertThat(book.only().date()).isEqualTo(LocalDate.ofInstant(Lines.AT, ZoneOffset.UTC));
    }
}
