package org.openbalance.bank;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private final AtomicReference<Instant> clock = new AtomicReference<>(Instant.parse("2026-11-27T00:00:00Z"));
    private final Breaker breaker = new Breaker(clock::get);

    private void fails(int times) {
        for (var time = 0; time < times; time++) {
            breaker.failed(breaker.begin().orElseThrow());
        }
    }

    private void passes(Duration time) {
        clock.set(clock.get().plus(time).plusMillis(1));
    }

    @Test
    void five_failures_in_a_row_open_it_and_a_success_between_them_does_not() {
        fails(4);
        breaker.succeeded(breaker.begin().orElseThrow());
        assertThat(breaker.fresh()).isTrue();
        fails(4);
        assertThat(breaker.spares()).isFalse();
        fails(1);

        assertThat(breaker.spares()).isTrue();
        assertThat(breaker.begin()).isEmpty();
        assertThat(breaker.fresh()).isFalse();
    }

    @Test
    void each_failed_try_doubles_the_rest_up_to_a_minute() {
        fails(5);
        var rests = new ArrayList<Long>();
        for (var round = 0; round < 6; round++) {
            rests.add(breaker.rest().toSeconds());
            assertThat(breaker.begin()).isEmpty();
            passes(breaker.rest());
            fails(1);
        }

        assertThat(rests).containsExactly(5L, 10L, 20L, 40L, 60L, 60L);
    }

    @Test
    void one_call_tries_it_and_its_success_closes_it() {
        fails(5);
        passes(Breaker.FIRST_REST);

        var first = breaker.begin().orElseThrow();
        assertThat(breaker.begin()).isEmpty();
        assertThat(breaker.spares()).isTrue();
        breaker.succeeded(first);

        assertThat(breaker.spares()).isFalse();
        assertThat(breaker.rest()).isZero();
        fails(4);
        assertThat(breaker.spares()).isFalse();
    }

    @Test
    void a_try_that_tells_nothing_leaves_the_next_one_to_try() {
        fails(5);
        passes(Breaker.FIRST_REST);

        breaker.abandoned(breaker.begin().orElseThrow());

        assertThat(breaker.begin()).isPresent();
    }

    @Test
    void the_outcome_of_a_call_from_before_counts_for_nothing_and_lets_no_second_try_out() {
        var abandoned = breaker.begin().orElseThrow();
        var succeeded = breaker.begin().orElseThrow();
        var failed = breaker.begin().orElseThrow();
        fails(5);
        passes(Breaker.FIRST_REST);
        var trying = breaker.begin().orElseThrow();

        breaker.abandoned(abandoned);
        breaker.succeeded(succeeded);
        breaker.failed(failed);

        assertThat(breaker.begin()).isEmpty();
        breaker.succeeded(trying);
        assertThat(breaker.begin()).isPresent();
    }
}
