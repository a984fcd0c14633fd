package org.openbalance.webhook;

import org.openbalance.api.Json;
import org.openbalance.platform.dynamodb.ItemKey;

/// What a message of the queue of events says: make the attempt of this delivery that comes after so many others.
///
/// A message that comes twice, or late, finds the attempt made and is dropped.
public record DeliveryMessage(ItemKey delivery, int tries) {

    private static final int VERSION = 1;

    String toMessage() {
        return Json.write(Json.object()
                .put("v", VERSION)
                .put("pk", delivery.partition())
                .put("sk", delivery.sort())
                .put("tries", tries));
    }

    /// A subscription with many deliveries does not hold up the others.
    String group() {
        return delivery.partition().substring(delivery.partition().lastIndexOf('#') + 1);
    }

    static DeliveryMessage of(String message) {
        var node = Json.readOwn(message);
        return new DeliveryMessage(
                new ItemKey(node.required("pk").asText(), node.required("sk").asText()),
                node.required("tries").asInt());
    }
}
