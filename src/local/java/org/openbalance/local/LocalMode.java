package org.openbalance.local;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Dev mode: DynamoDB Local, the table, the sandbox owner, ElasticMQ, the queues, the gateway and what calls functions
/// besides it, up before the first line is typed.
///
/// What cannot start ends dev mode with one sentence and a non-zero exit.
@IfBuildProfile("dev")
@Singleton
final class LocalMode {

    private final Path local;
    private final Path template;
    private final String table;
    private final int port;
    private final Provider<DynamoDbClient> client;
    private final DevQueues queues;
    private final Provider<SqsClient> queueClient;
    private final Seed seed;

    private Optional<Triggers> triggers = Optional.empty();

    LocalMode(
            @ConfigProperty(name = "openbalance.local.folder", defaultValue = "target/local") String folder,
            @ConfigProperty(name = "openbalance.local.template", defaultValue = "template.yaml") String template,
            @ConfigProperty(name = "openbalance.local.port", defaultValue = "8080") int port,
            @ConfigProperty(name = "openbalance.table") String table,
            Provider<DynamoDbClient> client,
            DevQueues queues,
            Provider<SqsClient> queueClient,
            Seed seed) {
        this.local = Path.of(folder).toAbsolutePath();
        this.template = Path.of(template);
        this.port = port;
        this.table = table;
        this.client = client;
        this.queues = queues;
        this.queueClient = queueClient;
        this.seed = seed;
    }

    void start(@Observes StartupEvent started) {
        var isFirst = !DevGateway.hasAnswered();
        try {
            run(isFirst);
        } catch (RuntimeException failure) {
            // Once it runs, the next change of a source may well mend it.
            if (!isFirst) {
                throw failure;
            }
            if (failure instanceof LocalFailure) {
                end(failure.getMessage());
            }
            failure.printStackTrace(System.err);
            end("OpenBalance could not start: " + failure.getMessage());
        }
    }

    private void run(boolean isFirst) {
        requireWritable();
        var definition = Template.read(template);
        // The port comes first: a second dev mode should hear of it, not of the data folder that it would share.
        openStarting();
        // It takes its seconds to start: meanwhile the other does.
        var starting = new FutureTask<>(queues::running);
        Thread.ofVirtual().start(starting);
        definition.table().create(client.get(), table);
        seed.sow();
        await(starting);
        QueueDefinition.create(queueClient.get(), definition.queues());
        triggers = Optional.of(Triggers.open(definition, queueClient.get(), new QuarkusFunctions()));
        DevGateway.open(new Demo(new Gateway(definition, new QuarkusFunctions(), InstantSource.system())));
        if (isFirst) {
            endWithMaven();
            greet(System.out);
        }
    }

    private static void await(Future<ElasticMq> starting) {
        try {
            starting.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException own
                    ? own
                    : new IllegalStateException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("Interrupted while ElasticMQ was starting.", interrupted);
        }
    }

    /// The end of dev mode, or of this application when the next one takes its place.
    void stop(@Observes ShutdownEvent stopping) {
        triggers.ifPresent(Triggers::close);
    }

    private void requireWritable() {
        try {
            Files.createDirectories(local);
            Files.delete(Files.createTempFile(local, "write", ".test"));
        } catch (AccessDeniedException denied) {
            throw new LocalFailure("There is no permission to write in " + local + ".", denied);
        } catch (IOException failed) {
            throw new LocalFailure("The folder " + local + " cannot be written: " + failed.getMessage(), failed);
        }
    }

    /// Maven ends this process when it is told to stop, but cannot when it is killed.
    private static void endWithMaven() {
        ProcessHandle.current().parent().ifPresent(maven -> maven.onExit().thenRun(() -> {
            DevDynamoDb.stop();
            DevQueues.stop();
            Runtime.getRuntime().halt(1);
        }));
    }

    private void openStarting() {
        try {
            DevGateway.openStarting(port);
        } catch (IOException taken) {
            throw new LocalFailure(
                    "Port " + port + " cannot be opened (" + taken.getMessage()
                            + "): stop what listens there, or choose another with -Dopenbalance.local.port.",
                    taken);
        }
    }

    private void greet(PrintStream out) {
        out.printf(
                """

                OpenBalance runs on http://localhost:%1$d
                  demo          http://localhost:%1$d/demo
                  secret key    %2$s
                  public key    %3$s
                  client token  %4$s

                  curl -X POST http://localhost:%1$d/v2/sandbox/banks/list -H 'Authorization: Bearer %2$s'

                """,
                port, Seed.SECRET_KEY, Seed.PUBLIC_KEY, Seed.CLIENT_TOKEN);
        out.flush();
    }

    /// Without the usual shutdown, which would wait for the start that this is a part of, and talk after us.
    private static void end(String sentence) {
        DevDynamoDb.stop();
        DevQueues.stop();
        System.err.println();
        System.err.println(sentence);
        System.err.flush();
        Runtime.getRuntime().halt(1);
    }
}
