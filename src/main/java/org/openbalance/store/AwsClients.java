package org.openbalance.store;

import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.KmsClientBuilder;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/// The SDK's clients as Quarkus configures them, but for how their requests travel. Local mode and tests have their
// own.
@IfBuildProfile("prod")
@Singleton
final class AwsClients {

    @Produces
    @Singleton
    DynamoDbClient dynamoDb(DynamoDbClientBuilder builder) {
        return builder.httpClientBuilder(AwsHttpClient.builder()).build();
    }

    @Produces
    @Singleton
    SqsClient sqs(SqsClientBuilder builder) {
        return builder.httpClientBuilder(AwsHttpClient.builder()).build();
    }

    @Produces
    @Singleton
    KmsClient kms(KmsClientBuilder builder) {
        return builder.httpClientBuilder(AwsHttpClient.builder()).build();
    }
}
