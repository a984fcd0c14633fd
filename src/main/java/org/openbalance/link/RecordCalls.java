package org.openbalance.link;

import jakarta.inject.Singleton;
import java.util.List;
import org.openbalance.bank.Banks;
import org.openbalance.http.Call;
import org.openbalance.http.Json;
import org.openbalance.http.Operation;
import org.openbalance.http.Paging;
import org.openbalance.http.Problem;
import org.openbalance.http.Reply;
import org.openbalance.store.Listing;
import org.openbalance.store.Table;
import org.openbalance.store.Vault;

/// The completed logins of an owner's customers.
@Singleton
final class RecordCalls {

    private final Table table;
    private final Vault vault;
    private final Banks banks;

    RecordCalls(Table table, Vault vault, Banks banks) {
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
        data.set("record", RecordJson.of(find(call, id), banks, call.request().base()));
        return Reply.success("Record successfully retrieved", data);
    }

    Reply list(Call call) {
        var paging = Paging.of(call.body());
        call.body().check();
        var page = Listing.ofOwner(call.tenant(), Record.KIND).page(table, vault, paging);
        var base = call.request().base();
        var nodes = Json.array(page.items(), item -> RecordJson.of(Record.of(item), banks, base));
        return Reply.success("Records successfully retrieved", Paging.data(page, nodes, "records"));
    }

    /// The old operation: one record, under the name of many.
    Reply get(Call call) {
        var id = call.body().id("record_id", "record", "id");
        call.body().check();
        var data = Json.object().putNull("pagination");
        data.set("records", RecordJson.old(find(call, id), banks, call.request().base()));
        return Reply.success("Record successfully retrieved", data);
    }

    private Record find(Call call, String id) {
        return table.get(Record.key(call.tenant(), id)).map(Record::of).orElseThrow(() -> Problem.unknown("record")
                .refused());
    }
}
