package org.openbalance.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// JSON: requests and answers of the old contract as trees, answers of our own from records ([AnswerBody]).
public final class Json {

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(Limits.NESTING)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final ObjectReader READER = MAPPER.readerFor(JsonNode.class);
    private static final ObjectWriter WRITER = MAPPER.writer().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    private static final JsonMapper ANSWERS = MAPPER.rebuild()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    /// An answer of ours as a tree, to stand in an envelope or beside keys of the old contract.
    public static ObjectNode tree(AnswerBody answer) {
        return ANSWERS.valueToTree(answer);
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static <T> ArrayNode array(Collection<T> things, Function<T, ? extends JsonNode> each) {
        var array = JsonNodeFactory.instance.arrayNode(things.size());
        things.forEach(thing -> array.add(each.apply(thing)));
        return array;
    }

    public static ArrayNode texts(Collection<String> texts) {
        var array = JsonNodeFactory.instance.arrayNode(texts.size());
        texts.forEach(array::add);
        return array;
    }

    /// ISO-8601, UTC, with milliseconds.
    public static String time(Instant instant) {
        return MILLIS.format(instant);
    }

    public static Optional<String> time(Optional<Instant> instant) {
        return instant.map(Json::time);
    }

    public static String write(JsonNode node) {
        try {
            return WRITER.writeValueAsString(node);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A tree can always be written", impossible);
        }
    }

    /// @throws JsonProcessingException for what is not one JSON value
    public static JsonNode read(String text) throws JsonProcessingException {
        try {
            return READER.readTree(text);
        } catch (NumberFormatException exponent) {
            // Jackson lets an exponent that no number can have through as it is.
            throw new JsonParseException(null, "Not a number", exponent);
        }
    }

    /// One text for each JSON value, however it was written: keys in order, no blanks, `1.0` as `1` (the idea of RFC
    /// 8785, for comparing only).
    static String canonical(JsonNode node) {
        return write(ordered(node));
    }

    private static JsonNode ordered(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                var copy = object();
                object.properties().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .forEach(entry -> copy.set(entry.getKey(), ordered(entry.getValue())));
                yield copy;
            }
            case ArrayNode array -> {
                var copy = JsonNodeFactory.instance.arrayNode(array.size());
                array.forEach(each -> copy.add(ordered(each)));
                yield copy;
            }
            case NumericNode number -> DecimalNode.valueOf(number.decimalValue().stripTrailingZeros());
            case JsonNode other -> other;
        };
    }

    /// Reads what this program wrote itself.
    public static JsonNode readOwn(String text) {
        try {
            return read(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("Our own JSON does not read", broken);
        }
    }
}
