package org.openbalance.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openbalance.api.Json;
import org.openbalance.local.LambdaGateway;
import org.openbalance.local.StackTemplate;
import org.testcontainers.DockerClientFactory;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.lambda.LambdaClient;

/// The stack of template.yaml in LocalStack, with the native binary in its functions.
class LocalStackCheck {

    private static final Path ZIP = Path.of("target/function.zip");
    private static final boolean REQUIRED = Boolean.getBoolean("localstack.required");

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static LocalStack aws;
    private static LambdaClient lambda;
    private static LambdaGateway gateway;
    private static Map<String, String> resources;

    @BeforeAll
    static void deploy() throws IOException {
        require(
                DockerClientFactory.instance().isDockerAvailable(),
                "The tests with LocalStack are left out: Docker does not answer on this machine.");
        require(
                isNative(),
                "The tests with LocalStack are left out: target/function.zip holds no native binary; add -Dnative.");
        aws = LocalStack.start();
        aws.deploy(ZIP);
        resources = aws.resources();
        lambda = aws.client(LambdaClient.builder());
        gateway = LambdaGateway.serve(lambda, functions());
    }

    @AfterAll
    static void remove() throws IOException {
        if (aws != null) {
            Files.writeString(Path.of("target/localstack.log"), aws.log());
            if (gateway != null) {
                gateway.close();
            }
            if (lambda != null) {
                lambda.close();
            }
            aws.close();
        }
    }

    @Test
    void every_resource_but_those_left_out_is_made() {
        var wanted = StackTemplate.read(Path.of("template.yaml"))
                .without(LocalStack.LACKING::contains)
                .root()
                .path("Resources");

        assertThat(resources)
                .containsKeys(wanted.properties().stream()
                        .filter(resource -> !resource.getValue().has("Condition"))
                        .map(Map.Entry::getKey)
                        .toArray(String[]::new));
    }

    /// It may not use the key, and so must not ask for it.
    @Test
    void the_function_without_the_key_serves_the_widget() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(gateway.url().resolve("/consents")).build();

        assertThat(Company.CLIENT.send(request, BodyHandlers.discarding()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void the_demo_journey_passes_through_the_deployed_functions() throws IOException, InterruptedException {
        var keys = owner().path("sandbox");

        var demo = new ProcessBuilder("scripts/demo").redirectErrorStream(true);
        demo.environment()
                .putAll(Map.of(
                        "BASE", gateway.url().toString(),
                        "SECRET_KEY", keys.path("secret_key").asText(),
                        "PUBLIC_KEY", keys.path("public_key").asText(),
                        "CLIENT_TOKEN", keys.path("client_token").asText()));
        assertThat(output(demo)).contains("balance");
    }

    @Test
    void an_account_that_is_due_is_read_by_the_schedule() throws IOException, InterruptedException {
        var company = company();
        var account = company.links();
        company.call("balances/set", Map.of("account", account, "available", "777"));
        makeDue(company, account);

        var minute = lambda.invoke(request -> request.functionName(resources.get("Refresh"))
                .payload(SdkBytes.fromUtf8String(Json.object()
                        .put("time", Instant.now().toString())
                        .put("id", "check")
                        .toString())));
        assertThat(minute.functionError()).as(minute.payload().asUtf8String()).isNull();

        var balance = eventually(
                () -> company.call("balance/getByAccount", Map.of("account_id", account))
                        .at("/data/balances/0"),
                read -> read.path("available_balance").asInt() == 777);
        assertThat(balance.at("/periodic/available_balance/0/source").asText()).isEqualTo("schedule");
    }

    /// No address of this machine but a function's own is allowed as a receiver, and there is none: the attempt
    /// fails.
    @Test
    void a_webhook_is_attempted_and_its_attempt_logged() throws IOException, InterruptedException {
        var company = company();
        var webhook = company.call("webhooks/create", Map.of("url", "http://127.0.0.1:9/hook"))
                .at("/data/webhook/id")
                .asText();
        company.links();

        var delivery = eventually(
                () -> company.call("webhooks/deliveries", Map.of("id", webhook)).at("/data/deliveries/0"),
                found -> !found.path("attempts").isEmpty());
        assertThat(delivery.path("event").asText()).isEqualTo("auth.succeeded");
        assertThat(delivery.path("state").asText()).isEqualTo("pending");
    }

    private static void makeDue(Company company, String account) {
        try (var table = aws.client(DynamoDbClient.builder())) {
            var partition = AttributeValue.fromS("s#" + company.owner() + "#ACCOUNT#" + account);
            var items = table.query(query -> query.tableName(resources.get("Table"))
                            .keyConditionExpression("pk = :pk")
                            .filterExpression("attribute_exists(dueShard)")
                            .expressionAttributeValues(Map.of(":pk", partition)))
                    .items();
            assertThat(items).hasSize(1);
            table.updateItem(update -> update.tableName(resources.get("Table"))
                    .key(Map.of("pk", partition, "sk", items.getFirst().get("sk")))
                    .updateExpression("SET next_refresh_at = :now")
                    .expressionAttributeValues(
                            Map.of(":now", AttributeValue.fromN(Long.toString(System.currentTimeMillis())))));
        }
    }

    /// Asks until the answer is as wanted; each question is a call of a function, so it takes its time.
    private static JsonNode eventually(Callable<JsonNode> question, Predicate<JsonNode> wanted) {
        var end = Instant.now().plus(PATIENCE);
        JsonNode answer;
        do {
            try {
                answer = question.call();
            } catch (Exception failed) {
                throw new AssertionError(failed);
            }
            if (wanted.test(answer)) {
                return answer;
            }
        } while (Instant.now().isBefore(end));
        throw new AssertionError("Still: " + answer);
    }

    private static Company company() throws IOException, InterruptedException {
        var owner = owner();
        return new Company(gateway.url(), owner.at("/owner/id").asText(), owner.path("sandbox"));
    }

    /// The owner that the documented tool makes in the deployed table.
    private static JsonNode owner() throws IOException, InterruptedException {
        var tool = new ProcessBuilder(
                "scripts/owner",
                "create",
                "--name",
                "Kudi Lending Ltd",
                "--app-name",
                "Kudi",
                "--json",
                "--table",
                resources.get("Table"),
                "--region",
                LocalStack.REGION.id());
        tool.environment()
                .putAll(Map.of(
                        "AWS_ENDPOINT_URL", aws.endpoint().toString(),
                        "AWS_ACCESS_KEY_ID", "test",
                        "AWS_SECRET_ACCESS_KEY", "test"));
        return new ObjectMapper().readTree(output(tool));
    }

    private static String output(ProcessBuilder command) throws IOException, InterruptedException {
        var process = command.start();
        String output;
        try (InputStream stream = process.getInputStream()) {
            output = new String(stream.readAllBytes());
        }
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private static Map<String, String> functions() {
        return StackTemplate.read(Path.of("template.yaml")).functions().entrySet().stream()
                .collect(Collectors.toMap(
                        function -> StackTemplate.export(function.getValue()).orElseThrow(),
                        function -> resources.get(function.getKey())));
    }

    private static boolean isNative() throws IOException {
        if (!Files.exists(ZIP)) {
            return false;
        }
        try (var zip = new ZipFile(ZIP.toFile())) {
            return zip.getEntry("bootstrap") != null;
        }
    }

    /// On a machine that has to run these tests, as CI's, their absence is a failure.
    private static void require(boolean condition, String sentence) {
        if (REQUIRED) {
            assertThat(condition).as(sentence).isTrue();
        }
        if (!condition) {
            System.out.println(sentence);
        }
        assumeTrue(condition, sentence);
    }
}
