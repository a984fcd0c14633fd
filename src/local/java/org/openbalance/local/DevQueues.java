package org.openbalance.local;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.dev.console.DevConsoleManager;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/// Dev mode's SQS server: started once, kept through reloads, and the one that every client speaks to.
@IfBuildProfile("dev")
@Singleton
final class DevQueues {

    private static final String PROCESS = "openbalance.elasticmq.process";
    private static final String PORT = "openbalance.elasticmq.port";

    private final Path local;

    DevQueues(@ConfigProperty(name = "openbalance.local.folder", defaultValue = "target/local") String folder) {
        this.local = Path.of(folder).toAbsolutePath();
    }

    @Produces
    @Singleton
    SqsClient client(SqsClientBuilder builder) {
        return running().client(builder);
    }

    /// The one that runs; started anew if it has died.
    synchronized ElasticMq running() {
        Process process = DevConsoleManager.getGlobal(PROCESS);
        if (process != null && process.isAlive()) {
            return new ElasticMq(process, DevConsoleManager.getGlobal(PORT));
        }
        var started = ElasticMq.start(local);
        started.announce(local);
        DevConsoleManager.setGlobal(PROCESS, started.process());
        DevConsoleManager.setGlobal(PORT, started.port());
        return started;
    }

    static void stop() {
        Process process = DevConsoleManager.getGlobal(PROCESS);
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
