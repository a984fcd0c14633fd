package org.openbalance.local;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.openbalance.owner.Owners;
import org.openbalance.platform.dynamodb.Table;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.SqsClient;

/// What stands around the functions when they run in processes of their own: DynamoDB Local with the template's table,
/// and the gateway with the template's routes.
public final class DeployedWorld implements AutoCloseable {

    private static final Path TEMPLATE = Path.of("template.yaml");

    private final String endpoint = LocalTestResource.endpoint();
    private final int port = freePort();
    private HttpServer server;

    /// Opens the gateway, in front of functions that run elsewhere.
    public void open(FunctionHost functions) {
        try {
            server = Gateway.serve(port, new Gateway(Template.read(TEMPLATE), functions, InstantSource.system()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// The API's address.
    public String url() {
        return "http://localhost:" + port;
    }

    public String endpoint() {
        return endpoint;
    }

    /// What the template and Lambda would set for a function.
    public Map<String, String> environment(String function) {
        var environment = new HashMap<>(Map.of(
                "QUARKUS_FUNQY_EXPORT",
                function,
                "OPENBALANCE_TABLE",
                LocalTestResource.TABLE,
                "OPENBALANCE_KEY_FILE",
                LocalTable.KEY_FILE.toAbsolutePath().toString(),
                "OPENBALANCE_BASE_URL",
                url(),
                "AWS_ENDPOINT_URL_DYNAMODB",
                endpoint,
                "AWS_REGION",
                DynamoDbLocal.REGION,
                "AWS_ACCESS_KEY_ID",
                DynamoDbLocal.CREDENTIAL,
                "AWS_SECRET_ACCESS_KEY",
                DynamoDbLocal.CREDENTIAL,
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                "512",
                "DISABLE_SIGNAL_HANDLERS",
                "true"));
        environment.put("AWS_LAMBDA_FUNCTION_NAME", "openbalance-" + function);
        environment.put("AWS_ENDPOINT_URL_SQS", LocalTestResource.queuesEndpoint());
        environment.put("OPENBALANCE_QUEUE_REFRESH", QueueDefinition.url("RefreshQueue"));
        environment.put("OPENBALANCE_QUEUE_DELIVERIES", QueueDefinition.url("DeliveriesQueue"));
        environment.put("OPENBALANCE_QUEUE_DELIVERIES_DEAD", QueueDefinition.url("DeliveriesDead"));
        // Receivers of this machine, without TLS.
        environment.put("OPENBALANCE_WEBHOOK_LOCAL", "true");
        return environment;
    }

    /// Another table, with nothing in it.
    public String freshTable() {
        var name = "openbalance-" + System.nanoTime();
        try (var client = DynamoDbLocal.client(URI.create(endpoint))) {
            Template.read(TEMPLATE).table().create(client, name);
        }
        return name;
    }

    /// The key of the item that holds an account and its balance, as JSON.
    public String keyOf(String account) {
        try (var client = DynamoDbLocal.client(URI.create(endpoint))) {
            var key = find(client, account);
            return "{\"pk\":\"" + key.get("pk").s() + "\",\"sk\":\""
                    + key.get("sk").s() + "\"}";
        }
    }

    /// Lets an account's next refresh be due.
    public void makeDue(String account) {
        var aMinuteAgo = Instant.now().minusSeconds(60).toEpochMilli();
        try (var client = DynamoDbLocal.client(URI.create(endpoint))) {
            client.updateItem(update -> update.tableName(LocalTestResource.TABLE)
                    .key(find(client, account))
                    .updateExpression("SET next_refresh_at = :due")
                    .expressionAttributeValues(Map.of(":due", AttributeValue.fromN(Long.toString(aMinuteAgo)))));
        }
    }

    private static Map<String, AttributeValue> find(DynamoDbClient client, String account) {
        return client.scanPaginator(scan -> scan.tableName(LocalTestResource.TABLE)).items().stream()
                .filter(item -> item.containsKey("available"))
                .filter(item -> (item.get("pk").s() + item.get("sk").s()).contains(account))
                .map(item -> Map.of("pk", item.get("pk"), "sk", item.get("sk")))
                .findFirst()
                .orElseThrow();
    }

    public Owners owners() {
        return ownersIn(LocalTestResource.TABLE);
    }

    public Owners ownersIn(String table) {
        return new Owners(new Table(DynamoDbLocal.client(URI.create(endpoint)), table), InstantSource.system());
    }

    /// Moves what waits in the queues to their functions, until nothing is left to receive.
    ///
    /// @return how many messages their functions gave back as failed
    public int drain(FunctionHost functions) {
        try (var client = SqsClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .endpointOverride(URI.create(LocalTestResource.queuesEndpoint()))
                .region(Region.of(DynamoDbLocal.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(DynamoDbLocal.CREDENTIAL, DynamoDbLocal.CREDENTIAL)))
                .build()) {
            var failed = 0;
            for (var mapping : EventSourceMapping.of(Template.read(TEMPLATE), client, functions)) {
                for (var batch = mapping.gatherNow(); !batch.isEmpty(); batch = mapping.gatherNow()) {
                    failed += mapping.deliver(batch).size();
                }
            }
            return failed;
        }
    }

    /// The process of DynamoDB Local, to tell its share of the work.
    public static long dynamoDbPid() {
        return Long.parseLong(System.getProperty(LocalTestResource.PROCESS));
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop(0);
        }
    }
}
