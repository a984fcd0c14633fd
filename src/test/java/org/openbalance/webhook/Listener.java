package org.openbalance.webhook;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openbalance.api.Effect;
import org.openbalance.api.Json;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.vault.Vault;

/// A webhook that hears of everything, for tests that look at what is kept for it.
public final class Listener {

    private Listener() {}

    /// @return the partition that its deliveries stand in
    public static String subscribe(Subscriptions subscriptions, Tenant tenant) {
        var created = subscriptions.create(
                tenant, "https://listener.example/", Set.of(), Optional.empty(), Effect.unanswered());
        return Delivery.partition(tenant, created.subscription().id());
    }

    /// What an event says.
    ///
    /// @param account empty for one of a whole connection
    public record Heard(String event, String connection, Optional<String> account, long sequence) {}

    /// All that one was sent, the oldest first.
    ///
    /// @param partition of its deliveries
    public static List<Heard> heard(Table table, Vault vault, String partition) {
        var heard = new ArrayList<Heard>();
        var from = Delivery.PREFIX;
        for (var some = after(table, partition, from); !some.isEmpty(); some = after(table, partition, from)) {
            some.forEach(item -> heard.add(heard(vault, Delivery.of(item))));
            from = some.getLast().key().sort() + '\0';
        }
        return heard;
    }

    private static List<Item> after(Table table, String partition, String sort) {
        return table.query(
                Query.of(partition).between(sort, Delivery.PREFIX + '\uffff').latest());
    }

    private static Heard heard(Vault vault, Delivery delivery) {
        var node = Json.readOwn(EventPublisher.body(vault, delivery));
        return new Heard(
                node.required("event").asText(),
                node.required("record").asText(),
                Optional.ofNullable(node.required("accountId").textValue()),
                node.required("sequence").asLong());
    }
}
