package org.openbalance.link;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;
import org.openbalance.bank.Bank;
import org.openbalance.bank.Banks;
import org.openbalance.bank.Nuban;
import org.openbalance.store.Table;
import org.openbalance.store.Tenant;

/// Finds linked accounts by their number, without knowing the bank: a number's check digit fits few banks, and each of
/// them is looked up by its pointer.
@Singleton
final class AccountNumbers {

    private final Table table;
    private final Banks banks;
    private final Identities identities;

    AccountNumbers(Table table, Banks banks, Identities identities) {
        this.table = table;
        this.banks = banks;
        this.identities = identities;
    }

    /// Whether a bank of the environment can have given the number.
    boolean possible(Tenant tenant, String nuban) {
        return banksOf(tenant, nuban).findAny().isPresent();
    }

    /// Whatever the consent to read them.
    List<Account> linked(Tenant tenant, String nuban) {
        var pointers = banksOf(tenant, nuban)
                .map(bank -> identities.account(tenant, bank.id(), nuban))
                .toList();
        var accounts = table.getAll(pointers).stream()
                .map(pointer -> Account.key(tenant, pointer.text(Identities.ACCOUNT)))
                .toList();
        return table.getAll(accounts).stream().map(Account::of).toList();
    }

    private Stream<Bank> banksOf(Tenant tenant, String nuban) {
        return banks.visibleTo(tenant.environment()).stream().filter(bank -> Nuban.valid(bank.code(), nuban));
    }
}
