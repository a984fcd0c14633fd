package org.openbalance.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Lambda's side of a queue, with a real queue and a function of the test's own.
class EventSourceMappingTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration NO_WAIT = Duration.ZERO;

    private static SqsClient client;

    private final List<JsonNode> events = new ArrayList<>();
    private List<Message> failed = List.of();
    private String queue;
    private String dead;

    /// The function under test: from an event to its answer.
    private Function<JsonNode, String> function = event -> "";

    @BeforeAll
    static void open() {
        client = ElasticMq.client(URI.create(LocalTestResource.queuesEndpoint()));
    }

    @AfterAll
    static void close() {
        client.close();
    }

    @BeforeEach
    void make() {
        queue = "queue" + System.nanoTime();
        dead = queue + "dead";
        QueueDefinition.create(
                client,
                List.of(
                        new QueueDefinition(
                                queue,
                                Duration.ofMinutes(6),
                                Duration.ofHours(1),
                                Optional.of(new QueueDefinition.Redrive(dead, 2))),
                        new QueueDefinition(dead, Duration.ofSeconds(30), Duration.ofDays(14), Optional.empty())));
    }

    @Test
    void a_function_gets_the_event_that_aws_sends() {
        client.sendMessage(request -> request.queueUrl(QueueDefinition.url(queue))
                .messageBody("{\"a\":1}")
                .messageGroupId("g")
                .messageAttributes(Map.of(
                        "request_id",
                        MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue("r1")
                                .build())));

        deliver(mapping(10));

        var first = events.getFirst().at("/Records/0");
        assertThat(first.path("body").textValue()).isEqualTo("{\"a\":1}");
        assertThat(first.path("messageId").textValue()).isNotBlank();
        assertThat(first.path("receiptHandle").textValue()).isNotBlank();
        assertThat(first.path("eventSource").textValue()).isEqualTo("aws:sqs");
        assertThat(first.path("eventSourceARN").textValue()).isEqualTo("arn:aws:sqs:eu-west-1:000000000000:" + queue);
        assertThat(first.path("awsRegion").textValue()).isEqualTo("eu-west-1");
        assertThat(first.at("/attributes/ApproximateReceiveCount").textValue()).isEqualTo("1");
        assertThat(first.at("/attributes/SentTimestamp").textValue()).matches("\\d{13}");
        assertThat(first.at("/attributes/MessageGroupId").textValue()).isEqualTo("g");
        assertThat(first.at("/messageAttributes/request_id/stringValue").textValue())
                .isEqualTo("r1");
        assertThat(first.at("/messageAttributes/request_id/dataType").textValue())
                .isEqualTo("String");
    }

    @Test
    void a_call_has_no_more_messages_than_its_batch_size() {
        send("a", "b", "c", "d", "e");
        var mapping = mapping(2);

        deliver(mapping);
        deliver(mapping);
        deliver(mapping);

        assertThat(events).extracting(event -> event.path("Records").size()).containsExactly(2, 2, 1);
    }

    @Test
    void a_batch_is_gathered_until_the_window_closes() {
        send("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l");

        var batch = mapping(new QueueTrigger(queue, 100, Duration.ofSeconds(1), true, 2), Duration.ofSeconds(5))
                .gather(NO_WAIT);

        assertThat(batch).hasSize(12);
    }

    @Test
    void what_was_handled_is_gone() {
        send("a", "b");

        assertThat(deliver(mapping(10))).isEmpty();

        assertThat(left()).isEmpty();
    }

    @Test
    void of_a_batch_that_failed_in_part_only_that_part_comes_back() {
        send("a", "b", "c");
        function = event -> failures(idOf(event, "b"));

        assertThat(deliver(mapping(10))).extracting(Message::body).containsExactly("b");

        assertThat(left()).containsExactly("b");
    }

    @Test
    void without_the_report_of_failures_the_answer_is_not_read() {
        send("a", "b");
        function = event -> failures(idOf(event, "b"));

        deliver(mapping(new QueueTrigger(queue, 10, Duration.ZERO, false, 2), Duration.ofSeconds(5)));

        assertThat(left()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "{\"batchItemFailures\":null}", "{\"batchItemFailures\":[]}"})
    void an_answer_without_failures_is_a_success(String answer) {
        send("a", "b");
        function = event -> answer;

        assertThat(deliver(mapping(10))).isEmpty();
        assertThat(left()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"batchItemFailures\":",
                "\"done\"",
                "{\"batchItemFailures\":{}}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
                "{\"batchItemFailures\":[{\"messageId\":\"1\"}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"of another batch\"}]}",
                "{\"batchItemFailures\":[\"1\"]}"
            })
    void an_answer_that_cannot_be_understood_fails_the_whole_batch(String answer) {
        send("a", "b");
        function = event -> answer;

        assertThat(deliver(mapping(10))).hasSize(2);
        assertThat(left()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void a_function_that_throws_fails_the_whole_batch() {
        send("a", "b");
        function = event -> {
            throw new IllegalStateException("broken on purpose");
        };

        assertThat(deliver(mapping(10))).hasSize(2);
        assertThat(left()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void a_function_past_its_timeout_fails_the_whole_batch_and_is_stopped() {
        send("a");
        var stopped = new CountDownLatch(1);
        function = event -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException interrupted) {
                stopped.countDown();
            }
            return "";
        };

        var failed = deliver(mapping(new QueueTrigger(queue, 10, Duration.ZERO, true, 2), Duration.ofMillis(50)));

        assertThat(failed).hasSize(1);
        assertThat(left()).containsExactly("a");
        assertThat(awaited(stopped)).isTrue();
    }

    @Test
    void what_failed_is_hidden_for_the_visibility_timeout() {
        send("a");
        function = event -> failures(idOf(event, "a"));
        var mapping = mapping(10);

        deliver(mapping);

        assertThat(mapping.gather(NO_WAIT)).isEmpty();
    }

    @Test
    void what_was_received_too_often_is_a_dead_letter() {
        send("a");
        function = event -> failures(idOf(event, "a"));
        var mapping = mapping(10);

        show(deliver(mapping));
        show(deliver(mapping));

        assertThat(mapping.gather(NO_WAIT)).isEmpty();
        assertThat(bodies(dead)).containsExactly("a");
    }

    @Test
    void a_queue_that_is_there_takes_what_the_template_says_now() {
        var changed = new QueueDefinition(queue, Duration.ofMinutes(7), Duration.ofHours(1), Optional.empty());

        QueueDefinition.create(client, List.of(changed));

        assertThat(attribute(QueueAttributeName.VISIBILITY_TIMEOUT)).isEqualTo("420");
    }

    private void send(String... bodies) {
        for (var body : bodies) {
            client.sendMessage(
                    request -> request.queueUrl(QueueDefinition.url(queue)).messageBody(body));
        }
    }

    private EventSourceMapping mapping(int batchSize) {
        return mapping(new QueueTrigger(queue, batchSize, Duration.ZERO, true, 2), Duration.ofSeconds(5));
    }

    private EventSourceMapping mapping(QueueTrigger trigger, Duration timeout) {
        var own = new Template.Function("fed", timeout, List.of(), List.of(trigger), List.of(), Map.of(), Map.of());
        return new EventSourceMapping(trigger, own, client, this::invoke);
    }

    private byte[] invoke(String name, byte[] event) throws FunctionHost.FunctionFailed {
        try {
            var tree = JSON.readTree(event);
            events.add(tree);
            return function.apply(tree).getBytes(StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (IllegalStateException broken) {
            throw new FunctionHost.FunctionFailed("broken", broken);
        }
    }

    private List<Message> deliver(EventSourceMapping mapping) {
        failed = mapping.deliver(mapping.gather(NO_WAIT));
        return failed;
    }

    private static String idOf(JsonNode event, String body) {
        for (var connection : event.path("Records")) {
            if (connection.path("body").textValue().equals(body)) {
                return connection.path("messageId").textValue();
            }
        }
        throw new AssertionError(body);
    }

    private static String failures(String id) {
        return "{\"batchItemFailures\":[{\"itemIdentifier\":\"" + id + "\"}]}";
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// What the queue still has once what failed may be seen again.
    private List<String> left() {
        show(failed);
        assertThat(hidden()).isEqualTo("0");
        return bodies(queue);
    }

    private String hidden() {
        return attribute(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
    }

    private String attribute(QueueAttributeName name) {
        return client.getQueueAttributes(
                        request -> request.queueUrl(QueueDefinition.url(queue)).attributeNames(name))
                .attributes()
                .get(name);
    }

    private void show(List<Message> hidden) {
        hidden.forEach(message -> client.changeMessageVisibility(request -> request.queueUrl(QueueDefinition.url(queue))
                .receiptHandle(message.receiptHandle())
                .visibilityTimeout(0)));
    }

    private static List<String> bodies(String name) {
        return client
                .receiveMessage(
                        request -> request.queueUrl(QueueDefinition.url(name)).maxNumberOfMessages(10))
                .messages()
                .stream()
                .map(Message::body)
                .toList();
    }
}
