package org.openbalance.link;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.openbalance.api.Json;
import org.openbalance.bank.BankAccount;
import org.openbalance.bank.BankCustomer;
import org.openbalance.bank.Grant;
import org.openbalance.money.AccountNumber;
import org.openbalance.money.BalanceAmounts;

/// What a bank gave after a sign-in, until the customer has chosen: rests sealed on the login.
///
/// @param until when the access ends by itself, if the bank says so
/// @param offered each account with the id it has, or would have, when linked
record AccountChoice(Grant grant, BankCustomer customer, Optional<Instant> until, List<Offered> offered) {

    record Offered(String id, BankAccount account) {}

    String text() {
        var node = Json.object().put("grant", grant.token());
        var holder = Json.object().put("reference", customer.reference()).put("name", customer.name());
        customer.bvn().ifPresent(bvn -> holder.put("bvn", bvn));
        customer.phone().ifPresent(phone -> holder.put("phone", phone));
        customer.email().ifPresent(email -> holder.put("email", email));
        node.set("customer", holder);
        until.ifPresent(at -> node.put("until", at.toEpochMilli()));
        node.set("accounts", Json.array(offered, AccountChoice::node));
        return Json.write(node);
    }

    private static ObjectNode node(Offered offered) {
        var account = offered.account();
        var node = Json.object().put("id", offered.id()).put("reference", account.reference());
        account.number().ifPresent(number -> node.put("number", number.stored()));
        node.put("name", account.name())
                .put("type", account.type())
                .put("currency", account.currency().getCurrencyCode());
        var amounts = account.amounts();
        amounts.availableMoney().ifPresent(money -> node.put("available", money.minor()));
        amounts.ledgerMoney().ifPresent(money -> node.put("ledger", money.minor()));
        amounts.storedKinds().ifPresent(kinds -> node.put("kinds", kinds));
        account.asOf().ifPresent(at -> node.put("as_of", at.toEpochMilli()));
        return node;
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
        var until = Optional.ofNullable(node.get("until")).map(at -> Instant.ofEpochMilli(at.longValue()));
        return new AccountChoice(new Grant(node.get("grant").asText()), customer, until, offered);
    }

    private static Offered offered(JsonNode node) {
        var amounts = BalanceAmounts.ofStored(
                Currency.getInstance(node.get("currency").asText()),
                number(node, "available"),
                number(node, "ledger"),
                optional(node, "kinds"));
        return new Offered(
                node.get("id").asText(),
                new BankAccount(
                        node.get("reference").asText(),
                        optional(node, "number").map(AccountNumber::ofStored),
                        node.get("name").asText(),
                        node.get("type").asText(),
                        amounts,
                        number(node, "as_of").map(Instant::ofEpochMilli)));
    }

    private static Optional<Long> number(JsonNode node, String name) {
        return Optional.ofNullable(node.get(name)).map(JsonNode::asLong);
    }

    private static Optional<String> optional(JsonNode node, String name) {
        return Optional.ofNullable(node.get(name)).map(JsonNode::asText);
    }
}
