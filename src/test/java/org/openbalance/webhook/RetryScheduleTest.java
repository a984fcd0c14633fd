package org.openbalance.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.openbalance.platform.queue.Queues;

/// The schedule of retries: 5 s, 30 s, 2 min, 15 min, 1 h, 4 h, 12 h, 24 h, each up to a tenth longer; then no more.
class RetryScheduleTest {

    private static final int RETRIES = 8;

    @Property
    void a_wait_is_the_schedule_s_and_at_most_a_tenth_longer(
            @ForAll @IntRange(min = 1, max = RETRIES) int begun,
            @ForAll @IntRange(max = RetrySchedule.PARTS) int part) {
        var planned = WebhookLimits.RETRIES.get(begun - 1);

        assertThat(RetrySchedule.wait(begun, part).orElseThrow())
                .isBetween(planned, planned.multipliedBy(11).dividedBy(10));
    }

    @Property
    void a_later_retry_waits_longer_whatever_chance_says(
            @ForAll @IntRange(min = 1, max = RETRIES - 1) int begun,
            @ForAll @IntRange(max = RetrySchedule.PARTS) int part,
            @ForAll @IntRange(max = RetrySchedule.PARTS) int next) {
        assertThat(RetrySchedule.wait(begun + 1, next).orElseThrow())
                .isGreaterThan(RetrySchedule.wait(begun, part).orElseThrow());
    }

    @Property
    void after_the_last_retry_it_is_given_up(@ForAll @IntRange(min = RETRIES + 1, max = 1_000) int begun) {
        assertThat(RetrySchedule.wait(begun)).isEmpty();
    }

    @Property
    void what_the_queue_is_to_wait_it_can_wait(
            @ForAll @IntRange(min = 1, max = 3) int begun, @ForAll @IntRange(max = RetrySchedule.PARTS) int part) {
        assertThat(RetrySchedule.wait(begun, part).orElseThrow()).isLessThanOrEqualTo(Queues.LONGEST_DELAY);
    }

    @Example
    void a_receiver_that_asks_for_time_gets_it_within_the_longest_wait() {
        assertThat(RetrySchedule.wait(1, Optional.of(Duration.ofSeconds(60)))).contains(Duration.ofSeconds(60));
        assertThat(RetrySchedule.wait(1, Optional.of(Duration.ofDays(400)))).contains(Duration.ofHours(24));
        assertThat(RetrySchedule.wait(8, Optional.of(Duration.ofSeconds(1))).orElseThrow())
                .isGreaterThanOrEqualTo(Duration.ofHours(24));
        assertThat(RetrySchedule.wait(RETRIES + 1, Optional.of(Duration.ofSeconds(1))))
                .isEmpty();
    }

    @Example
    void all_of_it_takes_less_than_two_days() {
        var total = WebhookLimits.RETRIES.stream().reduce(Duration.ZERO, Duration::plus);

        assertThat(WebhookLimits.RETRIES).hasSize(RETRIES);
        assertThat(total).isBetween(Duration.ofHours(41), Duration.ofHours(42));
    }
}
