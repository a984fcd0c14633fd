package org.openbalance.balance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.openbalance.bank.Bank;
import org.openbalance.bank.Money;
import org.openbalance.http.Json;
import org.openbalance.link.Account;
import org.openbalance.link.BankJson;
import org.openbalance.link.Period;
import org.openbalance.link.ViewIds;

/// A balance on the wire, field by field as old clients know it; `as_of`, `source` and `next_refresh_at` are ours.
final class BalanceJson {

    private BalanceJson() {}

    static ObjectNode of(Balance balance, Bank bank, String base) {
        var account = balance.account();
        var id = ViewIds.balance(account.id());
        var node = Json.object()
                .put("id", id)
                .put("_id", id)
                .put("available_balance", account.reading().available().major())
                .put("ledger_balance", account.reading().ledger().major())
                .put("currency", account.currency().name());
        node.set("customer", Json.object().put("_id", account.customer()).put("name", account.customerName()));
        node.set("connected", Json.texts(List.of(account.tenant().owner())));
        node.put("env", account.tenant().environment().wire());
        node.set("account", account(account, bank, base));
        node.set("owner", Json.array(List.of(account), BalanceJson::owner));
        node.set("record", Json.array(account.records(), record -> record(account, record)));
        node.put("created_at", Json.time(account.createdAt()))
                .put("last_updated", Json.time(account.asOf()))
                .put("as_of", Json.time(account.asOf()))
                .put("source", balance.source().name().toLowerCase(Locale.ROOT))
                .put("next_refresh_at", Json.time(account.schedule().next()).orElse(null));
        balance.periods().ifPresent(periods -> node.set("periodic", periodic(account, periods)));
        return node;
    }

    private static ObjectNode account(Account account, Bank bank, String base) {
        var node = Json.object().put("_id", account.id());
        node.set("bank", BankJson.brief(bank, base));
        return node.put("nuban", account.nuban()).put("name", account.name()).put("type", account.type());
    }

    private static ObjectNode owner(Account account) {
        return Json.object()
                .put("_id", account.tenant().owner())
                .put("name", account.ownerName())
                .put("app_name", account.appName());
    }

    private static ObjectNode record(Account account, String record) {
        return Json.object()
                .put("_id", record)
                .put("env", account.tenant().environment().wire())
                .put("owner", account.tenant().owner());
    }

    static ObjectNode periodic(Account account, List<Period> periods) {
        var node = Json.object();
        node.set("available_balance", amounts(account, periods, period -> period.reading()
                .available()));
        node.set("ledger_balance", amounts(account, periods, period -> period.reading()
                .ledger()));
        return node;
    }

    private static ArrayNode amounts(Account account, List<Period> periods, Function<Period, Money> which) {
        return Json.array(periods, period -> Json.object()
                .put("_id", period.id(account.id()))
                .put("amount", which.apply(period).major())
                .put("owner", account.tenant().owner())
                .put("last_updated", Json.time(period.to()))
                .put("from", Json.time(period.from()))
                .put("source", period.reads().sourceText().orElse(null)));
    }
}
