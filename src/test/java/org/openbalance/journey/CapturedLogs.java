package org.openbalance.journey;

import io.restassured.path.json.JsonPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.JsonFormatter;

/// All that is logged or printed between its opening and its closing, ours in every detail.
final class CapturedLogs extends Handler {

    private static final String OURS = "org.openbalance";

    /// @param json as production prints it
    record Entry(String logger, Level level, String message, Map<String, String> context, String json) {}

    private final List<Entry> entries = Collections.synchronizedList(new ArrayList<>());
    private final List<String> texts = Collections.synchronizedList(new ArrayList<>());
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final Logger root = LogManager.getLogManager().getLogger("");
    private final Logger ours = Logger.getLogger(OURS);
    private final Level before = ours.getLevel();
    private final JsonFormatter json = new JsonFormatter();

    private CapturedLogs() {}

    static CapturedLogs begin() {
        var logs = new CapturedLogs();
        logs.setLevel(Level.ALL);
        logs.root.addHandler(logs);
        logs.ours.setLevel(Level.ALL);
        System.setOut(logs.copying(logs.out));
        System.setErr(logs.copying(logs.err));
        return logs;
    }

    private PrintStream copying(PrintStream original) {
        var both = new OutputStream() {
            @Override
            public void write(int one) {
                original.write(one);
                printed.write(one);
            }

            @Override
            public void write(byte[] bytes, int start, int length) throws IOException {
                original.write(bytes, start, length);
                printed.write(bytes, start, length);
            }
        };
        return new PrintStream(both, true, StandardCharsets.UTF_8);
    }

    @Override
    public void publish(LogRecord logged) {
        var entry = ExtLogRecord.wrap(logged);
        var line = json.format(entry);
        entries.add(
                new Entry(entry.getLoggerName(), entry.getLevel(), json.formatMessage(entry), context(entry), line));
        texts.add(line);
        texts.add(String.valueOf(entry.getMessage()));
        texts.add(Arrays.deepToString(entry.getParameters()));
        if (entry.getThrown() != null) {
            var trace = new StringWriter();
            entry.getThrown().printStackTrace(new PrintWriter(trace));
            texts.add(trace.toString());
        }
    }

    /// The fields of a line that is JSON by itself, as those of calls are; else what the logger adds.
    private static Map<String, String> context(ExtLogRecord entry) {
        var message = String.valueOf(entry.getMessage());
        return message.startsWith("{")
                ? JsonPath.from(message).<Map<String, Object>>get().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, field -> String.valueOf(field.getValue())))
                : Map.copyOf(entry.getMdcCopy());
    }

    List<Entry> entries() {
        synchronized (entries) {
            return List.copyOf(entries);
        }
    }

    /// Those of one request.
    List<Entry> of(String requestId) {
        return entries().stream()
                .filter(entry -> requestId.equals(entry.context().get("request_id"))
                        || entry.message().contains(requestId))
                .toList();
    }

    /// Everything, in every form it was given in.
    String text() {
        synchronized (texts) {
            return String.join("\n", texts) + '\n' + printed.toString(StandardCharsets.UTF_8);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        System.setOut(out);
        System.setErr(err);
        ours.setLevel(before);
        root.removeHandler(this);
    }
}
