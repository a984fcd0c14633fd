package org.openbalance.journey;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/// Every request that the application makes of DynamoDB, with the capacity that DynamoDB says it took.
public final class Meter implements ExecutionInterceptor {

    /// @param operation such as `GetItem`
    /// @param items of a transaction or batch
    /// @param firstKey the partition of the first; of statements those of all, with blanks between
    /// @param exception whether a condition of it did not hold
    public record Use(String operation, int items, double units, String firstKey, boolean exception) {

        /// What of it is done to a partition: a batch of statements is done to many.
        ///
        /// @return empty if nothing is
        public Optional<Use> of(String partition) {
            var keys = List.of(firstKey.split(" "));
            var mine = (int) keys.stream().filter(partition::equals).count();
            return mine == 0
                    ? Optional.empty()
                    : Optional.of(new Use(operation, mine, units * mine / keys.size(), partition, exception));
        }

        public boolean writes() {
            return !operation.equals("GetItem") && !operation.equals("BatchGetItem") && !operation.equals("Query");
        }
    }

    private static final Set<String> WRITES = Set.of(
            "PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems", "BatchExecuteStatement");

    private static final List<Use> USES = Collections.synchronizedList(new ArrayList<>());

    /// What is used while the work runs, without what the sandbox's banks keep for themselves.
    public static List<Use> of(Runnable work) {
        return during(work).stream()
                .filter(use -> !use.firstKey().contains("#SANDBOX"))
                .toList();
    }

    /// What is written while the work runs, the sandbox's banks included; a write that its condition refused is none.
    public static List<Use> writesOf(Runnable work) {
        return during(work).stream()
                .filter(use -> WRITES.contains(use.operation()))
                .toList();
    }

    private static List<Use> during(Runnable work) {
        USES.clear();
        work.run();
        synchronized (USES) {
            return List.copyOf(USES);
        }
    }

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        var total = ReturnConsumedCapacity.TOTAL;
        return switch (context.request()) {
            case GetItemRequest get ->
                get.toBuilder().returnConsumedCapacity(total).build();
            case QueryRequest query ->
                query.toBuilder().returnConsumedCapacity(total).build();
            case BatchGetItemRequest batch ->
                batch.toBuilder().returnConsumedCapacity(total).build();
            case PutItemRequest put ->
                put.toBuilder().returnConsumedCapacity(total).build();
            case UpdateItemRequest update ->
                update.toBuilder().returnConsumedCapacity(total).build();
            case DeleteItemRequest delete ->
                delete.toBuilder().returnConsumedCapacity(total).build();
            case TransactWriteItemsRequest writes ->
                writes.toBuilder().returnConsumedCapacity(total).build();
            case BatchExecuteStatementRequest statements ->
                statements.toBuilder().returnConsumedCapacity(total).build();
            case SdkRequest other -> other;
        };
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        USES.add(use(context.request(), units(context.response()), false));
    }

    @Override
    public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
        USES.add(use(context.request(), 0, true));
    }

    private static Use use(SdkRequest request, double units, boolean exception) {
        var operation = request.getClass().getSimpleName().replace("Request", "");
        return new Use(operation, items(request), units, key(request), exception);
    }

    private static int items(SdkRequest request) {
        return switch (request) {
            case TransactWriteItemsRequest writes -> writes.transactItems().size();
            case BatchExecuteStatementRequest statements ->
                statements.statements().size();
            case BatchGetItemRequest batch ->
                batch.requestItems().values().iterator().next().keys().size();
            case SdkRequest _ -> 1;
        };
    }

    private static String key(SdkRequest request) {
        return switch (request) {
            case GetItemRequest get -> get.key().get("pk").s();
            case UpdateItemRequest update -> update.key().get("pk").s();
            case DeleteItemRequest delete -> delete.key().get("pk").s();
            case PutItemRequest put -> put.item().get("pk").s();
            case QueryRequest query -> query.expressionAttributeValues().toString();
            case BatchGetItemRequest batch -> batch.requestItems().toString();
            case TransactWriteItemsRequest writes -> key(writes.transactItems().getFirst());
            case BatchExecuteStatementRequest statements -> String.join(" ", AwsFaults.partitions(statements));
            case SdkRequest _ -> "";
        };
    }

    private static String key(TransactWriteItem write) {
        if (write.put() != null) {
            return write.put().item().get("pk").s();
        }
        return write.update() == null ? "" : write.update().key().get("pk").s();
    }

    private static double units(SdkResponse response) {
        return switch (response) {
            case GetItemResponse get -> units(get.consumedCapacity());
            case QueryResponse query -> units(query.consumedCapacity());
            case PutItemResponse put -> units(put.consumedCapacity());
            case UpdateItemResponse update -> units(update.consumedCapacity());
            case DeleteItemResponse delete -> units(delete.consumedCapacity());
            case BatchGetItemResponse batch ->
                batch.consumedCapacity().stream().mapToDouble(Meter::units).sum();
            case TransactWriteItemsResponse writes ->
                writes.consumedCapacity().stream().mapToDouble(Meter::units).sum();
            // DynamoDB Local does not say it. AWS bills a statement as the update that it is, and those that the
            // product sends change items below 1 KB without touching an index.
            case BatchExecuteStatementResponse statements ->
                statements.responses().size();
            case SdkResponse _ -> 0;
        };
    }

    private static double units(ConsumedCapacity capacity) {
        return capacity == null ? 0 : capacity.capacityUnits();
    }
}
