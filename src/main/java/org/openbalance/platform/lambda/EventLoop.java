package org.openbalance.platform.lambda;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.openbalance.platform.log.Unexpected;

/// The loop of a function in a native image: takes an event from Lambda, calls the function, answers, and so on.
///
/// A failed call is answered as a failure and the loop goes on, also after an `Error` (heap or stack exhausted)
/// and after an answer that Lambda refuses. A call that outlives its time is answered for before Lambda stops the
/// process, and the next event goes to another thread; the one that is left behind is interrupted and ends by
/// itself.
final class EventLoop {

    /// How long before Lambda's deadline a call is given up, so that the report arrives.
    static final int MARGIN_MS = 500;
    /// Threads left behind that have not ended yet; with more, the process ends, and Lambda starts another.
    static final int MOST_LEFT_BEHIND = 4;

    static final String TIMED_OUT = "OpenBalance.TimedOut";
    private static final String TOO_LARGE = "OpenBalance.AnswerNotTaken";
    private static final String TRACE = "com.amazonaws.xray.traceHeader";
    private static final int ANSWER_BYTES = 8 * 1024;

    private static final Logger LOG = Logger.getLogger("openbalance.loop");

    /// The function as bytes see it.
    @FunctionalInterface
    interface Function {
        void call(InputStream event, OutputStream answer) throws IOException;
    }

    private final String api;
    private final Runnable ready;
    private final Function function;
    private final Runnable end;
    private final Thread alertState = thread("deadline", this::alertState);

    private volatile Turn current;
    private volatile long wakeAtMs = Long.MAX_VALUE;
    private int leftBehind;

    /// A call that is under way, and who answers it: the thread that runs it, or the watch.
    private static final class Turn {

        private final RuntimeApi.Invocation invocation;
        private final Thread thread = Thread.currentThread();
        private final AtomicBoolean answered = new AtomicBoolean();

        Turn(RuntimeApi.Invocation invocation) {
            this.invocation = invocation;
        }

        boolean claim() {
            return answered.compareAndSet(false, true);
        }

        long giveUpAtMs() {
            return answered.get() || invocation.deadlineMs() == Long.MAX_VALUE
                    ? Long.MAX_VALUE
                    : invocation.deadlineMs() - MARGIN_MS;
        }
    }

    /// @param api host and port of the runtime API
    /// @param ready waits until the function can be called
    /// @param end called when there are no more events to be had, or too many threads left behind
    EventLoop(String api, Runnable ready, Function function, Runnable end) {
        this.api = api;
        this.ready = ready;
        this.function = function;
        this.end = end;
    }

    void start() {
        thread("calls", this::serve).start();
        alertState.start();
    }

    private static Thread thread(String name, Runnable work) {
        return Thread.ofPlatform().daemon().name(name).unstarted(work);
    }

    private void serve() {
        ready.run();
        try (var connection = new RuntimeApi(api)) {
            var goesOn = true;
            while (goesOn) {
                goesOn = serveOne(connection);
            }
        } catch (IOException gone) {
            LOG.error("No more events: " + gone.getMessage());
            end.run();
        }
    }

    /// @return whether this thread goes on
    private boolean serveOne(RuntimeApi connection) throws IOException {
        var turn = new Turn(connection.next());
        begin(turn);
        byte[] answer;
        try {
            answer = call(turn.invocation);
        } catch (Throwable failure) {
            return turn.claim() ? failed(connection, turn, failure) : ended();
        }
        return turn.claim() ? respond(connection, turn, answer) : ended();
    }

    private void begin(Turn turn) {
        current = turn;
        if (turn.giveUpAtMs() < wakeAtMs) {
            LockSupport.unpark(alertState);
        }
        if (turn.invocation.trace() != null) {
            System.setProperty(TRACE, turn.invocation.trace());
        }
    }

    private byte[] call(RuntimeApi.Invocation invocation) throws IOException {
        var answer = new ByteArrayOutputStream(ANSWER_BYTES);
        function.call(new ByteArrayInputStream(invocation.event()), answer);
        return answer.toByteArray();
    }

    private boolean failed(RuntimeApi connection, Turn turn, Throwable failure) {
        var cause = causeOf(failure);
        tell(turn, cause);
        report(connection, turn, cause.getClass().getName());
        MDC.clear();
        return true;
    }

    private boolean respond(RuntimeApi connection, Turn turn, byte[] answer) {
        try {
            if (!connection.respond(turn.invocation.id(), answer)) {
                LOG.error("Lambda did not take the answer of " + answer.length + " bytes to " + turn.invocation.id());
                report(connection, turn, TOO_LARGE);
            }
        } catch (IOException | Error failed) {
            tell(turn, failed);
            report(connection, turn, failed.getClass().getName());
        }
        return true;
    }

    /// Called by a thread that was left behind and has come to its end.
    private synchronized boolean ended() {
        leftBehind--;
        return false;
    }

    /// Funqy wraps what a function throws.
    private static Throwable causeOf(Throwable failure) {
        var wrapped = failure.getClass().getName().startsWith("io.quarkus.funqy.") && failure.getCause() != null;
        return wrapped ? failure.getCause() : failure;
    }

    /// Never fails: with the heap at its end, a log line may be more than there is room for.
    private static void tell(Turn turn, Throwable failure) {
        try {
            LOG.error("Unexpected in call " + turn.invocation.id() + ": " + Unexpected.describe(failure));
        } catch (Error untold) {
            // The report to Lambda still names the class.
        }
    }

    private static void report(RuntimeApi connection, Turn turn, String type) {
        try {
            var text = "{\"errorType\":\"" + type + "\",\"errorMessage\":\"The call failed; the log has it under "
                    + turn.invocation.id() + "\"}";
            if (!connection.fail(turn.invocation.id(), type, text.getBytes(StandardCharsets.UTF_8))) {
                LOG.error("Lambda did not take the report on " + turn.invocation.id());
            }
        } catch (IOException | Error failed) {
            LOG.error("The outcome could not be reported to Lambda for " + turn.invocation.id() + ": " + failed);
        }
    }

    /// Sleeps until the call under way should be over. A new call wakes it only if it must end sooner than that, so
    /// most calls cost it nothing.
    private void alertState() {
        while (true) {
            var turn = current;
            wakeAtMs = turn == null ? Long.MAX_VALUE : turn.giveUpAtMs();
            if (turn != current) {
                continue;
            }
            if (System.currentTimeMillis() < wakeAtMs) {
                LockSupport.parkUntil(wakeAtMs);
            } else if (turn.claim()) {
                giveUp(turn);
            }
        }
    }

    private void giveUp(Turn turn) {
        LOG.error("Call " + turn.invocation.id() + " outlived its time and is given up");
        try (var connection = new RuntimeApi(api)) {
            report(connection, turn, TIMED_OUT);
        }
        turn.thread.interrupt();
        if (oneMoreLeftBehind()) {
            thread("calls", this::serve).start();
        } else {
            LOG.error("Too many calls did not end; the process does");
            end.run();
        }
    }

    private synchronized boolean oneMoreLeftBehind() {
        leftBehind++;
        return leftBehind <= MOST_LEFT_BEHIND;
    }
}
