package org.openbalance.kills;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A process of [FunctionProcess], as its parent sees it.
final class Child {

    private final String name;
    private final Process process;
    private final BufferedReader out;
    private final BufferedWriter in;
    private final Consumer<String> lost;

    private Child(String name, Process process, Consumer<String> lost) {
        this.name = name;
        this.process = process;
        this.lost = lost;
        out = process.inputReader(StandardCharsets.UTF_8);
        in = process.outputWriter(StandardCharsets.UTF_8);
    }

    /// @param lost hears of the partition of each quota whose write lost its answer for good
    static Child start(String name, ChildJvm java, Map<String, String> settings, Path log, Consumer<String> lost) {
        var command = new ArrayList<>(java.command());
        command.add(FunctionProcess.class.getName());
        settings.forEach((key, value) -> command.add(key + '=' + value));
        command.add("process=" + name);
        try {
            var builder = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(new File(log.toString())));
            return new Child(name, builder.start(), lost);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    String name() {
        return name;
    }

    /// Waits until it has started.
    ///
    /// @throws AssertionError if it does not
    Child ready() {
        if (!line().equals(Optional.of(FunctionProcess.READY))) {
            throw new AssertionError("The process " + name + " did not start; see its log");
        }
        return this;
    }

    /// Calls its function.
    ///
    /// @return what it says; empty if it died
    Optional<String> call(long ahead, String event) {
        try {
            in.write(ahead + " " + event + '\n');
            in.flush();
        } catch (IOException dead) {
            return Optional.empty();
        }
        return line();
    }

    private Optional<String> line() {
        try {
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                if (!line.startsWith(FunctionProcess.QUOTA_LOST)) {
                    return Optional.of(line);
                }
                lost.accept(line.substring(FunctionProcess.QUOTA_LOST.length() + 1));
            }
            return Optional.empty();
        } catch (IOException dead) {
            return Optional.empty();
        }
    }

    /// Ends it by SIGKILL.
    void kill() {
        process.destroyForcibly();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Lets it end by itself.
    void end() {
        try {
            in.close();
            process.waitFor();
        } catch (IOException dead) {
            // It has ended.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
