package org.openbalance.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.openbalance.journey.Company;

/// What the native image is for, measured in the run that builds it.
class ColdStartIT {

    private static final int STARTS = 5;
    private static final double MOST_OF_THE_JVM = 1.0 / 20;
    private static final int STARTS_OF_FUNCTIONS = 9;
    private static final double MOST_OF_BALANCE = 1.2;
    private static final int LINES = 200;

    @Test
    void the_first_answer_takes_at_most_a_twentieth_of_what_it_takes_the_jvm() {
        var event = Bench.aRead();
        var results =
                new ColdBench(List.of(Contender.ours(event), Contender.jvm(event, Jvm.home()))).run(STARTS, false);

        var ours = results.getFirst().answer().medianMs();
        var jvm = results.getLast().answer().medianMs();

        assertThat(ours).as("%.0f ms against %.0f ms", ours, jvm).isLessThanOrEqualTo(jvm * MOST_OF_THE_JVM);
    }

    /// Until it asks for its first event. What the first line takes beside the first balance, docs/native.md tells.
    @Test
    void the_function_report_is_there_as_soon_as_balance() {
        var balance = Contender.ours(Bench.aRead());
        var results = new ColdBench(List.of(balance, balance.as("report", aLine()))).run(STARTS_OF_FUNCTIONS, false);

        var balances = results.getFirst().poll().medianMs();
        var report = results.getLast().poll().medianMs();

        assertThat(report)
                .as("%.0f ms against %.0f ms", report, balances)
                .isLessThanOrEqualTo(balances * MOST_OF_BALANCE);
    }

    private static byte[] aLine() {
        var company = Company.of(NativeFunctions.open().world().owners());
        var linked = company.links("harmattan-bank", Map.of("products", List.of("auth", "balance", "transactions")));
        var today = LocalDate.now(ZoneOffset.UTC);
        var lines = IntStream.range(0, LINES)
                .mapToObj(day -> Map.of("date", today.minusDays(LINES - day).toString(), "credit", 5))
                .toList();
        var imported = company.call(
                "transactions/import",
                Map.of(
                        "account_id",
                        linked.account(),
                        "as_of",
                        today.toString(),
                        "opening_balance",
                        0,
                        "lines",
                        lines));
        imported.then().statusCode(200);
        return Events.post(
                "transactions/getById",
                company.keys().secret(),
                "{\"id\":\"" + imported.path("data.import.ids[0]") + "\"}");
    }
}
