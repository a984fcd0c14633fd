package org.openbalance.kills;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.openbalance.local.LocalQueues;
import org.openbalance.local.LocalTable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// How a JVM is started that is one of many: with little compiling, and from an archive of its classes, which the
/// first leaves behind that ends by itself.
///
/// @param command up to its main class
record ChildJvm(List<String> command) {

    private static final Path FOLDER = Path.of("target/kills");

    private static final Path ARCHIVE = FOLDER.resolve("classes.jsa");

    /// Packs the classes of the build, as an archive knows no folders, and starts the servers that all share.
    static ChildJvm prepared() {
        LocalTable.client(DynamoDbClient.builder()).close();
        LocalQueues.open().close();
        return new ChildJvm(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + ARCHIVE,
                "-Xlog:disable",
                handedOn("openbalance.test.dynamodb"),
                handedOn("openbalance.test.elasticmq"),
                "-cp",
                classPath()));
    }

    private static String handedOn(String property) {
        return "-D" + property + '=' + System.getProperty(property);
    }

    private static String classPath() {
        var own = packed().toString();
        var libraries =
                Stream.of(System.getProperty("java.class.path").split(":")).filter(place -> place.endsWith(".jar"));
        return String.join(":", Stream.concat(Stream.of(own), libraries).toList());
    }

    private static Path packed() {
        try {
            // One of another jar would neither be used nor made anew.
            Files.deleteIfExists(ARCHIVE);
            var jar = Files.createDirectories(FOLDER).resolve("classes.jar");
            var options = List.of("--create", "--no-compress", "--file=" + jar);
            var folders = List.of("-C", "target/classes", ".", "-C", "target/test-classes", ".");
            var arguments = Stream.concat(options.stream(), folders.stream()).toArray(String[]::new);
            var failed = ToolProvider.findFirst("jar").orElseThrow().run(System.out, System.err, arguments);
            if (failed != 0) {
                throw new IllegalStateException("The classes were not packed");
            }
            return jar;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
