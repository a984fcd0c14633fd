package org.openbalance.localstack;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openbalance.local.StackTemplate;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.s3.S3Client;

/// LocalStack in Docker with the stack of template.yaml, deployed by CloudFormation from the template itself.
///
/// `-Dlocalstack.image` names another image that speaks the same APIs on port 4566.
final class LocalStack implements AutoCloseable {

    static final Region REGION = Region.EU_WEST_1;

    /// What the free edition of LocalStack cannot make, and so is left out: the HTTP API, whose place the local
    /// gateway takes, and what only watches or steers a deployment.
    static final Set<String> LACKING =
            Set.of("AWS::Serverless::HttpApi", "AWS::CloudWatch::Dashboard", "AWS::CodeDeploy::Application");

    /// Of functions: gradual deployment is CodeDeploy's.
    static final Set<String> LACKING_OF_FUNCTIONS = Set.of("DeploymentPreference");

    private static final String STACK = "openbalance";
    private static final String BUCKET = "openbalance-code";
    private static final String CODE = "function.zip";
    private static final int STOP_SECONDS = 30;
    private static final String DEFAULT_IMAGE = "localstack/localstack:4.14.0";

    private final LocalStackContainer container;
    private final CloudFormationClient cloudFormation;

    private LocalStack(LocalStackContainer container) {
        this.container = container;
        this.cloudFormation = client(CloudFormationClient.builder());
    }

    static LocalStack start() {
        var image = DockerImageName.parse(System.getProperty("localstack.image", DEFAULT_IMAGE));
        var container = new LocalStackContainer(image.asCompatibleSubstituteFor("localstack/localstack"))
                .withEnv("DEBUG", "1")
                .withStartupTimeout(Duration.ofMinutes(3));
        container.start();
        return new LocalStack(container);
    }

    URI endpoint() {
        return container.getEndpoint();
    }

    String log() {
        return container.getLogs();
    }

    <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
        return builder.endpointOverride(endpoint())
                .region(REGION)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build();
    }

    /// Deploys the template with the binary, and waits for the end of it.
    ///
    /// @throws IllegalStateException with what went wrong, resource by resource
    void deploy(Path zip) {
        try (var s3 = client(S3Client.builder().forcePathStyle(true))) {
            s3.createBucket(bucket ->
                    bucket.bucket(BUCKET).createBucketConfiguration(place -> place.locationConstraint(REGION.id())));
            s3.putObject(object -> object.bucket(BUCKET).key(CODE), RequestBody.fromFile(zip));
        }
        cloudFormation.createStack(stack -> stack.stackName(STACK)
                .templateBody(template().toString())
                .capabilities(Capability.CAPABILITY_IAM, Capability.CAPABILITY_AUTO_EXPAND)
                .parameters(parameter("Architecture", architecture()), parameter("DeletionProtection", "false")));
        var state = cloudFormation
                .waiter()
                .waitUntilStackCreateComplete(
                        stack -> stack.stackName(STACK), limits -> limits.waitTimeout(Duration.ofMinutes(5)))
                .matched();
        if (state.response().isEmpty()) {
            throw new IllegalStateException("The stack was not made: " + failures());
        }
    }

    private static StackTemplate template() {
        var template = StackTemplate.read(Path.of("template.yaml"))
                .without(LACKING::contains)
                .withFunctionsForAliases()
                .withCode("s3://" + BUCKET + "/" + CODE)
                .withVariables(Map.of("OPENBALANCE_WEBHOOK_LOCAL", "true"));
        for (var property : LACKING_OF_FUNCTIONS) {
            template = template.withoutOfFunctions(property);
        }
        return template;
    }

    private List<String> failures() {
        return cloudFormation.describeStackEvents(stack -> stack.stackName(STACK)).stackEvents().stream()
                .filter(event -> event.resourceStatusAsString().endsWith("FAILED"))
                .map(event -> event.logicalResourceId() + ": " + event.resourceStatusReason())
                .toList();
    }

    /// What each resource of the template has become, by its name there.
    Map<String, String> resources() {
        var found = new HashMap<String, String>();
        for (StackResourceSummary resource : cloudFormation
                .listStackResourcesPaginator(stack -> stack.stackName(STACK))
                .stackResourceSummaries()) {
            found.put(resource.logicalResourceId(), resource.physicalResourceId());
        }
        return found;
    }

    private static Parameter parameter(String key, String value) {
        return Parameter.builder().parameterKey(key).parameterValue(value).build();
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x86_64";
    }

    /// Stopped in its own way first, for it removes the containers of its functions then.
    @Override
    public void close() {
        cloudFormation.close();
        container
                .getDockerClient()
                .stopContainerCmd(container.getContainerId())
                .withTimeout(STOP_SECONDS)
                .exec();
        container.stop();
    }
}
