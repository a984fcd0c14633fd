package org.openbalance.tools;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.openbalance.local.LocalFailure;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Table;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/// Brings the items of a table to the present version of their type, while the functions run.
///
/// It scans the table in segments, side by side, and changes each old item by a conditional write: one that a function
/// changed meanwhile is read and tried again. Functions read the version before as well, so deployment comes first and
/// migration after it. Running it again finds what is left, and changes nothing where nothing is.
final class Migration {

    private static final int PAGE = 200;
    private static final int WRITE_TRIES = 8;

    private final DynamoDbClient client;
    private final Table table;
    private final String name;
    private final List<Upgrade> upgrades;
    private final boolean dry;
    private final Progress progress;
    private final LongConsumer shown;
    private final Map<String, Tally> tallies = new TreeMap<>();

    /// What became of the items of one type and version.
    ///
    /// @param changed brought to the next version; in a dry run, those that would be
    /// @param gone deleted, or brought there by another, before it was their turn
    record Tally(long changed, long gone) {

        Tally plus(Tally other) {
            return new Tally(changed + other.changed, gone + other.gone);
        }
    }

    /// @param client held to its capacity already
    /// @param shown is told how many items have been looked at, as it goes
    Migration(
            DynamoDbClient client,
            String name,
            List<Upgrade> upgrades,
            boolean dry,
            Progress progress,
            LongConsumer shown) {
        this.client = client;
        this.table = new Table(client, name);
        this.name = name;
        this.upgrades = upgrades;
        this.dry = dry;
        this.progress = progress;
        this.shown = shown;
    }

    /// Goes through the table, or through what an earlier run left of it.
    ///
    /// @return by what was done
    Map<String, Tally> run() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var segments = IntStream.range(0, progress.segments())
                    .<Callable<Void>>mapToObj(segment -> () -> {
                        segment(segment);
                        return null;
                    })
                    .toList();
            for (var done : threads.invokeAll(segments)) {
                done.get();
            }
            return Map.copyOf(tallies);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("Interrupted; run it again to go on.", interrupted);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException known
                    ? known
                    : new IllegalStateException("A segment failed", failed.getCause());
        }
    }

    private void segment(int segment) {
        while (!progress.done(segment)) {
            var page = scan(segment);
            page.items().forEach(this::item);
            var last =
                    page.hasLastEvaluatedKey() ? Optional.of(key(page.lastEvaluatedKey())) : Optional.<ItemKey>empty();
            progress.moved(segment, last, page.scannedCount());
            shown.accept(progress.seen());
        }
    }

    /// Keys and versions alone: an item that is to change is read anew, consistently, before it is written.
    private ScanResponse scan(int segment) {
        var from = progress.last(segment)
                .map(key -> Map.of("pk", AttributeValue.fromS(key.partition()), "sk", AttributeValue.fromS(key.sort())))
                .orElse(null);
        return client.scan(request -> request.tableName(name)
                .segment(segment)
                .totalSegments(progress.segments())
                .limit(PAGE)
                .projectionExpression("pk, sk, #type, v")
                .expressionAttributeNames(Map.of("#type", Item.TYPE))
                .exclusiveStartKey(from));
    }

    private static ItemKey key(Map<String, AttributeValue> attributes) {
        return new ItemKey(attributes.get("pk").s(), attributes.get("sk").s());
    }

    private void item(Map<String, AttributeValue> found) {
        var type = found.get(Item.TYPE);
        var version = found.get(Item.VERSION);
        if (type != null && version != null) {
            upgrades.stream()
                    .filter(upgrade ->
                            upgrade.type().equals(type.s()) && upgrade.from() == Integer.parseInt(version.n()))
                    .findFirst()
                    .ifPresent(upgrade -> count(upgrade, bring(key(found), upgrade)));
        }
    }

    /// @return whether the item was changed
    private boolean bring(ItemKey key, Upgrade upgrade) {
        if (dry) {
            return true;
        }
        for (var attempt = 0; attempt < WRITE_TRIES; attempt++) {
            var standing = table.getLatest(key).filter(item -> item.number(Item.VERSION) == upgrade.from());
            if (standing.isEmpty()) {
                return false;
            }
            if (table.write(upgrade.change().apply(standing.get())).done()) {
                return true;
            }
        }
        throw new LocalFailure("An item of type " + upgrade.type()
                + " changes too often to be brought to its version; run the migration again.");
    }

    private synchronized void count(Upgrade upgrade, boolean changed) {
        tallies.merge(upgrade.name(), changed ? new Tally(1, 0) : new Tally(0, 1), Tally::plus);
    }
}
