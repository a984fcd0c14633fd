package org.openbalance.platform.dynamodb;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// How Java values stand in the table: instants as milliseconds since the epoch, binary as binary, the rest plainly.
final class Values {

    private Values() {}

    static AttributeValue of(Object value) {
        return switch (value) {
            case AttributeValue raw -> raw;
            case String text -> AttributeValue.fromS(text);
            case Integer number -> AttributeValue.fromN(number.toString());
            case Long number -> AttributeValue.fromN(number.toString());
            case Boolean flag -> AttributeValue.fromBool(flag);
            case Instant instant -> AttributeValue.fromN(Long.toString(instant.toEpochMilli()));
            case SdkBytes bytes -> AttributeValue.fromB(bytes);
            case byte[] bytes -> AttributeValue.fromB(SdkBytes.fromByteArray(bytes));
            case Collection<?> list ->
                AttributeValue.fromL(list.stream().map(Values::of).toList());
            case Map<?, ?> map -> AttributeValue.fromM(mapOf(map));
            default -> throw new IllegalArgumentException("No attribute holds a " + value.getClass());
        };
    }

    private static Map<String, AttributeValue> mapOf(Map<?, ?> map) {
        var attributes = new HashMap<String, AttributeValue>();
        map.forEach((name, value) -> attributes.put(name.toString(), of(value)));
        return attributes;
    }
}
