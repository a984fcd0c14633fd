package org.openbalance.api;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.log.Unexpected;
import org.openbalance.platform.queue.Queues;

/// One log line for each call of a function: request id, owner, function, operation, outcome, milliseconds, and its
/// figures. Nothing of the body.
///
/// The line is JSON in CloudWatch's embedded metric format, so that figures are metrics without a request more. Its
/// dimensions are few on purpose, the deployment with the function or the bank: each combination is billed as a metric.
///
/// Source: Amazon CloudWatch User Guide, "Specification: Embedded metric format".
@Singleton
public final class CallLog {

    static final String LOGGER = "openbalance.calls";

    private static final Logger LOG = Logger.getLogger(LOGGER);
    /// Apart from the lines of calls, which are printed as they are.
    private static final Logger UNEXPECTED = Logger.getLogger(CallLog.class);

    private final InstantSource clock;
    private final String stack;
    private final boolean json;

    /// @param stack the name of this deployment, a dimension of every figure
    /// @param json false for a person at a console
    CallLog(
            InstantSource clock,
            @ConfigProperty(name = "openbalance.stack", defaultValue = "local") String stack,
            @ConfigProperty(name = "openbalance.log.json", defaultValue = "true") boolean json) {
        this.clock = clock;
        this.stack = stack;
        this.json = json;
    }

    /// @param requestId what one request is followed by through all functions
    public Line begin(String function, String requestId) {
        MDC.put(Queues.REQUEST, requestId);
        return new Line(function, requestId);
    }

    /// One figure that no line of a call has a place for, in a line of its own.
    ///
    /// @param details what is told beside it, and is no dimension
    public void count(String dimension, String value, String figure, Map<String, String> details) {
        if (json) {
            var metrics = Metrics.of(dimension, value);
            metrics.count(figure, 1);
            var line = Json.object().put(Queues.REQUEST, Objects.toString(MDC.get(Queues.REQUEST), "-"));
            details.forEach(line::put);
            LOG.info(Json.write(metrics.addTo(line, stack, clock.instant())));
        }
    }

    /// On whose behalf a message was sent: the call that asked for something, or the minute's run.
    public static String request(SQSEvent.SQSMessage message) {
        return Optional.ofNullable(message.getMessageAttributes())
                .map(attributes -> attributes.get(Queues.REQUEST))
                .map(SQSEvent.MessageAttribute::getStringValue)
                .orElse(message.getMessageId());
    }

    /// What is being done, until it ends as one line.
    public final class Line {

        private final String function;
        private final String requestId;
        private final Instant begun = clock.instant();
        private final long started = System.nanoTime();
        private final Map<String, Metrics> metrics = new LinkedHashMap<>();
        private String operation = "-";
        private String owner = "-";
        private String outcome = "ok";

        private Line(String function, String requestId) {
            this.function = function;
            this.requestId = requestId;
        }

        public void operation(String path) {
            operation = path;
        }

        void owner(Tenant tenant) {
            owner = tenant.owner() + '/' + tenant.environment().wire();
        }

        void refused(Problem.Type type) {
            outcome = type.name();
        }

        /// The class and place of what went wrong; its message may hold what must not be logged.
        public void failed(Throwable unexpected) {
            outcome = "failed";
            UNEXPECTED.error("Unexpected in request " + requestId + ": " + Unexpected.describe(unexpected));
        }

        /// The figures of this function.
        public Metrics metrics() {
            return metrics.computeIfAbsent("", _ -> Metrics.of("Function", function));
        }

        /// The figures of one bank.
        public Metrics ofBank(String slug) {
            return metrics.computeIfAbsent(slug, bank -> Metrics.of("Bank", bank));
        }

        /// Ends a call that answers with a status of HTTP.
        void end(int status) {
            metrics().milliseconds("Latency", elapsed());
            metrics().count("ServerErrors", status >= 500 ? 1 : 0);
            metrics().count("Refusals", status >= 400 && status < 500 ? 1 : 0);
            write(status, function + ' ' + operation + ' ' + status);
        }

        /// Ends any other call.
        public void end() {
            write(0, function + ' ' + outcome);
        }

        private long elapsed() {
            return Duration.ofNanos(System.nanoTime() - started).toMillis();
        }

        /// CloudWatch reads the metrics of a document under one set of dimensions' values: a bank's are a line each.
        private void write(int status, String plain) {
            if (!json) {
                LOG.info(plain + " in " + elapsed() + " ms");
            } else {
                var line = Json.object()
                        .put("level", "INFO")
                        .put("timestamp", Json.time(clock.instant()))
                        .put(Queues.REQUEST, requestId)
                        .put("function", function)
                        .put("operation", operation)
                        .put("owner", owner)
                        .put("outcome", outcome);
                if (status > 0) {
                    line.put("status", status);
                }
                line.put("ms", elapsed());
                metrics().addTo(line, stack, begun);
                LOG.info(Json.write(line));
                metrics.remove("");
                metrics.values()
                        .forEach(metrics -> LOG.info(
                                Json.write(metrics.addTo(Json.object().put(Queues.REQUEST, requestId), stack, begun))));
            }
            MDC.clear();
        }
    }
}
