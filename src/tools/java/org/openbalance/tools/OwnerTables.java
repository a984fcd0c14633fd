package org.openbalance.tools;

import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.openbalance.local.DynamoDbLocal;
import org.openbalance.local.Template;
import org.openbalance.platform.aws.AwsClients;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.vault.FileWrapper;
import org.openbalance.platform.vault.KmsWrapper;
import org.openbalance.platform.vault.Vault;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;

/// The way to a table from outside of the application: on this machine or in AWS.
final class OwnerTables {

    /// As application.properties names it for dev mode.
    static final String LOCAL_TABLE = "openbalance";
    private static final String LOCAL_KEY = "target/local/key";

    private final Path project;

    OwnerTables(Path project) {
        this.project = project;
    }

    /// Works on dev mode's table: through its DynamoDB Local while it runs, else through one of our own on its data.
    <T> T onLocal(Function<Table, T> work) {
        return atLocal(endpoint -> at(endpoint, work));
    }

    /// As [#onLocal(Function)], for what makes a client of its own.
    <T> T atLocal(Function<URI, T> work) {
        var local = project.resolve("target/local");
        var running = DynamoDbLocal.announced(local);
        return running.isPresent() ? work.apply(running.get()) : onFiles(local, work);
    }

    private static <T> T onFiles(Path local, Function<URI, T> work) {
        var started = DynamoDbLocal.start(local, false);
        try {
            return work.apply(started.endpoint());
        } finally {
            started.stop();
        }
    }

    private <T> T at(URI endpoint, Function<Table, T> work) {
        try (var client = DynamoDbLocal.client(endpoint)) {
            Template.read(project.resolve("template.yaml")).table().create(client, LOCAL_TABLE);
            return work.apply(new Table(client, LOCAL_TABLE));
        }
    }

    /// The vault of dev mode, whose data key is guarded by a file.
    Vault localVault(Table table) {
        return new Vault(table, new FileWrapper(project.resolve(LOCAL_KEY)), InstantSource.system());
    }

    /// Works with the vault of a table in AWS.
    ///
    /// @param key the KMS key that guards its data key
    static <T> T withVault(Table table, String key, Optional<String> region, Function<Vault, T> work) {
        var builder = KmsClient.builder().httpClientBuilder(AwsClients.http());
        region.map(Region::of).ifPresent(builder::region);
        try (var client = builder.build()) {
            return work.apply(new Vault(table, new KmsWrapper(client, key), InstantSource.system()));
        }
    }

    /// Works on a table in AWS, with the credentials and, unless one is named, the region of the environment.
    static <T> T onAws(String name, Optional<String> region, Function<Table, T> work) {
        var builder = DynamoDbClient.builder().httpClientBuilder(AwsClients.http());
        region.map(Region::of).ifPresent(builder::region);
        try (var client = builder.build()) {
            return work.apply(new Table(client, name));
        }
    }
}
