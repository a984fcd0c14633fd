package org.openbalance.platform.dynamodb;

/// How a request names attributes and values.
interface Expression {

    String name(String attribute);

    String value(Object value);

    /// Holds for an item that has the attribute.
    String has(String attribute);

    /// Holds for an item that lacks the attribute.
    String lacks(String attribute);
}
