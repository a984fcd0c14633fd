package org.openbalance.platform.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The names and values of one PartiQL statement: many of those go in one request, and each has its own answer.
final class PartiQl implements Expression {

    private final List<AttributeValue> parameters = new ArrayList<>();

    /// In the order of the question marks.
    List<AttributeValue> parameters() {
        return parameters;
    }

    @Override
    public String name(String attribute) {
        return '"' + attribute + '"';
    }

    @Override
    public String value(Object value) {
        return parameter(Values.of(value));
    }

    private String parameter(AttributeValue value) {
        parameters.add(value);
        return "?";
    }

    @Override
    public String has(String attribute) {
        return name(attribute) + " IS NOT MISSING";
    }

    @Override
    public String lacks(String attribute) {
        return name(attribute) + " IS MISSING";
    }

    String update(String table, Write.Change change, Condition condition) {
        var sets = change.statement(this);
        var where = new ArrayList<String>();
        for (Map.Entry<String, AttributeValue> part : change.key().attributes().entrySet()) {
            where.add(name(part.getKey()) + " = " + parameter(part.getValue()));
        }
        where.add(condition.render(this));
        return "UPDATE " + name(table) + ' ' + sets + " WHERE " + String.join(" AND ", where);
    }
}
