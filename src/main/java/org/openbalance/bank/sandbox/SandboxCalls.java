package org.openbalance.bank.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.openbalance.api.Body;
import org.openbalance.api.Call;
import org.openbalance.api.Json;
import org.openbalance.api.Operation;
import org.openbalance.api.Problem;
import org.openbalance.api.Reply;
import org.openbalance.bank.Banks;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.Money;

/// What the sandbox banks do on demand, and their customers.
@Singleton
public final class SandboxCalls {

    private final SandboxCustomerCalls customerCalls;
    private final SandboxImportCalls importCalls;
    private final HeldAccounts accounts;
    private final SandboxBalances balances;
    private final Outages outages;
    private final Banks banks;

    SandboxCalls(
            SandboxCustomerCalls customerCalls,
            SandboxImportCalls importCalls,
            HeldAccounts accounts,
            SandboxBalances balances,
            Outages outages,
            Banks banks) {
        this.customerCalls = customerCalls;
        this.importCalls = importCalls;
        this.accounts = accounts;
        this.balances = balances;
        this.outages = outages;
        this.banks = banks;
    }

    public List<Operation> operations() {
        var own = List.of(
                Operation.ours("balances/set", this::setBalance).effecting().sandboxOnly(),
                Operation.ours("banks/outage", this::outage).effecting().sandboxOnly());
        return Stream.of(customerCalls.operations(), own, importCalls.operations())
                .flatMap(List::stream)
                .toList();
    }

    /// Sets what the bank holds; the balance stored here changes when the bank is read next.
    Reply setBalance(Call call) {
        var body = call.body();
        var account = body.text("account");
        var available = amount(body, "available");
        var ledger = body.optionalDecimal("ledger");
        accounts.checkForm(call.tenant(), body, "account", account);
        body.check();
        var held = accounts.find(call.tenant(), account)
                .orElseThrow(() -> Problem.unknown("account").exception());
        var currency = held.account().currency();
        var amount = BodyMoney.read(body, "available", available.orElseThrow(), currency);
        var booked = ledger.map(major -> BodyMoney.read(body, "ledger", major, currency))
                .orElse(amount);
        body.check();
        balances.set(call.tenant(), held.bank(), held.account(), new BalanceAmounts(amount, booked));
        return Reply.success("Balance set", shown(held, amount, booked));
    }

    private static Optional<BigDecimal> amount(Body body, String name) {
        if (!body.has(name)) {
            body.error(name, "is missing");
        }
        return body.optionalDecimal(name);
    }

    private static ObjectNode shown(HeldAccounts.Held held, Money available, Money ledger) {
        var data = Json.object().putNull("pagination");
        data.set("account", held.json());
        return data.put("available_balance", available.major())
                .put("ledger_balance", ledger.major())
                .put("currency", available.currency().getCurrencyCode());
    }

    Reply outage(Call call) {
        var body = call.body();
        var name = body.text("bank");
        var kind = body.oneOf("kind", Set.of("down", "slow", "errors")).flatMap(Outages.Kind::of);
        var seconds = body.optionalWhole("seconds", 1, Outages.MAX_SECONDS);
        need(body, "kind");
        need(body, "seconds");
        body.check();
        var bank = banks.find(call.tenant().environment(), name)
                .orElseThrow(() -> Problem.unknown("bank").exception());
        var outage = outages.start(call.tenant(), bank, kind.orElseThrow(), seconds.orElseThrow());
        return Reply.success("The bank has trouble now, for your sandbox alone", shown(outage, seconds.orElseThrow()));
    }

    private static void need(Body body, String name) {
        if (!body.has(name)) {
            body.error(name, "is missing");
        }
    }

    private static ObjectNode shown(Outages.Outage outage, int seconds) {
        var node = Json.object();
        node.set("bank", HeldAccounts.bankName(outage.bank()));
        node.put("kind", outage.kind().wire()).put("seconds", seconds).put("until", Json.time(outage.until()));
        var data = Json.object().putNull("pagination");
        data.set("outage", node);
        return data;
    }
}
