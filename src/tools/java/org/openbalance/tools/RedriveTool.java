package org.openbalance.tools;

import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.openbalance.api.Json;
import org.openbalance.local.ElasticMq;
import org.openbalance.local.LocalFailure;
import org.openbalance.local.QueueDefinition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// What `scripts/redrive` runs: brings dead letters back to the queue that they came from.
///
/// Each is sent before it is deleted: one that is brought back twice does no harm, as what was done already is dropped.
@Command(
        name = "scripts/redrive",
        sortOptions = false,
        description = {
            "Brings the dead letters of a queue back to it.",
            "A read whose claim is over and a delivery that was given up are dropped again by their functions: those are"
                    + " read when they are due, and replayed with webhooks/replay."
        })
final class RedriveTool implements Callable<Integer> {

    private static final int BATCH = 10;
    private static final int HIDDEN_SECONDS = 60;
    private static final Map<String, List<String>> QUEUES = Map.of(
            "refresh",
            List.of("RefreshDead", "RefreshQueue"),
            "deliveries",
            List.of("DeliveriesDead", "DeliveriesQueue"));

    @Parameters(paramLabel = "QUEUE", description = "refresh or deliveries.")
    private String queue = "";

    @Option(names = "--local", description = "The queues of ./mvnw quarkus:dev on this machine, while it runs.")
    private boolean local;

    @Option(names = "--stack", paramLabel = "NAME", description = "The queues of a stack in AWS.")
    private Optional<String> stack = Optional.empty();

    @Mixin
    private AwsPlace aws = new AwsPlace();

    @Option(names = "--dry-run", description = "Says how many there are, and moves none.")
    private boolean dry;

    @Option(
            names = "--most",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Moves N at most, ${DEFAULT-VALUE} unless said.")
    private int most;

    @Option(names = "--json", description = "Answers in JSON.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    private final Path project;
    private final PrintStream out;
    private final PrintStream err;

    RedriveTool(Path project, PrintStream out, PrintStream err) {
        this.project = project;
        this.out = out;
        this.err = err;
    }

    /// Arguments: the project's folder, then those of the command line.
    public static void main(String... line) {
        var tool = new RedriveTool(Path.of(line[0]), System.out, System.err);
        System.exit(tool.run(Arrays.asList(line).subList(1, line.length)));
    }

    /// @return the exit code
    int run(List<String> line) {
        return ToolLine.run("redrive", "SQS", this, line, out, err);
    }

    @Override
    public Integer call() {
        if (!QUEUES.containsKey(queue)) {
            throw new LocalFailure("There is no queue " + queue + ": it is refresh or deliveries.");
        }
        if (local == stack.isPresent()) {
            throw new LocalFailure("Say where, and one place only: --local, or --stack NAME.");
        }
        if (most < 1) {
            throw new LocalFailure("--most is at least 1.");
        }
        try (var client = local ? ElasticMq.client(running()) : aws.client(SqsClient.builder())) {
            var way = local ? here(queue) : ofStack(client, stack.orElseThrow(), queue);
            var waiting = waiting(client, way);
            var moved = dry ? 0 : move(client, way, most);
            answer(waiting, moved);
            return 0;
        }
    }

    /// The queue of dead letters, and the one that they came from.
    private record Way(String from, String to) {}

    private void answer(int waiting, int moved) {
        if (json) {
            out.println(Json.object()
                    .put("queue", queue)
                    .put("waiting", waiting)
                    .put("moved", moved)
                    .toPrettyString());
        } else {
            out.println(
                    dry
                            ? waiting + " dead letters of " + queue + " wait; none was moved."
                            : moved + " dead letters of " + queue + " were brought back.");
        }
    }

    private URI running() {
        return ElasticMq.announced(project.resolve("target/local"))
                .orElseThrow(() -> new LocalFailure("Dev mode does not run: its queues are gone with it."));
    }

    private static Way here(String queue) {
        var names = QUEUES.get(queue);
        return new Way(QueueDefinition.url(names.getFirst()), QueueDefinition.url(names.getLast()));
    }

    /// CloudFormation names a queue after its stack and its resource.
    private static Way ofStack(SqsClient client, String stack, String queue) {
        var names = QUEUES.get(queue);
        return new Way(
                named(client, stack + '-' + names.getFirst() + '-'),
                named(client, stack + '-' + names.getLast() + '-'));
    }

    private static String named(SqsClient client, String prefix) {
        var found =
                client.listQueues(request -> request.queueNamePrefix(prefix)).queueUrls();
        if (found.size() != 1) {
            throw new LocalFailure(found.size() + " queues have a name that begins with " + prefix
                    + "; there should be one. Is the stack's name right, and the region?");
        }
        return found.getFirst();
    }

    private static int waiting(SqsClient client, Way way) {
        var attribute = QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
        return Integer.parseInt(client.getQueueAttributes(
                        request -> request.queueUrl(way.from()).attributeNames(attribute))
                .attributes()
                .get(attribute));
    }

    private static int move(SqsClient client, Way way, int most) {
        var moved = 0;
        while (moved < most) {
            var wanted = Math.min(BATCH, most - moved);
            var messages = client.receiveMessage(request -> request.queueUrl(way.from())
                            .maxNumberOfMessages(wanted)
                            .visibilityTimeout(HIDDEN_SECONDS)
                            .messageAttributeNames("All")
                            .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                    .messages();
            if (messages.isEmpty()) {
                return moved;
            }
            for (var message : messages) {
                move(client, way, message);
                moved++;
            }
        }
        return moved;
    }

    private static void move(SqsClient client, Way way, Message message) {
        var group = message.attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID);
        client.sendMessage(request -> request.queueUrl(way.to())
                .messageBody(message.body())
                .messageGroupId(group)
                .messageAttributes(new HashMap<>(message.messageAttributes())));
        client.deleteMessage(request -> request.queueUrl(way.from()).receiptHandle(message.receiptHandle()));
    }
}
