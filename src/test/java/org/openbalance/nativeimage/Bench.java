package org.openbalance.nativeimage;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.openbalance.journey.Company;

/// The measurements of `scripts/bench`: `cold STARTS`, `warm ROUNDS`, `options STARTS`, `cost`.
///
/// A table goes to standard output, the figures as JSON to target/bench.
final class Bench {

    static final Path FOLDER = NativeFunctions.TARGET.resolve("bench");

    private static final JsonMapper JSON = JsonMapper.builder().build();
    /// What files of other builds begin with: scripts/bench options.
    private static final String OPTION = "option-";

    private static final int ROUNDS_OF_OPTIONS = 3;
    private static final String NO_GC_LOG = "-XX:+PrintGC";

    private Bench() {}

    /// Ends the process itself: the gateway's threads would keep it.
    public static void main(String[] arguments) {
        try {
            run(arguments);
            System.exit(0);
        } catch (IOException | RuntimeException | AssertionError failed) {
            failed.printStackTrace(System.err);
            System.exit(1);
        }
    }

    private static void run(String[] arguments) throws IOException {
        Files.createDirectories(FOLDER);
        switch (arguments[0]) {
            case "cold" -> cold(Integer.parseInt(arguments[1]));
            case "warm" -> warm(Integer.parseInt(arguments[1]));
            case "cost" -> CostBench.run();
            case "options" -> options(Integer.parseInt(arguments[1]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /// A read of one balance, of an account that has been linked for it.
    static byte[] aRead() {
        return Read.linked().event();
    }

    /// @param event the read, for our function
    /// @param check a call that reads the balance at its bank
    /// @param key the item that holds the balance, as the peers are asked for it
    record Read(byte[] event, byte[] check, String key) {

        static Read linked() {
            var functions = NativeFunctions.open();
            var company = Company.of(functions.world().owners());
            var linked = company.links("harmattan-bank");
            var account = "{\"account_id\":\"" + linked.account() + "\"";
            var secret = company.keys().secret();
            return new Read(
                    Events.post("balance/getByAccount", secret, account + ",\"includePeriodic\":false}"),
                    Events.post("balance/check", secret, account + "}"),
                    functions.world().keyOf(linked.account()));
        }
    }

    private static List<Contender> readers(Read read, Path jdk) {
        var all = new ArrayList<Contender>();
        all.add(Contender.ours(read.event()));
        all.add(Contender.jvm(read.event(), jdk));
        var asked = Optional.of(Events.post("peer", "", read.key()));
        peer("plain").ifPresent(file -> all.add(Contender.binary("e", "plain Java, native", file, asked, NO_GC_LOG)));
        peer("go").ifPresent(file -> all.add(Contender.binary("f", "Go", file, asked, "GODEBUG")));
        return all;
    }

    private static Optional<Path> peer(String name) {
        return Optional.of(FOLDER.resolve("peer-" + name)).filter(Files::exists);
    }

    /// Our binary beside itself built, or started, with other options.
    private static void options(int starts) throws IOException {
        var read = Read.linked();
        var all = new ArrayList<Contender>();
        all.add(Contender.ours(read.event()));
        try (var built = Files.list(FOLDER)) {
            built.filter(file -> file.getFileName().toString().startsWith(OPTION))
                    .sorted()
                    .forEach(file -> all.add(option(file, read.event())));
        }
        for (var youngMib : List.of(2, 32)) {
            all.add(all.getFirst().with("young generation " + youngMib + " MB", "-XX:MaxNewSize=" + youngMib + "m"));
        }
        cold(starts, all, "options-cold.json");
        warm(new WarmBench(all), ROUNDS_OF_OPTIONS, "options-warm.json", report -> {});
    }

    private static Contender option(Path file, byte[] event) {
        var name = file.getFileName().toString().substring(OPTION.length());
        return Contender.binary("a", name, file, Optional.of(event), NO_GC_LOG);
    }

    private static void cold(int starts) throws IOException {
        var read = Read.linked();
        var jdk = Jvm.jdk();
        var all = new ArrayList<>(readers(read, jdk));
        all.add(2, withCache(read.event(), jdk));
        peer("hello").ifPresent(file -> all.add(3, Contender.hello(file)));
        withTls(all, both -> cold(starts, both, "cold.json"));
    }

    private static void cold(int starts, List<Contender> all, String name) throws IOException {
        var report = JSON.createObjectNode().put("at", Instant.now().toString()).put("starts", starts);
        for (var dropped : new boolean[] {false, true}) {
            var results = new ColdBench(all).run(starts, dropped);
            var where = dropped ? "dropped" : "cached";
            System.out.printf("%n%d starts each, page cache %s (milliseconds)%n", starts, where);
            System.out.printf(
                    "%-33s %16s %16s %8s %8s %8s %8s%n",
                    "", "first poll", "first answer", "CPU", "1st", "100th", "RSS");
            System.out.printf("%-33s %8s%8s %8s%8s%n", "", "median", "slowest", "median", "slowest");
            var part = report.putArray(where);
            results.forEach(result -> part.add(cold(result)));
        }
        write(name, report);
    }

    private static ObjectNode cold(ColdBench.Result result) {
        var contender = result.contender();
        var node = JSON.createObjectNode()
                .put("id", contender.letter())
                .put("name", contender.name())
                .put("tls", contender.isOverTls())
                .put("poll_ms", result.poll().medianMs())
                .put("poll_slowest_ms", result.poll().slowestMs())
                .put("resident_kib", result.residentKib());
        var head = String.format(
                Locale.ROOT,
                "(%s) %-29s %8.1f%8.1f",
                contender.letter(),
                contender.name(),
                result.poll().medianMs(),
                result.poll().slowestMs());
        if (contender.event().isEmpty()) {
            System.out.printf(
                    Locale.ROOT, "%s %16s %8s %8s %8s %5d MiB%n", head, "", "", "", "", result.residentKib() / 1024);
            return node;
        }
        System.out.printf(
                Locale.ROOT,
                "%s %8.1f%8.1f %8.1f %8.2f %8.2f %5d MiB%n",
                head,
                result.answer().medianMs(),
                result.answer().slowestMs(),
                result.cpu().medianMs(),
                result.first().medianMs(),
                result.hundredth().medianMs(),
                result.residentKib() / 1024);
        return node.put("answer_ms", result.answer().medianMs())
                .put("answer_slowest_ms", result.answer().slowestMs())
                .put("answer_cpu_ms", result.cpu().medianMs())
                .put("first_read_ms", result.first().medianMs())
                .put("hundredth_read_ms", result.hundredth().medianMs());
    }

    /// Has the JVM write the archive at the end of a run of a hundred reads.
    private static Contender withCache(byte[] event, Path jdk) throws IOException {
        var cache = FOLDER.resolve("app.aot");
        Files.deleteIfExists(cache);
        var recording = Contender.jvmWithCache(event, jdk, cache, true);
        var function = recording.start(NativeFunctions.open()).ready();
        for (var read = 0; read < 100; read++) {
            function.answer(event);
        }
        function.stop();
        if (!Files.exists(cache)) {
            throw new AssertionError("The JVM wrote no AOT cache:\n" + function.log());
        }
        return Contender.jvmWithCache(event, jdk, cache, false);
    }

    private static void warm(int rounds) throws IOException {
        var read = Read.linked();
        withTls(readers(read, Jvm.jdk()), both -> {
            var bench = new WarmBench(both);
            warm(bench, rounds, "warm.json", report -> {
                var refresh = bench.refreshMicros(read.check());
                System.out.printf(Locale.ROOT, "One check at a sandbox bank: %.0f us of processor%n", refresh);
                report.put("refresh_cpu_us", refresh);
            });
        });
    }

    /// All of them, and those that read once more with their table behind TLS, where there was a Go to build that with.
    private static void withTls(List<Contender> all, Measurement measurement) throws IOException {
        var server = peer("tls");
        if (server.isEmpty()) {
            measurement.of(all);
            return;
        }
        var dynamoDb = NativeFunctions.open().world().endpoint();
        try (var table = TlsTable.start(server.get(), dynamoDb, FOLDER)) {
            var both = new ArrayList<>(all);
            all.stream()
                    .filter(contender -> contender.event().isPresent())
                    .map(contender -> contender.overTls(table))
                    .forEach(both::add);
            measurement.of(both);
        }
    }

    private interface Measurement {
        void of(List<Contender> contenders) throws IOException;
    }

    private static void warm(WarmBench bench, int rounds, String name, Consumer<ObjectNode> more) throws IOException {
        var results = bench.run(rounds);
        System.out.printf("%n%d reads each, one at a time%n", rounds * WarmBench.ROUND);
        System.out.printf(
                "%-33s %8s %8s %8s %10s %10s %10s %8s%n",
                "", "reads/s", "p50 ms", "p99 ms", "CPU us", "table us", "allocated", "RSS");
        var report = JSON.createObjectNode().put("at", Instant.now().toString());
        var part = report.putArray("warm");
        for (var result : results) {
            System.out.printf(
                    Locale.ROOT,
                    "(%s) %-29s %8.0f %8.3f %8.3f %10.0f %10.0f %7d KB %4d MiB%n",
                    result.contender().letter(),
                    result.contender().name(),
                    result.perSecond(),
                    result.latency().percentileMs(50),
                    result.latency().percentileMs(99),
                    result.cpuMicros(),
                    result.tableMicros(),
                    result.allocatedBytes() / 1000,
                    result.residentKib() / 1024);
            part.addObject()
                    .put("id", result.contender().letter())
                    .put("name", result.contender().name())
                    .put("tls", result.contender().isOverTls())
                    .put("per_second", result.perSecond())
                    .put("p50_ms", result.latency().percentileMs(50))
                    .put("p99_ms", result.latency().percentileMs(99))
                    .put("cpu_us", result.cpuMicros())
                    .put("table_cpu_us", result.tableMicros())
                    .put("allocated_bytes", result.allocatedBytes())
                    .put("resident_kib", result.residentKib());
        }
        more.accept(report);
        write(name, report);
    }

    private static void write(String name, ObjectNode report) throws IOException {
        var file = FOLDER.resolve(name);
        Files.writeString(
                file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report), StandardCharsets.UTF_8);
        System.out.println("\nwritten to " + file);
    }
}
