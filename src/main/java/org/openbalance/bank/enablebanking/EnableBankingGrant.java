package org.openbalance.bank.enablebanking;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.openbalance.api.Json;
import org.openbalance.bank.AccountRequest;
import org.openbalance.bank.CurrencyReference;
import org.openbalance.bank.Grant;
import org.openbalance.bank.http.Fields;

/// What later reads need, as one text.
///
/// @param ends when the session does: the network keeps to that even where the bank's consent would live on
/// @param customer [org.openbalance.bank.BankCustomer#reference]
/// @param psuHeaders what the bank wants to be told of a customer who is present, in lower case
record EnableBankingGrant(
        String session, Instant ends, String customer, List<String> psuHeaders, List<EnableBankingAccount> accounts) {

    Grant grant() {
        var node = Json.object()
                .put("session", session)
                .put("ends", ends.toString())
                .put("customer", customer);
        node.set("psu_headers", Json.texts(psuHeaders));
        node.set("accounts", Json.array(accounts, EnableBankingAccount::kept));
        return new Grant(Json.write(node));
    }

    static EnableBankingGrant of(Grant grant) {
        var node = Json.readOwn(grant.token());
        return new EnableBankingGrant(
                node.path("session").asText(),
                Instant.parse(node.path("ends").asText()),
                node.path("customer").asText(),
                Fields.texts(node, "psu_headers"),
                Fields.each(node, "accounts").map(EnableBankingAccount::ofKept).toList());
    }

    boolean hasEnded(Instant now) {
        return !now.isBefore(ends);
    }

    /// The account that is read for a reference: of two in different currencies under one hash, the one in
    /// its own.
    Optional<EnableBankingAccount> account(AccountRequest request) {
        var wanted = CurrencyReference.of(request);
        var sharing = accounts.stream()
                .filter(account -> account.hash().equals(wanted.id()))
                .toList();
        return sharing.stream()
                .filter(account -> account.currency().equals(Optional.of(wanted.currency())))
                .findFirst()
                .or(() -> sharing.stream().findFirst());
    }

    EnableBankingAccount read(String uid) {
        return accounts.stream()
                .filter(account -> account.uid().equals(Optional.of(uid)))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public String toString() {
        return "(grant)";
    }
}
