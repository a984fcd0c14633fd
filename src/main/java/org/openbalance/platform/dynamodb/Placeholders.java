package org.openbalance.platform.dynamodb;

import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The names and values that the expressions of one request refer to.
final class Placeholders implements Expression {

    private final Map<String, String> names = new HashMap<>();
    private final Map<String, AttributeValue> values = new HashMap<>();
    private final Map<String, String> placeholders = new HashMap<>();

    @Override
    public String name(String attribute) {
        return placeholders.computeIfAbsent(attribute, ignored -> {
            var placeholder = "#n" + names.size();
            names.put(placeholder, attribute);
            return placeholder;
        });
    }

    @Override
    public String value(Object value) {
        var placeholder = ":v" + values.size();
        values.put(placeholder, Values.of(value));
        return placeholder;
    }

    @Override
    public String has(String attribute) {
        return "attribute_exists(" + name(attribute) + ')';
    }

    @Override
    public String lacks(String attribute) {
        return "attribute_not_exists(" + name(attribute) + ')';
    }

    /// Null when nothing is referred to: DynamoDB refuses empty maps.
    Map<String, String> names() {
        return names.isEmpty() ? null : names;
    }

    Map<String, AttributeValue> values() {
        return values.isEmpty() ? null : values;
    }
}
