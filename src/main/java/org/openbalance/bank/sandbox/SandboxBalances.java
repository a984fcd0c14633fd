package org.openbalance.bank.sandbox;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.openbalance.bank.Bank;
import org.openbalance.bank.sandbox.SandboxStore.Entry;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.platform.Tenant;

/// What the sandbox banks have in each account: its life or the file in its place, and what was set.
@Singleton
public final class SandboxBalances {

    /// Of all that balances follow from, so that one request finds it.
    private static final String BALANCE = "BALANCE#";

    private static final String FILE = "#FILE";

    private final SandboxStore store;
    private final StatementStore statements;
    private final SandboxCustomers customers;
    private final InstantSource clock;

    SandboxBalances(SandboxStore store, StatementStore statements, SandboxCustomers customers, InstantSource clock) {
        this.store = store;
        this.statements = statements;
        this.customers = customers;
        this.clock = clock;
    }

    /// @param reference [org.openbalance.bank.BankAccount#reference]
    public Optional<SandboxAccount> account(Tenant tenant, Bank bank, String reference) {
        return owned(tenant, bank, reference).map(Owned::account);
    }

    /// An account with whose it is.
    private record Owned(SandboxCustomer customer, SandboxAccount account) {}

    private Optional<Owned> owned(Tenant tenant, Bank bank, String reference) {
        return customers.ofReference(tenant, bank, reference).map(SandboxUser::customer).stream()
                .flatMap(customer -> customer.accounts().stream().map(account -> new Owned(customer, account)))
                .filter(owned -> owned.account().reference().equals(reference))
                .findFirst();
    }

    /// Holds the balance of an account where it is put, until it is set again or released. What is missing to it is
    /// booked as a correction, so that the balance is still what the lines come to.
    ///
    /// @param amounts in the account's currency
    public void set(Tenant tenant, Bank bank, SandboxAccount account, BalanceAmounts amounts) {
        if (amounts.currency() != account.currency()) {
            throw new IllegalArgumentException("The account is held in " + account.currency());
        }
        change(tenant, bank, account, (book, minute) -> book.setting(minute, HeldAmounts.of(amounts)));
    }

    /// Lets an account go on by itself.
    public void release(Tenant tenant, Bank bank, SandboxAccount account) {
        change(tenant, bank, account, AccountBook::releasing);
    }

    private void change(
            Tenant tenant, Bank bank, SandboxAccount account, BiFunction<AccountBook, Long, SetBalances> change) {
        SandboxCustomers.requireSandbox(tenant);
        var customer = owned(tenant, bank, account.reference()).orElseThrow().customer();
        var file = store.get(tenant, fileKey(account));
        store.update(tenant, BALANCE + account.reference(), set -> {
            var book = book(tenant, customer, account, file, set);
            return Entry.lasting(
                    change.apply(book, BankTime.minute(clock.instant())).text());
        });
    }

    /// Puts a file in the place of an account's life, and of what was set upon that.
    void replace(Tenant tenant, SandboxAccount account, StatementFile file) {
        SandboxCustomers.requireSandbox(tenant);
        store.put(tenant, fileKey(account), Entry.lasting(file.json().toString()));
    }

    /// The file in the place of the account's life.
    Optional<StatementFile> file(Tenant tenant, SandboxAccount account) {
        return store.get(tenant, fileKey(account)).map(SandboxBalances::file);
    }

    private static StatementFile file(Entry entry) {
        return StatementFile.read(SandboxJson.read(entry.text()).orElseThrow());
    }

    private static String fileKey(SandboxAccount account) {
        return BALANCE + account.reference() + FILE;
    }

    /// The balances of all accounts of a customer as of now, by reference.
    Map<String, BalanceAmounts> of(Tenant tenant, SandboxCustomer customer) {
        var minute = BankTime.minute(clock.instant());
        var readings = new LinkedHashMap<String, BalanceAmounts>();
        books(tenant, customer)
                .forEach((reference, book) ->
                        readings.put(reference, book.account().stated(book.amounts(minute))));
        return readings;
    }

    /// All that the bank has on each account of a customer, by reference.
    Map<String, AccountBook> books(Tenant tenant, SandboxCustomer customer) {
        var entries = store.list(tenant, BALANCE + customer.id());
        var books = new LinkedHashMap<String, AccountBook>();
        for (var account : customer.accounts()) {
            var file = Optional.ofNullable(entries.get(fileKey(account)));
            var set = Optional.ofNullable(entries.get(BALANCE + account.reference()));
            books.put(account.reference(), book(tenant, customer, account, file, set));
        }
        return books;
    }

    private AccountBook book(
            Tenant tenant,
            SandboxCustomer customer,
            SandboxAccount account,
            Optional<Entry> file,
            Optional<Entry> set) {
        var origin = file.map(SandboxBalances::file)
                .<Origin>map(found -> opened(tenant, account, found))
                .orElseGet(() -> customer.life(account));
        var upon = set.map(entry -> SetBalances.read(entry.text()))
                .filter(found -> found.origin().equals(origin.name()))
                .orElseGet(() -> SetBalances.none(origin.name()));
        return new AccountBook(account, origin, upon);
    }

    StatementFile.Opened opened(Tenant tenant, SandboxAccount account, StatementFile file) {
        return new StatementFile.Opened(file, account, statements.once(tenant, file));
    }
}
