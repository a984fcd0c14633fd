package org.openbalance.bank.enablebanking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Currency;
import java.util.Optional;
import java.util.regex.Pattern;
import org.openbalance.api.Json;
import org.openbalance.bank.CurrencyReference;
import org.openbalance.bank.http.BankAmounts;
import org.openbalance.bank.http.Fields;
import org.openbalance.money.AccountNumber;
import org.openbalance.money.Currencies;
import org.openbalance.money.Money;

/// An account of a session. The network describes it once, when the session is made; so all that is listed
/// of it later is kept with the grant.
///
/// @param hash stays the same in every session
/// @param printed its currency as the network has it; the bank may hold others beside it
/// @param uid to read it by in this session; empty where its bank bars it from being read
/// @param holder who holds it, as the bank prints that
/// @param product what the bank calls this kind of account
/// @param limit the credit that was agreed for it
record EnableBankingAccount(
        String hash,
        String printed,
        Optional<String> uid,
        Optional<AccountNumber> number,
        Optional<String> holder,
        Optional<String> product,
        String type,
        Optional<Money> limit) {

    /// What may stand in a path.
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]{1,100}");

    private static final String IBAN = "IBAN";

    /// @param resource as a session has it
    /// @return empty for one that would not be known again
    static Optional<EnableBankingAccount> given(JsonNode resource) {
        return Fields.text(resource, "identification_hash")
                .map(hash -> new EnableBankingAccount(
                        hash,
                        resource.path("currency").asText(),
                        plain(resource, "uid"),
                        number(resource.path("account_id")),
                        Fields.text(resource, "name"),
                        Fields.text(resource, "product"),
                        type(resource.path("cash_account_type").asText()),
                        BankAmounts.major(
                                resource.path("credit_limit").path("amount"),
                                resource.path("credit_limit").path("currency"))));
    }

    static Optional<String> plain(JsonNode object, String name) {
        return Fields.text(object, name).filter(text -> PLAIN.matcher(text).matches());
    }

    /// Numbers of a country's own, of a card and of a customer tell accounts of different banks not apart:
    /// they are none, and the account is known by its hash.
    private static Optional<AccountNumber> number(JsonNode id) {
        var other = id.path("other");
        var iban = Fields.text(id, "iban").or(() -> Fields.text(other, "identification")
                .filter(_ -> IBAN.equals(other.path("scheme_name").asText())));
        return iban.flatMap(text -> AccountNumber.read(AccountNumber.Scheme.IBAN, text));
    }

    private static String type(String cashAccountType) {
        return switch (cashAccountType) {
            case "CACC" -> "current";
            case "SVGS" -> "savings";
            case "CARD" -> "card";
            case "LOAN" -> "loan";
            default -> "other";
        };
    }

    Optional<Currency> currency() {
        return Currencies.ofBank(printed);
    }

    String reference(Currency currency) {
        return new CurrencyReference(hash, currency).toString();
    }

    /// What the customer chooses it by.
    String name() {
        return holder.or(() -> product).orElse("");
    }

    /// How it is kept.
    ObjectNode kept() {
        var node = Json.object().put("hash", hash).put("currency", printed).put("type", type);
        uid.ifPresent(text -> node.put("uid", text));
        number.ifPresent(known -> node.put("number", known.stored()));
        holder.ifPresent(text -> node.put("holder", text));
        product.ifPresent(text -> node.put("product", text));
        limit.ifPresent(money -> node.put("limit", money.minor())
                .put("limit_currency", money.currency().getCurrencyCode()));
        return node;
    }

    static EnableBankingAccount ofKept(JsonNode node) {
        return new EnableBankingAccount(
                node.path("hash").asText(),
                node.path("currency").asText(),
                Fields.text(node, "uid"),
                Fields.text(node, "number").map(AccountNumber::ofStored),
                Fields.text(node, "holder"),
                Fields.text(node, "product"),
                node.path("type").asText(),
                Fields.text(node, "limit_currency")
                        .map(code -> new Money(node.path("limit").longValue(), Currency.getInstance(code))));
    }

    @Override
    public String toString() {
        return "(account)";
    }
}
