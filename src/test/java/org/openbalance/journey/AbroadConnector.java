package org.openbalance.journey;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.openbalance.api.Product;
import org.openbalance.bank.Access;
import org.openbalance.bank.AccountCurrency;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.AccountRequest;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankAccount;
import org.openbalance.bank.BankCustomer;
import org.openbalance.bank.Connector;
import org.openbalance.bank.Grant;
import org.openbalance.bank.HeldGrant;
import org.openbalance.bank.ReadsAccounts;
import org.openbalance.bank.ReadsBalances;
import org.openbalance.bank.SignInAnswer;
import org.openbalance.bank.SignInRequest;
import org.openbalance.bank.SignInStep;
import org.openbalance.bank.SignsIn;
import org.openbalance.money.AccountNumber;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.Money;
import org.openbalance.platform.Environment;

/// A bank whose accounts have numbers of several schemes or none, in several currencies, as the test wants them.
@Alternative
@Singleton
public class AbroadConnector implements Connector, SignsIn, ReadsAccounts, ReadsBalances {

    static final String BANK = "abroad-bank";

    private static final Bank ONLY = new Bank(
            "c0047b0a2c4e0b6d30f10a00",
            BANK,
            "897",
            "Abroad Bank",
            "harmattan-bank.svg",
            new Bank.Colors("#111111", "#222222", "#333333", "#444444"),
            false,
            Set.of(Product.values()),
            new Bank.Login(
                    "password",
                    List.of(
                            new Bank.Field("username", "User name", "text", 64),
                            new Bank.Field("password", "Password", "password", 128))));

    /// An account as the bank prints it.
    ///
    /// @param iban null for none
    record Printed(String reference, String iban, String name, String currency, String amount) {

        private Stream<BankAccount> read() {
            return amounts()
                    .map(amounts -> new BankAccount(
                            reference, AccountNumber.read(AccountNumber.Scheme.IBAN, iban), name, "current", amounts));
        }

        private Stream<BalanceAmounts> amounts() {
            return AccountCurrency.read(ONLY, currency).stream()
                    .flatMap(known -> Money.ofMajor(new BigDecimal(amount), known).stream())
                    .map(money -> new BalanceAmounts(money, money));
        }
    }

    private final Map<String, List<Printed>> held = new ConcurrentHashMap<>();
    private final Map<String, AccountRead<BalanceAmounts>> stated = new ConcurrentHashMap<>();

    /// What the bank holds for a user from now on.
    void holds(String user, Printed... accounts) {
        stated.clear();
        held.put(user, List.of(accounts));
    }

    /// What the bank says of an account from now on, whatever it holds.
    void states(String reference, AccountRead<BalanceAmounts> read) {
        stated.put(reference, read);
    }

    @Override
    public Set<Environment> environments() {
        return Set.of(Environment.SANDBOX);
    }

    @Override
    public List<Bank> banks() {
        return List.of(ONLY);
    }

    @Override
    public SignInStep signIn(Access access, SignInRequest request) {
        var user = request.fields().get("username").value();
        return new SignInStep.Authenticated(
                new Grant(user),
                new BankCustomer(user, "Ada Obi", Optional.empty(), Optional.empty(), Optional.empty()));
    }

    @Override
    public SignInStep answer(Access access, String state, SignInAnswer answer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<BankAccount> accounts(Access access, HeldGrant grant) {
        return held.get(grant.grant().token()).stream()
                .flatMap(Printed::read)
                .map(this::asStated)
                .toList();
    }

    private BankAccount asStated(BankAccount account) {
        return stated.get(account.reference()) instanceof AccountRead.Value<BalanceAmounts>(var amounts, var asOf)
                ? new BankAccount(account.reference(), account.number(), account.name(), account.type(), amounts, asOf)
                : account;
    }

    @Override
    public Map<String, AccountRead<BalanceAmounts>> balances(
            Access access, HeldGrant grant, Collection<AccountRequest> accounts) {
        var reads = new LinkedHashMap<String, AccountRead<BalanceAmounts>>();
        for (var account : accounts) {
            held.get(grant.grant().token()).stream()
                    .filter(printed -> printed.reference().equals(account.reference()))
                    .flatMap(Printed::amounts)
                    .forEach(amounts -> reads.put(
                            account.reference(),
                            stated.getOrDefault(account.reference(), new AccountRead.Value<>(amounts))));
        }
        return reads;
    }
}
