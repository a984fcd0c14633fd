package org.openbalance.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/// A stand-in for Lambda's event source mapping of an SQS queue: gathers batches, calls the function with the event
/// that AWS would send, and deletes what it handled. What failed stays hidden until its visibility timeout has passed.
final class EventSourceMapping {

    private static final Logger LOG = Logger.getLogger(EventSourceMapping.class);
    /// What SQS hands out at one time.
    private static final int RECEIVE_LIMIT = 10;
    private static final int LONGEST_WAIT_SECONDS = 20;
    /// What Lambda takes in one event, less what one more receipt may bring.
    private static final long PAYLOAD_BYTES = 6L * 1024 * 1024 - RECEIVE_LIMIT * 256L * 1024;

    private final QueueTrigger trigger;
    private final String function;
    private final Duration timeout;
    private final SqsClient client;
    private final FunctionHost functions;
    private final String url;

    EventSourceMapping(QueueTrigger trigger, Template.Function function, SqsClient client, FunctionHost functions) {
        this.trigger = trigger;
        this.function = function.name();
        this.timeout = function.timeout();
        this.client = client;
        this.functions = functions;
        this.url = QueueDefinition.url(trigger.queue());
    }

    /// The mappings of a template.
    static List<EventSourceMapping> of(Template template, SqsClient client, FunctionHost functions) {
        return template.functions().stream()
                .flatMap(function -> function.triggers().stream()
                        .map(trigger -> new EventSourceMapping(trigger, function, client, functions)))
                .toList();
    }

    String queue() {
        return trigger.queue();
    }

    int concurrency() {
        return trigger.concurrency();
    }

    /// Gathers a batch for as long as the batching window says.
    ///
    /// @param wait how long the first message is waited for: whole seconds
    /// @return empty if none came
    List<Message> gather(Duration wait) {
        return gather(wait, trigger.window());
    }

    /// What is there now, without a window.
    List<Message> gatherNow() {
        return gather(Duration.ZERO, Duration.ZERO);
    }

    private List<Message> gather(Duration wait, Duration window) {
        var batch = new ArrayList<>(receive(trigger.batchSize(), wait));
        var end = System.nanoTime() + window.toNanos();
        var over = window.isZero() || batch.isEmpty();
        while (!over && batch.size() < trigger.batchSize() && bytes(batch) < PAYLOAD_BYTES) {
            var left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            var more = receive(trigger.batchSize() - batch.size(), left);
            batch.addAll(more);
            over = more.isEmpty() && left.toSeconds() == 0;
        }
        return batch;
    }

    private List<Message> receive(int most, Duration wait) {
        return client.receiveMessage(request -> request.queueUrl(url)
                        .maxNumberOfMessages(Math.min(most, RECEIVE_LIMIT))
                        .waitTimeSeconds((int) Math.min(wait.toSeconds(), LONGEST_WAIT_SECONDS))
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                        .messageAttributeNames("All"))
                .messages();
    }

    private static long bytes(List<Message> batch) {
        return batch.stream()
                .mapToLong(message -> message.body().getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }

    /// Calls the function with a batch and deletes the messages that it handled.
    ///
    /// @return those that failed
    List<Message> deliver(List<Message> batch) {
        var failed = failed(batch);
        var handled = batch.stream()
                .filter(message -> !failed.contains(message.messageId()))
                .toList();
        for (var start = 0; start < handled.size(); start += RECEIVE_LIMIT) {
            delete(handled.subList(start, Math.min(handled.size(), start + RECEIVE_LIMIT)));
        }
        return batch.stream()
                .filter(message -> failed.contains(message.messageId()))
                .toList();
    }

    private void delete(List<Message> handled) {
        var entries = IntStream.range(0, handled.size())
                .mapToObj(place -> DeleteMessageBatchRequestEntry.builder()
                        .id(Integer.toString(place))
                        .receiptHandle(handled.get(place).receiptHandle())
                        .build())
                .toList();
        client.deleteMessageBatch(request -> request.queueUrl(url).entries(entries));
    }

    /// The ids of the messages that failed: all of them, if the function gave no answer that can be understood.
    private Set<String> failed(List<Message> batch) {
        var ids = batch.stream().map(Message::messageId).collect(Collectors.toSet());
        try {
            var answer = functions.invoke(function, event(batch), timeout);
            return trigger.reportsFailures() ? BatchAnswer.failed(answer, ids) : Set.of();
        } catch (BatchAnswer.Malformed malformed) {
            LOG.errorf("The function %s answered a batch with %s", function, malformed.getMessage());
        } catch (FunctionHost.FunctionFailed failed) {
            LOG.errorf(failed, "The function %s failed", function);
        } catch (TimeoutException late) {
            LOG.errorf("The function %s timed out after %s", function, timeout);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return ids;
    }

    private byte[] event(List<Message> batch) {
        var event = JsonNodeFactory.instance.objectNode();
        var connections = event.putArray("Records");
        batch.forEach(message -> addRecord(connections.addObject(), message));
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void addRecord(ObjectNode entry, Message message) {
        entry.put("messageId", message.messageId());
        entry.put("receiptHandle", message.receiptHandle());
        entry.put("body", message.body());
        var attributes = entry.putObject("attributes");
        message.attributesAsStrings().forEach(attributes::put);
        var own = entry.putObject("messageAttributes");
        message.messageAttributes().forEach((name, value) -> {
            var attribute = own.putObject(name);
            attribute.put("stringValue", value.stringValue());
            attribute.putArray("stringListValues");
            attribute.putArray("binaryListValues");
            attribute.put("dataType", value.dataType());
        });
        entry.put("md5OfBody", message.md5OfBody());
        entry.put("eventSource", "aws:sqs");
        entry.put("eventSourceARN", QueueDefinition.arn(trigger.queue()));
        entry.put("awsRegion", DynamoDbLocal.REGION);
    }
}
