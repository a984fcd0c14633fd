package org.openbalance.nativeimage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.openbalance.local.DeployedWorld;

/// Reads one balance after the other, as Lambda lets a function do, from each contender in turns.
final class WarmBench {

    private static final Duration LIMIT = Duration.ofSeconds(29);
    private static final int WARM_UP = 3_000;
    static final int ROUND = 1_000;
    private static final int ALLOCATING = 4_000;
    /// Heap before and after a collection: `30M->5M`, `8.00M->1.50M`, `4->4->1 MB`.
    private static final Pattern COLLECTION = Pattern.compile("([0-9.]+)([KMG]?)B?->(?:[0-9.]+->)?([0-9.]+)([KMG]?)");

    private final NativeFunctions functions = NativeFunctions.open();
    private final List<Contender> contenders;

    WarmBench(List<Contender> contenders) {
        this.contenders = List.copyOf(contenders);
    }

    /// @param cpuMicros of processors inside the function, for one read
    /// @param tableMicros the same inside DynamoDB Local
    /// @param allocatedBytes for one read, from the heap's growth between collections
    record Result(
            Contender contender,
            double perSecond,
            Samples latency,
            double cpuMicros,
            double tableMicros,
            long allocatedBytes,
            long residentKib) {}

    private static final class Sums {
        private final List<Long> latency = new ArrayList<>();
        private long wallNanos;
        private long cpuMicros;
        private long tableMicros;
    }

    List<Result> run(int rounds) {
        var running = new LinkedHashMap<Contender, RunningFunction>();
        try {
            contenders.forEach(contender ->
                    running.put(contender, contender.start(functions).ready()));
            running.forEach((contender, function) -> read(contender, function, WARM_UP, new Sums()));
            var sums = new LinkedHashMap<Contender, Sums>();
            contenders.forEach(contender -> sums.put(contender, new Sums()));
            for (var round = 0; round < rounds; round++) {
                running.forEach((contender, function) -> read(contender, function, ROUND, sums.get(contender)));
            }
            return sums.entrySet().stream()
                    .map(entry -> result(entry, running.get(entry.getKey()).residentKib()))
                    .toList();
        } finally {
            running.values().forEach(RunningFunction::close);
        }
    }

    private static void read(Contender contender, RunningFunction function, int times, Sums sums) {
        var table = DeployedWorld.dynamoDbPid();
        var event = contender.event().orElseThrow();
        var cpu = RunningFunction.cpuMicros(function.pid());
        var tableCpu = RunningFunction.cpuMicros(table);
        var began = System.nanoTime();
        for (var read = 0; read < times; read++) {
            var asked = System.nanoTime();
            if (!(function.call(event, LIMIT) instanceof LambdaApi.Outcome.Answered)) {
                throw new AssertionError(function.log());
            }
            sums.latency.add(System.nanoTime() - asked);
        }
        sums.wallNanos += System.nanoTime() - began;
        sums.cpuMicros += RunningFunction.cpuMicros(function.pid()) - cpu;
        sums.tableMicros += RunningFunction.cpuMicros(table) - tableCpu;
    }

    private Result result(Map.Entry<Contender, Sums> entry, long residentKib) {
        var sums = entry.getValue();
        double reads = sums.latency.size();
        return new Result(
                entry.getKey(),
                reads * 1e9 / sums.wallNanos,
                Samples.of(sums.latency),
                sums.cpuMicros / reads,
                sums.tableMicros / reads,
                allocated(entry.getKey()),
                residentKib);
    }

    private long allocated(Contender contender) {
        try (var function = contender.telling().start(functions).ready()) {
            read(contender, function, ALLOCATING, new Sums());
            return grown(function.log()) / ALLOCATING;
        }
    }

    /// What the heap has grown by between one collection and the next, over the whole log.
    static long grown(String log) {
        var grown = 0L;
        var after = -1L;
        for (var line : log.split("\n")) {
            var collection = COLLECTION.matcher(line);
            if (!(line.contains("GC") || line.contains("gc ") || line.contains("Pause")) || !collection.find()) {
                continue;
            }
            if (after >= 0) {
                grown += Math.max(0, bytes(collection.group(1), collection.group(2)) - after);
            }
            after = bytes(collection.group(3), collection.group(4));
        }
        return grown;
    }

    private static long bytes(String number, String unit) {
        var factor =
                switch (unit) {
                    case "K" -> 1_024L;
                    case "G" -> 1_024L * 1_024 * 1_024;
                    default -> 1_024L * 1_024;
                };
        return (long) (Double.parseDouble(number) * factor);
    }

    /// Processor time of one check of a balance at a sandbox bank, in microseconds: what a refresh does.
    double refreshMicros(byte[] check) {
        var ours = contenders.getFirst();
        var checking = new Contender(
                ours.letter(),
                ours.name(),
                ours.command(),
                ours.environment(),
                java.util.Optional.of(check),
                ours.loaded(),
                ours.gcLog());
        try (var function = checking.start(functions).ready()) {
            read(checking, function, 200, new Sums());
            var sums = new Sums();
            read(checking, function, 500, sums);
            return sums.cpuMicros / 500.0;
        }
    }
}
