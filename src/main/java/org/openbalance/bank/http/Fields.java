package org.openbalance.bank.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Reads fields of an object that may not be there, or may be something else.
public final class Fields {

    private Fields() {}

    /// A text that says something.
    public static Optional<String> text(JsonNode object, String name) {
        return Optional.ofNullable(object.path(name).textValue()).filter(text -> !text.isBlank());
    }

    public static List<String> texts(JsonNode object, String name) {
        return each(object, name)
                .flatMap(one -> Optional.ofNullable(one.textValue()).stream())
                .toList();
    }

    /// The elements of a list; none where there is no list.
    public static Stream<JsonNode> each(JsonNode object, String name) {
        return object.path(name).isArray()
                ? StreamSupport.stream(object.path(name).spliterator(), false)
                : Stream.empty();
    }
}
