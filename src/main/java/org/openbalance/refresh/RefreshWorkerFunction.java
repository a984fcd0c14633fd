package org.openbalance.refresh;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.openbalance.api.CallLog;
import org.openbalance.bank.Banks;
import org.openbalance.reading.ReadWorker;
import org.openbalance.reading.ReadingLimits;

/// The function `refresh-worker`: reads what was queued.
@Singleton
public final class RefreshWorkerFunction {

    private static final String NAME = "refresh-worker";

    private final ReadWorker worker;
    private final Banks banks;
    private final CallLog log;
    private final InstantSource clock;
    private final Duration limit;

    /// @param limit how long a call may last; no bank is waited for in the last [ReadingLimits#RESERVE] of it
    RefreshWorkerFunction(
            ReadWorker worker,
            Banks banks,
            CallLog log,
            InstantSource clock,
            @ConfigProperty(name = "openbalance.refresh-worker.time-limit", defaultValue = "60s") Duration limit) {
        this.worker = worker;
        this.banks = banks;
        this.log = log;
        this.clock = clock;
        this.limit = limit;
    }

    /// @return the messages that are to come again, as the table could not hold what became of them
    @Funq(NAME)
    public SQSBatchResponse read(SQSEvent event) {
        var until = clock.instant().plus(limit).minus(ReadingLimits.RESERVE);
        var received = event.getRecords();
        var line = log.begin(NAME, received.isEmpty() ? "-" : CallLog.request(received.getFirst()));
        line.operation("read");
        try {
            var work = worker.work(
                    received.stream()
                            .map(message -> new ReadWorker.Message(message.getBody(), CallLog.request(message)))
                            .toList(),
                    until);
            work.ends().forEach((bank, ends) -> tell(line, bank, ends));
            work.visits()
                    .forEach((bank, visits) ->
                            visits.forEach(took -> line.ofBank(slug(bank)).milliseconds("BankVisit", took.toMillis())));
            line.metrics().count("MessagesUnheld", work.unheld().size());
            return new SQSBatchResponse(work.unheld().stream()
                    .map(place -> new SQSBatchResponse.BatchItemFailure(
                            received.get(place).getMessageId()))
                    .toList());
        } finally {
            line.end();
        }
    }

    private void tell(CallLog.Line line, String bank, Map<ReadWorker.End, Integer> ends) {
        var metrics = line.ofBank(slug(bank));
        ends.forEach((end, accounts) -> metrics.count(figure(end), accounts));
        // Once more without its bank, for the alarm.
        line.metrics().count(figure(ReadWorker.End.BROKEN), ends.getOrDefault(ReadWorker.End.BROKEN, 0));
    }

    private String slug(String bank) {
        return banks.slug(bank).orElse(bank);
    }

    private static String figure(ReadWorker.End end) {
        return switch (end) {
            case READ -> "AccountsRead";
            case FAILED -> "AccountsFailed";
            case EXHAUSTED -> "AccountsExhausted";
            case WAITING -> "AccountsWaiting";
            case DROPPED -> "AccountsDropped";
            case BROKEN -> "AccountsBroken";
            case RELEASED -> "AccountsReleased";
        };
    }
}
