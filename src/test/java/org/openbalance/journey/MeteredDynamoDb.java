package org.openbalance.journey;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.openbalance.local.LocalTable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/// The application's client under test, with a meter on it, and faults on demand.
@Singleton
class MeteredDynamoDb {

    @Produces
    @Singleton
    DynamoDbClient client(DynamoDbClientBuilder builder) {
        var configuration = builder.overrideConfiguration().toBuilder()
                .addExecutionInterceptor(new Meter())
                .addExecutionInterceptor(new TableFaults())
                .build();
        return AwsFaults.around(DynamoDbClient.class, LocalTable.client(builder.overrideConfiguration(configuration)));
    }
}
