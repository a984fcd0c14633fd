package org.openbalance.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Queues and schedules that call functions by themselves, as in dev mode.
@Tag("slow")
class TriggersTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 20;

    private SqsClient client;
    private String url;

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
    void a_queue_calls_its_function_with_what_comes() throws Exception {
        var events = new LinkedBlockingQueue<byte[]>();

        try (var _ = Triggers.open(template(2), client, noted(events))) {
            send("a");
            assertThat(bodyOf(events)).isEqualTo("a");
            send("b");
            assertThat(bodyOf(events)).isEqualTo("b");
        }

        assertThat(count(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .isEqualTo("0");
    }

    @Test
    void no_more_calls_run_at_one_time_than_the_limit() throws Exception {
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        var done = new CountDownLatch(8);
        FunctionHost function = (name, event) -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            awaitTwo(running);
            running.decrementAndGet();
            done.countDown();
            return new byte[0];
        };
        send("1", "2", "3", "4", "5", "6", "7", "8");

        try (var _ = Triggers.open(template(2), client, function)) {
            assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(most).hasValue(2);
    }

    /// Gives a second call, and a third that should not be, the time to come.
    private static void awaitTwo(AtomicInteger running) {
        var end = System.nanoTime() + Duration.ofMillis(200).toNanos();
        while (running.get() < 3 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void a_call_that_is_cut_short_at_the_close_leaves_its_messages_in_the_queue() throws Exception {
        var begun = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        FunctionHost function = (name, event) -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException interrupted) {
                ended.countDown();
            }
            return new byte[0];
        };
        send("a");

        try (var _ = Triggers.open(template(2), client, function)) {
            assertThat(begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(count(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .isEqualTo("1");
    }

    @Test
    void nothing_is_received_after_the_close() {
        var events = new LinkedBlockingQueue<byte[]>();
        Triggers.open(template(2), client, noted(events)).close();

        send("a");

        assertThat(count(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)).isEqualTo("1");
        assertThat(events).isEmpty();
    }

    @Test
    void a_schedule_calls_its_function_again_and_again_though_it_fails() throws Exception {
        var events = new LinkedBlockingQueue<byte[]>();
        FunctionHost function = (name, event) -> {
            events.add(event);
            throw new FunctionHost.FunctionFailed("broken on purpose", null);
        };
        var schedule = new Schedule(
                "Often", Duration.ofMillis(50), Optional.of("{\"time\":\"<aws.scheduler.scheduled-time>\"}"));
        var scheduled = new Template.Function(
                "often", Duration.ofSeconds(5), List.of(), List.of(), List.of(schedule), Map.of(), Map.of());

        var before = Instant.now().minusSeconds(1);
        try (var _ = Triggers.open(template(scheduled), client, function)) {
            for (var call = 0; call < 3; call++) {
                var event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                assertThat(Instant.parse(JSON.readTree(event).path("time").textValue()))
                        .isAfter(before);
            }
        }
    }

    private Template template(int concurrency) {
        var queue = url.substring(url.lastIndexOf('/') + 1);
        var trigger = new QueueTrigger(queue, 1, Duration.ZERO, true, concurrency);
        return template(new Template.Function(
                "fed", Duration.ofSeconds(30), List.of(), List.of(trigger), List.of(), Map.of(), Map.of()));
    }

    private static Template template(Template.Function function) {
        return new Template(
                List.of(function),
                List.of(),
                Template.read(TemplateTest.FIXTURE).table());
    }

    private static FunctionHost noted(BlockingQueue<byte[]> events) {
        return (name, event) -> {
            events.add(event);
            return new byte[0];
        };
    }

    private static String bodyOf(BlockingQueue<byte[]> events) throws Exception {
        return JSON.readTree(events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .at("/Records/0/body")
                .textValue();
    }

    private void send(String... bodies) {
        for (var body : bodies) {
            client.sendMessage(request -> request.queueUrl(url).messageBody(body));
        }
    }

    private String count(QueueAttributeName count) {
        return client.getQueueAttributes(request -> request.queueUrl(url).attributeNames(count))
                .attributes()
                .get(count);
    }
}
