package org.openbalance.nativeimage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// What a million balance reads, a million scheduled refreshes and the lines of a million accounts cost, from
/// what `scripts/bench warm` and `cold` have measured and from the prices of bench/prices.json.
///
/// Lambda gives a function a share of a processor that grows with its memory, and bills whole milliseconds of waiting
/// and computing alike: so a call takes what it waits for, plus its processor time over its share. Processor time on
/// arm64 is taken to be that of x86_64, as it could not be measured.
final class CostBench {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<Integer> SIZES_MB = List.of(128, 256, 512, 1024);
    private static final double MILLION = 1_000_000;
    private static final int DAYS_OF_MONTH = 30;

    private CostBench() {}

    static void run() throws IOException {
        var prices = JSON.readTree(Files.readString(Path.of("bench/prices.json")));
        var warm = measured("warm.json");
        var cold = measured("cold.json");
        var read = warm.path("warm").path(0).path("cpu_us").asDouble();
        var refresh = warm.path("refresh_cpu_us").asDouble();
        var init = cold.path("cached").path(0).path("answer_ms").asDouble();
        System.out.printf(
                Locale.ROOT,
                "%nUSD for a million, at prices of %s (%s)%nA read computes %.0f us, a refresh %.0f us, a cold start %.0f ms; one call in %d is cold%n%n",
                prices.path("as_of").asText(),
                prices.path("region").asText(),
                read,
                refresh,
                init,
                prices.path("assumed").path("calls_per_cold_start").asInt());
        System.out.printf(
                "%-8s %6s %12s %12s %14s %14s%n", "", "MB", "read ms", "read USD", "refresh ms", "refresh USD");
        var report = JSON.createObjectNode();
        var rows = report.putArray("per_million");
        for (var architecture : List.of("x86_64", "arm64")) {
            String cheapest = "";
            var least = Double.MAX_VALUE;
            for (var size : SIZES_MB) {
                var reads = new Call(prices, architecture, size, read, init, "read");
                var claims = new Call(prices, architecture, size, refresh, init, "refresh");
                System.out.printf(
                        Locale.ROOT,
                        "%-8s %6d %12.1f %12.2f %14.1f %14.2f%n",
                        architecture,
                        size,
                        reads.milliseconds(),
                        reads.usd(),
                        claims.milliseconds(),
                        claims.usd());
                rows.addObject()
                        .put("architecture", architecture)
                        .put("memory_mb", size)
                        .put("read_ms", reads.milliseconds())
                        .put("read_usd", reads.usd())
                        .put("refresh_ms", claims.milliseconds())
                        .put("refresh_usd", claims.usd());
                if (reads.usd() + claims.usd() < least) {
                    least = reads.usd() + claims.usd();
                    cheapest = Integer.toString(size);
                }
            }
            System.out.println(architecture + ": " + cheapest + " MB is cheapest");
            report.put("cheapest_mb_" + architecture, cheapest);
        }
        report.set("million_accounts_with_lines", lines(prices));
        Files.writeString(
                Bench.FOLDER.resolve("cost.json"),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report));
    }

    /// What the lines of a million accounts cost at the table, beside the reads of their balances.
    private static JsonNode lines(JsonNode prices) {
        var lines = prices.path("lines");
        var gigabytes = lines.path("bytes").asDouble() * MILLION / 1_000_000_000;
        var stored = prices.path("per_gb_month").properties().stream()
                        .mapToDouble(price -> price.getValue().asDouble())
                        .sum()
                * gigabytes;
        var once = requests(prices, lines.path("taken_in")) * MILLION;
        var month = requests(prices, lines.path("day")) * DAYS_OF_MONTH * MILLION;
        System.out.printf(
                Locale.ROOT,
                "%nA million accounts with 24 months of 1,500 lines: %.2f USD once, then a month %.2f USD for reads with three new lines a day and %.2f USD for %.0f GB%n",
                once,
                month,
                stored,
                gigabytes);
        return JSON.createObjectNode()
                .put("taken_in_usd", once)
                .put("month_usd", month)
                .put("stored_month_usd", stored);
    }

    private static double requests(JsonNode prices, JsonNode kinds) {
        return kinds.properties().stream()
                .mapToDouble(entry -> entry.getValue().asDouble()
                        * prices.path("per_request").path(entry.getKey()).asDouble())
                .sum();
    }

    private static JsonNode measured(String name) throws IOException {
        var file = Bench.FOLDER.resolve(name);
        if (!Files.exists(file)) {
            throw new IOException("Run scripts/bench cold and scripts/bench warm first: there is no " + file);
        }
        return JSON.readTree(Files.readString(file));
    }

    /// A kind of call in a function of some size.
    private record Call(
            JsonNode prices, String architecture, int memoryMb, double cpuMicros, double initMs, String kind) {

        double share() {
            return Math.min(
                    1, memoryMb / prices.path("memory_mb_of_one_processor").asDouble());
        }

        double milliseconds() {
            var waiting = prices.path("assumed").path(kind + "_waits_ms").asDouble();
            return Math.ceil(waiting + cpuMicros / 1000 / share());
        }

        double usd() {
            // Lambda computes at full speed while a function starts, so a start is billed as measured.
            var start = Math.ceil(initMs)
                    / prices.path("assumed").path("calls_per_cold_start").asDouble();
            var gigabyteSeconds = (milliseconds() + start) / 1000 * memoryMb / 1024;
            var compute = gigabyteSeconds
                    * prices.path("lambda_gb_second").path(architecture).asDouble();
            var others = requests(prices, prices.path("other_requests").path(kind));
            return (compute + others) * MILLION;
        }
    }
}
