package org.openbalance.bank;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is learned of a bank that refuses a read too many.
class ReadQuotasTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-27T14:00:00Z, , 2026-11-28T00:00:00Z",
        "2026-11-27T23:59:59Z, , 2026-11-28T00:00:00Z",
        // Its day has only just begun, and is over already: it is not that of UTC.
        "2026-11-27T00:00:00Z, , 2026-11-28T00:00:00Z",
        "2026-11-27T00:09:59Z, , 2026-11-28T00:09:59Z",
        "2026-11-27T00:10:00Z, , 2026-11-28T00:00:00Z",
        // The bank's own word, unless that time is over.
        "2026-11-27T14:00:00Z, 2026-11-27T15:30:00Z, 2026-11-27T15:30:00Z",
        "2026-11-27T14:00:00Z, 2026-11-27T14:00:00Z, 2026-11-28T00:00:00Z",
        "2026-11-27T14:00:00Z, 2026-11-30T00:00:00Z, 2026-11-30T00:00:00Z",
        "2026-11-27T14:00:00Z, 2099-11-30T00:00:00Z, 2026-12-04T14:00:00Z"
    })
    void a_refused_login_rests_until_the_bank_allows_reads_again(Instant refused, Instant until, Instant reset) {
        var learned = ReadQuotas.learned(refused, Optional.ofNullable(until));

        assertThat(learned.reset()).isEqualTo(reset);
        assertThat(learned.allowed()).isFalse();
        assertThat(learned.limit()).isEmpty();
    }
}
