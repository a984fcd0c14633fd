package org.openbalance.local;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.openbalance.platform.lambda.ScheduleEvent;

/// Functions of the tests alone: one fails the messages that say so, the other notes when it was called.
@Singleton
public final class QueueEchoFunction {

    static final String FAIL = "fail";

    private final List<SQSMessage> messages = new CopyOnWriteArrayList<>();
    private final List<ScheduleEvent> ticks = new CopyOnWriteArrayList<>();

    @Funq("queue-echo")
    public SQSBatchResponse echo(SQSEvent event) {
        messages.addAll(event.getRecords());
        return new SQSBatchResponse(event.getRecords().stream()
                .filter(message -> message.getBody().equals(FAIL))
                .map(message -> new BatchItemFailure(message.getMessageId()))
                .toList());
    }

    @Funq("schedule-echo")
    public void tick(ScheduleEvent event) {
        ticks.add(event);
    }

    List<SQSMessage> messages() {
        return messages;
    }

    List<ScheduleEvent> ticks() {
        return ticks;
    }
}
