package org.openbalance.tools;

import java.net.URI;
import java.util.Optional;
import org.openbalance.platform.aws.AwsClients;
import picocli.CommandLine.Option;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.regions.Region;

/// Where in AWS, or at what stand-in for it, a tool works; with the credentials of the environment.
final class AwsPlace {

    @Option(names = "--region", paramLabel = "REGION", description = "AWS region; the environment's unless said.")
    private Optional<String> region = Optional.empty();

    @Option(names = "--endpoint", paramLabel = "URL", description = "A stand-in for AWS.")
    private Optional<String> endpoint = Optional.empty();

    boolean isNamed() {
        return region.isPresent() || endpoint.isPresent();
    }

    Optional<String> region() {
        return region;
    }

    <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
        builder.httpClientBuilder(AwsClients.http());
        region.map(Region::of).ifPresent(builder::region);
        endpoint.map(URI::create).ifPresent(builder::endpointOverride);
        return builder.build();
    }
}
