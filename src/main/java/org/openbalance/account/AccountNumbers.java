package org.openbalance.account;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.openbalance.bank.Bank;
import org.openbalance.bank.Banks;
import org.openbalance.bank.sandbox.LinkedAccounts;
import org.openbalance.money.AccountNumber;
import org.openbalance.money.AccountNumber.Scheme;
import org.openbalance.money.Nuban;
import org.openbalance.platform.ParallelCalls;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Table;

/// Finds linked accounts by their NUBAN, without knowing the bank: a number's check digit fits few banks, and each of
/// them is searched for the accounts that it has under it.
@Singleton
public final class AccountNumbers implements LinkedAccounts {

    private final Table table;
    private final Banks banks;
    private final Identities identities;

    AccountNumbers(Table table, Banks banks, Identities identities) {
        this.table = table;
        this.banks = banks;
        this.identities = identities;
    }

    @Override
    public Optional<LinkedAccount> byId(Tenant tenant, String id) {
        return Account.latest(table, tenant, id).map(Account::of).map(AccountNumbers::linkedAccount);
    }

    @Override
    public List<LinkedAccount> byNumber(Tenant tenant, String nuban) {
        return linked(tenant, nuban).stream().map(AccountNumbers::linkedAccount).toList();
    }

    private static LinkedAccount linkedAccount(Account account) {
        return new LinkedAccount(account.bank(), account.reference());
    }

    @Override
    public boolean possible(Tenant tenant, String nuban) {
        return banksOf(tenant, nuban).findAny().isPresent();
    }

    /// Whatever the consent to read them.
    public List<Account> linked(Tenant tenant, String nuban) {
        var searches = banksOf(tenant, nuban)
                .<Callable<List<String>>>map(
                        bank -> () -> identities.accounts(tenant, bank.id(), new AccountNumber(Scheme.NUBAN, nuban)))
                .toList();
        var accounts =
                ParallelCalls.run(searches).stream().flatMap(List::stream).toList();
        return Account.latest(table, tenant, accounts).stream().map(Account::of).toList();
    }

    private Stream<Bank> banksOf(Tenant tenant, String nuban) {
        return banks.fixed(tenant.environment()).stream().filter(bank -> Nuban.valid(bank.code(), nuban));
    }
}
