package org.openbalance.platform.aws;

import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/// The clients of a deployed function. Local mode and tests turn the builders to servers of their own.
@IfBuildProfile("prod")
@Singleton
final class DeployedClients {

    @Produces
    @Singleton
    DynamoDbClient dynamoDb(DynamoDbClientBuilder builder) {
        return AwsClients.configured(builder).build();
    }

    @Produces
    @Singleton
    SqsClient sqs(SqsClientBuilder builder) {
        return builder.build();
    }
}
