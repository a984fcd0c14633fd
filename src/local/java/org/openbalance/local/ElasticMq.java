package org.openbalance.local;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.openbalance.platform.aws.AwsClients;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/// ElasticMQ, an SQS server, in a process of its own, which dies with this one; its messages are gone with it.
///
/// @param process the child
/// @param port where it listens, on this machine
public record ElasticMq(Process process, int port) {

    private static final LocalServer.Plan PLAN = new LocalServer.Plan(
            "ElasticMQ",
            "elasticmq",
            "org.elasticmq.server.Main",
            Optional.empty(),
            port -> List.of(
                    "-Xmx256m",
                    "-Drest-sqs.bind-hostname=localhost",
                    "-Drest-sqs.bind-port=" + port,
                    "-Dnode-address.host=localhost",
                    "-Dnode-address.port=" + port,
                    "-Drest-stats.enabled=false"),
            port -> List.of());

    /// Starts one and waits until it answers.
    ///
    /// @param local the folder target/local, where the build left the class path
    /// @throws LocalFailure if it cannot start
    static ElasticMq start(Path local) {
        var started = LocalServer.start(local, PLAN);
        return new ElasticMq(started.process(), started.port());
    }

    URI endpoint() {
        return URI.create("http://localhost:" + port);
    }

    /// Points a client at this server.
    public SqsClient client(SqsClientBuilder builder) {
        return client(builder, endpoint());
    }

    public SqsClient client() {
        return client(endpoint());
    }

    public static SqsClient client(URI endpoint) {
        return client(SqsClient.builder(), endpoint);
    }

    public static SqsClient client(SqsClientBuilder builder, URI endpoint) {
        return builder.httpClientBuilder(AwsClients.http())
                .endpointOverride(endpoint)
                .region(Region.of(DynamoDbLocal.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(DynamoDbLocal.CREDENTIAL, DynamoDbLocal.CREDENTIAL)))
                .build();
    }

    /// Leaves word of where it listens, for [#announced(Path)].
    void announce(Path local) {
        LocalServer.announce(announcement(local), process.pid(), port);
    }

    /// Where dev mode's queues are, if it runs.
    public static Optional<URI> announced(Path local) {
        return LocalServer.announced(announcement(local));
    }

    private static Path announcement(Path local) {
        return local.resolve("elasticmq.running");
    }

    void stop() {
        new LocalServer(process, port).stop();
    }
}
