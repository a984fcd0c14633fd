package org.openbalance.nativeimage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.openbalance.local.DeployedWorld;
import org.openbalance.local.FunctionHost;

/// The functions as they are deployed: a process of the binary for each, started when it is first called, behind a
/// gateway. One for all tests of a run, which ends it.
final class NativeFunctions implements FunctionHost {

    static final Path TARGET = Path.of("target").toAbsolutePath();

    private static final Duration LIMIT = Duration.ofSeconds(29);
    private static final NativeFunctions ONE = new NativeFunctions();

    private final DeployedWorld world = new DeployedWorld();
    private final Map<String, RunningFunction> running = new ConcurrentHashMap<>();

    private NativeFunctions() {
        // Where Company and TestGateway look for the API.
        System.setProperty("openbalance.base-url", world.url());
        world.open(this);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> running.values().forEach(RunningFunction::close)));
    }

    /// Opens the gateway, once.
    static NativeFunctions open() {
        return ONE;
    }

    DeployedWorld world() {
        return world;
    }

    /// The binary that the build left.
    static Path binary() {
        return inTarget("-runner");
    }

    static Path inTarget(String ending) {
        return inTarget("", ending);
    }

    /// @param folder of target, with a slash in front
    static Path inTarget(String folder, String ending) {
        var place = Path.of(TARGET + folder);
        try (var files = Files.list(place)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("The build left no *" + ending + " in " + place));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// The function's one process, for all who call it over the gateway.
    RunningFunction function(String name) {
        return running.computeIfAbsent(
                name, missing -> another(missing, Map.of()).ready());
    }

    /// A process of its own.
    ///
    /// @param environment beside or instead of what the template sets
    /// @param arguments for the image's runtime, such as `-Xss`
    RunningFunction another(String function, Map<String, String> environment, String... arguments) {
        var command = Stream.concat(Stream.of(binary().toString()), Stream.of(arguments))
                .toList();
        return start(command, function, environment);
    }

    RunningFunction start(List<String> command, String function, Map<String, String> environment) {
        var all = new HashMap<>(world.environment(function));
        all.putAll(environment);
        var log = TARGET.resolve("native-tests").resolve(function + '-' + System.nanoTime() + ".log");
        return RunningFunction.start(command, all, log);
    }

    @Override
    public byte[] invoke(String function, byte[] event) throws FunctionFailed {
        var process = function(function);
        synchronized (process) {
            return switch (process.call(event, LIMIT)) {
                case LambdaApi.Outcome.Answered answered -> answered.bytes();
                case LambdaApi.Outcome other ->
                    throw new FunctionFailed("The function " + function + ": " + other + "\n" + process.log(), null);
            };
        }
    }

    /// A sample event, from the folder `events`.
    static byte[] sample(String name) {
        try {
            return Files.readAllBytes(Path.of("src/test/resources/events", name + ".json"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
