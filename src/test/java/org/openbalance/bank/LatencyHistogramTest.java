package org.openbalance.bank;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class LatencyHistogramTest {

    @Property
    void a_duration_is_told_to_an_eighth(@ForAll @LongRange(min = 0, max = 120_000) long ms) {
        var longest = LatencyHistogram.longest(LatencyHistogram.step(ms));

        assertThat(longest).isGreaterThanOrEqualTo(ms).isLessThanOrEqualTo(ms + ms / 8);
        assertThat(LatencyHistogram.step(longest)).isEqualTo(LatencyHistogram.step(ms));
        assertThat(LatencyHistogram.step(longest + 1)).isEqualTo(LatencyHistogram.step(ms) + 1);
    }

    @Example
    void what_takes_longer_than_any_call_may_is_counted_at_the_end() {
        assertThat(LatencyHistogram.step(Long.MAX_VALUE)).isEqualTo(LatencyHistogram.SIZE - 1);
    }
}
