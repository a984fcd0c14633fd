package org.openbalance.platform.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openbalance.local.LocalQueues;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

class QueuesTest {

    private SqsClient client;
    private String url;
    private final Sent sent = new Sent();

    @BeforeEach
    void open() {
        client = LocalQueues.open();
        url = LocalQueues.make(client);
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void messages_go_ten_at_a_time() {
        var bodies = IntStream.range(0, 23).mapToObj(Integer::toString).toList();

        queues().send(Queues.Name.REFRESH, messages(bodies));

        assertThat(sent.sizes).containsExactly(10, 10, 3);
        assertThat(received()).containsExactlyInAnyOrderElementsOf(bodies);
    }

    @Test
    void large_messages_go_in_as_many_requests_as_they_need() {
        var large = "ü".repeat(60 * 1024);

        queues().send(Queues.Name.REFRESH, messages(List.of(large, large, "small")));

        assertThat(sent.sizes).containsExactly(2, 1);
    }

    @Test
    void nothing_to_send_asks_nothing() {
        queues().send(Queues.Name.REFRESH, List.of());

        assertThat(sent.sizes).isEmpty();
    }

    @Test
    void a_delayed_message_is_not_there_yet() {
        queues().send(Queues.Name.REFRESH, List.of(Queues.Message.of("late").after(Duration.ofMinutes(15))));

        assertThat(received()).isEmpty();
    }

    @Test
    void a_message_carries_its_group_and_the_request_it_is_sent_for() {
        MDC.put(Queues.REQUEST, "r1");
        try {
            queues().send(Queues.Name.REFRESH, List.of(Queues.Message.of("body").in("calabash-bank")));
        } finally {
            MDC.remove(Queues.REQUEST);
        }

        var message = receive().getFirst();
        assertThat(message.attributes()).containsEntry(MessageSystemAttributeName.MESSAGE_GROUP_ID, "calabash-bank");
        assertThat(message.messageAttributes().get(Queues.REQUEST).stringValue())
                .isEqualTo("r1");
    }

    @Test
    void what_a_request_failed_on_is_sent_again_and_nothing_else() {
        sent.failing.add("2");
        sent.failures = 2;

        queues().send(Queues.Name.REFRESH, messages(List.of("1", "2", "3")));

        assertThat(sent.sizes).containsExactly(3, 1, 1);
    }

    @Test
    void what_fails_at_every_try_is_named() {
        sent.failing.add("2");
        sent.failures = Integer.MAX_VALUE;

        var failed = catchThrowableOfType(
                QueueFailed.class, () -> queues().send(Queues.Name.REFRESH, messages(List.of("1", "2", "3"))));

        assertThat(failed.unsent()).containsExactly("2");
        assertThat(failed).hasMessage("1 messages could not be sent to the queue REFRESH");
    }

    @Test
    void what_the_sender_is_at_fault_for_is_not_sent_again() {
        sent.failing.add("2");
        sent.failures = Integer.MAX_VALUE;
        sent.senderFault = true;

        assertThatThrownBy(() -> queues().send(Queues.Name.REFRESH, messages(List.of("1", "2", "3"))))
                .isInstanceOf(QueueFailed.class);
        assertThat(sent.sizes).containsExactly(3);
    }

    @Test
    void a_queue_that_cannot_be_reached_leaves_everything_unsent() {
        var bodies = IntStream.range(0, 12).mapToObj(Integer::toString).toList();
        try (var lost = client(URI.create("http://localhost:1"))) {
            var failed = catchThrowableOfType(
                    QueueFailed.class, () -> queues(lost).send(Queues.Name.REFRESH, messages(bodies)));

            assertThat(failed.unsent()).containsExactlyElementsOf(bodies);
        }
    }

    @Test
    void a_function_without_a_queue_learns_which_setting_it_lacks() {
        assertThatIllegalStateException()
                .isThrownBy(() -> queues().send(Queues.Name.DELIVERIES_DEAD, messages(List.of("1"))))
                .withMessageContaining("OPENBALANCE_QUEUE_DELIVERIES_DEAD");
    }

    @Test
    void a_message_that_no_queue_takes_is_refused_before() {
        assertThatIllegalArgumentException().isThrownBy(() -> Queues.Message.of(""));
        assertThatIllegalArgumentException().isThrownBy(() -> Queues.Message.of("ü".repeat(130 * 1024)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Queues.Message.of("1").after(Duration.ofMinutes(16)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Queues.Message.of("1").after(Duration.ofSeconds(-1)));
    }

    private Queues queues() {
        return queues(
                client(client.serviceClientConfiguration().endpointOverride().orElseThrow()));
    }

    private Queues queues(SqsClient sender) {
        return new Queues(() -> sender, Optional.of(url), Optional.of(url), Optional.empty());
    }

    private SqsClient client(URI endpoint) {
        var like = client.serviceClientConfiguration();
        return SqsClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .endpointOverride(endpoint)
                .region(like.region())
                .credentialsProvider(like.credentialsProvider())
                .overrideConfiguration(override -> override.addExecutionInterceptor(sent))
                .build();
    }

    private static List<Queues.Message> messages(List<String> bodies) {
        return bodies.stream().map(Queues.Message::of).toList();
    }

    private List<String> received() {
        var bodies = new ArrayList<String>();
        for (var batch = receive(); !batch.isEmpty(); batch = receive()) {
            batch.forEach(message -> bodies.add(message.body()));
        }
        return bodies;
    }

    private List<Message> receive() {
        return client.receiveMessage(request -> request.queueUrl(url)
                        .maxNumberOfMessages(10)
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                        .messageAttributeNames("All"))
                .messages();
    }

    /// How large the requests were; and says of some messages that they failed, as no server here does.
    private static final class Sent implements ExecutionInterceptor {

        private final List<Integer> sizes = new ArrayList<>();
        private final Set<String> failing = new HashSet<>();
        private int failures;
        private boolean senderFault;

        @Override
        public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
            if (context.request() instanceof SendMessageBatchRequest batch) {
                sizes.add(batch.entries().size());
            }
        }

        @Override
        public SdkResponse modifyResponse(Context.ModifyResponse context, ExecutionAttributes attributes) {
            if (!(context.request() instanceof SendMessageBatchRequest batch) || failures <= 0) {
                return context.response();
            }
            failures--;
            var failed = batch.entries().stream()
                    .filter(entry -> failing.contains(entry.messageBody()))
                    .map(entry -> BatchResultErrorEntry.builder()
                            .id(entry.id())
                            .code("InternalError")
                            .senderFault(senderFault)
                            .build())
                    .toList();
            return ((SendMessageBatchResponse) context.response())
                    .toBuilder().failed(failed).build();
        }
    }
}
