package org.openbalance.account;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.openbalance.api.Caller;
import org.openbalance.api.Json;
import org.openbalance.bank.AccountNumberJson;
import org.openbalance.bank.BankJson;
import org.openbalance.bank.Banks;

/// Customers on the wire.
///
/// A customer's BVN is not among it: it serves to know the customer again, and old clients do not read it here.
final class CustomerJson {

    private CustomerJson() {}

    static ObjectNode of(Customer customer, Customers.Linked linked, Caller caller, Banks banks, String base) {
        var node = Json.object()
                .put("_id", customer.id())
                .put("id", customer.id())
                .put("__v", 0)
                .put("name", customer.name())
                .put("env", customer.tenant().environment().wire())
                .put("created_at", Json.time(customer.createdAt()))
                .put("last_updated", Json.time(customer.updatedAt()));
        node.set("credentials", Json.array(linked.accounts(), account -> credential(account, banks, base)));
        node.set("record", Json.texts(linked.connections()));
        node.set("email", texts(customer.email()));
        node.set("phone", texts(customer.phone()));
        node.set("owner", Json.array(List.of(caller), CustomerJson::owner));
        node.set("flagged", Json.texts(customer.flagged()));
        node.set("otherInfo", Json.texts(List.of()));
        return node.put("blocked", !customer.flagged().isEmpty())
                .put("linkLater", false)
                .put("debitLater", false)
                .put("unconnected", linked.accounts().isEmpty())
                .put("manual", false);
    }

    private static ObjectNode credential(Account account, Banks banks, String base) {
        var node = AccountNumberJson.put(Json.object().put("account", account.id()), account.number())
                .put("accountName", account.name())
                .put("connected", true);
        return node.set("bank", BankJson.brief(banks, account.tenant(), account.bank(), base));
    }

    private static ObjectNode owner(Caller caller) {
        return Json.object()
                .put("_id", caller.tenant().owner())
                .put("name", caller.name())
                .put("app_name", caller.appName());
    }

    private static ArrayNode texts(Optional<String> text) {
        return Json.texts(text.stream().toList());
    }
}
