package org.openbalance.local;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openbalance.platform.aws.AwsClients;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/// DynamoDB Local in a process of its own, which dies with this one.
///
/// @param process the child
/// @param port where it listens, on this machine
public record DynamoDbLocal(Process process, int port) {

    static final String REGION = "eu-west-1";
    /// Any will do, but they name the data where it is not shared.
    static final String CREDENTIAL = "local";

    /// Starts one and waits until it answers.
    ///
    /// @param local the folder target/local, where the build left the class path and the native libraries
    /// @param inMemory true for a table that is gone with the process, else its data lie in the folder
    /// @throws LocalFailure if it cannot start
    public static DynamoDbLocal start(Path local, boolean inMemory) {
        var started = LocalServer.start(local, plan(local, inMemory));
        return new DynamoDbLocal(started.process(), started.port());
    }

    private static LocalServer.Plan plan(Path local, boolean inMemory) {
        var lock = new LocalServer.Lock(
                data(local).resolve("lock"),
                "The data in " + data(local) + " are in use by another dev mode: stop it, or start this one with"
                        + " -Dopenbalance.local.in-memory=true.");
        var place =
                inMemory ? List.of("-inMemory") : List.of("-dbPath", data(local).toString());
        return new LocalServer.Plan(
                "DynamoDB Local",
                "dynamodb",
                ServerLauncher.DYNAMODB,
                inMemory ? Optional.empty() : Optional.of(lock),
                port -> List.of("-Xmx512m", "-Djava.library.path=" + local.resolve("native")),
                port -> Stream.concat(
                                Stream.of("-disableTelemetry", "-port", Integer.toString(port), "-sharedDb"),
                                place.stream())
                        .toList());
    }

    /// Ends it.
    public void stop() {
        new LocalServer(process, port).stop();
    }

    public URI endpoint() {
        return URI.create("http://localhost:" + port);
    }

    /// Points a client at this server.
    public DynamoDbClient client(DynamoDbClientBuilder builder) {
        return client(builder, endpoint());
    }

    public DynamoDbClient client() {
        return client(endpoint());
    }

    public static DynamoDbClient client(URI endpoint) {
        return client(DynamoDbClient.builder(), endpoint);
    }

    public static DynamoDbClient client(DynamoDbClientBuilder builder, URI endpoint) {
        return builder.httpClientBuilder(AwsClients.http())
                .endpointOverride(endpoint)
                .region(Region.of(REGION))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(CREDENTIAL, CREDENTIAL)))
                .build();
    }

    /// Leaves word of where it listens, for [#announced(Path)].
    public void announce(Path local) {
        LocalServer.announce(announcement(local), process.pid(), port);
    }

    /// Where dev mode's DynamoDB Local listens, if one runs: another process' way to the same data.
    public static Optional<URI> announced(Path local) {
        return LocalServer.announced(announcement(local));
    }

    private static Path announcement(Path local) {
        return local.resolve("dynamodb.running");
    }

    private static Path data(Path local) {
        return local.resolve("dynamodb");
    }
}
