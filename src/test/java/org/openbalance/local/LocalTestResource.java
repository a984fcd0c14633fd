package org.openbalance.local;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/// DynamoDB Local in memory with the table of the template, ElasticMQ with its queues, and the settings that lead the
/// application to them; one of each for all tests of a JVM, which ends them.
public final class LocalTestResource implements QuarkusTestResourceLifecycleManager {

    private static final Path LOCAL = Path.of("target/local").toAbsolutePath();
    static final String TABLE = "openbalance";

    /// Set once each runs. System properties, as Quarkus may load this class anew for each application under test.
    private static final String ENDPOINT = "openbalance.test.dynamodb";

    static final String PROCESS = "openbalance.test.dynamodb.pid";

    private static final String RUNTIME_API = "openbalance.test.runtime-api";

    private static final String QUEUES_ENDPOINT = "openbalance.test.elasticmq";

    /// The project's template, or the small one of the tests as long as the project has none.
    public static Path template() {
        var own = Path.of("template.yaml");
        return Files.exists(own) ? own : TemplateTest.FIXTURE;
    }

    @Override
    public Map<String, String> start() {
        var port = freePort();
        // ElasticMQ takes its seconds to start: meanwhile the other does.
        var queues = new FutureTask<>(LocalTestResource::queuesEndpoint);
        Thread.ofVirtual().start(queues);
        endpoint();
        await(queues);
        return Map.of(
                "openbalance.table",
                TABLE,
                "openbalance.key-file",
                LOCAL.resolve("test-key").toString(),
                "openbalance.local.port",
                Integer.toString(port),
                "openbalance.base-url",
                "http://localhost:" + port,
                "quarkus-internal.aws-lambda.test-api",
                runtimeApi());
    }

    private static void await(Future<String> started) {
        try {
            started.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    static synchronized String queuesEndpoint() {
        if (System.getProperty(QUEUES_ENDPOINT) == null) {
            var started = ElasticMq.start(LOCAL);
            try (var client = started.client()) {
                QueueDefinition.create(client, Template.read(template()).queues());
            }
            System.setProperty(QUEUES_ENDPOINT, started.endpoint().toString());
        }
        return System.getProperty(QUEUES_ENDPOINT);
    }

    /// Host and port of a runtime API that has no events: tests call functions through their own gateway.
    private static synchronized String runtimeApi() {
        if (System.getProperty(RUNTIME_API) == null) {
            try {
                var server =
                        Gateway.serve(0, new IdleRuntimeApi(exchange -> Gateway.send(exchange, HttpAnswer.NOT_FOUND)));
                System.setProperty(
                        RUNTIME_API, "localhost:" + server.getAddress().getPort());
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
        return System.getProperty(RUNTIME_API);
    }

    static String endpoint() {
        if (System.getProperty(ENDPOINT) == null) {
            var started = DynamoDbLocal.start(LOCAL, true);
            try (var client = started.client()) {
                Template.read(template()).table().create(client, TABLE);
            }
            System.setProperty(ENDPOINT, started.endpoint().toString());
            System.setProperty(PROCESS, Long.toString(started.process().pid()));
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
        // The servers go with this JVM; another test may want them yet.
    }
}
