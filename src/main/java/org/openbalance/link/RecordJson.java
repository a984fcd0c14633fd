package org.openbalance.link;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.openbalance.bank.Banks;
import org.openbalance.bank.Product;
import org.openbalance.http.Json;

/// Records on the wire. What the bank gave for later reads is never among it.
final class RecordJson {

    private RecordJson() {}

    /// As our operations give it.
    static ObjectNode of(Record record, Banks banks, String base) {
        var node = ids(record)
                .put("customer", record.customer())
                .put("consent", record.consent())
                .put("status", record.status().name().toLowerCase(Locale.ROOT));
        node.set("bank", BankJson.brief(banks, record.tenant(), record.bank(), base));
        node.set("accounts", Json.texts(record.accounts()));
        node.set("products", Json.texts(record.products()));
        return node;
    }

    /// As the old `products/records/get` gave it, with the whole bank inside.
    static ObjectNode old(Record record, Banks banks, String base) {
        var node = ids(record).put("__v", 0).put("customer", record.customer()).put("source", "widget");
        node.set("usedProduct", used(record));
        node.set("status", status(record));
        node.set("products", Json.texts(record.products()));
        node.set("billable_products", Json.texts(record.products()));
        node.set("accounts", Json.texts(record.accounts()));
        node.set(
                "bank",
                banks.find(record.tenant().environment(), record.bank())
                        .map(bank -> BankJson.full(bank, base))
                        .orElseGet(() -> BankJson.brief(banks, record.tenant(), record.bank(), base)));
        return node;
    }

    private static ObjectNode ids(Record record) {
        return Json.object()
                .put("_id", record.id())
                .put("id", record.id())
                .put("env", record.tenant().environment().wire())
                .put("owner", record.tenant().owner())
                .put("created_at", Json.time(record.createdAt()));
    }

    private static ObjectNode used(Record record) {
        var node = Json.object();
        for (var product : Product.values()) {
            node.put(product.wire(), record.products().contains(product.wire()));
        }
        node.put("accounts", !record.accounts().isEmpty()).put("direct-debit", false);
        node.set("periodic-transactions", Json.object().put("status", false).put("number", 0));
        node.set("guarantors", Json.object().put("status", false).put("number", 0));
        node.set("directors", Json.object().put("status", false).put("number", 0));
        return node;
    }

    /// A record exists when its login is complete: nothing of it still runs.
    private static ObjectNode status(Record record) {
        var node = Json.object();
        node.set("transactions", Json.object().putNull("last_success_at").putNull("last_fail_at"));
        node.set("process", Json.object().put("running", false).put("completed", true));
        return node.put("reauth_required", record.status() == Record.Status.REAUTH_REQUIRED);
    }
}
