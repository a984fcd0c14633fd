package org.openbalance.notice;

import org.openbalance.http.Json;
import org.openbalance.store.Key;

/// What a message of the queue of notices says: make the attempt of this delivery that comes after so many others.
///
/// A message that comes twice, or late, finds the attempt made and is dropped.
record Ticket(Key delivery, int tries) {

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

    static Ticket of(String message) {
        var node = Json.readOwn(message);
        return new Ticket(
                new Key(node.required("pk").asText(), node.required("sk").asText()),
                node.required("tries").asInt());
    }
}
