package org.openbalance.local;

import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/// A server in a process of its own, which dies with this one.
///
/// @param process the child
/// @param port where it listens, on this machine
public record LocalServer(Process process, int port) {

    /// Set where the servers run long enough to be compiled fully, as in a measurement.
    private static final String LASTING = "openbalance.servers.lasting";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final int START_PAUSE_MS = 50;
    /// Between the choice of a free port and its use another process may take it.
    private static final int START_TRIES = 3;

    /// What to start.
    ///
    /// @param name for people
    /// @param file what its files in target/local begin with
    /// @param main its main class
    /// @param lock what only one process may have at a time
    /// @param options for the JVM, by the port it shall listen on
    /// @param arguments for the main class, likewise
    record Plan(
            String name,
            String file,
            String main,
            Optional<Lock> lock,
            IntFunction<List<String>> options,
            IntFunction<List<String>> arguments) {}

    /// @param inUse the sentence for who finds the file locked
    record Lock(Path file, String inUse) {}

    /// Starts a server and waits until it answers.
    ///
    /// @param local the folder target/local, where the build left the class path
    /// @throws LocalFailure if it cannot start
    static LocalServer start(Path local, Plan plan) {
        for (var attempt = 1; ; attempt++) {
            try {
                var started = launch(local, plan);
                if (started.answers(plan)) {
                    return started;
                }
                var exit = started.stop();
                if (exit == ServerLauncher.IN_USE) {
                    throw new LocalFailure(plan.lock().map(Lock::inUse).orElse(plan.name() + " is in use."));
                }
                if (attempt == START_TRIES) {
                    throw new LocalFailure(
                            plan.name() + " did not start (exit " + exit + "); " + log(local, plan) + " says why.");
                }
            } catch (IOException failed) {
                throw new LocalFailure(plan.name() + " cannot be started: " + failed.getMessage(), failed);
            }
        }
    }

    private static LocalServer launch(Path local, Plan plan) throws IOException {
        Files.createDirectories(local);
        if (plan.lock().isPresent()) {
            Files.createDirectories(plan.lock().get().file().getParent());
        }
        var port = freePort();
        var process = new ProcessBuilder(command(local, plan, port))
                .redirectErrorStream(true)
                .redirectOutput(log(local, plan).toFile())
                .start();
        return new LocalServer(process, port);
    }

    private static List<String> command(Path local, Plan plan, int port) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        if (!Boolean.getBoolean(LASTING)) {
            command.add("-XX:TieredStopAtLevel=1");
        }
        command.addAll(plan.options().apply(port));
        command.addAll(List.of(
                "-cp",
                classPath(local),
                ServerLauncher.class.getName(),
                Long.toString(ProcessHandle.current().pid()),
                plan.lock().map(lock -> lock.file().toString()).orElse(ServerLauncher.NO_LOCK),
                plan.main()));
        command.addAll(plan.arguments().apply(port));
        return command;
    }

    private static String classPath(Path local) throws IOException {
        var file = local.resolve("servers.classpath");
        if (!Files.isReadable(file)) {
            throw new LocalFailure("There is no " + file + ": the Maven build writes it, so start through Maven.");
        }
        return String.join(File.pathSeparator, ownClasses(local), Files.readString(file));
    }

    /// Packaging moves this package out of target/classes.
    private static String ownClasses(Path local) {
        var launcher = ServerLauncher.class.getName().replace('.', '/') + ".class";
        var target = local.getParent();
        return List.of(target.resolve("classes"), target.resolve("local-classes")).stream()
                .filter(folder -> Files.exists(folder.resolve(launcher)))
                .findFirst()
                .orElseThrow(() -> new LocalFailure("There are no compiled classes in " + target + "."))
                .toString();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Waits until it answers, or it is gone, or it has taken too long.
    private boolean answers(Plan plan) {
        var deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            if (answersNow()) {
                return true;
            }
            pause(plan);
        }
        return false;
    }

    private boolean answersNow() {
        try {
            var connection = (HttpURLConnection) endpoint().toURL().openConnection();
            connection.setConnectTimeout(START_PAUSE_MS * 20);
            connection.setReadTimeout((int) START_LIMIT.toMillis());
            connection.getResponseCode();
            connection.disconnect();
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void pause(Plan plan) {
        try {
            Thread.sleep(START_PAUSE_MS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("Interrupted while " + plan.name() + " was starting.", interrupted);
        }
    }

    URI endpoint() {
        return URI.create("http://localhost:" + port);
    }

    /// Ends it and gives its exit code.
    int stop() {
        process.destroy();
        try {
            return process.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            return 1;
        }
    }

    private static Path log(Path local, Plan plan) {
        return local.resolve(plan.file() + ".log");
    }

    /// Leaves word of where a server listens, for [#announced].
    public static void announce(Path file, long process, int port) {
        try {
            Files.writeString(file, process + " " + port);
        } catch (IOException failed) {
            throw new LocalFailure(
                    "The address in " + file + " cannot be written down: " + failed.getMessage(), failed);
        }
    }

    /// Where the server listens that left word in a file, if it still runs.
    static Optional<URI> announced(Path file) {
        try {
            var words = Files.readString(file).split(" ");
            return ProcessHandle.of(Long.parseLong(words[0]))
                    .filter(ProcessHandle::isAlive)
                    .map(process -> URI.create("http://localhost:" + Integer.parseInt(words[1])));
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException none) {
            return Optional.empty();
        }
    }
}
