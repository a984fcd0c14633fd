package org.openbalance.bank.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaWordsTest {

    private static final int MEGABYTE = 1024 * 1024;

    /// A look takes some milliseconds; by sentences without bounds such a body takes many seconds.
    @ParameterizedTest
    @ValueSource(strings = {"superat", "excedi", "przekroczon", "anzahl ", "limite de limite ", "number of ", "quota "})
    void a_megabyte_made_to_cost_time_costs_little(String beginning) {
        var body = beginning.repeat(MEGABYTE / beginning.length());

        Assertions.assertTimeout(
                Duration.ofSeconds(2), () -> assertThat(QuotaWords.in(body)).isFalse());
    }
}
