package org.openbalance.store;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/// How the SDK's clients are made: by what Lambda's environment says, without a look at files.
///
/// `AWS_REGION` and the keys are there in each function. Where the keys are not, as in one that began from a snapshot,
/// the SDK looks for them in its usual places. `AWS_ENDPOINT_URL_DYNAMODB` and its like lead elsewhere, as in all of
/// AWS' tools.
@Singleton
final class AwsClients {

    @Produces
    @Dependent
    DynamoDbClientBuilder dynamoDb() {
        return configured(DynamoDbClient.builder());
    }

    @Produces
    @Dependent
    SqsClientBuilder sqs() {
        return configured(SqsClient.builder());
    }

    @Produces
    @Singleton
    KmsClient kms() {
        return configured(KmsClient.builder()).build();
    }

    private static <B extends AwsClientBuilder<B, ?> & SdkSyncClientBuilder<B, ?>> B configured(B builder) {
        builder.httpClientBuilder(AwsHttpClient.builder());
        builder.overrideConfiguration(
                settings -> settings.defaultProfileFile(ProfileFile.aggregator().build()));
        var region = System.getenv("AWS_REGION");
        if (region != null) {
            builder.region(Region.of(region));
        }
        if (System.getenv("AWS_ACCESS_KEY_ID") != null) {
            builder.credentialsProvider(EnvironmentVariableCredentialsProvider.create());
        }
        return builder;
    }
}
