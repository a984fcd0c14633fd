package org.openbalance.alert;

import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openbalance.api.Body;
import org.openbalance.api.Call;
import org.openbalance.api.Json;
import org.openbalance.api.Operation;
import org.openbalance.api.Paging;
import org.openbalance.api.Problem;
import org.openbalance.api.Reply;
import org.openbalance.money.Currencies;
import org.openbalance.money.Money;
import org.openbalance.webhook.AlertOperations;

/// What owners do with alerts of low funds.
@Singleton
final class AlertCalls implements AlertOperations {

    private static final Set<String> SIDES = Set.of("available", "ledger");

    private final AlertRules rules;
    private final Alerts alerts;
    private final AlertedAccounts watched;

    AlertCalls(AlertRules rules, Alerts alerts, AlertedAccounts watched) {
        this.rules = rules;
        this.alerts = alerts;
        this.watched = watched;
    }

    @Override
    public List<Operation> operations() {
        return List.of(
                Operation.ours("alerts/create", this::create).effecting(),
                Operation.ours("alerts/list", this::list),
                Operation.ours("alerts/remove", this::remove).effecting());
    }

    /// For one account, or for every account of a customer in the threshold's currency, later ones included.
    Reply create(Call call) {
        var body = call.body();
        var account = body.optionalId("account_id", "account");
        var customer = body.optionalId("customer", "customer_id");
        var on = body.oneOf("on", SIDES);
        var threshold = body.optionalDecimal("threshold");
        var margin = body.optionalDecimal("margin");
        var named = currency(body);
        if (account.isPresent() == customer.isPresent()) {
            body.error("account_id", account.isPresent() ? "goes without customer" : "is missing; or name a customer");
        }
        if (on.isEmpty()) {
            body.error("on", "is missing");
        }
        if (threshold.isEmpty()) {
            body.error("threshold", "is missing");
        }
        margin.filter(amount -> amount.signum() < 0).ifPresent(_ -> body.error("margin", "may not be negative"));
        body.check();
        var accounts = account.map(id -> List.of(watched.get(call.tenant(), id)))
                .orElseGet(() -> ofCustomer(call, customer.get()));
        var currency = fitting(accounts, named);
        var effect = call.effect((Alert alert) ->
                Reply.success("Alert created", Json.object().set("alert", Json.tree(AlertAnswer.of(alert)))));
        return effect.reply(rules.create(
                call.tenant(),
                customer.orElseGet(() -> accounts.getFirst().customer()),
                account,
                Alert.on(on.get()),
                money("threshold", threshold.get(), currency),
                money("margin", margin.orElse(BigDecimal.ZERO), currency),
                accounts,
                effect));
    }

    private List<AlertedAccounts.Holding> ofCustomer(Call call, String customer) {
        watched.requireCustomer(call.tenant(), customer);
        return watched.ofCustomer(call.tenant(), customer);
    }

    private static Optional<Currency> currency(Body body) {
        return body.optionalText("currency").flatMap(code -> {
            var known = Currencies.of(code);
            if (known.isEmpty()) {
                body.error("currency", "is not one that accounts are held in");
            }
            return known;
        });
    }

    /// The one named, or the one that all the accounts are held in.
    private static Currency fitting(List<AlertedAccounts.Holding> accounts, Optional<Currency> named) {
        var held = accounts.stream()
                .map(one -> one.amounts().currency())
                .distinct()
                .toList();
        if (named.isEmpty() && held.size() != 1) {
            throw Problem.field("currency", "is missing, and the customer's accounts do not tell")
                    .exception();
        }
        var currency = named.orElseGet(held::getFirst);
        if (accounts.size() == 1 && !held.contains(currency)) {
            throw Problem.field("currency", "is not the account's").exception();
        }
        return currency;
    }

    private static Money money(String field, BigDecimal major, Currency currency) {
        return Money.ofMajor(major, currency).orElseThrow(() -> Problem.field(
                        field,
                        "must be an amount of " + currency + " with at most " + currency.getDefaultFractionDigits()
                                + " decimal digits")
                .exception());
    }

    Reply list(Call call) {
        var customer = call.body().optionalId("customer", "customer_id");
        var paging = Paging.of(call.body());
        call.body().check();
        if (customer.isPresent()) {
            var all = alerts.ofCustomer(call.tenant(), customer.get()).reversed();
            var nodes = Json.array(Paging.part(all, paging), alert -> Json.tree(AlertAnswer.of(alert)));
            return Reply.success("Alerts successfully retrieved", Paging.partData(all.size(), paging, nodes, "alerts"));
        }
        var page = rules.list(call.tenant(), paging);
        var nodes = Json.array(page.items(), item -> Json.tree(AlertAnswer.of(Alert.of(item))));
        return Reply.success("Alerts successfully retrieved", Paging.data(page, nodes, "alerts"));
    }

    Reply remove(Call call) {
        var id = call.body().id("id");
        call.body().check();
        var effect = call.effect(
                (Alert removed) -> Reply.success("Alert removed", Json.object().put("id", removed.id())));
        var removed = rules.remove(call.tenant(), id, effect)
                .orElseThrow(() -> Problem.unknown("alert").exception());
        return effect.reply(removed);
    }
}
