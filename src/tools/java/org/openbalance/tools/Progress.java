package org.openbalance.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openbalance.api.Json;
import org.openbalance.local.LocalFailure;
import org.openbalance.platform.dynamodb.ItemKey;

/// How far a migration has come, in a file, so that one that was stopped goes on where it was.
final class Progress {

    /// Where the scan of one part of the table stands.
    ///
    /// @param last the item before the next, none at the beginning
    private record Segment(boolean done, Optional<ItemKey> last) {}

    private final Path file;
    private final String table;
    private final List<Segment> segments;
    private long seen;

    private Progress(Path file, String table, List<Segment> segments, long seen) {
        this.file = file;
        this.table = table;
        this.segments = segments;
        this.seen = seen;
    }

    /// Takes up what the file says, or begins anew where there is none.
    ///
    /// @throws LocalFailure if the file is of another table, or cannot be read
    static Progress at(Path file, String table, int segments) {
        if (!Files.exists(file)) {
            var fresh = new ArrayList<Segment>();
            for (var number = 0; number < segments; number++) {
                fresh.add(new Segment(false, Optional.empty()));
            }
            return new Progress(file, table, fresh, 0);
        }
        try {
            var state = Json.readOwn(Files.readString(file));
            if (!state.path("table").asText().equals(table)) {
                throw new LocalFailure("The file " + file + " is of the migration of another table: "
                        + state.path("table").asText() + ".");
            }
            var known = new ArrayList<Segment>();
            state.path("segments")
                    .forEach(node -> known.add(new Segment(
                            node.path("done").asBoolean(),
                            node.has("pk")
                                    ? Optional.of(new ItemKey(
                                            node.path("pk").asText(),
                                            node.path("sk").asText()))
                                    : Optional.empty())));
            return new Progress(file, table, known, state.path("seen").asLong());
        } catch (IOException | IllegalStateException broken) {
            throw new LocalFailure(
                    "The file " + file + " cannot be read; delete it to begin anew, which does no harm.", broken);
        }
    }

    synchronized int segments() {
        return segments.size();
    }

    synchronized boolean done(int segment) {
        return segments.get(segment).done();
    }

    synchronized Optional<ItemKey> last(int segment) {
        return segments.get(segment).last();
    }

    /// Items that were looked at, those of earlier runs included.
    synchronized long seen() {
        return seen;
    }

    /// Remembers that a segment was worked off up to an item; with none, to its end.
    synchronized void moved(int segment, Optional<ItemKey> last, int items) {
        segments.set(segment, new Segment(last.isEmpty(), last));
        seen += items;
        write();
    }

    /// Forgets the file of a migration that has come to its end.
    synchronized void finish() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Beside it first and then in its place, so that a stop in between leaves a whole file.
    private void write() {
        var state = Json.object().put("table", table).put("seen", seen);
        state.set("segments", Json.array(segments, Progress::node));
        try {
            var beside = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(beside, Json.write(state));
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new LocalFailure("The progress cannot be written to " + file + ": " + failed.getMessage(), failed);
        }
    }

    private static ObjectNode node(Segment segment) {
        var node = Json.object().put("done", segment.done());
        segment.last().ifPresent(key -> node.put("pk", key.partition()).put("sk", key.sort()));
        return node;
    }
}
