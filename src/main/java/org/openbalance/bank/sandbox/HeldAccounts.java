package org.openbalance.bank.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.openbalance.api.Body;
import org.openbalance.api.Json;
import org.openbalance.bank.AccountNumberJson;
import org.openbalance.bank.Bank;
import org.openbalance.bank.Banks;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;

/// The accounts at sandbox banks, by what callers know of them: the id of a linked one, or the NUBAN of any.
@Singleton
final class HeldAccounts {

    private final SandboxCustomers customers;
    private final SandboxBalances balances;
    private final LinkedAccounts linked;
    private final Banks banks;

    HeldAccounts(SandboxCustomers customers, SandboxBalances balances, LinkedAccounts linked, Banks banks) {
        this.customers = customers;
        this.balances = balances;
        this.linked = linked;
        this.banks = banks;
    }

    /// An account at a sandbox bank.
    record Held(Bank bank, SandboxAccount account) {

        ObjectNode json() {
            var node = AccountNumberJson.put(Json.object(), account.number())
                    .put("name", account.name())
                    .put("type", account.type());
            node.set("bank", bankName(bank));
            return node;
        }
    }

    static ObjectNode bankName(Bank bank) {
        return Json.object().put("_id", bank.id()).put("slug", bank.slug()).put("name", bank.name());
    }

    /// Notes what can name no account.
    void checkForm(Tenant tenant, Body body, String field, String account) {
        if (!account.isEmpty() && !Ids.wellFormed(account) && !linked.possible(tenant, account)) {
            body.error(field, "must be an account's id, or a NUBAN of a sandbox bank");
        }
    }

    /// The accounts of the well-known users are not among those created, but are found once they are linked.
    Optional<Held> find(Tenant tenant, String account) {
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
}
