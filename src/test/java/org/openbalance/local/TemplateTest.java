package org.openbalance.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class TemplateTest {

    static final Path FIXTURE = Path.of("src/test/resources/template.yaml");

    private final Template template = Template.read(FIXTURE);

    @Test
    void functions_are_those_with_a_name_and_have_their_own_timeout_or_the_common_one() {
        assertEquals(
                List.of("pets 29", "slow 1"),
                template.functions().stream()
                        .map(function ->
                                function.name() + " " + function.timeout().toSeconds())
                        .toList());
        assertEquals(Duration.ofSeconds(29), template.functions().getFirst().timeout());
    }

    @Test
    void routes_are_the_http_events_alone() {
        assertEquals(
                List.of("GET /pets/dog/1", "ANY /pets/{proxy+}", "POST /slow", "$default"),
                template.routes().stream().map(Route::key).toList());
    }

    @Test
    void a_function_has_the_queues_and_schedules_that_call_it() {
        var slow = template.functions().getLast();

        assertEquals(List.of(new QueueTrigger("Feed", 5, Duration.ofSeconds(1), true, 3)), slow.triggers());
        assertEquals(
                List.of(
                        new Schedule(
                                "EachMinute",
                                Duration.ofMinutes(1),
                                Optional.of("{\"time\":\"<aws.scheduler.scheduled-time>\"}")),
                        new Schedule("Daily", Duration.ofDays(2), Optional.empty())),
                slow.schedules());
    }

    /// `sam build` leaves one in `Globals` as it is, and `sam package` then looks for it in the wrong folder.
    @Test
    void each_function_of_this_project_names_its_code_itself() {
        var functions = StackTemplate.read(Path.of("template.yaml")).functions();

        assertEquals(9, functions.size());
        functions.forEach((name, function) ->
                assertEquals("target/function.zip", function.path("CodeUri").asText(), name));
    }

    @Test
    void the_stack_of_this_project_fits_into_one_request_to_cloudformation() {
        var body = StackTemplate.read(Path.of("template.yaml")).toString().getBytes(StandardCharsets.UTF_8);

        assertTrue(body.length <= 51_200, () -> body.length + " bytes");
    }

    @Test
    void a_queue_that_says_nothing_has_the_settings_of_aws() {
        assertEquals(
                List.of(
                        new QueueDefinition(
                                "Feed",
                                Duration.ofSeconds(1),
                                Duration.ofMinutes(10),
                                Optional.of(new QueueDefinition.Redrive("Dead", 2))),
                        new QueueDefinition("Letters", Duration.ofSeconds(30), Duration.ofDays(4), Optional.empty()),
                        new QueueDefinition("Dead", Duration.ofSeconds(30), Duration.ofDays(4), Optional.empty())),
                template.queues());
        assertEquals(
                List.of(new QueueTrigger("Letters", 10, Duration.ZERO, false, 5)),
                template.functions().getFirst().triggers());
    }

    @Test
    void variables_are_plain_or_name_a_queue() {
        var pets = template.functions().getFirst();

        assertEquals(Map.of("OPENBALANCE_QUEUE_FEED", "Feed"), pets.queueVariables());
        assertEquals("29s", pets.variables().get("OPENBALANCE_LIMIT"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "VisibilityTimeout: 1 | VisibilityTimeout: 0 | shorter than its function's Timeout",
                "BatchSize: 5 | BatchSize: 0 | not within 1 to 10000",
                "MaximumBatchingWindowInSeconds: 1 | BatchSize: 11 | needs a MaximumBatchingWindowInSeconds",
                "Default: 3 | Default: 1 | is at least 2",
                "rate(1 minute) | cron(0 12 3) | only a rate",
                "!GetAtt Feed.Arn | !GetAtt Food.Arn | it has no queue Food",
                "Type: Schedule, | Type: SQS, | say it by an AWS::Lambda::EventSourceMapping"
            })
    void what_aws_or_this_gateway_would_refuse_is_told(String good, String bad, String sentence) throws IOException {
        var text = Files.readString(FIXTURE).replace(good, bad);

        var exception = assertThrows(IllegalArgumentException.class, () -> Template.parse(new StringReader(text)));

        assertTrue(exception.getMessage().contains(sentence), exception.getMessage());
    }

    @Test
    void the_table_has_its_keys_indexes_and_expiry() {
        var table = template.table();

        assertEquals(4, table.attributes().size());
        assertEquals(ScalarAttributeType.N, table.attributes().getLast().attributeType());
        assertEquals("pk", table.keys().getFirst().attributeName());
        assertEquals(KeyType.RANGE, table.keys().getLast().keyType());
        assertEquals("due", table.indexes().getFirst().indexName());
        assertEquals(
                ProjectionType.KEYS_ONLY,
                table.indexes().getFirst().projection().projectionType());
        assertEquals(Optional.of("ttl"), table.ttl());
    }

    @Test
    void a_missing_template_is_told_in_one_sentence() {
        var failure = assertThrows(LocalFailure.class, () -> Template.read(Path.of("nowhere/template.yaml")));

        assertTrue(failure.getMessage().startsWith("The template /"), failure.getMessage());
    }
}
