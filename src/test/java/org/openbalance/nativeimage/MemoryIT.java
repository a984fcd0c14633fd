package org.openbalance.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.journey.Company;

/// What the function holds of the machine while it reads balances.
class MemoryIT {

    private static final NativeFunctions FUNCTIONS = NativeFunctions.open();
    private static final long MOST_KIB = 64 * 1024;

    @ParameterizedTest
    @ValueSource(strings = {"128", "256", "512", "1024", "3008"})
    void a_thousand_reads_fit_whatever_the_functions_size_is(String megabytes) {
        try (var function = FUNCTIONS
                .another("balance", Map.of("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", megabytes))
                .ready()) {
            read(function, 1_000, aRead());

            assertThat(function.residentKib()).isLessThanOrEqualTo(MOST_KIB);
        }
    }

    @Test
    void ten_thousand_calls_leave_nothing_behind() {
        try (var function = FUNCTIONS.another("balance", Map.of()).ready()) {
            var event = aRead();
            read(function, 2_000, event);
            var early = function.residentKib();
            read(function, 8_000, event);

            // A collection comes when it comes: what is growth goes on growing.
            assertThat(function.residentKib()).isLessThanOrEqualTo(early + 4 * 1024);
            assertThat(function.residentKib()).isLessThanOrEqualTo(MOST_KIB);
        }
    }

    /// A read of one balance of a company's own.
    private static byte[] aRead() {
        var company = Company.of(FUNCTIONS.world().owners());
        var linked = company.links("harmattan-bank");
        return Events.post(
                "balance/getByAccount",
                company.keys().secret(),
                "{\"account_id\":\"" + linked.account() + "\",\"includePeriodic\":false}");
    }

    private static void read(RunningFunction function, int times, byte[] event) {
        byte[] last = {};
        for (var call = 0; call < times; call++) {
            last = function.answer(event);
        }
        assertThat(JsonPath.from(NativeFunctions.text(last)).getInt("statusCode"))
                .isEqualTo(200);
    }
}
