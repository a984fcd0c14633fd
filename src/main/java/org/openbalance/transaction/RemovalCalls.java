package org.openbalance.transaction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.openbalance.api.Body;
import org.openbalance.api.Call;
import org.openbalance.api.Json;
import org.openbalance.api.Operation;
import org.openbalance.api.Reply;
import org.openbalance.platform.Ids;

/// Tells how far the deletion of lines has come, and proves it once all are gone.
@Singleton
public final class RemovalCalls {

    private static final String BACKUPS = "Backups (point-in-time recovery) hold what was deleted for "
            + TransactionLimits.BACKUPS_KEPT_DAYS + " days more";

    private final Transactions transactions;

    RemovalCalls(Transactions transactions) {
        this.transactions = transactions;
    }

    public List<Operation> operations() {
        return List.of(Operation.ours("transactions/getRemoval", this::getRemoval));
    }

    /// No consent is asked for: it has ended with the account, and nothing is told of lines.
    private Reply getRemoval(Call call) {
        var ids = accounts(call.body());
        call.body().check();
        var removals = transactions.removals(call.tenant(), ids);
        var data = Json.object().putNull("pagination");
        data.set("removals", Json.array(ids, id -> removal(id, Optional.ofNullable(removals.get(id)))));
        data.set(
                "backups",
                Json.object()
                        .put("kept_days", TransactionLimits.BACKUPS_KEPT_DAYS)
                        .put("note", BACKUPS));
        return Reply.success("Removals successfully retrieved", data);
    }

    private static List<String> accounts(Body body) {
        var one = body.optionalId("account_id");
        var many = List.copyOf(new LinkedHashSet<>(body.texts("account_ids", TransactionLimits.REMOVALS)));
        if (one.isPresent() == !many.isEmpty()) {
            body.error("account_id", "or account_ids is needed, and not both");
        }
        if (!many.stream().allMatch(Ids::wellFormed)) {
            body.error("account_ids", "must be ids of 24 lower-case hex digits");
        }
        return one.map(List::of).orElse(many);
    }

    private static ObjectNode removal(String account, Optional<Removal> removal) {
        return Json.object()
                .put("account_id", account)
                .put("status", removal.map(Removal::status).orElse("none"))
                .put("removed_at", Json.time(removal.map(Removal::removedAt)).orElse(null))
                .put(
                        "deleted_at",
                        Json.time(removal.flatMap(Removal::deletedAt)).orElse(null));
    }
}
