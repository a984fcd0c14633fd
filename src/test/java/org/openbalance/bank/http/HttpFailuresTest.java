package org.openbalance.bank.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankFailure;

class HttpFailuresTest {

    private static final Instant NOW = Instant.parse("2026-03-10T09:30:00Z");
    private static final Bank BANK = new Bank(
            "5b1a6e2f9c0d4e7f8a910908",
            "some-bank",
            "908",
            "Some Bank",
            "some-bank.svg",
            new Bank.Colors("", "", "", ""),
            false,
            Set.of(),
            new Bank.Login("redirect", List.of()));

    private static BankFailure failure(int status, String body, Map<String, String> headers) {
        return new BankAnswer(BANK, status, headers, body, NOW).failure();
    }

    private static BankFailure failure(int status, String body) {
        return failure(status, body, Map.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400|{\"error\":\"invalid_grant\"}|LOGIN_EXPIRED",
                "401|{\"error\":\"invalid_token\"}|LOGIN_EXPIRED",
                "401|{\"error\":\"invalid_client\"}|ERROR",
                "401|<html>|LOGIN_EXPIRED",
                "403|{\"Errors\":[{\"ErrorCode\":\"UK.OBIE.Reauthenticate\"}]}|LOGIN_EXPIRED",
                "401|{\"tppMessages\":[{\"code\":\"CONSENT_EXPIRED\"}]}|LOGIN_EXPIRED",
                "403|{\"error\":\"insufficient_scope\"}|ERROR",
                "400|{\"message\":\"invalid_grant\"}|ERROR",
                "503|{\"message\":\"Too many requests\"}|QUOTA",
                "500|{\"message\":\"Too many requests\"}|ERROR",
                "200||ERROR"
            })
    void a_failure_is_classed_by_status_and_code(int status, String body, BankFailure.Kind kind) {
        assertThat(failure(status, body == null ? "" : body).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "0", "99999999", "Tue, 10 Mar 2026 09:29:00 GMT", "Tue, 10 Mar 2036 09:29:00 GMT"})
    void a_time_that_cannot_be_is_none(String retryAfter) {
        assertThat(failure(429, "", Map.of("retry-after", retryAfter)).until()).isEmpty();
    }

    @Test
    void a_time_is_kept() {
        assertThat(failure(429, "", Map.of("retry-after", " 30 ")).until()).isEqualTo(Optional.of(NOW.plusSeconds(30)));
    }

    @Test
    void nothing_that_the_bank_wrote_is_in_the_message() {
        assertThat(failure(418, "Ada Okafor").getMessage()).isEqualTo("Some Bank answered with status 418");
    }
}
