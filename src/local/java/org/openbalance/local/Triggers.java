package org.openbalance.local;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/// What calls functions besides HTTP: the queues and the schedules of a template, for as long as it is open.
final class Triggers implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Triggers.class);
    /// Short, since a server goes on with a wait that nobody is at the end of, and hides what comes meanwhile.
    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    /// How long calls under way may go on when it closes; what they had comes again.
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

    private final FunctionHost functions;
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Thread> pollers = new ArrayList<>();
    private final List<Thread> keepers = new ArrayList<>();
    private volatile boolean closed;

    private Triggers(FunctionHost functions) {
        this.functions = functions;
    }

    /// Begins to poll the queues and to keep the schedules; the first call of a schedule comes after one interval.
    static Triggers open(Template template, SqsClient client, FunctionHost functions) {
        var triggers = new Triggers(functions);
        for (var mapping : EventSourceMapping.of(template, client, functions)) {
            triggers.pollers.add(Thread.ofVirtual().start(() -> triggers.poll(mapping)));
        }
        for (var function : template.functions()) {
            for (var schedule : function.schedules()) {
                triggers.keepers.add(Thread.ofVirtual().start(() -> triggers.keep(schedule, function)));
            }
        }
        return triggers;
    }

    /// One receives for all calls of a queue, so that no message is received that has to wait for its call.
    private void poll(EventSourceMapping mapping) {
        var free = new Semaphore(mapping.concurrency());
        try {
            while (!closed) {
                free.acquire();
                if (!delivers(mapping, free)) {
                    free.release();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether there was a batch, for which a call is under way.
    private boolean delivers(EventSourceMapping mapping, Semaphore free) throws InterruptedException {
        try {
            var batch = mapping.gather(WAIT);
            if (batch.isEmpty()) {
                return false;
            }
            calls.execute(() -> {
                try {
                    mapping.deliver(batch);
                } catch (SdkException failed) {
                    LOG.errorf(failed, "What was handled could not be deleted from %s", mapping.queue());
                } finally {
                    free.release();
                }
            });
            return true;
        } catch (SdkException failed) {
            if (!closed) {
                LOG.errorf(failed, "The queue %s cannot be polled", mapping.queue());
                Thread.sleep(PAUSE_AFTER_FAILURE);
            }
            return false;
        }
    }

    /// A call may still run when the next is due, as in AWS.
    private void keep(Schedule schedule, Template.Function function) {
        try {
            for (var due = Instant.now().plus(schedule.every()); !closed; due = due.plus(schedule.every())) {
                var scheduled = due;
                Thread.sleep(Duration.between(Instant.now(), due));
                calls.execute(() -> call(schedule, function, scheduled));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void call(Schedule schedule, Template.Function function, Instant scheduled) {
        try {
            functions.invoke(function.name(), schedule.event(scheduled), function.timeout());
        } catch (FunctionHost.FunctionFailed failed) {
            LOG.errorf(failed, "The function %s failed", function.name());
        } catch (TimeoutException late) {
            LOG.errorf("The function %s timed out after %s", function.name(), function.timeout());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /// Receives no more, and gives the calls under way a moment.
    @Override
    public void close() {
        closed = true;
        keepers.forEach(Thread::interrupt);
        try {
            for (var poller : pollers) {
                poller.join(CLOSE_LIMIT);
                poller.interrupt();
            }
            calls.shutdown();
            calls.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        calls.shutdownNow();
    }
}
