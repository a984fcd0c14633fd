package org.openbalance.tools;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.openbalance.api.Json;
import org.openbalance.local.LocalFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;

/// What `scripts/tail` runs: finds the lines of one request in the logs of all functions, in the order of time.
///
/// A request keeps its id on its way through the queues, so that the read of a bank and the delivery of an event are
/// found beside the call that led to them.
@Command(
        name = "scripts/tail",
        sortOptions = false,
        description =
                "Shows what all functions logged of one request, oldest first: the call, and what it led to behind"
                        + " the queues.")
final class TailTool implements Callable<Integer> {

    private static final int MOST_MINUTES = 60 * 24 * 30;
    private static final Duration PAUSE = Duration.ofSeconds(2);
    /// CloudWatch shows a line some seconds after it was written: those are asked for again.
    private static final Duration OVERLAP = Duration.ofSeconds(30);

    private static final Pattern REQUEST = Pattern.compile("[A-Za-z0-9=_-]{4,100}");

    @Parameters(paramLabel = "REQUEST", description = "The x-request-id of an answer.")
    private String request = "";

    @Option(names = "--local", description = "The log of ./mvnw quarkus:dev on this machine.")
    private boolean local;

    @Option(names = "--stack", paramLabel = "NAME", description = "The log groups of a stack in AWS.")
    private Optional<String> stack = Optional.empty();

    @Mixin
    private AwsPlace aws = new AwsPlace();

    @Option(
            names = "--since",
            paramLabel = "MINUTES",
            defaultValue = "60",
            description = "How far to look back in AWS, an hour unless said.")
    private int minutes;

    @Option(names = "--follow", description = "Goes on until it is stopped.")
    private boolean follow;

    @Option(names = "--json", description = "Lines as they were written.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    private final Path project;
    private final PrintStream out;
    private final PrintStream err;

    TailTool(Path project, PrintStream out, PrintStream err) {
        this.project = project;
        this.out = out;
        this.err = err;
    }

    /// Arguments: the project's folder, then those of the command line.
    public static void main(String... line) {
        var tool = new TailTool(Path.of(line[0]), System.out, System.err);
        System.exit(tool.run(Arrays.asList(line).subList(1, line.length)));
    }

    /// One line of a log.
    ///
    /// @param source the function that wrote it
    private record Found(String id, Instant at, String source, String text) {}

    private interface Log {
        /// The request's lines since then, in any order.
        List<Found> since(Instant then);
    }

    /// @return the exit code
    int run(List<String> line) {
        return ToolLine.run("tail", "CloudWatch Logs", this, line, out, err);
    }

    @Override
    public Integer call() {
        if (!REQUEST.matcher(request).matches()) {
            throw new LocalFailure(request + " is no id of a request; answers carry theirs as x-request-id.");
        }
        if (local == stack.isPresent()) {
            throw new LocalFailure("Say where to look, and one place only: --local, or --stack NAME.");
        }
        if (minutes < 1 || minutes > MOST_MINUTES) {
            throw new LocalFailure("--since takes minutes, from 1 to " + MOST_MINUTES + " (thirty days).");
        }
        var from = Instant.now().minus(Duration.ofMinutes(minutes));
        if (local) {
            return show(then -> inFile(request), from);
        }
        try (var client = aws.client(CloudWatchLogsClient.builder())) {
            var groups = groups(client, stack.orElseThrow());
            return show(then -> inGroups(client, groups, request, then), from);
        }
    }

    private int show(Log log, Instant from) {
        var shown = new HashSet<String>();
        var then = from;
        do {
            var asked = Instant.now();
            log.since(then).stream()
                    .filter(found -> shown.add(found.id()))
                    .sorted(Comparator.comparing(Found::at).thenComparing(Found::id))
                    .forEach(found -> out.println(json ? found.text() : readable(found)));
            then = asked.minus(OVERLAP);
        } while (follow && pause());
        if (shown.isEmpty()) {
            throw new LocalFailure("No function logged anything of this request there.");
        }
        return 0;
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE);
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static List<String> groups(CloudWatchLogsClient client, String stack) {
        var prefix = '/' + stack + '/';
        var names = client.describeLogGroupsPaginator(request -> request.logGroupNamePrefix(prefix)).stream()
                .flatMap(page -> page.logGroups().stream())
                .map(LogGroup::logGroupName)
                .toList();
        if (names.isEmpty()) {
            throw new LocalFailure("No log group begins with " + prefix
                    + ": the stack's name, the region or the account may be another.");
        }
        return names;
    }

    private static List<Found> inGroups(
            CloudWatchLogsClient client, List<String> groups, String request, Instant then) {
        var found = new ArrayList<Found>();
        for (var group : groups) {
            var function = group.substring(group.lastIndexOf('/') + 1);
            client
                    .filterLogEventsPaginator(asked -> asked.logGroupName(group)
                            .startTime(then.toEpochMilli())
                            .filterPattern('"' + request + '"'))
                    .stream()
                    .flatMap(page -> page.events().stream())
                    .map(event -> found(function, event))
                    .forEach(found::add);
        }
        return found;
    }

    private static Found found(String function, FilteredLogEvent event) {
        return new Found(
                event.eventId(),
                Instant.ofEpochMilli(event.timestamp()),
                function,
                event.message().strip());
    }

    /// Dev mode writes one file, in which the order of lines is the order of time.
    private List<Found> inFile(String request) {
        var file = project.resolve("target/local/openbalance.log");
        var found = new ArrayList<Found>();
        try {
            var number = 0;
            for (var line : Files.readAllLines(file)) {
                number++;
                if (line.contains(request)) {
                    found.add(new Found(Integer.toString(1_000_000_000 + number), Instant.EPOCH, "", line));
                }
            }
            return found;
        } catch (NoSuchFileException absent) {
            throw new LocalFailure("There is no log at " + file + ": dev mode has not run here.", absent);
        } catch (IOException failed) {
            throw new LocalFailure("The log " + file + " cannot be read: " + failed.getMessage(), failed);
        }
    }

    private static String readable(Found found) {
        return read(found.text())
                .map(line -> found.at() + "  " + found.source() + "  " + sentence(line))
                .orElseGet(() -> found.source().isEmpty()
                        ? found.text()
                        : found.at() + "  " + found.source() + "  " + found.text());
    }

    private static Optional<JsonNode> read(String text) {
        try {
            return Optional.of(Json.read(text)).filter(JsonNode::isObject);
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    /// What another logger wrote has a message; a call's line has its outcome; a bank's line has figures alone.
    private static String sentence(JsonNode line) {
        if (line.has("message")) {
            return line.path("level").asText() + ' ' + line.path("message").asText();
        }
        if (line.has("outcome")) {
            var status = line.has("status") ? " " + line.path("status").asText() : "";
            return line.path("operation").asText() + status + ' '
                    + line.path("outcome").asText() + " in " + line.path("ms").asText() + " ms";
        }
        return "figures of " + line.path("Bank").asText();
    }
}
