package org.openbalance.platform.aws;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/// How the SDK's clients are made: by what Lambda's environment says, without a look at files. DynamoDB's builder comes
/// from Quarkus' extension, the others from the SDK (decision 028).
///
/// `AWS_REGION` and the keys are there in each function. Where the keys are not, as in one that began from a snapshot,
/// the SDK looks for them in its usual places. `AWS_ENDPOINT_URL_DYNAMODB` and its like lead elsewhere, as in all of
/// AWS' tools.
@Singleton
public final class AwsClients {

    /// A service that is silent for longer has a fault: AWS answers in milliseconds.
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration SILENCE = Duration.ofSeconds(3);
    /// With all retries. The gateway ends a call of ours after 30 seconds.
    private static final Duration CALL = Duration.ofSeconds(10);
    /// Longer than between two calls of most functions, shorter than AWS lets a connection rest.
    private static final Duration KEPT = Duration.ofSeconds(60);
    private static final int CONNECTIONS = 128;

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

    /// What requests to AWS travel by: Apache HttpClient 5, on behalf of one client of the SDK.
    public static Apache5HttpClient.Builder http() {
        return Apache5HttpClient.builder()
                .connectionTimeout(CONNECT)
                .socketTimeout(SILENCE)
                .connectionMaxIdleTime(KEPT)
                .maxConnections(CONNECTIONS)
                .tcpKeepAlive(true)
                .useIdleConnectionReaper(false);
    }

    static <B extends AwsClientBuilder<B, ?> & SdkSyncClientBuilder<B, ?>> B configured(B builder) {
        builder.httpClientBuilder(http());
        builder.overrideConfiguration(builder.overrideConfiguration().toBuilder()
                .defaultProfileFile(ProfileFile.aggregator().build())
                .apiCallTimeout(CALL)
                .build());
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
