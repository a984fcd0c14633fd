package org.openbalance.platform.queue;

import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.MDC;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/// The queues between functions (SQS standard queues: at least once, in no promised order).
///
/// A function that sends nothing needs no queue: each is asked for only when something is sent to it.
@Singleton
public final class Queues {

    /// A queue's messages in one request.
    static final int BATCH_LIMIT = 10;
    /// The bodies of one request together: 256 KB, the least that any server takes, with room for the attributes.
    static final int BATCH_BYTES = 240 * 1024;
    /// The longest that SQS holds a message back.
    public static final Duration LONGEST_DELAY = Duration.ofMinutes(15);

    /// The message attribute, and the field of the log, that says on behalf of which request something is done.
    public static final String REQUEST = "request_id";

    private static final int TRIES = 4;
    private static final int PAUSE_MS = 100;

    private final Provider<SqsClient> client;
    private final Map<Name, Optional<String>> urls;

    /// What a queue is for. Each has its address in the setting `openbalance.queue.` and its name in lower case, with a
    /// hyphen for the underscore.
    public enum Name {
        /// Accounts that are due, for `refresh-worker`.
        REFRESH,
        /// Events to deliver, for `notify`.
        DELIVERIES,
        /// Deliveries that were given up.
        DELIVERIES_DEAD
    }

    /// One message.
    ///
    /// @param body text, at least one character, at most 240 KB in UTF-8
    /// @param delay how long nobody sees it: whole seconds, at most 15 minutes
    /// @param group what shares the queue fairly: a group with many messages does not hold up the others
    public record Message(String body, Duration delay, Optional<String> group) {

        public Message {
            if (body.isEmpty() || bytes(body) > BATCH_BYTES) {
                throw new IllegalArgumentException("A message has 1 to " + BATCH_BYTES + " bytes, not " + bytes(body));
            }
            if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
                throw new IllegalArgumentException(
                        "A message is delayed by at most " + LONGEST_DELAY + ", not " + delay);
            }
        }

        public static Message of(String body) {
            return new Message(body, Duration.ZERO, Optional.empty());
        }

        public Message after(Duration time) {
            return new Message(body, time, group);
        }

        public Message in(String fairGroup) {
            return new Message(body, delay, Optional.of(fairGroup));
        }
    }

    public Queues(
            Provider<SqsClient> client,
            @ConfigProperty(name = "openbalance.queue.refresh") Optional<String> refresh,
            @ConfigProperty(name = "openbalance.queue.deliveries") Optional<String> deliveries,
            @ConfigProperty(name = "openbalance.queue.deliveries-dead") Optional<String> deliveriesDead) {
        this.client = client;
        this.urls = Map.of(Name.REFRESH, refresh, Name.DELIVERIES, deliveries, Name.DELIVERIES_DEAD, deliveriesDead);
    }

    /// Sends messages, ten in one request; those that a request failed on are tried again.
    ///
    /// A message may arrive although it is named as not sent, as when only the answer to the request was lost.
    ///
    /// @throws QueueFailed if some could not be sent; it names them, and the others were sent
    public void send(Name queue, List<Message> messages) {
        var url = urls.get(queue)
                .orElseThrow(() ->
                        new IllegalStateException("OPENBALANCE_QUEUE_" + queue + " does not say where the queue is"));
        var batches = batches(messages);
        var unsent = new ArrayList<String>();
        for (var place = 0; place < batches.size(); place++) {
            try {
                unsent.addAll(sendBatch(url, batches.get(place)));
            } catch (SdkException unreachable) {
                batches.subList(place, batches.size()).forEach(batch -> unsent.addAll(bodies(batch)));
                throw new QueueFailed(queue, unsent, unreachable);
            }
        }
        if (!unsent.isEmpty()) {
            throw new QueueFailed(queue, unsent, null);
        }
    }

    private static List<List<Message>> batches(List<Message> messages) {
        var batches = new ArrayList<List<Message>>();
        var bytes = 0;
        for (var message : messages) {
            var size = bytes(message.body());
            if (batches.isEmpty() || batches.getLast().size() == BATCH_LIMIT || bytes + size > BATCH_BYTES) {
                batches.add(new ArrayList<>());
                bytes = 0;
            }
            batches.getLast().add(message);
            bytes += size;
        }
        return batches;
    }

    /// The bodies that the queue would not take, after all tries.
    private List<String> sendBatch(String url, List<Message> batch) {
        var unsent = new ArrayList<String>();
        var rest = batch;
        for (var attempt = 0; attempt < TRIES && !rest.isEmpty(); attempt++) {
            pause(attempt);
            var tried = rest;
            var failed = client.get()
                    .sendMessageBatch(request -> request.queueUrl(url).entries(entries(tried)))
                    .failed();
            unsent.addAll(bodies(those(tried, failed, true)));
            rest = those(tried, failed, false);
        }
        unsent.addAll(bodies(rest));
        return unsent;
    }

    private static List<SendMessageBatchRequestEntry> entries(List<Message> batch) {
        return IntStream.range(0, batch.size())
                .mapToObj(place -> entry(place, batch.get(place)))
                .toList();
    }

    private static SendMessageBatchRequestEntry entry(int place, Message message) {
        return SendMessageBatchRequestEntry.builder()
                .id(Integer.toString(place))
                .messageBody(message.body())
                .delaySeconds((int) message.delay().toSeconds())
                .messageGroupId(message.group().orElse(null))
                .messageAttributes(follows())
                .build();
    }

    /// What the logs know the present work by goes along, so that one request is followed through all functions.
    private static Map<String, MessageAttributeValue> follows() {
        return MDC.get(REQUEST) instanceof String id
                ? Map.of(
                        REQUEST,
                        MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue(id)
                                .build())
                : Map.of();
    }

    /// What the sender is at fault for stays refused however often it is sent.
    private static List<Message> those(List<Message> batch, List<BatchResultErrorEntry> failed, boolean senderFault) {
        return failed.stream()
                .filter(entry -> entry.senderFault() == senderFault)
                .map(entry -> batch.get(Integer.parseInt(entry.id())))
                .toList();
    }

    private static List<String> bodies(List<Message> messages) {
        return messages.stream().map(Message::body).toList();
    }

    private static int bytes(String body) {
        return body.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void pause(int attempt) {
        if (attempt == 0) {
            return;
        }
        try {
            var longest = (long) PAUSE_MS << attempt;
            Thread.sleep(ThreadLocalRandom.current().nextLong(longest / 2, longest));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a queue", interrupted);
        }
    }
}
