package org.openbalance.http;

import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.openbalance.store.Tenant;

/// One log line for each call: request id, owner, function, operation, outcome, milliseconds. Nothing of the body.
@Singleton
final class CallLog {

    private static final Logger LOG = Logger.getLogger("openbalance.calls");

    Line begin(String function, String requestId) {
        return new Line(function, requestId);
    }

    static final class Line {

        private final String function;
        private final String requestId;
        private final long started = System.nanoTime();
        private String operation = "-";
        private String owner = "-";
        private String outcome = "ok";

        private Line(String function, String requestId) {
            this.function = function;
            this.requestId = requestId;
            MDC.put("request_id", requestId);
        }

        void operation(String path) {
            operation = path;
        }

        void owner(Tenant tenant) {
            owner = tenant.owner() + '/' + tenant.environment().wire();
        }

        void refused(Problem.Type type) {
            outcome = type.name();
        }

        /// The class and place of what went wrong; its message may hold what must not be logged.
        void failed(Throwable unexpected) {
            outcome = "failed";
            LOG.error("Unexpected in request " + requestId + ": " + Unexpected.describe(unexpected));
        }

        void end(int status) {
            MDC.put("function", function);
            MDC.put("operation", operation);
            MDC.put("owner", owner);
            MDC.put("outcome", outcome);
            MDC.put("status", status);
            MDC.put("ms", Duration.ofNanos(System.nanoTime() - started).toMillis());
            LOG.infof("%s %s %d", function, operation, status);
            MDC.clear();
        }
    }
}
