package org.openbalance.local;

import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.openbalance.consent.ConsentUpgrade;
import org.openbalance.link.AccountUpgrade;
import org.openbalance.store.Due;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/// What `scripts/migrate` runs: brings the items of a table to the versions that this checkout's functions write.
final class MigrateTool {

    private static final int FAILED = 1;
    private static final int MISUSED = 2;
    private static final int DEFAULT_UNITS = 100;
    private static final int MOST_UNITS = 40_000;
    private static final int DEFAULT_SEGMENTS = 4;
    private static final int MOST_SEGMENTS = 64;
    private static final int BAR = 30;
    private static final Set<String> FLAGS = Set.of("--local", "--dry-run", "--help");

    private static final String HELP =
            """
            Usage: scripts/migrate WHERE [--dry-run] [--read-units N] [--write-units N] [--segments N] [--resume FILE]

            Brings the items of a table to the versions that this checkout's functions write, while functions run. Deploy
            the functions first: they read the version before as well.

            Where
              --local
                  the table of ./mvnw quarkus:dev on this machine
              --table NAME [--region REGION] [--endpoint URL]
                  a table in AWS (the stack's output TableName), or at a stand-in for AWS

            Options
              --dry-run         counts what would be changed, and changes nothing
              --read-units N    capacity that reading may consume in a second, 100 unless said
              --write-units N   capacity that writing may consume in a second, indexes included, 100 unless said
              --segments N      parts of the table that are worked on side by side, 4 unless said
              --resume FILE     where the progress is kept, migrate-TABLE.json here unless said; a migration that was
                                stopped goes on from it, and one that has ended deletes it
            """;

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
        var tool = new MigrateTool(Path.of(line[0]), present(new Due(dueShards())), System.out, System.err);
        System.exit(tool.run(Arrays.asList(line).subList(1, line.length)));
    }

    /// Every upgrade that a table of an earlier release may need.
    static List<Upgrade> present(Due due) {
        return List.of(
                new Upgrade(ConsentUpgrade.TYPE, 1, ConsentUpgrade::from1),
                new Upgrade(AccountUpgrade.TYPE, 1, item -> AccountUpgrade.from1(item, due, Instant.now())));
    }

    /// As the functions have it.
    private static int dueShards() {
        return Optional.ofNullable(System.getenv("OPENBALANCE_DUE_SHARDS"))
                .map(Integer::valueOf)
                .orElse(Due.USUAL_SHARDS);
    }

    /// @return the exit code
    int run(List<String> line) {
        if (line.isEmpty() || line.contains("--help") || line.contains("-h")) {
            out.print(HELP);
            return line.isEmpty() ? MISUSED : 0;
        }
        try {
            return command(new Arguments(line, FLAGS));
        } catch (LocalFailure failed) {
            return fail(failed.getMessage());
        } catch (SdkException failed) {
            return fail(AwsFailure.sentence("DynamoDB", failed) + " What is done is noted: run it again to go on.");
        }
    }

    private int fail(String sentence) {
        err.println("migrate: " + sentence);
        return FAILED;
    }

    private int command(Arguments arguments) {
        var local = arguments.flag("--local");
        var table = arguments.optional("--table");
        var region = arguments.optional("--region");
        var endpoint = arguments.optional("--endpoint").map(URI::create);
        var dry = arguments.flag("--dry-run");
        var readUnits = whole(arguments, "--read-units", DEFAULT_UNITS, MOST_UNITS);
        var writeUnits = whole(arguments, "--write-units", DEFAULT_UNITS, MOST_UNITS);
        var segments = whole(arguments, "--segments", DEFAULT_SEGMENTS, MOST_SEGMENTS);
        var resume = arguments.optional("--resume");
        arguments.requireAllAsked();
        if (local == table.isPresent() || local && (region.isPresent() || endpoint.isPresent())) {
            throw new LocalFailure("Say which table, and only one: --local, or --table NAME [--region REGION].");
        }
        var capacity = new Capacity(readUnits, writeUnits);
        var name = table.orElse(OwnerTables.LOCAL_TABLE);
        var file = Path.of(resume.orElse("migrate-" + name + (dry ? "-dry-run" : "") + ".json"));
        var progress = Progress.at(file.toAbsolutePath(), name, segments);
        if (local) {
            return new OwnerTables(project)
                    .atLocal(at -> migrate(DynamoDbLocal.client(builder(capacity), at), name, dry, progress, capacity));
        }
        return migrate(onAws(region, endpoint, capacity), name, dry, progress, capacity);
    }

    private static int whole(Arguments arguments, String option, int otherwise, int most) {
        var number = arguments.optionalWhole(option).orElse(otherwise);
        if (number < 1 || number > most) {
            throw new LocalFailure(option + " takes a number from 1 to " + most + ".");
        }
        return number;
    }

    private int migrate(DynamoDbClient client, String name, boolean dry, Progress progress, Capacity capacity) {
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
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(override -> override.addExecutionInterceptor(capacity));
    }

    private static DynamoDbClient onAws(Optional<String> region, Optional<URI> endpoint, Capacity capacity) {
        var builder = builder(capacity);
        region.map(Region::of).ifPresent(builder::region);
        endpoint.ifPresent(builder::endpointOverride);
        return builder.build();
    }
}
