package org.openbalance.bank.sandbox;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.openbalance.bank.Bank;
import org.openbalance.bank.sandbox.SandboxStore.Entry;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.Money;
import org.openbalance.platform.Tenant;

/// What the sandbox banks hold in each account: what its script says, or what was set.
@Singleton
public final class SandboxBalances {

    private static final String BALANCE = "BALANCE#";

    private final SandboxStore store;
    private final SandboxCustomers customers;
    private final InstantSource clock;

    SandboxBalances(SandboxStore store, SandboxCustomers customers, InstantSource clock) {
        this.store = store;
        this.customers = customers;
        this.clock = clock;
    }

    /// @param reference [org.openbalance.bank.BankAccount#reference]
    public Optional<SandboxAccount> account(Tenant tenant, Bank bank, String reference) {
        return customers.ofReference(tenant, bank, reference).stream()
                .flatMap(user -> user.customer().accounts().stream())
                .filter(account -> account.reference().equals(reference))
                .findFirst();
    }

    /// Holds the balance of an account where it is put, until it is set again or released.
    ///
    /// @param amounts in the account's currency
    public void set(Tenant tenant, SandboxAccount account, BalanceAmounts amounts) {
        SandboxCustomers.requireSandbox(tenant);
        if (amounts.currency() != account.currency()) {
            throw new IllegalArgumentException("The account is held in " + account.currency());
        }
        store.put(tenant, BALANCE + account.reference(), Entry.lasting(text(amounts)));
    }

    /// Lets the balance of an account move again by its script.
    public void release(Tenant tenant, SandboxAccount account) {
        store.remove(tenant, BALANCE + account.reference());
    }

    /// The balances of all accounts of a customer as of now, by reference.
    Map<String, BalanceAmounts> of(Tenant tenant, SandboxCustomer customer) {
        var now = clock.instant();
        var set = store.list(tenant, BALANCE + customer.id());
        var readings = new LinkedHashMap<String, BalanceAmounts>();
        for (var account : customer.accounts()) {
            var fixed = Optional.ofNullable(set.get(BALANCE + account.reference()));
            readings.put(
                    account.reference(),
                    account.stated(fixed.map(entry -> read(entry.text(), account.currency()))
                            .orElseGet(() -> customer.script(account).at(now))));
        }
        return readings;
    }

    private static String text(BalanceAmounts amounts) {
        return minor(amounts.availableMoney()) + " " + minor(amounts.ledgerMoney());
    }

    /// Both are always set.
    private static long minor(Optional<Money> amount) {
        return amount.orElseThrow().minor();
    }

    private static BalanceAmounts read(String text, Currency currency) {
        var amounts = text.split(" ");
        return new BalanceAmounts(
                new Money(Long.parseLong(amounts[0]), currency), new Money(Long.parseLong(amounts[1]), currency));
    }
}
