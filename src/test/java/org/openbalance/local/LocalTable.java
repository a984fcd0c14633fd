package org.openbalance.local;

import java.net.URI;
import java.nio.file.Path;
import org.openbalance.platform.dynamodb.Table;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/// The tests' table for plain classes, without an application around them.
public final class LocalTable {

    /// The key file that every application under test shares, as they share the table.
    public static final Path KEY_FILE = Path.of("target/local/test-key");

    private LocalTable() {}

    public static Table open() {
        return new Table(client(DynamoDbClient.builder()), LocalTestResource.TABLE);
    }

    /// Makes a table for one test alone.
    public static void make(String name) {
        try (var client = client(DynamoDbClient.builder())) {
            Template.read(LocalTestResource.template()).table().create(client, name);
        }
    }

    /// Turns a client to the tests' server.
    public static DynamoDbClient client(DynamoDbClientBuilder builder) {
        return DynamoDbLocal.client(builder, URI.create(LocalTestResource.endpoint()));
    }
}
