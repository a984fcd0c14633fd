package org.openbalance.kills;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.openbalance.account.RemovedWithCustomer;
import org.openbalance.bank.Connector;
import org.openbalance.journey.AwsFaults;
import org.openbalance.local.LocalQueues;
import org.openbalance.local.LocalTable;
import org.openbalance.platform.lambda.ScheduleEvent;
import org.openbalance.platform.vault.FileWrapper;
import org.openbalance.platform.vault.KeyWrapper;
import org.openbalance.reading.ProductReader;
import org.openbalance.refresh.RefreshFunction;
import org.openbalance.refresh.RefreshWorkerFunction;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The functions `refresh` and `refresh-worker` as a process of their own: an event a line comes in, an answer a line
/// goes out. It knows the time from what comes in, and has a bad table if it is told so.
public final class FunctionProcess {

    static final String READY = "ready";
    /// An event: from now on nothing goes wrong any more.
    static final String CALM = "calm";
    /// An event: the minute's schedule. Any other is a batch of messages.
    static final String SWEEP = "sweep";
    static final String DONE = "done";
    static final String FAILED = "failed";
    /// Word of a quota's write that was done and whose answer was lost for good.
    static final String QUOTA_LOST = "quota-lost";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double THROTTLED = 0.04;
    private static final double ANSWER_LOST = 0.03;
    private static final double NEVER_ANSWERED = 0.01;

    private final PrintStream out = System.out;
    private final AtomicLong ahead = new AtomicLong();
    private final Beans beans;

    private FunctionProcess(Map<String, String> settings) {
        var table = LocalTable.client(DynamoDbClient.builder());
        var seed = Long.parseLong(settings.get("faults"));
        if (seed != 0) {
            faults(new Random(seed));
        }
        beans = beans(settings, AwsFaults.around(DynamoDbClient.class, table), this::now)
                .with(SqsClient.class, AwsFaults.around(SqsClient.class, LocalQueues.open()))
                .withAll(
                        Connector.class,
                        List.of(new KillsConnector(URI.create(settings.get("bank")), settings.get("process"))));
    }

    /// The beans that tests of this package start from.
    static Beans beans(Map<String, String> settings, DynamoDbClient table, InstantSource clock) {
        return new Beans(settings)
                .with(DynamoDbClient.class, table)
                .with(InstantSource.class, clock)
                .with(KeyWrapper.class, new FileWrapper(Path.of(settings.get("openbalance.key-file"))))
                .withAll(ProductReader.class, List.of())
                .withAll(RemovedWithCustomer.class, List.of());
    }

    private Instant now() {
        return Instant.now().plusMillis(ahead.get());
    }

    private void faults(Random random) {
        AwsFaults.begin(AwsFaults.Fault.THROTTLED, _ -> random.nextDouble() < THROTTLED);
        AwsFaults.begin(AwsFaults.Fault.ANSWER_LOST, _ -> random.nextDouble() < ANSWER_LOST);
        AwsFaults.begin(AwsFaults.Fault.NEVER_ANSWERED, request -> {
            var lost = random.nextDouble() < NEVER_ANSWERED;
            if (lost && request.partition().contains("#QUOTA#")) {
                say(QUOTA_LOST + ' ' + request.partition());
            }
            return lost;
        });
    }

    private synchronized void say(String line) {
        out.println(line);
        out.flush();
    }

    /// @param arguments settings, each as `name=value`
    public static void main(String[] arguments) throws IOException {
        var settings = List.of(arguments).stream()
                .map(argument -> argument.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        new FunctionProcess(settings).serve();
        System.exit(0);
    }

    /// Until its parent ends.
    private void serve() throws IOException {
        var refresh = beans.get(RefreshFunction.class);
        var worker = beans.get(RefreshWorkerFunction.class);
        say(READY);
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            var parts = line.split(" ", 2);
            ahead.set(Long.parseLong(parts[0]));
            try {
                say(DONE + ' ' + called(refresh, worker, parts[1]));
            } catch (RuntimeException unexpected) {
                unexpected.printStackTrace();
                say(FAILED + ' ' + unexpected.getClass().getName());
            }
        }
    }

    /// @return the ids of the messages that are to come again
    private String called(RefreshFunction refresh, RefreshWorkerFunction worker, String event) throws IOException {
        switch (event) {
            case CALM -> AwsFaults.end();
            case SWEEP -> refresh.refresh(new ScheduleEvent(now().toString(), "kills"));
            default -> {
                return read(worker, event);
            }
        }
        return "";
    }

    private static String read(RefreshWorkerFunction worker, String messages) throws IOException {
        var records = new ArrayList<SQSEvent.SQSMessage>();
        for (var node : JSON.readTree(messages)) {
            var message = new SQSEvent.SQSMessage();
            message.setMessageId(node.required("id").asText());
            message.setBody(node.required("body").asText());
            records.add(message);
        }
        var event = new SQSEvent();
        event.setRecords(records);
        return worker.read(event).getBatchItemFailures().stream()
                .map(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
                .collect(Collectors.joining(" "));
    }
}
