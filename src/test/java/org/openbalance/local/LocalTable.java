package org.openbalance.local;

import java.net.URI;
import java.nio.file.Path;
import org.openbalance.store.Table;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The tests' table for plain classes, without an application around them.
public final class LocalTable {

    /// The key file that every application under test shares, as they share the table.
    public static final Path KEY_FILE = Path.of("target/local/test-key");

    private LocalTable() {}

    public static Table open() {
        var credentials = AwsBasicCredentials.create(DynamoDbLocal.CREDENTIAL, DynamoDbLocal.CREDENTIAL);
        var client = DynamoDbClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .endpointOverride(URI.create(LocalTestResource.endpoint()))
                .region(Region.of(DynamoDbLocal.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .build();
        return new Table(client, LocalTestResource.TABLE);
    }
}
