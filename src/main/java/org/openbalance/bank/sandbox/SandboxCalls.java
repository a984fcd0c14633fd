package org.openbalance.bank.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.Currency;
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
import org.openbalance.bank.AccountNumberJson;
import org.openbalance.bank.Bank;
import org.openbalance.bank.Banks;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.Money;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;

/// What the sandbox banks do on demand, and their customers.
@Singleton
public final class SandboxCalls {

    private final SandboxCustomerCalls customerCalls;
    private final SandboxCustomers customers;
    private final SandboxBalances balances;
    private final Outages outages;
    private final LinkedAccounts linked;
    private final Banks banks;

    SandboxCalls(
            SandboxCustomerCalls customerCalls,
            SandboxCustomers customers,
            SandboxBalances balances,
            Outages outages,
            LinkedAccounts linked,
            Banks banks) {
        this.customerCalls = customerCalls;
        this.customers = customers;
        this.balances = balances;
        this.outages = outages;
        this.linked = linked;
        this.banks = banks;
    }

    public List<Operation> operations() {
        return Stream.concat(
                        customerCalls.operations().stream(),
                        Stream.of(
                                Operation.ours("balances/set", this::setBalance)
                                        .effecting()
                                        .sandboxOnly(),
                                Operation.ours("banks/outage", this::outage)
                                        .effecting()
                                        .sandboxOnly()))
                .toList();
    }

    /// An account at a sandbox bank.
    private record Held(Bank bank, SandboxAccount account) {}

    /// Sets what the bank holds; the balance stored here changes when the bank is read next.
    Reply setBalance(Call call) {
        var body = call.body();
        var account = body.text("account");
        var available = amount(body, "available");
        var ledger = body.optionalDecimal("ledger");
        checkForm(call.tenant(), body, account);
        body.check();
        var held = find(call.tenant(), account)
                .orElseThrow(() -> Problem.unknown("account").exception());
        var currency = held.account().currency();
        var amount = money(body, "available", available.orElseThrow(), currency);
        var booked = ledger.map(major -> money(body, "ledger", major, currency)).orElse(amount);
        body.check();
        balances.set(call.tenant(), held.account(), new BalanceAmounts(amount, booked));
        return Reply.success("Balance set", shown(held, amount, booked));
    }

    private static Optional<BigDecimal> amount(Body body, String name) {
        if (!body.has(name)) {
            body.error(name, "is missing");
        }
        return body.optionalDecimal(name);
    }

    /// Notes an amount that no account can hold, and gives a stand-in then.
    private static Money money(Body body, String name, BigDecimal major, Currency currency) {
        return Money.ofMajor(major, currency).orElseGet(() -> {
            body.error(
                    name,
                    "must have at most " + currency.getDefaultFractionDigits() + " decimals and lie within "
                            + new Money(Money.MAX_MINOR, currency).major().toPlainString() + " either way");
            return new Money(0, currency);
        });
    }

    private void checkForm(Tenant tenant, Body body, String account) {
        if (!account.isEmpty() && !Ids.wellFormed(account) && !linked.possible(tenant, account)) {
            body.error("account", "must be an account's id, or a NUBAN of a sandbox bank");
        }
    }

    /// The accounts of the well-known users are not among those created, but are found once they are linked.
    private Optional<Held> find(Tenant tenant, String account) {
        if (Ids.wellFormed(account)) {
            return linked.byId(tenant, account).flatMap(found -> atItsBank(tenant, found));
        }
        return created(tenant, account).or(() -> linked.byNumber(tenant, account).stream()
                .flatMap(found -> atItsBank(tenant, found).stream())
                .findFirst());
    }

    private Optional<Held> atItsBank(Tenant tenant, LinkedAccounts.LinkedAccount account) {
        return banks.find(tenant.environment(), account.bank())
                .flatMap(bank ->
                        balances.account(tenant, bank, account.reference()).map(found -> new Held(bank, found)));
    }

    private Optional<Held> created(Tenant tenant, String nuban) {
        return customers.list(tenant).stream()
                .flatMap(customer -> customer.accounts().stream()
                        .filter(account -> account.number()
                                .filter(number -> number.text().equals(nuban))
                                .isPresent())
                        .map(account -> new Held(customer.bank(), account)))
                .findFirst();
    }

    private static ObjectNode shown(Held held, Money available, Money ledger) {
        var account = AccountNumberJson.put(Json.object(), held.account().number())
                .put("name", held.account().name())
                .put("type", held.account().type());
        account.set("bank", bankName(held.bank()));
        var data = Json.object().putNull("pagination");
        data.set("account", account);
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
        node.set("bank", bankName(outage.bank()));
        node.put("kind", outage.kind().wire()).put("seconds", seconds).put("until", Json.time(outage.until()));
        var data = Json.object().putNull("pagination");
        data.set("outage", node);
        return data;
    }

    private static ObjectNode bankName(Bank bank) {
        return Json.object().put("_id", bank.id()).put("slug", bank.slug()).put("name", bank.name());
    }
}
