package org.openbalance.link;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.openbalance.http.Json;

/// Records on the wire. What the bank gave for later reads never leaves.
final class RecordJson {

    private RecordJson() {}

    static ObjectNode of(Record record) {
        var node = Json.object()
                .put("_id", record.id())
                .put("id", record.id())
                .put("customer", record.customer())
                .put("bank", record.bank())
                .put("consent", record.consent())
                .put("env", record.tenant().environment().wire())
                .put("owner", record.tenant().owner())
                .put("status", record.status().name().toLowerCase(Locale.ROOT));
        node.set("accounts", Json.texts(record.accounts()));
        node.set("products", Json.texts(record.products()));
        return node.put("created_at", Json.time(record.createdAt()));
    }
}
