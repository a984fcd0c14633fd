package org.openbalance.journey;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// A table that fails on demand, after all that the client itself tries.
public final class TableFaults implements ExecutionInterceptor {

    private static final AtomicReference<Consumer<SdkRequest>> FAULT = new AtomicReference<>(_ -> {});

    /// @param fault throws for the requests that are to fail
    public static void are(Consumer<SdkRequest> fault) {
        FAULT.set(fault);
    }

    public static void end() {
        FAULT.set(_ -> {});
    }

    public static RuntimeException throttled() {
        return ProvisionedThroughputExceededException.builder()
                .message("The level of configured provisioned throughput for the table was exceeded")
                .statusCode(400)
                .build();
    }

    /// The partition that a request writes first, or those that its statements write; empty for what only reads.
    public static String writes(SdkRequest request) {
        return switch (request) {
            case UpdateItemRequest update -> update.key().get("pk").s();
            case TransactWriteItemsRequest transaction
            when transaction.transactItems().getFirst().update() != null ->
                transaction.transactItems().getFirst().update().key().get("pk").s();
            case BatchExecuteStatementRequest statements -> String.join(" ", AwsFaults.partitions(statements));
            case SdkRequest _ -> "";
        };
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        FAULT.get().accept(context.request());
    }
}
