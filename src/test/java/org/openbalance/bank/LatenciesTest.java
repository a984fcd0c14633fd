package org.openbalance.bank;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class LatenciesTest {

    @Property
    void a_duration_is_told_to_an_eighth(@ForAll @LongRange(min = 0, max = 120_000) long ms) {
        var longest = Latencies.longest(Latencies.step(ms));

        assertThat(longest).isGreaterThanOrEqualTo(ms).isLessThanOrEqualTo(ms + ms / 8);
        assertThat(Latencies.step(longest)).isEqualTo(Latencies.step(ms));
        assertThat(Latencies.step(longest + 1)).isEqualTo(Latencies.step(ms) + 1);
    }

    @Example
    void what_takes_longer_than_any_call_may_is_counted_at_the_end() {
        assertThat(Latencies.step(Long.MAX_VALUE)).isEqualTo(Latencies.SIZE - 1);
    }
}
