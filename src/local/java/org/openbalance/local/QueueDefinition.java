package org.openbalance.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueNameExistsException;

/// A queue of template.yaml, to be made locally just as AWS would make it.
///
/// @param name the name of the resource: the template leaves the queue's own to CloudFormation
/// @param visibility how long a message that was received is hidden
/// @param retention how long a message is kept
/// @param redrive where a message goes that was received too often
public record QueueDefinition(String name, Duration visibility, Duration retention, Optional<Redrive> redrive) {

    static final String ACCOUNT = "000000000000";

    private static final int DEFAULT_VISIBILITY_SECONDS = 30;
    private static final int DEFAULT_RETENTION_SECONDS = 345_600;

    /// @param deadLetters the name of the queue for them
    /// @param maxReceives the next receipt after so many does not happen
    record Redrive(String deadLetters, int maxReceives) {}

    static QueueDefinition of(String name, Template.Resolver values, Map<?, ?> properties) {
        return new QueueDefinition(
                name,
                seconds(values, properties, "VisibilityTimeout", DEFAULT_VISIBILITY_SECONDS),
                seconds(values, properties, "MessageRetentionPeriod", DEFAULT_RETENTION_SECONDS),
                redrive(values, Template.map(properties.get("RedrivePolicy"))));
    }

    private static Duration seconds(Template.Resolver values, Map<?, ?> properties, String key, int otherwise) {
        return Duration.ofSeconds(values.whole(properties, key).orElse(otherwise));
    }

    private static Optional<Redrive> redrive(Template.Resolver values, Map<?, ?> policy) {
        return Template.resource(policy.get("deadLetterTargetArn"))
                .map(queue -> new Redrive(
                        queue,
                        values.whole(policy, "maxReceiveCount")
                                .orElseThrow(() ->
                                        new IllegalArgumentException("a redrive policy lacks its maxReceiveCount"))));
    }

    /// Makes the queues, or changes those that are there: those for dead letters first, as the others name them.
    static void create(SqsClient client, List<QueueDefinition> queues) {
        queues.stream().filter(queue -> queue.redrive().isEmpty()).forEach(queue -> queue.create(client));
        queues.stream().filter(queue -> queue.redrive().isPresent()).forEach(queue -> queue.create(client));
    }

    private void create(SqsClient client) {
        var attributes = new HashMap<QueueAttributeName, String>();
        attributes.put(QueueAttributeName.VISIBILITY_TIMEOUT, Long.toString(visibility.toSeconds()));
        attributes.put(QueueAttributeName.MESSAGE_RETENTION_PERIOD, Long.toString(retention.toSeconds()));
        redrive.ifPresent(policy -> attributes.put(QueueAttributeName.REDRIVE_POLICY, json(policy)));
        try {
            client.createQueue(request -> request.queueName(name).attributes(attributes));
        } catch (QueueNameExistsException older) {
            client.setQueueAttributes(request -> request.queueUrl(url(name)).attributes(attributes));
        }
    }

    private static String json(Redrive policy) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("deadLetterTargetArn", arn(policy.deadLetters()))
                .put("maxReceiveCount", policy.maxReceives())
                .toString();
    }

    static String arn(String queue) {
        return "arn:aws:sqs:" + DynamoDbLocal.REGION + ':' + ACCOUNT + ':' + queue;
    }

    /// The queue's address as a client names it, whatever port its server has: the client knows where to send it.
    public static String url(String queue) {
        return "http://localhost/" + ACCOUNT + '/' + queue;
    }
}
