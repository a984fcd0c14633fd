package org.openbalance.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.openbalance.api.Json;
import org.openbalance.bank.AccountNumberJson;
import org.openbalance.bank.BankJson;
import org.openbalance.bank.Banks;
import org.openbalance.platform.Tenant;

/// Accounts on the wire, and their auths.
public final class AccountJson {

    private AccountJson() {}

    static ObjectNode account(Account account, Banks banks, String base) {
        var node = AccountNumberJson.put(ids(account.id(), account).put("name", account.name()), account.number())
                .put("type", account.type())
                .put("currency", account.currency().getCurrencyCode())
                .put("customer", account.customer())
                .put("balance", ViewIds.balance(account.id()))
                .put("auth", ViewIds.auth(account.id()))
                .put("manual", false);
        node.set("bank", BankJson.ofAccount(banks, account.tenant(), account.bank(), base));
        node.set("record", Json.texts(account.connections()));
        node.set("owner", Json.array(List.of(account), AccountJson::owner));
        node.set("connected", Json.texts(List.of(account.tenant().owner())));
        node.set("projects", Json.texts(List.of()));
        return node;
    }

    /// An auth as `products/auths` lists it: the record is an object, with bank and customer inside.
    static ObjectNode listedAuth(Account account, Banks banks, String base) {
        var tenant = account.tenant();
        var connection = Json.object().put("_id", account.connection());
        connection.set("bank", bankName(banks, tenant, account.bank()));
        connection.put("env", tenant.environment().wire()).put("owner", tenant.owner());
        connection.set("customer", customer(account));
        return auth(account, banks, base).set("record", connection);
    }

    /// An auth as every other operation gives it: the record is an id.
    public static ObjectNode auth(Account account, Banks banks, String base) {
        var node = ids(ViewIds.auth(account.id()), account)
                .put("validated", true)
                .put("record", account.connection())
                .put("account", account.id())
                .put("owner", account.tenant().owner());
        node.set(
                "bank",
                BankJson.brief(banks, account.tenant(), account.bank(), base).put("status", "active"));
        node.set("customer", customer(account));
        return node;
    }

    private static ObjectNode ids(String id, Account account) {
        return Json.object()
                .put("_id", id)
                .put("id", id)
                .put("__v", 0)
                .put("env", account.tenant().environment().wire())
                .put("created_at", Json.time(account.createdAt()))
                .put("last_updated", Json.time(account.heldAt()));
    }

    private static ObjectNode owner(Account account) {
        return Json.object()
                .put("_id", account.tenant().owner())
                .put("name", account.owner().name())
                .put("app_name", account.owner().app());
    }

    private static ObjectNode customer(Account account) {
        return Json.object()
                .put("_id", account.customer())
                .put("name", account.holder().name());
    }

    private static ObjectNode bankName(Banks banks, Tenant tenant, String id) {
        var name = banks.find(tenant.environment(), id).map(bank -> bank.name()).orElse("");
        return Json.object().put("_id", id).put("name", name);
    }
}
