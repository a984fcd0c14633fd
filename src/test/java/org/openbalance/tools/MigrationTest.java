package org.openbalance.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openbalance.local.Capacity;
import org.openbalance.local.DynamoDbLocal;
import org.openbalance.local.LocalFailure;
import org.openbalance.local.LocalTestResource;
import org.openbalance.local.Template;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// A change of schema on a table that is in use. The number of items is `-Dopenbalance.migration.items`, few unless
/// said.
@Tag("slow")
class MigrationTest {

    private static final int ITEMS = Integer.getInteger("openbalance.migration.items", 1_000);
    private static final int UNLIMITED = 40_000;
    private static final int BATCH = 25;

    private static final String TABLE = OwnerTables.LOCAL_TABLE;

    @TempDir
    static Path project;

    private static DynamoDbLocal running;
    private static DynamoDbClient client;

    private Table table;

    @BeforeAll
    static void a_dev_mode_runs() throws Exception {
        running = DynamoDbLocal.start(Path.of("target/local").toAbsolutePath(), true);
        running.announce(Files.createDirectories(project.resolve("target/local")));
        client = running.client();
    }

    @AfterAll
    static void it_ends() {
        client.close();
        running.stop();
    }

    @BeforeEach
    void a_table_of_an_older_version() throws Exception {
        Files.deleteIfExists(file());
        if (client.listTables().tableNames().contains(TABLE)) {
            client.deleteTable(request -> request.tableName(TABLE));
        }
        Template.read(LocalTestResource.template()).table().create(client, TABLE);
        table = new Table(client, TABLE);
        var requests = new ArrayList<WriteRequest>();
        for (var number = 0; number < ITEMS; number++) {
            requests.add(put(number));
            if (requests.size() == BATCH || number == ITEMS - 1) {
                client.batchWriteItem(batch -> batch.requestItems(Map.of(TABLE, List.copyOf(requests))));
                requests.clear();
            }
        }
    }

    /// Every tenth item is of another type, every seventh of the present version already.
    private static WriteRequest put(int number) {
        return WriteRequest.builder()
                .putRequest(PutRequest.builder()
                        .item(Map.of(
                                "pk", AttributeValue.fromS("THING#" + number),
                                "sk", AttributeValue.fromS("THING"),
                                "type", AttributeValue.fromS(number % 10 == 0 ? "other" : "thing"),
                                "v", AttributeValue.fromN(number % 7 == 0 ? "2" : "1"),
                                "calls", AttributeValue.fromN("0")))
                        .build())
                .build();
    }

    private static boolean old(int number) {
        return number % 10 != 0 && number % 7 != 0;
    }

    private static int oldItems() {
        var count = 0;
        for (var number = 0; number < ITEMS; number++) {
            count += old(number) ? 1 : 0;
        }
        return count;
    }

    private static ItemKey key(int number) {
        return new ItemKey("THING#" + number, "THING");
    }

    /// Marks the item, on the condition that nothing of it changed since it was read.
    private static Write mark(Item item) {
        return Write.change(item.key())
                .set("v", 2)
                .set("marked", item.number("calls"))
                .when(Condition.all(Condition.equal("v", 1), Condition.equal("calls", item.number("calls"))));
    }

    private MigrateTool tool(ByteArrayOutputStream out, Function<Item, Write> change) {
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new MigrateTool(project, List.of(new Upgrade("thing", 1, change)), stream, stream);
    }

    private int migrate(ByteArrayOutputStream out, Function<Item, Write> change, String... more) {
        var line = new ArrayList<>(List.of(
                "--local",
                "--resume",
                file().toString(),
                "--read-units",
                "" + UNLIMITED,
                "--write-units",
                "" + UNLIMITED));
        line.addAll(List.of(more));
        return tool(out, change).run(line);
    }

    private static Path file() {
        return project.resolve("progress.json");
    }

    private long ofVersion(int version) {
        return client
                .scanPaginator(scan -> scan.tableName(TABLE)
                        .filterExpression("#type = :type AND v = :v")
                        .expressionAttributeNames(Map.of("#type", "type"))
                        .expressionAttributeValues(Map.of(
                                ":type", AttributeValue.fromS("thing"),
                                ":v", AttributeValue.fromN("" + version))))
                .items()
                .stream()
                .count();
    }

    @Test
    void a_dry_run_counts_and_changes_nothing() {
        var out = new ByteArrayOutputStream();

        assertThat(migrate(out, MigrationTest::mark, "--dry-run")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("thing 1 to 2: %,d would be changed".formatted(oldItems()))
                .contains("%,d items looked at".formatted(ITEMS));
        assertThat(ofVersion(1)).isEqualTo(oldItems());
    }

    @Test
    void every_old_item_is_changed_once_while_functions_go_on_writing() throws Exception {
        var running = new AtomicBoolean(true);
        var called = new AtomicInteger();
        var functions = CompletableFuture.runAsync(() -> {
            for (var number = 0; running.get(); number = (number + 37) % ITEMS) {
                table.write(Write.change(key(number)).add("calls", 1).when(Condition.exists()));
                called.incrementAndGet();
            }
        });
        var out = new ByteArrayOutputStream();

        var exit = migrate(out, MigrationTest::mark);
        running.set(false);
        functions.get();

        assertThat(exit).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("thing 1 to 2: %,d changed".formatted(oldItems()))
                .contains("] %,d of about".formatted(ITEMS));
        assertThat(ofVersion(1)).isZero();
        assertThat(called.get()).isPositive();
        var calls = 0L;
        for (var number = 0; number < ITEMS; number++) {
            var item = table.getLatest(key(number)).orElseThrow();
            calls += item.number("calls");
            assertThat(item.has("marked")).isEqualTo(old(number));
        }
        assertThat(calls).isEqualTo(called.get());
        assertThat(Files.exists(file())).isFalse();
    }

    @Test
    void one_that_was_stopped_goes_on_where_it_was() {
        var limit = new AtomicInteger(oldItems() / 2);
        Function<Item, Write> untilItIsStopped = item -> {
            if (limit.getAndDecrement() <= 0) {
                throw new LocalFailure("Stopped.");
            }
            return mark(item);
        };
        var stopped = new ByteArrayOutputStream();
        assertThat(migrate(stopped, untilItIsStopped, "--segments", "1")).isEqualTo(1);
        assertThat(Files.exists(file())).isTrue();
        assertThat(ofVersion(1)).isPositive();

        var out = new ByteArrayOutputStream();
        assertThat(migrate(out, MigrationTest::mark)).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8)).contains("Going on after ");
        assertThat(ofVersion(1)).isZero();
        assertThat(migrate(new ByteArrayOutputStream(), item -> {
                    throw new AssertionError("nothing is left to change");
                }))
                .isZero();
    }

    @Test
    void capacity_is_kept_within_its_limit() {
        var capacity = new Capacity(UNLIMITED, 200);
        var few = Math.min(ITEMS, 300);
        var begin = Instant.now();
        try (var held = DynamoDbLocal.client(
                DynamoDbClient.builder()
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .overrideConfiguration(override -> override.addExecutionInterceptor(capacity)),
                running.endpoint())) {
            var writing = new Table(held, TABLE);
            for (var number = 0; number < few; number++) {
                writing.write(Write.change(key(number)).add("calls", 1));
            }
        }
        var seconds = BigDecimal.valueOf(Duration.between(begin, Instant.now()).toMillis(), 3);

        assertThat(capacity.writeUnits()).isEqualByComparingTo(BigDecimal.valueOf(few));
        assertThat(capacity.writeUnits().subtract(BigDecimal.ONE))
                .isLessThanOrEqualTo(seconds.multiply(BigDecimal.valueOf(200)));
    }

    @Test
    void the_progress_of_another_table_is_refused() throws Exception {
        Files.writeString(file(), "{\"table\":\"another\",\"seen\":1,\"segments\":[]}");
        var out = new ByteArrayOutputStream();

        assertThat(migrate(out, MigrationTest::mark)).isEqualTo(1);

        assertThat(out.toString(StandardCharsets.UTF_8)).contains("is of the migration of another table: another");
    }
}
