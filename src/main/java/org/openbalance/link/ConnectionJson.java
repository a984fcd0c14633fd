package org.openbalance.link;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.openbalance.account.AccessAtBank;
import org.openbalance.account.Connection;
import org.openbalance.api.Json;
import org.openbalance.api.Product;
import org.openbalance.bank.BankJson;
import org.openbalance.bank.Banks;

/// Records on the wire. What the bank gave for later reads is never among it.
final class ConnectionJson {

    private ConnectionJson() {}

    /// As our operations give it.
    static ObjectNode of(Connection connection, Banks banks, String base) {
        var node = ids(connection)
                .put("customer", connection.customer())
                .put("consent", connection.consent())
                .put("status", connection.status().name().toLowerCase(Locale.ROOT))
                .put(
                        "access_ends_at",
                        connection
                                .access()
                                .ends()
                                .map(ends -> Json.time(ends.atBank()))
                                .orElse(null))
                .put(
                        "access_end",
                        connection.access().end().map(AccessAtBank.End::wire).orElse(null));
        node.set("bank", BankJson.brief(banks, connection.tenant(), connection.bank(), base));
        node.set("accounts", Json.texts(connection.accounts()));
        node.set("products", Json.texts(connection.products()));
        return node;
    }

    /// As the old `products/records/get` gave it, with the whole bank inside.
    static ObjectNode old(Connection connection, Banks banks, String base) {
        var node = ids(connection)
                .put("__v", 0)
                .put("customer", connection.customer())
                .put("source", "widget");
        node.set("usedProduct", used(connection));
        node.set("status", status(connection));
        node.set("products", Json.texts(connection.products()));
        node.set("billable_products", Json.texts(connection.products()));
        node.set("accounts", Json.texts(connection.accounts()));
        node.set(
                "bank",
                banks.find(connection.tenant().environment(), connection.bank())
                        .map(bank -> BankJson.full(bank, base))
                        .orElseGet(() -> BankJson.brief(banks, connection.tenant(), connection.bank(), base)));
        return node;
    }

    private static ObjectNode ids(Connection connection) {
        return Json.object()
                .put("_id", connection.id())
                .put("id", connection.id())
                .put("env", connection.tenant().environment().wire())
                .put("owner", connection.tenant().owner())
                .put("created_at", Json.time(connection.createdAt()));
    }

    private static ObjectNode used(Connection connection) {
        var node = Json.object();
        for (var product : Product.values()) {
            node.put(product.wire(), connection.products().contains(product.wire()));
        }
        node.put("accounts", !connection.accounts().isEmpty()).put("direct-debit", false);
        node.set("periodic-transactions", Json.object().put("status", false).put("number", 0));
        node.set("guarantors", Json.object().put("status", false).put("number", 0));
        node.set("directors", Json.object().put("status", false).put("number", 0));
        return node;
    }

    /// A record exists when its login is complete: nothing of it still runs.
    private static ObjectNode status(Connection connection) {
        var node = Json.object();
        node.set("transactions", Json.object().putNull("last_success_at").putNull("last_fail_at"));
        node.set("process", Json.object().put("running", false).put("completed", true));
        return node.put("reauth_required", connection.status() == Connection.Status.REAUTH_REQUIRED);
    }
}
