package org.openbalance.privilege;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openbalance.journey.AwsFaults;
import org.openbalance.local.QuarkusFunctions;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SqsRequest;

/// Writes down what the functions ask of AWS while the tests run; the SDK gives it every request of every client.
/// Each
/// line is a function, the action that IAM knows, what it is done to, and the partition of the table.
/// [LeastPrivilegeCheck] reads it.
public final class AwsCalls implements ExecutionInterceptor {

    static final Path FILE = Path.of("target/aws-calls.tsv");

    /// Each id becomes one and the same, so that a line stands for all like it.
    private static final Pattern ID = Pattern.compile("[0-9a-f]{16,}|[A-Za-z0-9_-]{40,}");

    private static final Set<Call> SEEN = ConcurrentHashMap.newKeySet();

    /// @param target `table`, `index/NAME`, or a queue's name
    /// @param partition empty for what is not done to an item
    record Call(String function, String action, String target, String partition) {

        static Call parse(String line) {
            var fields = line.split("\t", -1);
            return new Call(fields[0], fields[1], fields[2], fields[3]);
        }

        private String line() {
            return String.join("\t", function, action, target, partition) + '\n';
        }
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        QuarkusFunctions.running()
                .ifPresent(function ->
                        calls(function, context.request()).filter(SEEN::add).forEach(AwsCalls::write));
    }

    private static synchronized void write(Call call) {
        try {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, call.line(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Stream<Call> calls(String function, SdkRequest request) {
        return switch (request) {
            case GetItemRequest get ->
                item(function, "GetItem", get.key().get("pk").s());
            case PutItemRequest put ->
                item(function, "PutItem", put.item().get("pk").s());
            case UpdateItemRequest update ->
                item(function, "UpdateItem", update.key().get("pk").s());
            case DeleteItemRequest delete ->
                item(function, "DeleteItem", delete.key().get("pk").s());
            case BatchGetItemRequest batch ->
                batch.requestItems().values().stream()
                        .flatMap(items -> items.keys().stream())
                        .flatMap(key ->
                                item(function, "BatchGetItem", key.get("pk").s()));
            case QueryRequest query ->
                Stream.of(new Call(
                        function,
                        "dynamodb:Query",
                        query.indexName() == null ? "table" : "index/" + query.indexName(),
                        ""));
            case TransactWriteItemsRequest writes ->
                writes.transactItems().stream().flatMap(write -> item(function, write));
            case BatchExecuteStatementRequest statements ->
                AwsFaults.partitions(statements).stream()
                        .flatMap(partition -> item(function, "PartiQLUpdate", partition));
            case SendMessageRequest send -> queue(function, send.queueUrl());
            case SendMessageBatchRequest send -> queue(function, send.queueUrl());
            case DynamoDbRequest other -> item(function, other.getClass().getSimpleName(), "");
            case SqsRequest other ->
                Stream.of(new Call(function, "sqs:" + other.getClass().getSimpleName(), "", ""));
            default -> Stream.of();
        };
    }

    private static Stream<Call> item(String function, TransactWriteItem write) {
        if (write.put() != null) {
            return item(function, "PutItem", write.put().item().get("pk").s());
        }
        if (write.update() != null) {
            return item(function, "UpdateItem", write.update().key().get("pk").s());
        }
        if (write.delete() != null) {
            return item(function, "DeleteItem", write.delete().key().get("pk").s());
        }
        return item(
                function,
                "ConditionCheckItem",
                write.conditionCheck().key().get("pk").s());
    }

    private static Stream<Call> item(String function, String action, String partition) {
        return Stream.of(new Call(
                function, "dynamodb:" + action, "table", ID.matcher(partition).replaceAll("0")));
    }

    private static Stream<Call> queue(String function, String url) {
        return Stream.of(new Call(function, "sqs:SendMessage", url.substring(url.lastIndexOf('/') + 1), ""));
    }

    /// All that was written down, in no order.
    static List<Call> read() throws IOException {
        return Files.readAllLines(FILE).stream().map(Call::parse).distinct().toList();
    }
}
