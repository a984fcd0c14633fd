package org.openbalance.link;

import jakarta.inject.Singleton;
import java.util.List;
import org.openbalance.account.AccessEndings;
import org.openbalance.account.AccessJson;
import org.openbalance.account.Connection;
import org.openbalance.account.Connections;
import org.openbalance.api.Call;
import org.openbalance.api.Json;
import org.openbalance.api.Operation;
import org.openbalance.api.Paging;
import org.openbalance.api.Problem;
import org.openbalance.api.Reply;
import org.openbalance.bank.Banks;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.listing.Listing;
import org.openbalance.platform.vault.Vault;

/// The completed logins of an owner's customers.
@Singleton
final class ConnectionCalls {

    private final Table table;
    private final Vault vault;
    private final Connections connections;
    private final AccessEndings endings;
    private final Banks banks;

    ConnectionCalls(Table table, Vault vault, Connections connections, AccessEndings endings, Banks banks) {
        this.table = table;
        this.vault = vault;
        this.connections = connections;
        this.endings = endings;
        this.banks = banks;
    }

    List<Operation> operations() {
        return List.of(
                Operation.ours("records/getById", this::getById),
                Operation.ours("records/getAccess", this::getAccess),
                Operation.ours("records/list", this::list),
                Operation.old("products/records/get", this::get));
    }

    Reply getById(Call call) {
        var id = call.body().id("id");
        call.body().check();
        var data = Json.object().putNull("pagination");
        data.set(
                "record",
                ConnectionJson.of(find(call, id), banks, call.request().base()));
        return Reply.success("Record successfully retrieved", data);
    }

    /// Also of a record that was removed with its customer, for [EndingAccess#KEPT].
    Reply getAccess(Call call) {
        var id = call.body().id("id");
        call.body().check();
        var ending = endings.of(call.tenant(), List.of(id)).stream()
                .findFirst()
                .orElseThrow(() -> Problem.unknown("ended record").exception());
        var data = Json.object().putNull("pagination");
        data.set("access", AccessJson.of(ending, banks, call.request().base()));
        return Reply.success("Access successfully retrieved", data);
    }

    Reply list(Call call) {
        var paging = Paging.of(call.body());
        call.body().check();
        var page = Listing.ofOwner(call.tenant(), Connection.KIND).page(table, vault, paging);
        var base = call.request().base();
        banks.remember(
                call.tenant().environment(),
                page.items().stream().map(item -> item.text("bank")).toList());
        var nodes = Json.array(page.items(), item -> ConnectionJson.of(Connection.of(item), banks, base));
        return Reply.success("Records successfully retrieved", Paging.data(page, nodes, "records"));
    }

    /// The old operation: one record, under the name of many.
    Reply get(Call call) {
        var id = call.body().id("record_id", "record", "id");
        call.body().check();
        var data = Json.object().putNull("pagination");
        data.set(
                "records",
                ConnectionJson.old(find(call, id), banks, call.request().base()));
        return Reply.success("Record successfully retrieved", data);
    }

    private Connection find(Call call, String id) {
        return connections.find(call.tenant(), id).orElseThrow(() -> Problem.unknown("record")
                .exception());
    }
}
