package org.openbalance.bank;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whether a bank may be told that the customer is there.
class AttendanceTest {

    @ParameterizedTest
    @ValueSource(strings = {"102.89.23.7", " 102.89.23.7 ", "2a02:8070:1234::7"})
    void who_is_at_a_public_address_is_present(String address) {
        assertThat(Attendance.of(address, Optional.of("Firefox"))).hasValueSatisfying(attendance -> {
            assertThat(attendance.userAgent()).contains("Firefox");
            assertThat(attendance.toString()).doesNotContain("102.89");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "127.0.0.1",
                "10.1.2.3",
                "::1",
                "fe80::1",
                "0.0.0.0",
                "bank.example",
                "1.2.3",
                "102.89.23.7:80"
            })
    void an_address_that_no_bank_could_take_for_the_customers_is_nobodys(String address) {
        assertThat(Attendance.of(address, Optional.empty())).isEmpty();
    }

    @Test
    void an_address_of_old_form_is_no_address() {
        assertThat(Attendance.of("0102.89.23.7", Optional.empty())).isEmpty();
    }
}
