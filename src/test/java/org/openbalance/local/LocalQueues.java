package org.openbalance.local;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.openbalance.journey.AwsFaults;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;

/// The queues and schedules of the application under test, moved on by the test alone: nothing polls by itself.
///
/// The queues are real, and one for all tests of a JVM: a test that counts begins with [#clear()].
@Singleton
public final class LocalQueues {

    private static final int BATCH_LIMIT = 10;

    private final Template template = Template.read(LocalTestResource.template());
    private final FunctionHost functions = new QuarkusFunctions();
    private final Delays delays = new Delays();
    private final Provider<SqsClient> client;
    private final InstantSource clock;
    /// Messages that failed and are hidden.
    private final List<Failed> failed = new CopyOnWriteArrayList<>();

    private record Failed(String queue, Message message) {}

    LocalQueues(Provider<SqsClient> client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    /// The tests' queues for plain classes, without an application around them.
    public static SqsClient open() {
        return ElasticMq.client(URI.create(LocalTestResource.queuesEndpoint()));
    }

    /// Makes a queue for one test alone.
    ///
    /// @return its address
    public static String make(SqsClient client) {
        var name = "test" + System.nanoTime();
        QueueDefinition.create(
                client,
                List.of(new QueueDefinition(name, Duration.ofMinutes(6), Duration.ofHours(1), Optional.empty())));
        return QueueDefinition.url(name);
    }

    /// Calls a scheduled function once, with the event that AWS sends.
    ///
    /// @throws AssertionError if it fails or takes longer than Lambda would let it
    public void tick(String function) {
        var scheduled = template.functions().stream()
                .filter(candidate -> candidate.name().equals(function))
                .findFirst()
                .orElseThrow();
        for (var schedule : scheduled.schedules()) {
            try {
                functions.invoke(function, schedule.event(clock.instant()), scheduled.timeout());
            } catch (FunctionHost.FunctionFailed | TimeoutException | InterruptedException unfinished) {
                throw new AssertionError(unfinished);
            }
        }
    }

    /// Polls all queues and calls their functions until nothing is left to receive, also of what they send meanwhile.
    /// What a function fails is received no more, until [#retry()].
    ///
    /// @return how many messages were received
    public int drain() {
        var received = 0;
        for (var round = 1; round > 0; received += round) {
            round = 0;
            for (var mapping : EventSourceMapping.of(template, client.get(), functions)) {
                round += drain(mapping);
            }
        }
        return received;
    }

    private int drain(EventSourceMapping mapping) {
        var received = 0;
        for (var batch = mapping.gatherNow(); !batch.isEmpty(); batch = mapping.gatherNow()) {
            received += batch.size();
            mapping.deliver(batch).forEach(message -> failed.add(new Failed(mapping.queue(), message)));
        }
        return received;
    }

    /// As [#drain()], and lets the visibility timeout of what failed pass until all is handled or has become a dead
    /// letter.
    public int drainFully() {
        var received = drain();
        while (retry() > 0) {
            received += drain();
        }
        return received;
    }

    /// Lets the visibility timeout of what failed pass.
    ///
    /// @return how many messages may be received again
    public int retry() {
        var hidden = List.copyOf(failed);
        failed.clear();
        hidden.forEach(each -> client.get()
                .changeMessageVisibility(request -> request.queueUrl(QueueDefinition.url(each.queue()))
                        .receiptHandle(each.message().receiptHandle())
                        .visibilityTimeout(0)));
        return hidden.size();
    }

    /// Takes what waits in a queue and has no function, such as dead letters.
    ///
    /// @param queue the name of its resource in template.yaml
    /// @return the bodies
    public List<String> take(String queue) {
        var bodies = new ArrayList<String>();
        for (var batch = receive(queue); !batch.isEmpty(); batch = receive(queue)) {
            for (var message : batch) {
                bodies.add(message.body());
                client.get().deleteMessage(request -> request.queueUrl(QueueDefinition.url(queue))
                        .receiptHandle(message.receiptHandle()));
            }
        }
        return bodies;
    }

    private List<Message> receive(String queue) {
        return client.get()
                .receiveMessage(
                        request -> request.queueUrl(QueueDefinition.url(queue)).maxNumberOfMessages(BATCH_LIMIT))
                .messages();
    }

    /// Empties every queue, of hidden and delayed messages too, and forgets what was sent.
    public void clear() {
        template.queues().forEach(queue -> client.get()
                .purgeQueue(request -> request.queueUrl(QueueDefinition.url(queue.name()))));
        failed.clear();
        delays.sent.clear();
    }

    /// From now on what is sent with a delay can be received at once.
    public void skipDelays(boolean skip) {
        delays.skipped = skip;
    }

    /// The delays of all messages sent since the last [#clear()], in order, skipped or not.
    public List<Duration> delays() {
        return List.copyOf(delays.sent);
    }

    @Produces
    @Singleton
    SqsClient client(SqsClientBuilder builder) {
        var configuration = builder.overrideConfiguration().toBuilder()
                .addExecutionInterceptor(delays)
                .build();
        return AwsFaults.around(
                SqsClient.class,
                ElasticMq.client(
                        builder.overrideConfiguration(configuration), URI.create(LocalTestResource.queuesEndpoint())));
    }

    private static final class Delays implements ExecutionInterceptor {

        private final List<Duration> sent = new CopyOnWriteArrayList<>();
        private volatile boolean skipped;

        @Override
        public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
            return context.request() instanceof SendMessageBatchRequest batch ? noted(batch) : context.request();
        }

        private SendMessageBatchRequest noted(SendMessageBatchRequest batch) {
            batch.entries().forEach(entry -> sent.add(Duration.ofSeconds(entry.delaySeconds())));
            var entries = batch.entries().stream()
                    .map(entry -> skipped ? entry.toBuilder().delaySeconds(0).build() : entry)
                    .toList();
            return batch.toBuilder().entries(entries).build();
        }
    }
}
