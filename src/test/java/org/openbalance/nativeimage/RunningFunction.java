package org.openbalance.nativeimage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// One process that is a function, and the stand-in for Lambda that it asks for its events.
final class RunningFunction implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final Process process;
    private final LambdaApi api;
    private final Path log;
    private final long startedNanos;

    private RunningFunction(Process process, LambdaApi api, Path log, long startedNanos) {
        this.process = process;
        this.api = api;
        this.log = log;
        this.startedNanos = startedNanos;
    }

    /// Starts a process with nothing in its environment but what is given and what Lambda sets.
    ///
    /// @param log where its output goes
    static RunningFunction start(List<String> command, Map<String, String> environment, Path log) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            var api = LambdaApi.start();
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().clear();
            builder.environment().putAll(Map.of("PATH", "/usr/bin:/bin", "TZ", ":UTC", "LANG", "en_US.UTF-8"));
            builder.environment().putAll(environment);
            builder.environment().put("AWS_LAMBDA_RUNTIME_API", api.address());
            var started = System.nanoTime();
            return new RunningFunction(builder.start(), api, log, started);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Waits until it has asked for its first event.
    RunningFunction ready() {
        awaitPoll();
        return this;
    }

    /// @return nanoseconds from the start of the process to its first request for an event
    long awaitPoll() {
        var limit = System.nanoTime() + START_LIMIT.toNanos();
        while (!api.hasPolled() && process.isAlive() && System.nanoTime() < limit) {
            Thread.onSpinWait();
            if (System.nanoTime() - startedNanos > 2_000_000_000L) {
                break;
            }
        }
        if (!process.isAlive()) {
            throw new AssertionError("The function ended (" + process.exitValue() + "): " + log());
        }
        return api.awaitPoll(START_LIMIT) - startedNanos;
    }

    long startedNanos() {
        return startedNanos;
    }

    LambdaApi.Outcome call(byte[] event, Duration limit) {
        return api.call(event, limit);
    }

    /// @throws AssertionError if it does not answer
    byte[] answer(byte[] event) {
        return switch (call(event, Duration.ofSeconds(29))) {
            case LambdaApi.Outcome.Answered answered -> answered.bytes();
            case LambdaApi.Outcome other -> throw new AssertionError(other + "\n" + log());
        };
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// @return whether it ended within the limit
    boolean endsWithin(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Resident memory in KiB, from /proc.
    long residentKib() {
        return residentKib(pid());
    }

    static long residentKib(long pid) {
        for (var line : proc(pid, "status").split("\n")) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new AssertionError("The process " + pid + " has no resident memory");
    }

    /// Time on processors so far (user and system), in microseconds, of all its threads.
    static long cpuMicros(long pid) {
        try (var tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return tasks.mapToLong(task -> Long.parseLong(
                                    read(task.resolve("schedstat")).split(" ")[0]))
                            .sum()
                    / 1000;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String proc(long pid, String file) {
        return read(Path.of("/proc/" + pid + "/" + file));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Asks it to end, and waits until it has.
    void stop() {
        process.destroy();
        endsWithin(START_LIMIT);
        api.close();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        api.close();
    }
}
