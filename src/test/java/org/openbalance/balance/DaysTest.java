package org.openbalance.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.openbalance.account.BalancePeriod;
import org.openbalance.account.PeriodReads;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.Money;

/// The balance at the end of each day, against a model that keeps every read and looks them all through.
class DaysTest {

    /// Zones with and without clock changes, of an hour, of half an hour and of two, on both sides of the date line.
    private static final List<String> ZONES = List.of(
            "Africa/Lagos",
            "UTC",
            "Europe/London",
            "America/New_York",
            "America/St_Johns",
            "Australia/Lord_Howe",
            "Antarctica/Troll",
            "Africa/Casablanca",
            "Asia/Kathmandu",
            "Pacific/Kiritimati",
            "Pacific/Pago_Pago");

    /// Before clock changes in spring and autumn, a leap day, the turn of a year.
    private static final List<Instant> BEGINNINGS = List.of(
            Instant.parse("2026-03-05T21:00:00Z"),
            Instant.parse("2026-03-27T22:30:00Z"),
            Instant.parse("2026-10-23T23:59:59.999Z"),
            Instant.parse("2028-02-27T12:00:00Z"),
            Instant.parse("2026-12-30T00:00:00Z"));

    private record Read(Instant at, long amount) {}

    private record Valued(LocalDate date, long amount, boolean carried) {}

    @Property(tries = 2_000)
    void are_those_of_the_naive_model(@ForAll("reads") List<Read> reads, @ForAll("zones") ZoneId zone) {
        var periods = periods(reads);
        var last = LocalDate.ofInstant(reads.getLast().at(), zone).plusDays(3);
        var span = new Days.Span(zone, last, LocalDate.EPOCH, 10_000);

        var days = Days.of(periods, false, span, reads.getLast().at());

        assertThat(valued(days.days())).isEqualTo(naive(reads, zone, last));
        assertThat(days.next()).isEmpty();
    }

    @Property(tries = 500)
    void are_the_same_page_by_page(
            @ForAll("reads") List<Read> reads,
            @ForAll("zones") ZoneId zone,
            @ForAll @IntRange(min = 1, max = 9) int limit,
            @ForAll @IntRange(min = 1, max = 9) int most) {
        var periods = periods(reads);
        var last = LocalDate.ofInstant(reads.getLast().at(), zone);
        var found = new ArrayList<Days.Day>();
        for (var next = Optional.of(last); next.isPresent(); ) {
            var end = Days.Span.end(next.get(), zone);
            var older = periods.stream()
                    .filter(period -> !period.from().isAfter(end))
                    .toList();
            var page = Days.of(
                    older.stream().limit(most).toList(),
                    older.size() > most,
                    new Days.Span(zone, next.get(), LocalDate.EPOCH, limit),
                    reads.getLast().at());
            assertThat(page.days()).hasSizeLessThanOrEqualTo(limit);
            assertThat(page.next().map(next.get()::isAfter).orElse(true)).isTrue();
            found.addAll(page.days());
            next = page.next();
        }
        assertThat(valued(found)).isEqualTo(naive(reads, zone, last));
    }

    @Property(tries = 300)
    void periods_stand_in_order_without_overlap_and_an_unchanged_read_only_extends(@ForAll("reads") List<Read> reads) {
        for (var count = 1; count < reads.size(); count++) {
            var before = periods(reads.subList(0, count));
            var after = periods(reads.subList(0, count + 1));
            var same = reads.get(count).amount() == reads.get(count - 1).amount();

            assertThat(after).hasSize(before.size() + (same ? 0 : 1));
            assertThat(after.subList(after.size() - before.size() + (same ? 1 : 0), after.size()))
                    .isEqualTo(before.subList(same ? 1 : 0, before.size()));
            assertThat(after.getFirst().to()).isEqualTo(reads.get(count).at());
            if (after.size() > 1) {
                assertThat(after.get(1).to()).isBefore(after.getFirst().from());
            }
        }
    }

    @Example
    void a_day_has_ended_when_the_next_has_begun_in_its_zone() {
        var lagos = ZoneId.of("Africa/Lagos");
        var midnight = Instant.parse("2026-11-24T23:00:00Z");
        var periods = periods(List.of(new Read(midnight.minusSeconds(1), 1)));
        var span = new Days.Span(lagos, LocalDate.of(2026, 11, 24), LocalDate.EPOCH, 1);

        assertThat(Days.of(periods, false, span, midnight.minusMillis(1)).days())
                .extracting(Days.Day::complete)
                .containsExactly(false);
        assertThat(Days.of(periods, false, span, midnight).days())
                .extracting(Days.Day::complete)
                .containsExactly(true);
    }

    @Example
    void a_balance_unchanged_for_years_keeps_a_bounded_note_of_its_gaps_and_makes_up_no_read() {
        var utc = ZoneId.of("UTC");
        var reads = new ArrayList<Read>();
        for (var day = 0; day < 400; day += 2) {
            reads.add(new Read(Instant.parse("2026-01-01T12:00:00Z").plus(Duration.ofDays(day)), 1));
        }
        var periods = periods(reads);
        var last = LocalDate.ofInstant(reads.getLast().at(), utc);

        var days = Days.of(periods, false, new Days.Span(utc, last, LocalDate.EPOCH, 10_000), Instant.MAX);

        assertThat(periods.getFirst().reads().gaps()).hasSizeLessThanOrEqualTo(PeriodReads.MOST_GAPS);
        var naive = naive(reads, utc, last);
        for (var place = 0; place < naive.size(); place++) {
            var carried = days.days().get(place).carried();
            assertThat(carried || !naive.get(place).carried()).isTrue();
        }
        assertThat(valued(days.days()).subList(0, 50)).isEqualTo(naive.subList(0, 50));
    }

    private static List<Valued> valued(List<Days.Day> days) {
        return days.stream()
                .map(day -> new Valued(
                        day.date(),
                        day.period().amounts().availableMoney().orElseThrow().minor(),
                        day.carried()))
                .toList();
    }

    private static List<Valued> naive(List<Read> reads, ZoneId zone, LocalDate last) {
        var days = new ArrayList<Valued>();
        for (var date = LocalDate.ofInstant(reads.getFirst().at(), zone);
                !date.isAfter(last);
                date = date.plusDays(1)) {
            var day = date;
            var upTo = reads.stream()
                    .filter(read -> !LocalDate.ofInstant(read.at(), zone).isAfter(day))
                    .toList();
            var carried = upTo.stream()
                    .noneMatch(read -> LocalDate.ofInstant(read.at(), zone).equals(day));
            days.add(new Valued(day, upTo.getLast().amount(), carried));
        }
        return days.reversed();
    }

    /// As the table comes to hold them, newest first.
    private static List<BalancePeriod> periods(List<Read> reads) {
        var periods = new ArrayList<BalancePeriod>();
        for (var read : reads) {
            var money = new Money(read.amount(), Currency.getInstance("NGN"));
            var amounts = new BalanceAmounts(money, money);
            if (!periods.isEmpty() && periods.getLast().amounts().equals(amounts)) {
                var open = periods.removeLast();
                periods.add(new BalancePeriod(
                        open.from(), read.at(), amounts, open.reads().then(open.to(), read.at())));
            } else {
                periods.add(
                        new BalancePeriod(read.at(), read.at(), amounts, PeriodReads.of(PeriodReads.Source.SCHEDULE)));
            }
        }
        return periods.reversed();
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of(ZONES).map(ZoneId::of);
    }

    @Provide
    Arbitrary<List<Read>> reads() {
        var later = Arbitraries.oneOf(
                Arbitraries.longs().between(1, Duration.ofHours(12).toMillis()),
                Arbitraries.longs().between(1, Duration.ofDays(4).toMillis()),
                // On the hour, where days end and clocks change.
                Arbitraries.longs().between(1, 72).map(hours -> Duration.ofHours(hours)
                        .toMillis()));
        var step = Combinators.combine(later, Arbitraries.longs().between(-1, 1))
                .as((millis, amount) -> new Read(Instant.ofEpochMilli(millis), amount));
        return Combinators.combine(
                        Arbitraries.of(BEGINNINGS), step.list().ofMinSize(1).ofMaxSize(35))
                .as(DaysTest::reads);
    }

    private static List<Read> reads(Instant beginning, List<Read> steps) {
        var reads = new ArrayList<Read>();
        var at = beginning;
        for (var step : steps) {
            at = at.plusMillis(step.at().toEpochMilli());
            reads.add(new Read(at, step.amount()));
        }
        return reads;
    }
}
