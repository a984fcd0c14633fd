package org.openbalance.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Figures with one dimension besides the deployment's name.
public final class Metrics {

    /// What CloudWatch takes of one metric in one document.
    private static final int MOST_VALUES = 100;

    private static final String NAMESPACE = "OpenBalance";
    private static final String STACK = "Stack";

    private final String dimension;
    private final String value;
    private final Map<String, Metric> metrics = new LinkedHashMap<>();

    private record Metric(String unit, List<Long> values) {}

    private Metrics(String dimension, String value) {
        this.dimension = dimension;
        this.value = value;
    }

    static Metrics of(String dimension, String value) {
        return new Metrics(dimension, value);
    }

    /// How many of something there were in this call; adds up.
    public void count(String name, long count) {
        var values = metrics.computeIfAbsent(name, _ -> new Metric("Count", new ArrayList<>(List.of(0L))))
                .values();
        values.set(0, values.getFirst() + count);
    }

    public void milliseconds(String name, long milliseconds) {
        sample(name, "Milliseconds", milliseconds);
    }

    public void seconds(String name, long seconds) {
        sample(name, "Seconds", seconds);
    }

    /// Past the first hundred of a call, samples are left out: the document would be refused whole.
    private void sample(String name, String unit, long value) {
        var values = metrics.computeIfAbsent(name, _ -> new Metric(unit, new ArrayList<>()))
                .values();
        if (values.size() < MOST_VALUES) {
            values.add(value);
        }
    }

    ObjectNode addTo(ObjectNode line, String stack, Instant at) {
        var definitions = JsonNodeFactory.instance.arrayNode();
        metrics.forEach((name, metric) -> {
            definitions.add(Json.object().put("Name", name).put("Unit", metric.unit()));
            if (metric.values().size() == 1) {
                line.put(name, metric.values().getFirst());
            } else {
                metric.values().forEach(line.withArray(name)::add);
            }
        });
        var directive = Json.object().put("Namespace", NAMESPACE);
        directive.putArray("Dimensions").addArray().add(STACK).add(dimension);
        directive.set("Metrics", definitions);
        var metadata = Json.object().put("Timestamp", at.toEpochMilli());
        metadata.putArray("CloudWatchMetrics").add(directive);
        line.put(STACK, stack).put(dimension, value);
        line.set("_aws", metadata);
        return line;
    }
}
