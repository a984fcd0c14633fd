package org.openbalance.platform.dynamodb;

import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/// The one table. Each method is one request, but where it says otherwise; there is no Scan.
@Singleton
public final class Table {

    private static final Logger LOG = Logger.getLogger(Table.class);

    /// What DynamoDB takes in one transaction.
    public static final int TRANSACTION_LIMIT = 100;

    /// What DynamoDB takes of statements in one request.
    public static final int STATEMENT_LIMIT = 25;

    private static final int BATCH_LIMIT = 100;
    private static final int MARK_BYTES = 6;
    private static final int CONFLICT_TRIES = 8;
    private static final int CONFLICT_PAUSE_MS = 15;
    /// With the pauses between them about two seconds.
    private static final int IDLE_BATCHES = 8;

    private final DynamoDbClient client;
    private final String name;

    public Table(DynamoDbClient client, @ConfigProperty(name = "openbalance.table") String name) {
        this.client = client;
        this.name = name;
    }

    /// An eventually consistent read: half a read unit for each 4 KB.
    public Optional<Item> get(ItemKey key) {
        return get(key, false);
    }

    /// A consistent read, for what a decision to write rests on.
    public Optional<Item> getLatest(ItemKey key) {
        return get(key, true);
    }

    private Optional<Item> get(ItemKey key, boolean consistent) {
        var response = client.getItem(
                request -> request.tableName(name).key(key.attributes()).consistentRead(consistent));
        return response.hasItem() ? Optional.of(new Item(response.item())) : Optional.empty();
    }

    /// Reads many items, one request for each 100; in the order asked for, without those that are missing.
    public List<Item> getAll(Collection<ItemKey> keys) {
        return getAll(keys, false);
    }

    /// As [#getAll(Collection)], consistently.
    public List<Item> getAllLatest(Collection<ItemKey> keys) {
        return getAll(keys, true);
    }

    private List<Item> getAll(Collection<ItemKey> keys, boolean consistent) {
        var found = new HashMap<ItemKey, Item>();
        var distinct = List.copyOf(new HashSet<>(keys));
        for (var start = 0; start < distinct.size(); start += BATCH_LIMIT) {
            readBatch(distinct.subList(start, Math.min(distinct.size(), start + BATCH_LIMIT)), consistent, found);
        }
        return keys.stream().filter(found::containsKey).map(found::get).toList();
    }

    private void readBatch(List<ItemKey> keys, boolean consistent, Map<ItemKey, Item> found) {
        var wanted = Map.of(
                name,
                KeysAndAttributes.builder()
                        .keys(keys.stream().map(ItemKey::attributes).toList())
                        .consistentRead(consistent)
                        .build());
        var idle = 0;
        for (var round = 0; !wanted.isEmpty(); round++) {
            if (idle == IDLE_BATCHES) {
                throw new IllegalStateException("DynamoDB read nothing of a batch " + IDLE_BATCHES + " times in a row");
            }
            pause(round);
            var asked = wanted;
            var response = client.batchGetItem(request -> request.requestItems(asked));
            for (var attributes : response.responses().getOrDefault(name, List.of())) {
                var item = new Item(attributes);
                found.put(item.key(), item);
            }
            wanted = response.unprocessedKeys();
            idle = left(wanted) < left(asked) ? 0 : idle + 1;
        }
    }

    private int left(Map<String, KeysAndAttributes> wanted) {
        return wanted.isEmpty() ? 0 : wanted.get(name).keys().size();
    }

    /// One write. A transaction under way on the same item is waited out and the write tried again.
    ///
    /// When only the answer to a write is lost, the client sends it once more, and its own first try would make its
    /// condition fail, or have it counted twice. So each leaves a mark in its item, by which it is known again.
    public Outcome write(Write write) {
        var mark = mark();
        for (var attempt = 0; ; attempt++) {
            pause(attempt);
            try {
                return once(write, mark);
            } catch (TransactionConflictException conflict) {
                if (attempt == CONFLICT_TRIES - 1) {
                    throw conflict;
                }
            }
        }
    }

    /// Six bytes by chance: it is compared with those of the same item alone, and an item is billed by its size.
    private static SdkBytes mark() {
        var number = ThreadLocalRandom.current().nextLong();
        return SdkBytes.fromByteArrayUnsafe(
                Arrays.copyOf(ByteBuffer.allocate(Long.BYTES).putLong(number).array(), MARK_BYTES));
    }

    private Outcome once(Write write, SdkBytes mark) {
        try {
            return switch (write) {
                case Write.Put put -> put(put, mark);
                case Write.Change change -> change(change, mark);
                case Write.Delete delete -> delete(delete);
            };
        } catch (ConditionalCheckFailedException failed) {
            var item = failed.hasItem() ? Optional.of(new Item(failed.item())) : Optional.<Item>empty();
            return item.filter(standing -> standing.isMarked(mark)).isPresent()
                    ? new Outcome.Done(write instanceof Write.Put ? Optional.empty() : item)
                    : new Outcome.Refused(item, Set.of(0));
        }
    }

    private Outcome put(Write.Put put, SdkBytes mark) {
        var expression = new Placeholders();
        var condition =
                put.condition().map(required -> required.render(expression)).orElse(null);
        client.putItem(request -> request.tableName(name)
                .item(put.item().marked(mark))
                .conditionExpression(condition)
                .expressionAttributeNames(expression.names())
                .expressionAttributeValues(expression.values())
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
        return new Outcome.Done(Optional.empty());
    }

    private Outcome change(Write.Change change, SdkBytes mark) {
        var expression = new Placeholders();
        var update = change.marked(mark).render(expression);
        var first = Condition.any(Condition.lacks(Item.MARK), Condition.other(Item.MARK, mark))
                .render(expression);
        var condition = change.condition()
                .map(required -> required.render(expression) + " AND " + first)
                .orElse(first);
        var response = client.updateItem(request -> request.tableName(name)
                .key(change.key().attributes())
                .updateExpression(update)
                .conditionExpression(condition)
                .expressionAttributeNames(expression.names())
                .expressionAttributeValues(expression.values())
                .returnValues(ReturnValue.ALL_NEW)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
        return new Outcome.Done(Optional.of(new Item(response.attributes())));
    }

    private Outcome delete(Write.Delete delete) {
        var expression = new Placeholders();
        var condition =
                delete.condition().map(required -> required.render(expression)).orElse(null);
        client.deleteItem(request -> request.tableName(name)
                .key(delete.key().attributes())
                .conditionExpression(condition)
                .expressionAttributeNames(expression.names())
                .expressionAttributeValues(expression.values()));
        return new Outcome.Done(Optional.empty());
    }

    /// Changes that have nothing to do with each other, each of another item: one request for each
    /// [#STATEMENT_LIMIT], which costs as much as the changes would by themselves and a fraction of the processor.
    /// They set and remove only.
    ///
    /// @return in their order; empty for one that the table did not take down, as it was too busy
    public List<Optional<Outcome>> writeEach(List<Write.Change> changes) {
        var outcomes = new ArrayList<Optional<Outcome>>();
        for (var start = 0; start < changes.size(); start += STATEMENT_LIMIT) {
            outcomes.addAll(batch(changes.subList(start, Math.min(changes.size(), start + STATEMENT_LIMIT))));
        }
        return outcomes;
    }

    private List<Optional<Outcome>> batch(List<Write.Change> changes) {
        var mark = mark();
        var statements = changes.stream().map(change -> statement(change, mark)).toList();
        var outcomes = new ArrayList<Optional<Outcome>>(Collections.nCopies(changes.size(), Optional.empty()));
        var open = IntStream.range(0, changes.size()).boxed().toList();
        for (var attempt = 0; attempt < CONFLICT_TRIES && !open.isEmpty(); attempt++) {
            pause(attempt);
            var sent = open.stream().map(statements::get).toList();
            var answers = client.batchExecuteStatement(request -> request.statements(sent))
                    .responses();
            for (var place = 0; place < answers.size(); place++) {
                outcomes.set(open.get(place), outcome(answers.get(place), mark));
            }
            open = open.stream().filter(place -> outcomes.get(place).isEmpty()).toList();
        }
        return outcomes;
    }

    private BatchStatementRequest statement(Write.Change change, SdkBytes mark) {
        var first = Condition.any(Condition.lacks(Item.MARK), Condition.other(Item.MARK, mark));
        var condition = change.condition()
                .map(required -> Condition.all(required, first))
                .orElse(first);
        var statement = new PartiQl();
        return BatchStatementRequest.builder()
                .statement(statement.update(name, change.marked(mark), condition))
                .parameters(statement.parameters())
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    /// @return empty for one that is to be sent again
    private static Optional<Outcome> outcome(BatchStatementResponse answer, SdkBytes mark) {
        var error = answer.error();
        if (error == null) {
            return Optional.of(new Outcome.Done(Optional.empty()));
        }
        return switch (error.code()) {
            case CONDITIONAL_CHECK_FAILED -> {
                var item = error.hasItem() ? Optional.of(new Item(error.item())) : Optional.<Item>empty();
                yield Optional.of(
                        item.filter(standing -> standing.isMarked(mark)).isPresent()
                                ? new Outcome.Done(item)
                                : new Outcome.Refused(item, Set.of(0)));
            }
            case TRANSACTION_CONFLICT,
                    THROTTLING_ERROR,
                    PROVISIONED_THROUGHPUT_EXCEEDED,
                    REQUEST_LIMIT_EXCEEDED,
                    INTERNAL_SERVER_ERROR -> Optional.empty();
            default -> {
                // The others of the request are not lost by it.
                LOG.error("DynamoDB refused a statement: " + error.codeAsString());
                yield Optional.empty();
            }
        };
    }

    /// All of the writes or none. A conflict with another transaction under way is waited out and tried again.
    public Outcome commit(List<? extends Write> writes) {
        if (writes.size() > TRANSACTION_LIMIT) {
            throw new IllegalArgumentException(
                    "A transaction holds " + TRANSACTION_LIMIT + " writes, not " + writes.size());
        }
        var items = writes.stream().map(this::transactional).toList();
        for (var attempt = 0; ; attempt++) {
            pause(attempt);
            try {
                // By its token DynamoDB knows a transaction again that the client sends once more.
                var token = UUID.randomUUID().toString();
                client.transactWriteItems(
                        request -> request.transactItems(items).clientRequestToken(token));
                return new Outcome.Done(Optional.empty());
            } catch (TransactionCanceledException cancelled) {
                var refused = refusedPlaces(cancelled.cancellationReasons());
                if (!refused.isEmpty()) {
                    return new Outcome.Refused(Optional.empty(), refused);
                }
                if (attempt == CONFLICT_TRIES - 1) {
                    throw cancelled;
                }
            }
        }
    }

    private static Set<Integer> refusedPlaces(List<CancellationReason> reasons) {
        var places = new HashSet<Integer>();
        for (var place = 0; place < reasons.size(); place++) {
            if ("ConditionalCheckFailed".equals(reasons.get(place).code())) {
                places.add(place);
            }
        }
        return places;
    }

    private TransactWriteItem transactional(Write write) {
        var expression = new Placeholders();
        return switch (write) {
            case Write.Put put -> {
                var condition = condition(put, expression);
                yield TransactWriteItem.builder()
                        .put(part -> part.tableName(name)
                                .item(put.item().attributes())
                                .conditionExpression(condition)
                                .expressionAttributeNames(expression.names())
                                .expressionAttributeValues(expression.values()))
                        .build();
            }
            case Write.Change change -> {
                var update = change.render(expression);
                var condition = condition(change, expression);
                yield TransactWriteItem.builder()
                        .update(part -> part.tableName(name)
                                .key(change.key().attributes())
                                .updateExpression(update)
                                .conditionExpression(condition)
                                .expressionAttributeNames(expression.names())
                                .expressionAttributeValues(expression.values()))
                        .build();
            }
            case Write.Delete delete -> {
                var condition = condition(delete, expression);
                yield TransactWriteItem.builder()
                        .delete(part -> part.tableName(name)
                                .key(delete.key().attributes())
                                .conditionExpression(condition)
                                .expressionAttributeNames(expression.names())
                                .expressionAttributeValues(expression.values()))
                        .build();
            }
        };
    }

    private static String condition(Write write, Placeholders expression) {
        return write.condition().map(required -> required.render(expression)).orElse(null);
    }

    /// One slice of a Query: up to its limit, or to what DynamoDB gives in one answer (1 MB).
    Slice slice(Query query) {
        var response = client.query(request(query).build());
        var items = response.items().stream().map(Item::new).toList();
        return new Slice(
                items, response.hasLastEvaluatedKey() ? Optional.of(response.lastEvaluatedKey()) : Optional.empty());
    }

    /// All that a Query finds, up to its limit; as many requests as it takes.
    public List<Item> query(Query query) {
        var items = new ArrayList<Item>();
        var limit = query.limit().orElse(Integer.MAX_VALUE);
        var next = Optional.of(query);
        while (next.isPresent() && items.size() < limit) {
            var slice = slice(next.get());
            items.addAll(slice.items());
            next = slice.last().map(query::after);
        }
        return items.size() > limit ? List.copyOf(items.subList(0, limit)) : List.copyOf(items);
    }

    /// How many items a Query finds; as many requests as it takes.
    public long count(Query query) {
        var total = 0L;
        var next = Optional.of(query);
        while (next.isPresent()) {
            var response = client.query(request(next.get()).select(Select.COUNT).build());
            total += response.count();
            next = response.hasLastEvaluatedKey()
                    ? Optional.of(query.after(response.lastEvaluatedKey()))
                    : Optional.empty();
        }
        return total;
    }

    private QueryRequest.Builder request(Query query) {
        var expression = new Placeholders();
        var condition = expression.name(query.partitionName()) + " = " + expression.value(query.partition());
        if (query.from().isPresent() && query.to().isPresent()) {
            condition += " AND " + expression.name(query.sortName()) + " BETWEEN "
                    + expression.value(query.from().get()) + " AND "
                    + expression.value(query.to().get());
        }
        return QueryRequest.builder()
                .tableName(name)
                .indexName(query.index().map(Index::indexName).orElse(null))
                .keyConditionExpression(condition)
                .expressionAttributeNames(expression.names())
                .expressionAttributeValues(expression.values())
                .scanIndexForward(!query.newestFirst())
                .limit(query.limit().isPresent() ? query.limit().getAsInt() : null)
                .consistentRead(query.consistent() ? true : null)
                .exclusiveStartKey(query.after().orElse(null));
    }

    /// What a slice gave, and where it ended if there is more.
    record Slice(List<Item> items, Optional<Map<String, AttributeValue>> last) {}

    private static void pause(int attempt) {
        if (attempt == 0) {
            return;
        }
        try {
            var longest = (long) CONFLICT_PAUSE_MS << Math.min(attempt, 6);
            Thread.sleep(ThreadLocalRandom.current().nextLong(longest / 2, longest));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the table", interrupted);
        }
    }
}
