package org.openbalance.transaction;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.openbalance.api.Call;
import org.openbalance.api.Json;
import org.openbalance.api.Operation;
import org.openbalance.api.Problem;
import org.openbalance.api.Reply;
import org.openbalance.platform.dynamodb.Table;

/// Notes what an owner says of a line.
@Singleton
public final class AnnotationCalls {

    private final Table table;
    private final Transactions transactions;
    private final CoveredAccounts covered;
    private final Annotations annotations;
    private final InstantSource clock;

    AnnotationCalls(
            Table table,
            Transactions transactions,
            CoveredAccounts covered,
            Annotations annotations,
            InstantSource clock) {
        this.table = table;
        this.transactions = transactions;
        this.covered = covered;
        this.annotations = annotations;
        this.clock = clock;
    }

    public List<Operation> operations() {
        return List.of(Operation.ours("transactions/annotate", this::annotate).effecting());
    }

    /// An empty text takes a note away; what is not sent stays.
    private Reply annotate(Call call) {
        var body = call.body();
        var id = body.id("id");
        var note = text(call, "note", TransactionLimits.NOTE_LENGTH);
        var category = text(call, "category", TransactionLimits.CATEGORY_LENGTH);
        if (note.isEmpty() && category.isEmpty()) {
            body.error("note", "or category is needed; an empty text takes it away");
        }
        body.check();
        var line = transactions.find(call.tenant(), id).orElseThrow(() -> Problem.unknown("transaction")
                .exception());
        var account = covered.get(call.tenant(), line.account());
        if (!account.reachesBackTo(line.date())) {
            throw Problem.unknown("transaction").exception();
        }
        var effect = call.<String>effect(noted -> Reply.success(
                "Transaction successfully annotated",
                Json.object().putNull("pagination").put("id", noted).put("_id", noted)));
        effect.commit(table, List.of(annotations.change(account, id, note, category, clock.instant())), id);
        return effect.reply(id);
    }

    private static Optional<String> text(Call call, String name, int length) {
        var sent = call.body().optionalExact(name, length);
        return call.body().node().path(name).isTextual() ? sent.or(() -> Optional.of("")) : sent;
    }
}
