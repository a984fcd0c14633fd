package org.openbalance.refresh;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.openbalance.bank.Banks;
import org.openbalance.http.CallLog;

/// The function `refresh-worker`: reads what was queued.
@Singleton
public final class RefreshWorkerFunction {

    private static final String NAME = "refresh-worker";

    private final Worker worker;
    private final Banks banks;
    private final CallLog log;
    private final InstantSource clock;
    private final Duration limit;

    /// @param limit how long a call may last; no bank is waited for in the last [RefreshLimits#RESERVE] of it
    RefreshWorkerFunction(
            Worker worker,
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
        var until = clock.instant().plus(limit).minus(RefreshLimits.RESERVE);
        var received = event.getRecords();
        var line = log.begin(NAME, received.isEmpty() ? "-" : CallLog.request(received.getFirst()));
        line.operation("read");
        try {
            var work = worker.work(
                    received.stream()
                            .map(message -> new Worker.Message(message.getBody(), CallLog.request(message)))
                            .toList(),
                    until);
            work.ends().forEach((bank, ends) -> tell(line, bank, ends));
            work.visits()
                    .forEach((bank, visits) ->
                            visits.forEach(took -> line.ofBank(slug(bank)).milliseconds("BankVisit", took.toMillis())));
            line.figures().count("MessagesUnheld", work.unheld().size());
            return new SQSBatchResponse(work.unheld().stream()
                    .map(place -> new SQSBatchResponse.BatchItemFailure(
                            received.get(place).getMessageId()))
                    .toList());
        } finally {
            line.end();
        }
    }

    private void tell(CallLog.Line line, String bank, Map<Worker.End, Integer> ends) {
        var figures = line.ofBank(slug(bank));
        ends.forEach((end, accounts) -> figures.count(figure(end), accounts));
    }

    private String slug(String bank) {
        return banks.slug(bank).orElse(bank);
    }

    private static String figure(Worker.End end) {
        return switch (end) {
            case READ -> "AccountsRead";
            case FAILED -> "AccountsFailed";
            case EXHAUSTED -> "AccountsExhausted";
            case DROPPED -> "AccountsDropped";
            case RELEASED -> "AccountsReleased";
        };
    }
}
