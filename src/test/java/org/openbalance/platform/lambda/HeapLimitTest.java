package org.openbalance.platform.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeapLimitTest {

    private static final long MB = 1024L * 1024;

    /// In each of Lambda's sizes, on a machine that is as large as the function.
    @ParameterizedTest
    @CsvSource({"128, 80", "256, 208", "512, 409", "1024, 819", "3008, 2406"})
    void the_heap_leaves_room_for_the_image(int cache, int mostHeap) {
        var percent = HeapLimit.percent(Integer.toString(cache), cache * MB * 80 / 100);

        assertThat((long) cache * percent / 100).isBetween(mostHeap - cache / 50L - 1, (long) mostHeap);
    }

    @ParameterizedTest
    @CsvSource({"128, 1"})
    void a_machine_larger_than_the_function_does_not_count(String cache, int percent) {
        assertThat(HeapLimit.percent(cache, 10_240 * MB * 80 / 100)).isEqualTo(percent);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "-1", "much", "99999999999"})
    void what_is_no_size_leaves_the_image_to_itself(String cache) {
        assertThat(HeapLimit.percent(cache, 100 * MB)).isEqualTo(80);
    }
}
