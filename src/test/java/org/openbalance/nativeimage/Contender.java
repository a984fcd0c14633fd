package org.openbalance.nativeimage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A program that answers a read of one item behind Lambda's runtime API.
///
/// @param letter as the issue and docs/native.md name it
/// @param event a read that it understands; empty for one that reads nothing
/// @param loaded the files that a start loads, to be dropped from the page cache
/// @param gcLog arguments, or a variable of the environment, that make it tell of each garbage collection
record Contender(
        String letter,
        String name,
        List<String> command,
        Map<String, String> environment,
        Optional<byte[]> event,
        List<Path> loaded,
        List<String> gcLog) {

    private static final String TLS = ", TLS";
    private static final List<String> AS_LAMBDA = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx410m");
    private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    private static final String HANDLER = "io.quarkus.funqy.lambda.FunqyStreamHandler::handleRequest";

    RunningFunction start(NativeFunctions functions) {
        return functions.start(command, "balance", environment);
    }

    /// Has it tell of each garbage collection on its output.
    Contender telling() {
        if (gcLog.getFirst().contains("GODEBUG")) {
            var all = new HashMap<>(environment);
            all.put("GODEBUG", "gctrace=1");
            return new Contender(letter, name, command, all, event, loaded, gcLog);
        }
        var more = new ArrayList<>(command);
        more.addAll(1, gcLog);
        return new Contender(letter, name, more, environment, event, loaded, gcLog);
    }

    /// The same program, started with one argument more.
    Contender with(String other, String argument) {
        var more = new ArrayList<>(command);
        more.add(argument);
        return new Contender(letter, other, more, environment, event, loaded, gcLog);
    }

    /// The same program with its table behind TLS. What Java is told stands right behind the program, where the JVM and
    /// an image look for it; the program in Go gets no arguments.
    Contender overTls(TlsTable table) {
        var more = new ArrayList<>(command);
        if (!gcLog.getFirst().contains("GODEBUG")) {
            more.addAll(1, table.trust());
        }
        var all = new HashMap<>(environment);
        all.putAll(table.environment());
        return new Contender(letter, name + TLS, more, all, event, loaded, gcLog);
    }

    boolean isOverTls() {
        return name.endsWith(TLS);
    }

    /// Drops what it loads from the page cache, as on a host that has never run it. Files that another process has
    /// mapped stay, so the JVM is a copy that nobody else runs.
    void forget() {
        try {
            for (var file : loaded) {
                new ProcessBuilder(
                                "dd",
                                "of=" + file,
                                "oflag=nocache",
                                "conv=notrunc,fdatasync",
                                "count=0",
                                "if=/dev/null")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /// A copy of the binary: the functions behind the gateway run the other, so its pages would stay in the cache.
    static Contender ours(byte[] event) {
        try {
            Files.createDirectories(Bench.FOLDER);
            var copy = Bench.FOLDER.resolve("bootstrap");
            Files.copy(
                    NativeFunctions.binary(),
                    copy,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
            return binary("a", "OpenBalance, native", copy, Optional.of(event), "-XX:+PrintGC");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// The same program as another function.
    Contender as(String function, byte[] read) {
        return new Contender(
                letter,
                name + ", " + function,
                command,
                Map.of("QUARKUS_FUNQY_EXPORT", function),
                Optional.of(read),
                loaded,
                gcLog);
    }

    static Contender binary(String letter, String name, Path file, Optional<byte[]> event, String gcLog) {
        return new Contender(letter, name, List.of(file.toString()), Map.of(), event, List.of(file), List.of(gcLog));
    }

    /// It reads nothing, so only its start counts.
    static Contender hello(Path file) {
        return new Contender(
                "d",
                "hello, native",
                List.of(file.toString()),
                Map.of("QUARKUS_FUNQY_EXPORT", "hello"),
                Optional.empty(),
                List.of(file),
                List.of("-XX:+PrintGC"));
    }

    /// The application as Lambda's Java runtime runs it: unpacked, by AWS's client, C1 and the serial collector.
    static Contender jvm(byte[] event, Path jdk) {
        var unpacked = Jvm.unpacked();
        return jvm(
                "b",
                "OpenBalance on the JVM",
                event,
                jdk,
                List.of(),
                Jvm.classPath(unpacked, Jvm.jars(unpacked.resolve("lib"))));
    }

    /// The same from its jars, with an archive of loaded and linked classes.
    static Contender jvmWithCache(byte[] event, Path jdk, Path cache, boolean connection) {
        var jar = NativeFunctions.inTarget("/jvm", "-runner.jar");
        var option = connection ? "-XX:AOTCacheOutput=" + cache : "-XX:AOTCache=" + cache;
        var classPath = Jvm.classPath(jar, Jvm.jars(jar.resolveSibling("lib")));
        var contender = jvm("c", "... with an AOT cache", event, jdk, List.of(option), classPath);
        var loaded = new ArrayList<>(contender.loaded());
        loaded.add(cache);
        return new Contender(
                contender.letter(),
                contender.name(),
                contender.command(),
                Map.of(),
                contender.event(),
                loaded,
                contender.gcLog());
    }

    private static Contender jvm(
            String letter, String name, byte[] event, Path jdk, List<String> options, List<Path> classPath) {
        var command = new ArrayList<String>();
        command.add(jdk.resolve("bin/java").toString());
        command.addAll(AS_LAMBDA);
        command.addAll(options);
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
        command.add(String.join(":", classPath.stream().map(Path::toString).toList()));
        command.addAll(List.of(CLIENT, HANDLER));
        var loaded = Stream.concat(Jvm.files(jdk), classPath.stream().flatMap(Jvm::files))
                .toList();
        return new Contender(
                letter, name, command, Map.of("_HANDLER", HANDLER), Optional.of(event), loaded, List.of("-Xlog:gc"));
    }
}
