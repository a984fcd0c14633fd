package org.openbalance.local;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Where functions run: in this process (dev mode, tests) or in another (the native binary under test).
public interface FunctionHost {

    /// Calls a function and waits for its answer.
    ///
    /// @param function the function's name, as in QUARKUS_FUNQY_EXPORT
    /// @param event the event's JSON, in UTF-8
    /// @return the answer's JSON, in UTF-8; empty if the function answers nothing
    /// @throws FunctionFailed if the function does not exist or throws
    byte[] invoke(String function, byte[] event) throws FunctionFailed;

    /// As [#invoke(String, byte[])], but ended as Lambda ends a call that takes too long.
    ///
    /// @throws TimeoutException if the limit passed before the answer came
    /// @throws InterruptedException if the caller was interrupted while it waited; so is the function
    default byte[] invoke(String function, byte[] event, Duration limit)
            throws FunctionFailed, TimeoutException, InterruptedException {
        var call = new FutureTask<>(() -> invoke(function, event));
        var thread = Thread.ofVirtual().name("function " + function).start(call);
        try {
            return call.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof FunctionFailed own
                    ? own
                    : new FunctionFailed("The function " + function + " failed", failed.getCause());
        } finally {
            thread.interrupt();
        }
    }

    /// A function that gave no answer.
    final class FunctionFailed extends Exception {

        private static final long serialVersionUID = 1;

        public FunctionFailed(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
