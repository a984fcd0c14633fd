package org.openbalance.bank.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankTransaction;
import org.openbalance.bank.DaySpan;
import org.openbalance.money.AccountNumber;

class LifeTest {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 10);
    private static final long LAST_DAY = 40_000;

    @Property(tries = 300)
    void a_day_ends_with_what_the_day_before_ended_with_and_its_booked_lines(
            @ForAll("lives") Life life, @ForAll @LongRange(max = LAST_DAY) long epochDay) {
        var day = LocalDate.ofEpochDay(epochDay);
        var lines = booked(life, day, day);
        assertEquals(
                ledger(life, day),
                ledger(life, day.minusDays(1))
                        + lines.stream().mapToLong(LifeTest::minor).sum());
    }

    @Property(tries = 100)
    void each_line_says_what_is_booked_after_it(
            @ForAll("lives") Life life, @ForAll @LongRange(max = LAST_DAY) long epochDay) {
        var first = LocalDate.ofEpochDay(epochDay);
        var balance = ledger(life, first.minusDays(1));
        for (var line : booked(life, first, first.plusDays(45))) {
            balance += minor(line);
            assertEquals(balance, line.balance().orElseThrow().minor());
        }
        assertEquals(balance, ledger(life, first.plusDays(45)));
    }

    @Property(tries = 300)
    void what_is_available_differs_from_the_ledger_by_what_is_pending(
            @ForAll("lives") Life life,
            @ForAll @LongRange(max = LAST_DAY) long epochDay,
            @ForAll @IntRange(max = 1439) int minuteOfDay) {
        var minute = epochDay * BankTime.DAY_MINUTES + minuteOfDay;
        var pending = life.pending(minute);
        assertEquals(
                life.at(minute).pending(),
                pending.stream().mapToLong(LifeTest::minor).sum());
    }

    @Property(tries = 100)
    void what_is_booked_stays_as_it_is_however_the_days_are_cut(
            @ForAll("lives") Life life,
            @ForAll @LongRange(max = LAST_DAY) long epochDay,
            @ForAll @IntRange(min = 1, max = 60) int days) {
        var first = LocalDate.ofEpochDay(epochDay);
        var last = first.plusDays(90);
        var cut = first.plusDays(days);
        var parts = new ArrayList<>(booked(life, first, cut));
        parts.addAll(booked(life, cut.plusDays(1), last));
        assertEquals(booked(life, first, last), parts);
    }

    @Property(tries = 100)
    void a_pending_line_is_booked_within_two_days_as_the_same_amount(
            @ForAll("lives") Life life, @ForAll @LongRange(max = LAST_DAY) long epochDay) {
        var day = LocalDate.ofEpochDay(epochDay);
        var later = booked(life, day, day.plusDays(2)).stream()
                .map(BankTransaction::amount)
                .toList();
        assertThat(later)
                .containsAll(life.pending(BankTime.start(day.plusDays(1)) - 1).stream()
                        .map(BankTransaction::amount)
                        .toList());
    }

    @Test
    void lines_come_when_their_minute_has_come_and_none_before_the_life_began() {
        var life = life("savings", ActivityLevel.HIGH, "NGN", 7);
        var days = new DaySpan(DAY, DAY);
        var noon = BankTime.start(DAY) + 12 * 60;
        var untilNoon = life.booked(days, Long.MIN_VALUE, noon);
        var all = booked(life, DAY, DAY);
        assertThat(untilNoon).isNotEmpty().hasSizeLessThan(all.size());
        assertEquals(all.subList(0, untilNoon.size()), untilNoon);

        var young = new Life(life.account(), life.script(), life.style(), BankTime.start(DAY));
        assertThat(booked(young, DAY.minusDays(30), DAY)).isEqualTo(all);
    }

    @Test
    void somebody_who_is_employed_is_paid_much_the_same_each_month() {
        var employed = LongStream.range(0, 40)
                .mapToObj(seed -> life("savings", ActivityLevel.MEDIUM, "NGN", seed))
                .filter(life -> salaries(life).size() >= 23)
                .toList();
        assertThat(employed).hasSizeGreaterThan(15);
        for (var life : employed) {
            var salaries = salaries(life);
            assertThat(salaries.getLast()).isBetween(salaries.getFirst() * 85 / 100, salaries.getFirst() * 115 / 100);
        }
    }

    private static List<Long> salaries(Life life) {
        return booked(life, DAY.minusMonths(24), DAY).stream()
                .filter(line -> line.narration().contains("SALARY"))
                .map(LifeTest::minor)
                .filter(amount -> amount > 0)
                .toList();
    }

    @Test
    void everything_that_there_are_words_for_happens_to_somebody() {
        var seen = EnumSet.noneOf(Deed.class);
        for (var type : List.of("savings", "current", "corporate", "domiciliary")) {
            for (var seed = 0; seed < 30; seed++) {
                var script = life(type, ActivityLevel.HIGH, "NGN", seed).script();
                var now = script.monthAt(BankTime.start(DAY));
                for (var month = now - 24; month < now; month++) {
                    script.cycle(month).movements().forEach(movement -> seen.add(movement.deed()));
                }
            }
        }
        assertThat(EnumSet.complementOf(seen)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(NarrationStyle.class)
    void every_bank_has_words_for_everything_and_leaves_no_place_open(NarrationStyle style) {
        var words = new LifeWords(42, "ADA $1 OKAFOR", 7, DAY);
        for (var deed : Deed.values()) {
            assertThat(style.text(deed, false, words)).isNotBlank().doesNotContain("{", "}");
            assertThat(style.text(deed, true, words))
                    .endsWith(style.text(deed, false, words))
                    .isNotEqualTo(style.text(deed, false, words));
        }
    }

    @Test
    void banks_word_the_same_life_in_ways_of_their_own() {
        var texts =
                Set.of(Sandbox.PASSWORD, Sandbox.OTP, Sandbox.QUESTION, Sandbox.REDIRECT, Sandbox.CORPORATE).stream()
                        .map(bank -> narrations(bank, "NGN", "NG"))
                        .collect(Collectors.toSet());
        assertThat(texts).hasSize(5);
    }

    @Test
    void a_life_abroad_is_in_the_words_of_its_country() {
        assertThat(narrations(Sandbox.PASSWORD, "EUR", "DE")).anyMatch(text -> text.startsWith("KARTENZAHLUNG"));
        assertThat(narrations(Sandbox.PASSWORD, "EUR", "FR")).anyMatch(text -> text.startsWith("CARTE"));
        assertThat(narrations(Sandbox.PASSWORD, "GBP", "GB"))
                .anyMatch(text -> text.startsWith("CARD PAYMENT"))
                .noneMatch(text -> text.contains("LEVY") || text.contains("VAT"));
    }

    private static List<String> narrations(Bank bank, String currency, String country) {
        var naira = currency.equals("NGN");
        var life = life("savings", ActivityLevel.HIGH, currency, 5);
        var worded = new Life(life.account(), life.script(), NarrationStyle.of(bank, naira, country), life.since());
        return booked(worded, DAY.minusDays(60), DAY).stream()
                .map(BankTransaction::narration)
                .toList();
    }

    @Test
    void a_banks_ids_are_each_of_one_line() {
        var life = life("current", ActivityLevel.HIGH, "NGN", 9);
        var ids = booked(life, DAY.minusMonths(24), DAY).stream()
                .map(line -> line.reference().orElseThrow())
                .toList();
        assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
    }

    @Test
    void volumes_are_some_62_and_400_lines_a_month_at_most() {
        assertThat(linesOfAYear(ActivityLevel.LOW)).isBetween(12L * 8, 12L * 40);
        assertThat(linesOfAYear(ActivityLevel.MEDIUM)).isBetween(12L * 30, 12L * 90);
        assertThat(linesOfAYear(ActivityLevel.HIGH)).isBetween(12L * 200, 12L * 450);
    }

    private static long linesOfAYear(ActivityLevel volume) {
        return booked(life("savings", volume, "NGN", 3), DAY.minusYears(1), DAY).size();
    }

    /// Ten thousand balances of the liveliest accounts, at times far apart: a walk over the months before would take
    /// minutes.
    @Test
    void a_balance_costs_one_month_however_old_the_life_is() {
        var life = life("current", ActivityLevel.HIGH, "NGN", 3);
        var began = System.nanoTime();
        var sum = LongStream.range(0, 10_000)
                .map(place -> life.at(20_000_000L + place * 3_000).ledger())
                .sum();
        assertThat(sum).isNotZero();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
    }

    private static long ledger(Life life, LocalDate endOf) {
        return life.at(BankTime.start(endOf.plusDays(1)) - 1).ledger();
    }

    private static List<BankTransaction> booked(Life life, LocalDate first, LocalDate last) {
        return life.booked(new DaySpan(first, last), Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private static long minor(BankTransaction line) {
        return line.amount().minor();
    }

    private static Life life(String type, ActivityLevel volume, String code, long seed) {
        var currency = Currency.getInstance(code);
        var account =
                new SandboxAccount(0, "reference-0", Optional.<AccountNumber>empty(), "ADA OKAFOR", type, currency);
        var style = NarrationStyle.of(Sandbox.PASSWORD, code.equals("NGN"), "NG");
        return new Life(account, new BalanceScript(seed, volume, type, currency), style, Long.MIN_VALUE / 2);
    }

    @Provide
    Arbitrary<Life> lives() {
        return Combinators.combine(
                        Arbitraries.longs(),
                        Arbitraries.of(ActivityLevel.class),
                        Arbitraries.of("savings", "current", "domiciliary", "corporate"),
                        Arbitraries.of("NGN", "USD", "EUR", "ISK", "KES", "KWD"))
                .as((seed, volume, type, currency) -> life(type, volume, currency, seed));
    }
}
