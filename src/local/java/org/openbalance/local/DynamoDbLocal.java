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
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/// DynamoDB Local in a process of its own, which dies with this one.
///
/// @param process the child
/// @param port where it listens, on this machine
record DynamoDbLocal(Process process, int port) {

    static final String REGION = "eu-west-1";
    /// Any will do, but they name the data where it is not shared.
    static final String CREDENTIAL = "local";

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final int START_PAUSE_MS = 50;
    /// Between the choice of a free port and its use another process may take it.
    private static final int START_TRIES = 3;

    /// Starts one and waits until it answers.
    ///
    /// @param local the folder target/local, where the build left the class path and the native libraries
    /// @param inMemory true for a table that is gone with the process, else its data lie in the folder
    /// @throws LocalFailure if it cannot start
    static DynamoDbLocal start(Path local, boolean inMemory) {
        for (var attempt = 1; ; attempt++) {
            try {
                var started = launch(local, inMemory);
                if (started.answers()) {
                    return started;
                }
                var exit = started.stop();
                if (exit == DynamoDbLauncher.IN_USE) {
                    throw new LocalFailure("The data in " + data(local)
                            + " are in use by another dev mode: stop it, or start this one with"
                            + " -Dopenbalance.local.in-memory=true.");
                }
                if (attempt == START_TRIES) {
                    throw new LocalFailure(
                            "DynamoDB Local did not start (exit " + exit + "); " + log(local) + " says why.");
                }
            } catch (IOException failed) {
                throw new LocalFailure("DynamoDB Local cannot be started: " + failed.getMessage(), failed);
            }
        }
    }

    private static DynamoDbLocal launch(Path local, boolean inMemory) throws IOException {
        Files.createDirectories(data(local));
        var port = freePort();
        var process = new ProcessBuilder(command(local, inMemory, port))
                .redirectErrorStream(true)
                .redirectOutput(log(local).toFile())
                .start();
        return new DynamoDbLocal(process, port);
    }

    private static List<String> command(Path local, boolean inMemory, int port) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.library.path=" + local.resolve("native"),
                "-cp",
                classPath(local),
                DynamoDbLauncher.class.getName(),
                Long.toString(ProcessHandle.current().pid()),
                inMemory
                        ? DynamoDbLauncher.NO_LOCK
                        : data(local).resolve("lock").toString(),
                "-disableTelemetry",
                "-port",
                Integer.toString(port),
                "-sharedDb"));
        command.addAll(
                inMemory ? List.of("-inMemory") : List.of("-dbPath", data(local).toString()));
        return command;
    }

    private static String classPath(Path local) throws IOException {
        var file = local.resolve("dynamodb.classpath");
        if (!Files.isReadable(file)) {
            throw new LocalFailure("There is no " + file + ": the Maven build writes it, so start through Maven.");
        }
        return String.join(File.pathSeparator, ownClasses(local), Files.readString(file));
    }

    /// Packaging moves this package out of target/classes.
    private static String ownClasses(Path local) {
        var launcher = DynamoDbLauncher.class.getName().replace('.', '/') + ".class";
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
    private boolean answers() {
        var deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            if (answersNow()) {
                return true;
            }
            pause();
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

    private static void pause() {
        try {
            Thread.sleep(START_PAUSE_MS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("Interrupted while DynamoDB Local was starting.", interrupted);
        }
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

    URI endpoint() {
        return URI.create("http://localhost:" + port);
    }

    /// Points a client at this server.
    DynamoDbClient client(DynamoDbClientBuilder builder) {
        return client(builder, endpoint());
    }

    DynamoDbClient client() {
        return client(endpoint());
    }

    static DynamoDbClient client(URI endpoint) {
        return client(DynamoDbClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()), endpoint);
    }

    private static DynamoDbClient client(DynamoDbClientBuilder builder, URI endpoint) {
        return builder.endpointOverride(endpoint)
                .region(Region.of(REGION))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(CREDENTIAL, CREDENTIAL)))
                .build();
    }

    /// Leaves word of where it listens, for [#announced(Path)].
    void announce(Path local) {
        try {
            Files.writeString(announcement(local), process.pid() + " " + port);
        } catch (IOException failed) {
            throw new LocalFailure("DynamoDB Local's address cannot be written down: " + failed.getMessage(), failed);
        }
    }

    /// Where dev mode's DynamoDB Local listens, if one runs: another process' way to the same data.
    static Optional<URI> announced(Path local) {
        try {
            var words = Files.readString(announcement(local)).split(" ");
            return ProcessHandle.of(Long.parseLong(words[0]))
                    .filter(ProcessHandle::isAlive)
                    .map(process -> URI.create("http://localhost:" + Integer.parseInt(words[1])));
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException none) {
            return Optional.empty();
        }
    }

    private static Path announcement(Path local) {
        return local.resolve("dynamodb.running");
    }

    private static Path data(Path local) {
        return local.resolve("dynamodb");
    }

    private static Path log(Path local) {
        return local.resolve("dynamodb.log");
    }
}
