package org.openbalance.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.openbalance.owner.Owner;
import org.openbalance.platform.Ids;

class CadenceTest {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Cadence USUAL = new Cadence(Owner.USUAL_CADENCE, OptionalInt.empty());

    @Property
    void the_next_read_comes_within_half_and_twice_the_plan(
            @ForAll("plans") Duration plan, @ForAll("found") Cadence.Found found, @ForAll @LongRange(min = 0) long at) {
        var from = Instant.ofEpochMilli(at % Duration.ofDays(40_000).toMillis());

        var next = new Cadence(plan, OptionalInt.empty()).next(Ids.next(from), from, found);

        assertThat(Duration.between(from, next)).isBetween(plan.dividedBy(2), plan.multipliedBy(2));
    }

    @Property
    void a_quota_is_never_used_up_before_its_day_is_over(
            @ForAll("plans") Duration plan,
            @ForAll @IntRange(min = 1, max = 48) int dailyReads,
            @ForAll("found") Cadence.Found found) {
        var cadence = new Cadence(plan, OptionalInt.of(dailyReads));
        var login = Ids.next(BEGIN);
        var reads = new ArrayList<Instant>();
        for (var at = cadence.next(login, BEGIN, found);
                at.isBefore(BEGIN.plus(Duration.ofDays(3)));
                at = cadence.next(login, at, found)) {
            reads.add(at);
        }

        for (var day = 0; day < 3; day++) {
            var from = BEGIN.plus(Duration.ofDays(day));
            assertThat(reads.stream()
                            .filter(at -> !at.isBefore(from) && at.isBefore(from.plus(Duration.ofDays(1))))
                            .count())
                    .isLessThanOrEqualTo(dailyReads);
        }
    }

    @Property
    void accounts_of_one_login_are_due_together(
            @ForAll("plans") Duration plan, @ForAll @LongRange(min = 0, max = 100_000_000) long apart) {
        var cadence = new Cadence(plan, OptionalInt.empty());
        var login = Ids.next(BEGIN);
        var unchanged = new Cadence.Found(false, Duration.ZERO);
        var one = cadence.next(login, BEGIN, unchanged);
        var other = cadence.next(login, BEGIN.plusMillis(apart), unchanged);

        assertThat(Duration.between(one, other).toMillis() % plan.toMillis()).isZero();
    }

    @Property
    void retries_grow_to_a_twelfth_of_the_plan_and_lasting_trouble_is_tried_as_the_plan_has_it(
            @ForAll("plans") Duration plan, @ForAll @IntRange(min = 1, max = 1000) int failures) {
        var cadence = new Cadence(plan, OptionalInt.empty());
        var pause = Duration.between(BEGIN, cadence.retry(Ids.next(BEGIN), failures, BEGIN));

        var doubled = Duration.ofMinutes(1).toMillis() << Math.min(failures - 1, 20);
        var longest = failures > Cadence.LASTING ? plan.toMillis() : Math.max(plan.toMillis() / 12, 60_000);
        var expected = Duration.ofMillis(Math.min(doubled, longest));
        assertThat(pause).isBetween(expected.multipliedBy(3).dividedBy(4), expected);
    }

    @Property
    void a_bank_rests_for_five_to_ten_minutes(@ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long at) {
        var now = Instant.ofEpochMilli(at);

        assertThat(Duration.between(now, Cadence.rested(Ids.next(now), now)))
                .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(10));
    }

    @Property
    void an_exhausted_login_is_read_again_within_a_day_of_the_end_of_its_rest(
            @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long at,
            @ForAll @IntRange(min = 1, max = 24) int dailyReads) {
        var now = Instant.ofEpochMilli(at);
        var reset = now.plus(Duration.ofHours(7));

        var next = new Cadence(Duration.ofHours(6), OptionalInt.of(dailyReads)).after(reset, Ids.next(now));

        assertThat(next).isAfterOrEqualTo(reset).isBefore(reset.plus(Duration.ofHours(24)));
    }

    /// A thousand logins on 360 minutes, linked all at once: no minute gets more than chance explains.
    @Example
    void logins_that_are_linked_at_one_moment_are_spread_evenly_over_the_plan() {
        var minutes = new int[360];
        for (var login = 0; login < 36_000; login++) {
            var next = USUAL.next(Ids.next(BEGIN), BEGIN, Cadence.Found.NEW);
            minutes[(int) (Duration.between(BEGIN, next).toMinutes() % 360)]++;
        }
        // A hundred each on average; six standard deviations are 60.
        for (var minute : minutes) {
            assertThat(minute).isBetween(40, 160);
        }
    }

    @Example
    void a_change_brings_the_next_read_sooner_and_a_long_standing_balance_later() {
        var login = Ids.next(BEGIN);
        var due = USUAL.next(login, BEGIN, Cadence.Found.NEW);

        assertThat(USUAL.next(login, due, new Cadence.Found(true, Duration.ZERO)))
                .isEqualTo(due.plus(Duration.ofHours(3)));
        assertThat(USUAL.next(login, due, new Cadence.Found(false, Duration.ofDays(6))))
                .isEqualTo(due.plus(Duration.ofHours(6)));
        assertThat(USUAL.next(login, due, new Cadence.Found(false, Duration.ofDays(7))))
                .isAfterOrEqualTo(due.plus(Duration.ofHours(6)))
                .isBeforeOrEqualTo(due.plus(Duration.ofHours(12)));
    }

    @Example
    void a_read_that_comes_a_little_late_keeps_its_place() {
        var unchanged = new Cadence.Found(false, Duration.ZERO);
        var due = BEGIN.plusSeconds(100);

        assertThat(USUAL.from(due, due.plus(Duration.ofMinutes(179)), unchanged))
                .isEqualTo(due);
        assertThat(USUAL.from(due, due.plus(Duration.ofMinutes(181)), unchanged))
                .isEqualTo(due.plus(Duration.ofMinutes(181)));
        assertThat(USUAL.from(due, due.minusSeconds(2), unchanged))
                .as("clocks differ")
                .isEqualTo(due);
    }

    @Provide
    Arbitrary<Duration> plans() {
        return Arbitraries.longs()
                .between(Owner.SHORTEST_CADENCE.toSeconds(), Owner.LONGEST_CADENCE.toSeconds())
                .map(Duration::ofSeconds);
    }

    @Provide
    Arbitrary<Cadence.Found> found() {
        return Combinators.combine(
                        Arbitraries.of(true, false), Arbitraries.longs().between(0, 200_000_000))
                .as((changed, since) -> new Cadence.Found(changed, Duration.ofSeconds(since)));
    }
}
