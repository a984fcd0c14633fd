package org.openbalance.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.logging.MDC;
import org.openbalance.platform.queue.Queues;

/// Runs calls at the same time, each on a thread of its own that logs with the request id of who began it.
public final class ParallelCalls {

    private ParallelCalls() {}

    /// Every call ends by itself: a visit at a bank by its deadline, a request to the table by the client's.
    ///
    /// @return in the order of the calls; the first that failed is thrown after all have ended
    public static <T> List<T> run(List<? extends Callable<T>> calls) {
        var request = MDC.get(Queues.REQUEST);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<T>();
            var traced = calls.stream().map(call -> traced(request, call)).toList();
            for (Future<T> call : threads.invokeAll(traced)) {
                results.add(call.get());
            }
            return results;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while reading", interrupted);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException unexpected) {
                throw unexpected;
            }
            throw new IllegalStateException("A read failed", failed.getCause());
        }
    }

    private static <T> Callable<T> traced(Object request, Callable<T> call) {
        return () -> {
            if (request != null) {
                MDC.put(Queues.REQUEST, request);
            }
            return call.call();
        };
    }
}
