package org.openbalance.reading;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.openbalance.api.Product;
import org.openbalance.bank.Access;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.AccountRequest;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankAccount;
import org.openbalance.bank.Connector;
import org.openbalance.bank.HeldGrant;
import org.openbalance.bank.ReadsAccounts;
import org.openbalance.bank.ReadsBalances;
import org.openbalance.bank.SignInAnswer;
import org.openbalance.bank.SignInRequest;
import org.openbalance.bank.SignInStep;
import org.openbalance.bank.SignsIn;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.Money;
import org.openbalance.platform.Environment;

/// Ten banks that answer after a time that is set; one balance of ten is another at each read.
@Alternative
@Singleton
public class BenchConnector implements Connector, SignsIn, ReadsAccounts, ReadsBalances {

    static final int CHANGES_ONE_IN = 10;

    private static final List<Bank> BANKS =
            IntStream.range(0, 10).mapToObj(BenchConnector::bank).toList();

    private volatile Duration latency = Duration.ZERO;
    private volatile long round;

    void answersAfter(Duration time) {
        latency = time;
        round++;
    }

    static String idOf(int place) {
        return "be0c4b0a2c4e0b6d30f1090" + place;
    }

    private static Bank bank(int place) {
        return new Bank(
                idOf(place),
                "bench-bank-" + place,
                "80" + place,
                "Bench Bank " + place,
                "harmattan-bank.svg",
                new Bank.Colors("#111111", "#222222", "#333333", "#444444"),
                false,
                Set.of(Product.values()),
                new Bank.Login("password", List.of()));
    }

    @Override
    public Set<Environment> environments() {
        return Set.of(Environment.SANDBOX);
    }

    @Override
    public List<Bank> banks() {
        return BANKS;
    }

    @Override
    public SignInStep signIn(Access access, SignInRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SignInStep answer(Access access, String state, SignInAnswer answer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<BankAccount> accounts(Access access, HeldGrant grant) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, AccountRead<BalanceAmounts>> balances(
            Access access, HeldGrant grant, Collection<AccountRequest> accounts) {
        try {
            Thread.sleep(latency);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        var readings = new LinkedHashMap<String, AccountRead<BalanceAmounts>>();
        for (var account : accounts) {
            var reference = account.reference();
            var changes = Math.floorMod(reference.hashCode(), CHANGES_ONE_IN) == 0;
            var amount = new Money(changes ? 100 + round : 100, Currency.getInstance("NGN"));
            readings.put(reference, new AccountRead.Value<>(new BalanceAmounts(amount, amount)));
        }
        return readings;
    }
}
