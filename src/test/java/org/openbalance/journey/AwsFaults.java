package org.openbalance.journey;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementErrorCodeEnum;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/// DynamoDB and SQS as they are on a bad day. The servers that tests run against never have one: they are always
/// consistent, and answer whatever they have done.
///
/// Faults are chosen by operation and by what the table is keyed with, and hold until [#end()].
public final class AwsFaults {

    private AwsFaults() {}

    /// What goes wrong with a request.
    public enum Fault {
        /// It is refused, after all that the client itself tries.
        THROTTLED,
        /// It is done, and its answer is lost: the client sends it once more, and hears the answer to that.
        ANSWER_LOST,
        /// It is done, and no answer comes, however often it is sent.
        NEVER_ANSWERED,
        /// A read that asks for no consistency is answered as things stood when this fault began.
        STALE,
        /// Of a batch nothing but the first is processed.
        UNPROCESSED,
        /// Of a batch that is read nothing is processed.
        IDLE
    }

    /// @param operation as AWS names it, such as `UpdateItem`
    /// @param partition of the first item that is touched, the address of a queue, or empty
    public record Request(String operation, String partition, SdkRequest request) {

        static Request of(SdkRequest request) {
            return new Request(request.getClass().getSimpleName().replace("Request", ""), partition(request), request);
        }

        private static String partition(SdkRequest request) {
            return switch (request) {
                case GetItemRequest get -> get.key().get("pk").s();
                case UpdateItemRequest update -> update.key().get("pk").s();
                case DeleteItemRequest delete -> delete.key().get("pk").s();
                case PutItemRequest put -> put.item().get("pk").s();
                case TransactWriteItemsRequest writes ->
                    key(writes.transactItems().getFirst()).get("pk").s();
                case BatchExecuteStatementRequest statements ->
                    partitions(statements).getFirst();
                case SendMessageBatchRequest send -> send.queueUrl();
                case SdkRequest _ -> "";
            };
        }
    }

    /// The partitions that statements touch, in their order.
    public static List<String> partitions(BatchExecuteStatementRequest request) {
        return request.statements().stream()
                .map(one -> {
                    var before = one.statement().substring(0, one.statement().indexOf("\"pk\" = ?"));
                    var place =
                            (int) before.chars().filter(letter -> letter == '?').count();
                    return one.parameters().get(place).s();
                })
                .toList();
    }

    private record Rule(Fault fault, Predicate<Request> which, AtomicInteger left) {

        boolean takes(Request request) {
            return which.test(request) && left.getAndUpdate(more -> Math.max(0, more - 1)) > 0;
        }
    }

    private static final List<Rule> RULES = new CopyOnWriteArrayList<>();
    private static final Map<Map<String, AttributeValue>, Optional<Map<String, AttributeValue>>> BEFORE =
            new ConcurrentHashMap<>();

    public static void begin(Fault fault, Predicate<Request> which) {
        begin(fault, Integer.MAX_VALUE, which);
    }

    /// @param times how many requests it strikes
    public static void begin(Fault fault, int times, Predicate<Request> which) {
        RULES.add(new Rule(fault, which, new AtomicInteger(times)));
    }

    public static void end() {
        RULES.clear();
        BEFORE.clear();
    }

    /// @param type of the client, such as `DynamoDbClient`
    public static <C> C around(Class<C> type, C real) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (arguments != null && arguments.length == 1 && arguments[0] instanceof Consumer) {
                        return java.lang.reflect.InvocationHandler.invokeDefault(proxy, method, arguments);
                    }
                    return arguments != null && arguments.length == 1 && arguments[0] instanceof SdkRequest request
                            ? answered(real, method, request)
                            : called(real, method, arguments);
                }));
    }

    private static Object answered(Object real, Method method, SdkRequest sent) throws Throwable {
        if (RULES.isEmpty()) {
            return called(real, method, sent);
        }
        var request = Request.of(sent);
        if (real instanceof DynamoDbClient table && RULES.stream().anyMatch(rule -> rule.fault() == Fault.STALE)) {
            written(sent).forEach(key -> remember(table, tableOf(sent), key));
        }
        var fault =
                RULES.stream().filter(rule -> rule.takes(request)).findFirst().map(Rule::fault);
        if (fault.isEmpty()) {
            return called(real, method, sent);
        }
        return switch (fault.get()) {
            case THROTTLED ->
                throw ProvisionedThroughputExceededException.builder()
                        .message("The level of configured provisioned throughput for the table was exceeded")
                        .statusCode(400)
                        .build();
            case ANSWER_LOST -> {
                called(real, method, sent);
                yield called(real, method, sent);
            }
            case NEVER_ANSWERED -> {
                called(real, method, sent);
                throw ApiCallTimeoutException.create(Duration.ofSeconds(10).toMillis());
            }
            case STALE -> stale(called(real, method, sent), sent);
            case UNPROCESSED -> unprocessed(real, method, sent);
            case IDLE ->
                BatchGetItemResponse.builder()
                        .responses(Map.of())
                        .unprocessedKeys(((BatchGetItemRequest) sent).requestItems())
                        .build();
        };
    }

    private static Object called(Object real, Method method, Object... arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }

    private static void remember(DynamoDbClient table, String name, Map<String, AttributeValue> key) {
        BEFORE.computeIfAbsent(key, _ -> {
            var item = table.getItem(get -> get.tableName(name).key(key).consistentRead(true));
            return item.hasItem() ? Optional.of(item.item()) : Optional.empty();
        });
    }

    private static Object stale(Object answer, SdkRequest sent) {
        return switch (sent) {
            case GetItemRequest get
            when !Boolean.TRUE.equals(get.consistentRead()) && BEFORE.containsKey(get.key()) ->
                GetItemResponse.builder()
                        .item(BEFORE.get(get.key()).orElse(null))
                        .build();
            case BatchGetItemRequest batch -> {
                var heard = (BatchGetItemResponse) answer;
                var responses = new HashMap<>(heard.responses());
                batch.requestItems().forEach((name, wanted) -> {
                    if (!Boolean.TRUE.equals(wanted.consistentRead())) {
                        responses.computeIfPresent(name, (_, items) -> before(items));
                    }
                });
                yield heard.toBuilder().responses(responses).build();
            }
            case QueryRequest query
            when !Boolean.TRUE.equals(query.consistentRead()) ->
                ((QueryResponse) answer)
                        .toBuilder()
                                .items(before(((QueryResponse) answer).items()))
                                .build();
            case SdkRequest _ -> answer;
        };
    }

    private static List<Map<String, AttributeValue>> before(List<Map<String, AttributeValue>> items) {
        return items.stream()
                .flatMap(item -> BEFORE.getOrDefault(key(item), Optional.of(item)).stream())
                .toList();
    }

    private static BatchStatementResponse throttled() {
        return BatchStatementResponse.builder()
                .error(error -> error.code(BatchStatementErrorCodeEnum.THROTTLING_ERROR))
                .build();
    }

    private static Object unprocessed(Object real, Method method, SdkRequest sent) throws Throwable {
        return switch (sent) {
            case BatchGetItemRequest batch -> {
                var name = batch.requestItems().keySet().iterator().next();
                var wanted = batch.requestItems().get(name);
                var first = wanted.toBuilder()
                        .keys(List.of(wanted.keys().getFirst()))
                        .build();
                var rest = wanted.keys().subList(1, wanted.keys().size());
                var heard = (BatchGetItemResponse) called(
                        real,
                        method,
                        batch.toBuilder().requestItems(Map.of(name, first)).build());
                yield rest.isEmpty()
                        ? heard
                        : heard.toBuilder()
                                .unprocessedKeys(Map.of(
                                        name,
                                        KeysAndAttributes.builder()
                                                .keys(rest)
                                                .consistentRead(wanted.consistentRead())
                                                .build()))
                                .build();
            }
            case BatchExecuteStatementRequest statements -> {
                var first = statements.statements().getFirst();
                var heard = (BatchExecuteStatementResponse) called(
                        real, method, statements.toBuilder().statements(first).build());
                var answers = new ArrayList<>(heard.responses());
                statements.statements().stream().skip(1).map(_ -> throttled()).forEach(answers::add);
                yield heard.toBuilder().responses(answers).build();
            }
            case SendMessageBatchRequest send -> {
                var heard = (SendMessageBatchResponse) called(
                        real,
                        method,
                        send.toBuilder().entries(send.entries().getFirst()).build());
                var failed = send.entries().stream()
                        .skip(1)
                        .map(entry -> software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry.builder()
                                .id(entry.id())
                                .code("InternalError")
                                .senderFault(false)
                                .build())
                        .toList();
                yield heard.toBuilder().failed(failed).build();
            }
            case SdkRequest _ -> called(real, method, sent);
        };
    }

    private static List<Map<String, AttributeValue>> written(SdkRequest sent) {
        return switch (sent) {
            case PutItemRequest put -> List.of(key(put.item()));
            case UpdateItemRequest update -> List.of(update.key());
            case DeleteItemRequest delete -> List.of(delete.key());
            case TransactWriteItemsRequest writes -> {
                var keys = new ArrayList<Map<String, AttributeValue>>();
                writes.transactItems().forEach(write -> keys.add(key(write)));
                yield keys;
            }
            case SdkRequest _ -> List.of();
        };
    }

    private static String tableOf(SdkRequest sent) {
        return sent.getValueForField("TableName", String.class).orElseGet(() -> ((TransactWriteItemsRequest) sent)
                .transactItems().stream()
                        .flatMap(write -> tableOf(write).stream())
                        .findFirst()
                        .orElseThrow());
    }

    private static Optional<String> tableOf(TransactWriteItem write) {
        return Optional.ofNullable(write.update())
                .map(update -> update.tableName())
                .or(() -> Optional.ofNullable(write.put()).map(put -> put.tableName()))
                .or(() -> Optional.ofNullable(write.delete()).map(delete -> delete.tableName()));
    }

    private static Map<String, AttributeValue> key(TransactWriteItem write) {
        if (write.put() != null) {
            return key(write.put().item());
        }
        return write.update() != null
                ? write.update().key()
                : write.delete() != null
                        ? write.delete().key()
                        : write.conditionCheck().key();
    }

    private static Map<String, AttributeValue> key(Map<String, AttributeValue> item) {
        return Map.of("pk", item.get("pk"), "sk", item.get("sk"));
    }
}
