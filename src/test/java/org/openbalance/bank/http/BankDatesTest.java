package org.openbalance.bank.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BankDatesTest {

    private static final ZoneId LAGOS = ZoneId.of("Africa/Lagos");

    @ParameterizedTest
    @CsvSource({
        "2026-03-05, 2026-03-04T23:00:00Z, 2026-03-05",
        "2026-03-05T23:30:00, 2026-03-05T22:30:00Z, 2026-03-05",
        "2026-03-05T23:30, 2026-03-05T22:30:00Z, 2026-03-05",
        "2026-03-05T23:30:00.123456, 2026-03-05T22:30:00.123456Z, 2026-03-05",
        "2026-03-05 23:30:00, 2026-03-05T22:30:00Z, 2026-03-05",
        "2026-03-05T23:30:00Z, 2026-03-05T23:30:00Z, 2026-03-06",
        "2026-03-05T23:30:00+02:00, 2026-03-05T21:30:00Z, 2026-03-05",
        "2026-03-05T23:30:00+0200, 2026-03-05T21:30:00Z, 2026-03-05",
        "2026-03-05T23:30:00+02, 2026-03-05T21:30:00Z, 2026-03-05"
    })
    void what_has_no_zone_is_in_the_bank_s(String written, Instant moment, LocalDate day) {
        var text = JsonNodeFactory.instance.textNode(written);
        assertThat(BankDates.moment(text, LAGOS)).contains(moment);
        assertThat(BankDates.day(text, LAGOS)).contains(day);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "05-03-2026", "2026-02-30", "2026-03-05T", "today", "20260305"})
    void what_is_not_understood_is_no_day_at_all(String written) {
        var text = JsonNodeFactory.instance.textNode(written);
        assertThat(BankDates.moment(text, LAGOS)).isEmpty();
        assertThat(BankDates.day(text, LAGOS)).isEmpty();
    }

    @Test
    void neither_is_what_is_missing_or_a_number() {
        assertThat(BankDates.day(MissingNode.getInstance(), LAGOS)).isEmpty();
        assertThat(BankDates.day(JsonNodeFactory.instance.numberNode(20260305), LAGOS))
                .isEmpty();
    }
}
