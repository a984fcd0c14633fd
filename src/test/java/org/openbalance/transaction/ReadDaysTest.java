package org.openbalance.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.bank.DaySpan;
import org.openbalance.transaction.ReadDays.Kind;
import org.openbalance.transaction.ReadDays.Piece;

/// Which days a bank is asked for, one after the other.
class ReadDaysTest {

    private static final Instant NOW = Instant.parse("2026-11-28T09:00:00Z");

    private ReadDays readDays = ReadDays.NONE;
    private Instant now = NOW;
    private Optional<Instant> lastRead = Optional.empty();
    private final List<Piece> asked = new ArrayList<>();

    private LocalDate today() {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    private Piece asks(int months, boolean complete) {
        now = now.plusSeconds(1);
        var piece = readDays.next(months, now, lastRead);
        asked.add(piece);
        lastRead = Optional.of(now);
        readDays = ReadDays.of(Optional.of(readDays.after(piece, complete, now).note()));
        return piece;
    }

    /// As long as more is to be read at once, a minute after the other.
    private Piece asksOn(int months) {
        var piece = asks(months, true);
        while (readDays.goesOn(piece)) {
            now = now.plus(Duration.ofMinutes(1));
            piece = asks(months, true);
        }
        return piece;
    }

    private static LocalDate day(String text) {
        return LocalDate.parse(text);
    }

    @Test
    void the_latest_month_comes_first_then_what_lies_before_it_in_pieces() {
        asksOn(24);

        assertThat(asked.getFirst())
                .isEqualTo(new Piece(Kind.FIRST, new DaySpan(day("2026-10-28"), day("2026-11-28")), day("2024-11-28")));
        assertThat(asked.get(1).days()).isEqualTo(new DaySpan(day("2025-10-28"), day("2026-10-27")));
        assertThat(asked).hasSize(3);
        assertThat(readDays.read()).contains(new DaySpan(day("2024-11-28"), day("2026-11-28")));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 12, 24})
    void every_day_that_the_customer_agreed_to_is_asked_for_and_none_before(int months) {
        asksOn(months);

        var earliest = today().minusMonths(months);
        var days = new ArrayList<LocalDate>();
        asked.forEach(piece ->
                piece.days().first().datesUntil(piece.days().last().plusDays(1)).forEach(days::add));
        assertThat(days)
                .containsExactlyInAnyOrderElementsOf(
                        earliest.datesUntil(today().plusDays(1)).toList());
        assertThat(readDays.isWhole(earliest)).isTrue();
    }

    @Test
    void the_latest_days_are_read_in_between_while_the_past_takes_long() {
        asks(24, true);
        now = now.plus(Duration.ofMinutes(9));
        assertThat(asks(24, true).kind()).isEqualTo(Kind.EARLIER);
        now = now.plus(Duration.ofMinutes(1));

        assertThat(asks(24, true))
                .isEqualTo(
                        new Piece(Kind.LATEST, new DaySpan(day("2026-11-14"), day("2026-11-28")), day("2024-11-28")));
        assertThat(asks(24, true).days().last()).isEqualTo(day("2025-10-27"));
    }

    @Test
    void the_past_has_its_turn_at_a_bank_that_is_asked_but_rarely() {
        asks(24, true);
        var kinds = new ArrayList<Kind>();
        for (var visit = 0; visit < 6; visit++) {
            now = now.plus(Duration.ofHours(3));
            kinds.add(asks(24, true).kind());
        }

        assertThat(kinds)
                .containsExactly(Kind.EARLIER, Kind.LATEST, Kind.EARLIER, Kind.LATEST, Kind.LATEST, Kind.LATEST);
    }

    @Test
    void the_latest_days_begin_two_weeks_before_the_latest_complete_read() {
        asksOn(3);
        now = now.plus(Duration.ofDays(1));
        asks(3, false);
        now = now.plus(Duration.ofDays(1));

        assertThat(asks(3, true).days()).isEqualTo(new DaySpan(day("2026-11-14"), day("2026-11-30")));
        assertThat(readDays.next(3, now, lastRead).days().first()).isEqualTo(day("2026-11-16"));
    }

    @Test
    void a_past_that_was_read_once_stays_whole_while_the_days_pass() {
        asksOn(3);
        for (var day = 0; day < 400; day++) {
            now = now.plus(Duration.ofDays(1));
            var piece = asks(3, true);
            assertThat(piece.kind()).isEqualTo(Kind.LATEST);
            assertThat(piece.days().first()).isAfterOrEqualTo(piece.earliest());
            assertThat(readDays.goesOn(piece)).isFalse();
        }
    }

    @Test
    void what_is_not_given_whole_does_not_count_and_is_asked_for_in_smaller_pieces() {
        asks(24, true);

        var missed = asks(24, false);
        assertThat(readDays.goesOn(missed)).isTrue();
        var smaller = asks(24, false);
        assertThat(smaller.days()).isEqualTo(new DaySpan(day("2026-07-28"), day("2026-10-27")));
        assertThat(readDays.goesOn(smaller)).isTrue();
        var smallest = asks(24, false);

        assertThat(smallest.days()).isEqualTo(new DaySpan(day("2026-09-28"), day("2026-10-27")));
        assertThat(readDays.read()).contains(new DaySpan(day("2026-10-28"), day("2026-11-28")));
        assertThat(readDays.goesOn(smallest))
                .as("tried again at the usual time")
                .isFalse();
    }

    @Test
    void a_piece_that_is_given_at_last_is_followed_by_larger_ones() {
        asks(24, true);
        asks(24, false);
        var smaller = asks(24, true);

        assertThat(readDays.goesOn(smaller)).isTrue();
        assertThat(asks(24, true).days()).isEqualTo(new DaySpan(day("2025-07-28"), day("2026-07-27")));
    }

    @Test
    void a_past_that_the_bank_does_not_give_is_tried_once_with_each_usual_read() {
        asks(24, true);
        asks(24, false);
        asks(24, false);
        asks(24, false);
        now = now.plus(Duration.ofHours(12));

        var latest = asks(24, true);
        assertThat(latest.kind()).isEqualTo(Kind.LATEST);
        assertThat(readDays.goesOn(latest)).isTrue();
        now = now.plus(Duration.ofMinutes(1));
        var earlier = asks(24, false);
        assertThat(earlier.kind()).isEqualTo(Kind.EARLIER);
        assertThat(readDays.goesOn(earlier)).isFalse();
    }

    @Test
    void a_first_month_that_is_too_much_is_begun_with_a_week() {
        asks(24, false);
        assertThat(readDays.hasBegun(day("2024-11-28"))).isFalse();

        var week = asks(24, true);

        assertThat(week.days()).isEqualTo(new DaySpan(day("2026-11-21"), day("2026-11-28")));
        assertThat(readDays.hasBegun(week.earliest())).as("a week is no month").isFalse();
        asks(24, true);
        assertThat(readDays.hasBegun(week.earliest())).isTrue();
    }

    @Test
    void after_a_long_gap_it_begins_anew() {
        asksOn(24);
        now = now.plus(Duration.ofDays(100));

        assertThat(asks(24, true).kind()).isEqualTo(Kind.FIRST);
    }

    @Test
    void it_is_told_by_its_note_alone() {
        asks(24, true);
        readDays = readDays.told(17);

        assertThat(ReadDays.of(Optional.of(readDays.note()))).isEqualTo(readDays);
        assertThat(ReadDays.of(Optional.of(ReadDays.NONE.note()))).isEqualTo(ReadDays.NONE);
        assertThat(ReadDays.of(Optional.empty())).isEqualTo(ReadDays.NONE);
    }
}
