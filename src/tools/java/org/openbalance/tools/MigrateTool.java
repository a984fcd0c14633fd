package org.openbalance.tools;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import org.openbalance.local.Capacity;
import org.openbalance.local.DynamoDbLocal;
import org.openbalance.local.LocalFailure;
import org.openbalance.platform.aws.AwsClients;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/// What `scripts/migrate` runs: brings the items of a table to the versions that this checkout's functions write.
@Command(
        name = "scripts/migrate",
        sortOptions = false,
        description = {
            "Brings the items of a table to the versions that this checkout's functions write, while functions run.",
            "Deploy the functions first: they read the version before as well."
        })
final class MigrateTool implements Callable<Integer> {

    private static final int MOST_UNITS = 40_000;
    private static final int MOST_SEGMENTS = 64;
    private static final int BAR = 30;

    @Option(names = "--local", description = "The table of ./mvnw quarkus:dev on this machine.")
    private boolean local;

    @Option(names = "--table", paramLabel = "NAME", description = "A table in AWS: the stack's output TableName.")
    private Optional<String> table = Optional.empty();

    @Mixin
    private AwsPlace aws = new AwsPlace();

    @Option(names = "--dry-run", description = "Counts what would be changed, and changes nothing.")
    private boolean dry;

    @Option(
            names = "--read-units",
            paramLabel = "N",
            defaultValue = "100",
            description = "Capacity that reading may consume in a second, ${DEFAULT-VALUE} unless said.")
    private int readUnits;

    @Option(
            names = "--write-units",
            paramLabel = "N",
            defaultValue = "100",
            description =
                    "Capacity that writing may consume in a second, indexes included, ${DEFAULT-VALUE} unless said.")
    private int writeUnits;

    @Option(
            names = "--segments",
            paramLabel = "N",
            defaultValue = "4",
            description = "Parts of the table that are worked on side by side, ${DEFAULT-VALUE} unless said.")
    private int segments;

    @Option(
            names = "--resume",
            paramLabel = "FILE",
            description =
                    "Where the progress is kept, migrate-TABLE.json here unless said; a migration that was stopped"
                            + " goes on from it, and one that has ended deletes it.")
    private Optional<String> resume = Optional.empty();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    private final Path project;
    private final List<Upgrade> upgrades;
    private final PrintStream out;
    private final PrintStream err;

    MigrateTool(Path project, List<Upgrade> upgrades, PrintStream out, PrintStream err) {
        this.project = project;
        this.upgrades = upgrades;
        this.out = out;
        this.err = err;
    }

    /// Arguments: the project's folder, then those of the command line.
    public static void main(String... line) {
        var tool = new MigrateTool(Path.of(line[0]), present(), System.out, System.err);
        System.exit(tool.run(Arrays.asList(line).subList(1, line.length)));
    }

    /// Every upgrade that a table of an earlier release may need.
    static List<Upgrade> present() {
        return List.of(new Upgrade(ConsentUpgrade.TYPE, 1, ConsentUpgrade::from1));
    }

    /// @return the exit code
    int run(List<String> line) {
        return ToolLine.run("migrate", "DynamoDB", this, line, out, err);
    }

    @Override
    public Integer call() {
        requireWithin("--read-units", readUnits, MOST_UNITS);
        requireWithin("--write-units", writeUnits, MOST_UNITS);
        requireWithin("--segments", segments, MOST_SEGMENTS);
        if (local == table.isPresent() || local && aws.isNamed()) {
            throw new LocalFailure("Say which table, and only one: --local, or --table NAME [--region REGION].");
        }
        var capacity = new Capacity(readUnits, writeUnits);
        var name = table.orElse(OwnerTables.LOCAL_TABLE);
        var file = Path.of(resume.orElse("migrate-" + name + (dry ? "-dry-run" : "") + ".json"));
        var progress = Progress.at(file.toAbsolutePath(), name, segments);
        if (local) {
            return new OwnerTables(project)
                    .atLocal(at -> migrate(DynamoDbLocal.client(builder(capacity), at), name, progress, capacity));
        }
        return migrate(aws.client(builder(capacity)), name, progress, capacity);
    }

    private static void requireWithin(String option, int number, int most) {
        if (number < 1 || number > most) {
            throw new LocalFailure(option + " takes a number from 1 to " + most + ".");
        }
    }

    private int migrate(DynamoDbClient client, String name, Progress progress, Capacity capacity) {
        try (client) {
            if (progress.seen() > 0) {
                out.println("Going on after " + progress.seen() + " items.");
            }
            var items = client.describeTable(request -> request.tableName(name))
                    .table()
                    .itemCount();
            var tallies = new Migration(client, name, upgrades, dry, progress, bar(items)).run();
            progress.finish();
            out.println();
            tell(tallies, dry, progress, capacity);
            return 0;
        }
    }

    private void tell(Map<String, Migration.Tally> tallies, boolean dry, Progress progress, Capacity capacity) {
        var verb = dry ? "would be changed" : "changed";
        tallies.forEach((name, tally) -> out.printf(
                "%s: %,d %s%s%n",
                name, tally.changed(), verb, tally.gone() > 0 ? ", %,d gone meanwhile".formatted(tally.gone()) : ""));
        if (tallies.isEmpty()) {
            out.println("Nothing to change.");
        }
        out.printf(
                "%,d items looked at; %s read units and %s write units consumed.%n",
                progress.seen(),
                capacity.readUnits().toPlainString(),
                capacity.writeUnits().toPlainString());
    }

    /// DynamoDB counts a table's items every six hours, so the bar may end early or late; the number beside it is
    /// exact.
    private LongConsumer bar(long items) {
        return seen -> {
            var all = Math.max(items, Math.max(seen, 1));
            var full = (int) (BAR * seen / all);
            synchronized (out) {
                out.printf("\r[%s%s] %,d of about %,d items", "#".repeat(full), ".".repeat(BAR - full), seen, all);
                out.flush();
            }
        };
    }

    private static DynamoDbClientBuilder builder(Capacity capacity) {
        return DynamoDbClient.builder()
                .httpClientBuilder(AwsClients.http())
                .overrideConfiguration(override -> override.addExecutionInterceptor(capacity));
    }
}
