package org.openbalance.bank.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.sandbox.SandboxStore.Entry;
import org.openbalance.bank.sandbox.StatementFile.Line;
import org.openbalance.platform.Tenant;

/// The lines of imported files: an entry for each page of a file, compressed.
@Singleton
final class StatementStore {

    private static final String LINES = "LINES#";

    private final SandboxStore store;

    StatementStore(SandboxStore store) {
        this.store = store;
    }

    void put(Tenant tenant, String file, int page, List<Line> lines) {
        store.put(tenant, key(file, page), Entry.lasting(compressed(lines)));
    }

    boolean has(Tenant tenant, String file, int page) {
        return store.get(tenant, key(file, page)).isPresent();
    }

    private static String key(String file, int page) {
        return LINES + file + "#%02d".formatted(page);
    }

    /// Over all pages.
    ///
    /// @throws BankFailure if they are not all there: another file took the place since this one was looked up
    List<Line> lines(Tenant tenant, StatementFile file) {
        var lines = store.list(tenant, LINES + file.name() + '#').values().stream()
                .flatMap(entry -> lines(entry.text()).stream())
                .toList();
        if (lines.size() != file.lines()) {
            throw new BankFailure(BankFailure.Kind.ERROR, "A file at a sandbox bank was replaced while it was read");
        }
        return lines;
    }

    /// As [#lines], looked up when they are asked for first, and no more after that.
    Supplier<List<Line>> once(Tenant tenant, StatementFile file) {
        var found = new AtomicReference<List<Line>>();
        return () -> found.updateAndGet(known -> known == null ? lines(tenant, file) : known);
    }

    void remove(Tenant tenant, String file) {
        store.list(tenant, LINES + file + '#').keySet().forEach(key -> store.remove(tenant, key));
    }

    private static String compressed(List<Line> lines) {
        var json = SandboxJson.object();
        var array = json.putArray("lines");
        for (var line : lines) {
            array.addArray()
                    .add(line.date().toString())
                    .add(line.valued().toString())
                    .add(line.amount())
                    .add(line.narration())
                    .add(line.reference())
                    .add(line.pending());
        }
        var bytes = new ByteArrayOutputStream();
        try (var deflater = new DeflaterOutputStream(bytes)) {
            deflater.write(json.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static List<Line> lines(String compressed) {
        var bytes = new ByteArrayInputStream(Base64.getDecoder().decode(compressed));
        try (var inflater = new InflaterInputStream(bytes)) {
            var text = new String(inflater.readAllBytes(), StandardCharsets.UTF_8);
            var lines = new ArrayList<Line>();
            SandboxJson.read(text).orElseThrow().get("lines").forEach(line -> lines.add(line(line)));
            return lines;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Line line(JsonNode line) {
        return new Line(
                LocalDate.parse(line.get(0).textValue()),
                LocalDate.parse(line.get(1).textValue()),
                line.get(2).longValue(),
                line.get(3).textValue(),
                line.get(4).textValue(),
                line.get(5).booleanValue());
    }
}
