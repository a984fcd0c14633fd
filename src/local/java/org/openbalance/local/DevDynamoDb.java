package org.openbalance.local;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.dev.console.DevConsoleManager;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/// Dev mode's DynamoDB: started for the first client, kept through reloads, and the one that every client speaks to.
@IfBuildProfile("dev")
@Singleton
final class DevDynamoDb {

    private static final String PROCESS = "openbalance.dynamodb.process";
    private static final String PORT = "openbalance.dynamodb.port";

    private final Path local;
    private final boolean inMemory;

    DevDynamoDb(
            @ConfigProperty(name = "openbalance.local.folder", defaultValue = "target/local") String folder,
            @ConfigProperty(name = "openbalance.local.in-memory", defaultValue = "false") boolean inMemory) {
        this.local = Path.of(folder).toAbsolutePath();
        this.inMemory = inMemory;
    }

    @Produces
    @Singleton
    DynamoDbClient client(DynamoDbClientBuilder builder) {
        return running().client(builder);
    }

    /// The one that runs; started anew if it has died.
    synchronized DynamoDbLocal running() {
        Process process = DevConsoleManager.getGlobal(PROCESS);
        if (process != null && process.isAlive()) {
            return new DynamoDbLocal(process, DevConsoleManager.getGlobal(PORT));
        }
        var started = DynamoDbLocal.start(local, inMemory);
        DevConsoleManager.setGlobal(PROCESS, started.process());
        DevConsoleManager.setGlobal(PORT, started.port());
        started.announce(local);
        return started;
    }

    static void stop() {
        Process process = DevConsoleManager.getGlobal(PROCESS);
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
