package org.openbalance.nativeimage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Starts each contender many times, in turns, and takes the time to its first question for an event and to the answer
/// of its first read.
final class ColdBench {

    private static final Duration LIMIT = Duration.ofSeconds(29);
    private static final int READS = 100;

    private final NativeFunctions functions = NativeFunctions.open();
    private final List<Contender> contenders;

    ColdBench(List<Contender> contenders) {
        this.contenders = List.copyOf(contenders);
    }

    /// What the starts of one contender came to.
    ///
    /// @param answer empty for what reads nothing
    /// @param cpu of processors, from the start to the first answer
    record Result(
            Contender contender,
            Samples poll,
            Samples answer,
            Samples cpu,
            Samples first,
            Samples hundredth,
            long residentKib) {}

    private static final class Times {
        private final List<Long> poll = new ArrayList<>();
        private final List<Long> answer = new ArrayList<>();
        private final List<Long> cpu = new ArrayList<>();
        private final List<Long> first = new ArrayList<>();
        private final List<Long> hundredth = new ArrayList<>();
        private final List<Long> resident = new ArrayList<>();
    }

    /// @param dropped whether what a start loads is dropped from the page cache before
    List<Result> run(int starts, boolean dropped) {
        var all = new LinkedHashMap<Contender, Times>();
        contenders.forEach(contender -> all.put(contender, new Times()));
        for (var start = 0; start < starts; start++) {
            all.forEach((contender, times) -> start(contender, times, dropped));
        }
        return all.entrySet().stream().map(ColdBench::result).toList();
    }

    private void start(Contender contender, Times times, boolean dropped) {
        if (dropped) {
            contender.forget();
        }
        try (var function = contender.start(functions)) {
            times.poll.add(function.awaitPoll());
            contender.event().ifPresent(event -> read(function, event, times));
            times.resident.add(function.residentKib());
        }
    }

    private static void read(RunningFunction function, byte[] event, Times times) {
        for (var read = 1; read <= READS; read++) {
            var began = System.nanoTime();
            var outcome = function.call(event, LIMIT);
            var ended = System.nanoTime();
            if (!(outcome instanceof LambdaApi.Outcome.Answered answered)
                    || !NativeFunctions.text(answered.bytes()).contains("200")) {
                throw new AssertionError(outcome + "\n" + function.log());
            }
            if (read == 1) {
                times.answer.add(ended - function.startedNanos());
                times.first.add(ended - began);
                times.cpu.add(RunningFunction.cpuMicros(function.pid()) * 1_000);
            }
            if (read == READS) {
                times.hundredth.add(ended - began);
            }
        }
    }

    private static Result result(Map.Entry<Contender, Times> entry) {
        var times = entry.getValue();
        var resident = times.resident.stream().sorted().toList();
        return new Result(
                entry.getKey(),
                Samples.of(times.poll),
                Samples.of(times.answer),
                Samples.of(times.cpu),
                Samples.of(times.first),
                Samples.of(times.hundredth),
                resident.get(resident.size() / 2));
    }
}
