package org.openbalance.local;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// DynamoDB Local in memory with the table of the template, and the settings that lead the application to it; one for
/// all tests of a JVM, which ends it.
public final class LocalTestResource implements QuarkusTestResourceLifecycleManager {

    private static final Path LOCAL = Path.of("target/local").toAbsolutePath();
    static final String TABLE = "openbalance";

    /// Set once it runs. A system property, as Quarkus may load this class anew for each application under test.
    private static final String ENDPOINT = "openbalance.test.dynamodb";

    /// The project's template, or the small one of the tests as long as the project has none.
    static Path template() {
        var own = Path.of("template.yaml");
        return Files.exists(own) ? own : TemplateTest.FIXTURE;
    }

    @Override
    public Map<String, String> start() {
        var port = freePort();
        return Map.of(
                "openbalance.table",
                TABLE,
                "openbalance.key-file",
                LOCAL.resolve("test-key").toString(),
                "openbalance.local.port",
                Integer.toString(port),
                "openbalance.base-url",
                "http://localhost:" + port,
                "quarkus.dynamodb.endpoint-override",
                endpoint(),
                "quarkus.dynamodb.aws.region",
                DynamoDbLocal.REGION,
                "quarkus.dynamodb.aws.credentials.type",
                "static",
                "quarkus.dynamodb.aws.credentials.static-provider.access-key-id",
                DynamoDbLocal.CREDENTIAL,
                "quarkus.dynamodb.aws.credentials.static-provider.secret-access-key",
                DynamoDbLocal.CREDENTIAL);
    }

    static String endpoint() {
        if (System.getProperty(ENDPOINT) == null) {
            var started = DynamoDbLocal.start(LOCAL, true);
            try (var client = started.client()) {
                Template.read(template()).table().create(client, TABLE);
            }
            System.setProperty(ENDPOINT, started.endpoint().toString());
        }
        return System.getProperty(ENDPOINT);
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void stop() {
        // DynamoDB Local goes with this JVM; another test may want it yet.
    }
}
