package org.openbalance.platform.dynamodb;

import java.util.Arrays;
import java.util.stream.Collectors;

/// What must hold of an item for a write to happen.
public sealed interface Condition {

    String render(Expression expression);

    static Condition exists() {
        return new Presence(true, ItemKey.PARTITION);
    }

    static Condition absent() {
        return new Presence(false, ItemKey.PARTITION);
    }

    static Condition has(String attribute) {
        return new Presence(true, attribute);
    }

    static Condition lacks(String attribute) {
        return new Presence(false, attribute);
    }

    static Condition equal(String attribute, Object value) {
        return new Comparison(attribute, "=", value);
    }

    static Condition other(String attribute, Object value) {
        return new Comparison(attribute, "<>", value);
    }

    static Condition less(String attribute, Object value) {
        return new Comparison(attribute, "<", value);
    }

    static Condition greater(String attribute, Object value) {
        return new Comparison(attribute, ">", value);
    }

    static Condition all(Condition... parts) {
        return joined(" AND ", parts);
    }

    static Condition any(Condition... parts) {
        return joined(" OR ", parts);
    }

    /// DynamoDB refuses parentheses within parentheses.
    private static Condition joined(String word, Condition... parts) {
        return parts.length == 1 ? parts[0] : new Joined(word, parts);
    }

    record Presence(boolean wanted, String attribute) implements Condition {
        @Override
        public String render(Expression expression) {
            return wanted ? expression.has(attribute) : expression.lacks(attribute);
        }
    }

    record Comparison(String attribute, String operator, Object value) implements Condition {
        @Override
        public String render(Expression expression) {
            return expression.name(attribute) + ' ' + operator + ' ' + expression.value(value);
        }
    }

    record Joined(String word, Condition... parts) implements Condition {
        @Override
        public String render(Expression expression) {
            return Arrays.stream(parts)
                    .map(part -> part.render(expression))
                    .collect(Collectors.joining(word, "(", ")"));
        }
    }
}
