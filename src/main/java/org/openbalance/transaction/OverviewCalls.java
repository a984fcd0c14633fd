package org.openbalance.transaction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.openbalance.account.Account;
import org.openbalance.api.Body;
import org.openbalance.api.Call;
import org.openbalance.api.Json;
import org.openbalance.api.Operation;
import org.openbalance.api.Reply;

/// What the lines of a customer or an account come to. The old API had operations of these names; what they answered
/// is not known, so the shapes are ours.
@Singleton
public final class OverviewCalls {

    private final LineSelection selection;
    private final LineLists lists;
    private final TransactionJson json;

    OverviewCalls(LineSelection selection, LineLists lists, TransactionJson json) {
        this.selection = selection;
        this.lists = lists;
        this.json = json;
    }

    public List<Operation> operations() {
        return List.of(
                Operation.old("products/complete-view/process", this::completeView),
                Operation.old("complete-view/process", this::completeView),
                Operation.old("products/benefactors/process", this::benefactors),
                Operation.old("products/trans-networks/process", this::networks),
                Operation.old("products/guarantors/request", this::guarantors));
    }

    /// The accounts of a customer, and each month's lines.
    private Reply completeView(Call call) {
        return overview(call, (newest, accounts) -> {
            var data = Json.object();
            data.set("accounts", Json.array(accounts, account -> account(call, account)));
            data.set("months", Counterparties.months(newest));
            return data;
        });
    }

    private ObjectNode account(Call call, Account account) {
        var node = TransactionJson.account(account).put("type", account.type());
        node.put("currency", account.currency().getCurrencyCode());
        node.set("bank", json.bank(account, call.request().base()));
        return node;
    }

    /// Whom money came from.
    private Reply benefactors(Call call) {
        return overview(call, (newest, _) -> Json.object()
                .set(
                        "benefactors",
                        Counterparties.of(newest, line -> line.amount().minor() > 0)));
    }

    /// Whom money came from and went to.
    private Reply networks(Call call) {
        return overview(call, (newest, _) -> Json.object().set("networks", Counterparties.of(newest, _ -> true)));
    }

    /// Whether the customer has had to do with those who are named.
    private Reply guarantors(Call call) {
        var names = names(call.body());
        return overview(call, (newest, _) -> Json.object()
                .set("guarantors", Json.array(names, name -> Counterparties.named(newest, name))));
    }

    private static List<String> names(Body body) {
        var names = body.texts("guarantors", TransactionLimits.GUARANTORS).stream()
                .filter(name -> !Narration.normalised(name).isEmpty())
                .toList();
        if (names.isEmpty()) {
            body.error("guarantors", "is missing: the names to look for");
        }
        return names;
    }

    private Reply overview(Call call, BiFunction<List<LineOfAccount>, List<Account>, ObjectNode> made) {
        var wanted = LineSelection.Wanted.of(call.body());
        if (!wanted.isOfFew()) {
            call.body().error("customer", "is missing");
        }
        call.body().check();
        var few = selection.few(call.tenant(), wanted).orElseThrow();
        var newest = lists.newest(call.tenant(), few, Optional.empty());
        var data = made.apply(newest.lines(), few.accounts())
                .putNull("pagination")
                .put(
                        "customer",
                        few.accounts().stream()
                                .findFirst()
                                .map(Account::customer)
                                .orElse(null))
                .put("lines", newest.lines().size())
                .put("complete", newest.complete());
        return Reply.success("Overview successfully made of the transactions", data);
    }
}
