package org.openbalance.link;

import jakarta.inject.Singleton;
import java.util.List;
import org.openbalance.account.Connection;
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
    private final Banks banks;

    ConnectionCalls(Table table, Vault vault, Banks banks) {
        this.table = table;
        this.vault = vault;
        this.banks = banks;
    }

    List<Operation> operations() {
        return List.of(
                Operation.ours("records/getById", this::getById),
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

    Reply list(Call call) {
        var paging = Paging.of(call.body());
        call.body().check();
        var page = Listing.ofOwner(call.tenant(), Connection.KIND).page(table, vault, paging);
        var base = call.request().base();
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
        return table.getLatest(Connection.key(call.tenant(), id))
                .map(Connection::of)
                .orElseThrow(() -> Problem.unknown("record").exception());
    }
}
