package org.openbalance.bank.enablebanking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openbalance.api.Json;
import org.openbalance.platform.Hashes;

/// Whose session it is. The network names no person: a customer is known by all of their accounts together,
/// each with the holder that the bank prints. One account alone says nothing, as a joint one is listed for
/// two people.
///
/// @param reference [org.openbalance.bank.BankCustomer#reference]
/// @param holders by the accounts' hashes; empty where the bank prints none
record EnableBankingHolder(String reference, Map<String, String> holders) {

    /// At a first sign-in.
    static EnableBankingHolder of(List<EnableBankingAccount> accounts) {
        var holders = holders(accounts);
        var all = Json.object();
        holders.forEach(all::put);
        return new EnableBankingHolder(Hashes.sha256(Json.write(all)), holders);
    }

    static EnableBankingHolder of(EnableBankingGrant grant) {
        return new EnableBankingHolder(grant.customer(), holders(grant.accounts()));
    }

    /// In the order of the hashes.
    private static Map<String, String> holders(List<EnableBankingAccount> accounts) {
        return accounts.stream()
                .collect(Collectors.toMap(
                        EnableBankingAccount::hash,
                        account -> account.holder().orElse(""),
                        (one, _) -> one,
                        TreeMap::new));
    }

    /// The same customer as before a renewal, where that is who signed in: accounts may have been opened or
    /// closed, but not both, and those of before and after are held by the same.
    EnableBankingHolder renewing(EnableBankingHolder earlier) {
        return isSame(earlier) ? new EnableBankingHolder(earlier.reference(), holders) : this;
    }

    private boolean isSame(EnableBankingHolder earlier) {
        var before = earlier.holders().entrySet();
        return !before.isEmpty()
                && !holders.isEmpty()
                && (before.containsAll(holders.entrySet()) || holders.entrySet().containsAll(before));
    }

    ObjectNode kept() {
        var node = Json.object().put("reference", reference);
        var each = node.putObject("holders");
        holders.forEach(each::put);
        return node;
    }

    static EnableBankingHolder ofKept(JsonNode node) {
        var holders = new TreeMap<String, String>();
        node.path("holders")
                .properties()
                .forEach(each -> holders.put(each.getKey(), each.getValue().asText()));
        return new EnableBankingHolder(node.path("reference").asText(), holders);
    }

    @Override
    public String toString() {
        return "(holder)";
    }
}
