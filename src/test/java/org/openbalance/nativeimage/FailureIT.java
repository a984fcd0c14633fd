package org.openbalance.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.journey.Company;

/// What goes wrong in a call costs that call: the same process answers the next one.
class FailureIT {

    private static final NativeFunctions FUNCTIONS = NativeFunctions.open();
    private static final Duration LIMIT = Duration.ofSeconds(29);

    @ParameterizedTest
    @ValueSource(strings = {"", "no JSON", "[1, 2]", "{\"headers\": 5}", "{\"rawPath\":"})
    void a_function_that_throws_reports_it_and_goes_on(String event) {
        try (var function = FUNCTIONS.another("balance", Map.of()).ready()) {
            var outcome = function.call(event.getBytes(StandardCharsets.UTF_8), LIMIT);

            assertThat(outcome).isInstanceOf(LambdaApi.Outcome.Failed.class);
            var report = JsonPath.from(((LambdaApi.Outcome.Failed) outcome).report());
            assertThat(report.getString("errorType")).contains("Exception");
            assertThat(report.getString("errorMessage")).doesNotContain("no JSON");
            goesOn(function);
        }
    }

    /// A path that no gateway lets through, longer than the stack of the pattern that it is matched with.
    @Test
    void a_stack_at_its_end_costs_one_call() {
        try (var function = FUNCTIONS.another("page", Map.of()).ready()) {
            var endless = Events.endless("/assets/" + "a/".repeat(1_500_000) + "a.css");

            var answer = JsonPath.from(NativeFunctions.text(function.answer(endless)));

            assertThat(answer.getInt("statusCode")).isEqualTo(500);
            assertThat(function.log()).contains("StackOverflowError");
            assertThat(statusOf(function.answer(NativeFunctions.sample("page-consents"))))
                    .isEqualTo(200);
        }
    }

    /// The largest event that Lambda takes, in a function with less memory than Lambda offers. The machine is made to
    /// look as small as the function.
    @Test
    void a_heap_at_its_end_costs_one_call() {
        var small = Map.of("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "64");
        try (var function =
                FUNCTIONS.another("balance", small, "-XX:MaxRAM=67108864").ready()) {
            var huge = Events.post("products/balances", "sk_sandbox_nobody", "x".repeat(5_900_000));

            for (var again = 0; again < 3; again++) {
                var outcome = function.call(huge, LIMIT);

                assertThat(outcome.toString() + function.log()).contains("OutOfMemoryError");
                goesOn(function);
            }
        }
    }

    @Test
    void a_call_past_its_time_costs_one_call() {
        var company = Company.of(FUNCTIONS.world().owners());
        var linked = company.links("monsoon-bank");
        company.call("banks/outage", Map.of("bank", "monsoon-bank", "kind", "slow", "seconds", 60));
        var slow =
                Events.post("balance/check", company.keys().secret(), "{\"account_id\":\"" + linked.account() + "\"}");
        try (var function = FUNCTIONS.another("balance", Map.of()).ready()) {
            goesOn(function);
            var started = System.nanoTime();

            var outcome = function.call(slow, Duration.ofSeconds(3));

            assertThat(outcome).isInstanceOf(LambdaApi.Outcome.Failed.class);
            assertThat(((LambdaApi.Outcome.Failed) outcome).type()).isEqualTo("OpenBalance.TimedOut");
            goesOn(function);
            // Long before the bank has answered the call that was given up.
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
        }
    }

    /// A bank that is slow within the function's own limit is an answer, not a failure.
    @Test
    void a_bank_that_is_too_slow_is_an_answer() {
        var company = Company.of(FUNCTIONS.world().owners());
        var linked = company.links("monsoon-bank");
        company.call("banks/outage", Map.of("bank", "monsoon-bank", "kind", "slow", "seconds", 60));
        var slow =
                Events.post("balance/check", company.keys().secret(), "{\"account_id\":\"" + linked.account() + "\"}");
        try (var function = FUNCTIONS.another("balance", Map.of()).ready()) {
            var status = statusOf(function.answer(slow));

            assertThat(status).isIn(200, 503, 504);
            goesOn(function);
        }
    }

    @Test
    void an_unreachable_table_is_answered_as_ours_to_mend_and_the_function_goes_on() {
        var nowhere = Map.of("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:9");
        try (var function = FUNCTIONS.another("balance", nowhere).ready()) {
            for (var again = 0; again < 2; again++) {
                var answer = function.answer(Events.post("products/balances", "sk_sandbox_nobody", "{}"));

                assertThat(statusOf(answer)).isEqualTo(500);
            }
            assertThat(function.isAlive()).isTrue();
        }
    }

    @Test
    void a_function_that_does_not_exist_ends_and_says_so() {
        try (var function = FUNCTIONS.another("nonsense", Map.of())) {
            assertThat(function.endsWithin(Duration.ofSeconds(20))).isTrue();
            assertThat(function.log()).contains("nonsense");
        }
    }

    private static void goesOn(RunningFunction function) {
        assertThat(statusOf(function.answer(NativeFunctions.sample("balance-without-headers"))))
                .isEqualTo(401);
        assertThat(function.isAlive()).isTrue();
    }

    private static int statusOf(byte[] answer) {
        return JsonPath.from(NativeFunctions.text(answer)).getInt("statusCode");
    }
}
