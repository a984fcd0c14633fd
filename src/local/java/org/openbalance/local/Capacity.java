package org.openbalance.local;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/// Holds the requests of a client to so much capacity a second, by what DynamoDB says that each took, indexes included.
///
/// What a request took is known only afterwards, so it is the next one that waits.
public final class Capacity implements ExecutionInterceptor {

    private static final BigDecimal NANOS_A_SECOND = BigDecimal.valueOf(1_000_000_000);

    private final Pace reads;
    private final Pace writes;

    /// @param readUnits that GetItem and Scan may take in a second
    /// @param writeUnits that UpdateItem may take in a second
    public Capacity(int readUnits, int writeUnits) {
        reads = new Pace(readUnits);
        writes = new Pace(writeUnits);
    }

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        var total = ReturnConsumedCapacity.TOTAL;
        return switch (context.request()) {
            case GetItemRequest get -> {
                reads.take();
                yield get.toBuilder().returnConsumedCapacity(total).build();
            }
            case ScanRequest scan -> {
                reads.take();
                yield scan.toBuilder().returnConsumedCapacity(total).build();
            }
            case UpdateItemRequest update -> {
                writes.take();
                yield update.toBuilder().returnConsumedCapacity(total).build();
            }
            case SdkRequest other -> other;
        };
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        switch (context.response()) {
            case GetItemResponse get -> reads.spend(get.consumedCapacity());
            case ScanResponse scan -> reads.spend(scan.consumedCapacity());
            case UpdateItemResponse update -> writes.spend(update.consumedCapacity());
            case SdkResponse _ -> {
                // Nothing else is sent by a migration.
            }
        }
    }

    public BigDecimal readUnits() {
        return reads.spent();
    }

    public BigDecimal writeUnits() {
        return writes.spent();
    }

    private static final class Pace {

        private final BigDecimal unitsASecond;
        private BigDecimal spent = BigDecimal.ZERO;
        private Instant free = Instant.EPOCH;

        Pace(int unitsASecond) {
            this.unitsASecond = BigDecimal.valueOf(unitsASecond);
        }

        void take() {
            var wait = Duration.between(Instant.now(), free());
            if (!wait.isPositive()) {
                return;
            }
            try {
                Thread.sleep(wait);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new LocalFailure("Interrupted; run it again to go on.", interrupted);
            }
        }

        private synchronized Instant free() {
            return free;
        }

        synchronized void spend(ConsumedCapacity consumed) {
            var units = Optional.ofNullable(consumed)
                    .map(ConsumedCapacity::capacityUnits)
                    .map(BigDecimal::valueOf)
                    .orElse(BigDecimal.ZERO);
            var nanos = units.multiply(NANOS_A_SECOND).divide(unitsASecond, 0, RoundingMode.UP);
            var now = Instant.now();
            free = (free.isAfter(now) ? free : now).plusNanos(nanos.longValueExact());
            spent = spent.add(units);
        }

        synchronized BigDecimal spent() {
            return spent;
        }
    }
}
