package org.openbalance.balance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.openbalance.account.Account;
import org.openbalance.account.BalancePeriod;
import org.openbalance.account.ViewIds;
import org.openbalance.api.Json;
import org.openbalance.bank.AccountNumberJson;
import org.openbalance.bank.BankJson;
import org.openbalance.bank.Banks;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.Money;

/// A balance on the wire, field by field as old clients know it; `as_of`, `source` and `next_refresh_at` are ours.
final class BalanceJson {

    private BalanceJson() {}

    static ObjectNode of(Balance balance, Banks banks, String base) {
        var account = balance.account();
        var id = ViewIds.balance(account.id());
        var node = AmountsJson.put(Json.object().put("id", id).put("_id", id), account.amounts());
        AmountsJson.putKinds(node, account.amounts());
        node.set(
                "customer",
                Json.object()
                        .put("_id", account.customer())
                        .put("name", account.holder().name()));
        node.set("connected", Json.texts(List.of(account.tenant().owner())));
        node.put("env", account.tenant().environment().wire());
        node.set("account", account(account, banks, base));
        node.set("owner", Json.array(List.of(account), BalanceJson::owner));
        node.set("record", Json.array(account.connections(), connection -> connection(account, connection)));
        node.put("created_at", Json.time(account.createdAt()))
                .put("last_updated", Json.time(account.heldAt()))
                .put("as_of", Json.time(account.heldAt()))
                .put("source", balance.source().name().toLowerCase(Locale.ROOT))
                .put("next_refresh_at", Json.time(account.schedule().next()).orElse(null));
        account.period().statedAt().ifPresent(_ -> node.put("read_at", Json.time(account.asOf())));
        balance.periods().ifPresent(periods -> node.set("periodic", periodic(account, periods)));
        return node;
    }

    private static ObjectNode account(Account account, Banks banks, String base) {
        var node = Json.object().put("_id", account.id());
        node.set("bank", BankJson.brief(banks, account.tenant(), account.bank(), base));
        return AccountNumberJson.put(node, account.number())
                .put("name", account.name())
                .put("type", account.type());
    }

    private static ObjectNode owner(Account account) {
        return Json.object()
                .put("_id", account.tenant().owner())
                .put("name", account.owner().name())
                .put("app_name", account.owner().app());
    }

    private static ObjectNode connection(Account account, String connection) {
        return Json.object()
                .put("_id", connection)
                .put("env", account.tenant().environment().wire())
                .put("owner", account.tenant().owner());
    }

    static ObjectNode periodic(Account account, List<BalancePeriod> periods) {
        var node = Json.object();
        node.set("available_balance", amounts(account, periods, BalanceAmounts::availableMoney));
        node.set("ledger_balance", amounts(account, periods, BalanceAmounts::ledgerMoney));
        return node;
    }

    /// Without the periods in which the bank did not state it.
    private static ArrayNode amounts(
            Account account, List<BalancePeriod> periods, Function<BalanceAmounts, Optional<Money>> which) {
        var stated = periods.stream()
                .filter(period -> which.apply(period.amounts()).isPresent())
                .toList();
        return Json.array(stated, period -> Json.object()
                .put("_id", period.id(account.id()))
                .put("amount", which.apply(period.amounts()).orElseThrow().major())
                .put("owner", account.tenant().owner())
                .put("last_updated", Json.time(period.to()))
                .put("from", Json.time(period.from()))
                .put("source", period.reads().sourceText().orElse(null)));
    }
}
