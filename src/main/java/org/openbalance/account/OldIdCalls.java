package org.openbalance.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.openbalance.account.OldIdImport.Sent;
import org.openbalance.account.OldIdImport.Verdict;
import org.openbalance.api.Body;
import org.openbalance.api.Call;
import org.openbalance.api.Json;
import org.openbalance.api.Operation;
import org.openbalance.api.Reply;
import org.openbalance.bank.Bank;
import org.openbalance.bank.Banks;
import org.openbalance.bank.WellKnownBanks;
import org.openbalance.bank.WellKnownBanks.WellKnown;
import org.openbalance.money.Nuban;
import org.openbalance.platform.Tenant;

/// What an owner kept of its time with Okra.
@Singleton
public final class OldIdCalls {

    private static final int MOST = 100;
    /// Stands in for a number that the check of the body refuses.
    private static final String NO_NUMBER = "0000000000";

    private final OldIdImport imports;
    private final Banks banks;

    OldIdCalls(OldIdImport imports, Banks banks) {
        this.imports = imports;
        this.banks = banks;
    }

    public List<Operation> operations() {
        return List.of(Operation.ours("ids/import", this::importIds).effecting());
    }

    Reply importIds(Call call) {
        var body = call.body();
        var sent = body.objects("ids", MOST).stream().map(OldIdCalls::entry).toList();
        if (sent.isEmpty()) {
            body.error("ids", "must have at least one entry");
        }
        body.check();
        var known = sent.stream()
                .map(entry -> entry.at(bank(call.tenant(), entry.bank())))
                .toList();
        var effect = call.effect((List<Verdict> verdicts) -> answer(known, verdicts));
        return effect.reply(imports.bring(call.tenant(), known, effect));
    }

    /// As it was sent.
    private record Entry(String account, String customer, String bank, String nuban) {

        private Sent at(Optional<String> bankId) {
            return new Sent(account, customer, bankId, nuban);
        }
    }

    private static Entry entry(Body body) {
        var customer = body.id("customer", "customer_id");
        var account = body.id("account", "account_id", "id");
        var bank = body.text("bank", "bank_id");
        var nuban = body.text("nuban", "account_number");
        if (!Nuban.wellFormed(nuban)) {
            body.error("nuban", "must have ten digits");
            return new Entry(account, customer, bank, NO_NUMBER);
        }
        return new Entry(account, customer, bank, nuban);
    }

    /// A bank that Okra knew may come to be served later.
    private Optional<String> bank(Tenant tenant, String named) {
        return WellKnownBanks.named(named).map(WellKnown::id).or(() -> banks.find(tenant.environment(), named)
                .map(Bank::id));
    }

    private static Reply answer(List<Sent> sent, List<Verdict> verdicts) {
        var list = Json.object().putArray("ids");
        for (var place = 0; place < sent.size(); place++) {
            list.add(node(sent.get(place), verdicts.get(place)));
        }
        var data = Json.object()
                .putNull("pagination")
                .put("imported", count(verdicts, verdict -> verdict == Verdict.IMPORTED))
                .put("known", count(verdicts, verdict -> verdict == Verdict.KNOWN))
                .put("refused", count(verdicts, Verdict::isRefusal));
        data.set("ids", list);
        return Reply.success("Old ids taken in", data);
    }

    private static int count(List<Verdict> verdicts, Predicate<Verdict> which) {
        return (int) verdicts.stream().filter(which).count();
    }

    /// Without the number, which says nothing that the place in the list does not.
    private static ObjectNode node(Sent sent, Verdict verdict) {
        var node = Json.object().put("account", sent.account()).put("customer", sent.customer());
        if (verdict.isRefusal()) {
            return node.put("status", "refused").put("code", verdict.name()).put("reason", verdict.reason());
        }
        return node.put("status", verdict.name().toLowerCase(Locale.ROOT))
                .putNull("code")
                .putNull("reason");
    }
}
