package org.openbalance.link;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.openbalance.api.Json;
import org.openbalance.bank.BankAccount;
import org.openbalance.bank.BankCustomer;
import org.openbalance.bank.Grant;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.Money;

/// What a bank gave after a sign-in, until the customer has chosen: rests sealed on the login.
///
/// @param offered each account with the id it has, or would have, when linked
record AccountChoice(Grant grant, BankCustomer customer, List<Offered> offered) {

    record Offered(String id, BankAccount account) {}

    String text() {
        var node = Json.object().put("grant", grant.token());
        var holder = Json.object().put("reference", customer.reference()).put("name", customer.name());
        customer.bvn().ifPresent(bvn -> holder.put("bvn", bvn));
        customer.phone().ifPresent(phone -> holder.put("phone", phone));
        customer.email().ifPresent(email -> holder.put("email", email));
        node.set("customer", holder);
        node.set("accounts", Json.array(offered, AccountChoice::node));
        return Json.write(node);
    }

    private static ObjectNode node(Offered offered) {
        var account = offered.account();
        return Json.object()
                .put("id", offered.id())
                .put("reference", account.reference())
                .put("nuban", account.nuban())
                .put("name", account.name())
                .put("type", account.type())
                .put("currency", account.amounts().currency().getCurrencyCode())
                .put("available", account.amounts().available().minor())
                .put("ledger", account.amounts().ledger().minor());
    }

    static AccountChoice of(String text) {
        var node = Json.readOwn(text);
        var holder = node.get("customer");
        var customer = new BankCustomer(
                holder.get("reference").asText(),
                holder.get("name").asText(),
                optional(holder, "bvn"),
                optional(holder, "phone"),
                optional(holder, "email"));
        var offered = new ArrayList<Offered>();
        node.get("accounts").forEach(account -> offered.add(offered(account)));
        return new AccountChoice(new Grant(node.get("grant").asText()), customer, offered);
    }

    private static Offered offered(JsonNode node) {
        var currency = Currency.getInstance(node.get("currency").asText());
        var amounts = new BalanceAmounts(
                new Money(node.get("available").asLong(), currency),
                new Money(node.get("ledger").asLong(), currency));
        return new Offered(
                node.get("id").asText(),
                new BankAccount(
                        node.get("reference").asText(),
                        node.get("nuban").asText(),
                        node.get("name").asText(),
                        node.get("type").asText(),
                        amounts));
    }

    private static Optional<String> optional(JsonNode node, String name) {
        return Optional.ofNullable(node.get(name)).map(JsonNode::asText);
    }
}
