package org.openbalance.bank;

import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.openbalance.api.Product;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.platform.Environment;

/// A network that has one address for both environments and tells them apart by its keys: those that begin with `test_`
/// list Shared Bank and Trial Bank, those with `live_` Shared Bank and Real Bank, and all others are refused.
@IfBuildProperty(name = "test.keyed-network", stringValue = "true")
@Singleton
public class KeyedNetwork implements Connector, ListsBanks, SignsIn, ReadsAccounts, ReadsBalances {

    public static final String KEY = "secret_key";

    private static final Bank.Login LOGIN = new Bank.Login(
            "password",
            List.of(
                    new Bank.Field("username", "User name", "text", 64),
                    new Bank.Field("password", "Password", "password", 128)));

    private final String network;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger signIns = new AtomicInteger();
    private volatile Optional<BankFailure.Kind> failure = Optional.empty();

    public KeyedNetwork() {
        this("keyed");
    }

    private KeyedNetwork(String network) {
        this.network = network;
    }

    /// One of a name that no other test has.
    static KeyedNetwork another() {
        return new KeyedNetwork("k-" + UUID.randomUUID());
    }

    /// The keys that it was asked with for its banks, in order.
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /// How many sign-ins have begun.
    public int signIns() {
        return signIns.get();
    }

    void fails(BankFailure.Kind kind) {
        failure = Optional.of(kind);
    }

    @Override
    public String network() {
        return network;
    }

    @Override
    public Optional<String> keyNetwork() {
        return Optional.of(network);
    }

    @Override
    public Set<Environment> environments() {
        return Set.of(Environment.values());
    }

    @Override
    public List<Bank> banks() {
        return List.of();
    }

    @Override
    public Page institutions(Optional<String> after, NetworkKeys keys, Instant deadline) {
        var key = keys.require(KEY).value();
        asked.add(key);
        failure.ifPresent(kind -> {
            throw new BankFailure(kind, "as the test wants it");
        });
        var banks = new ArrayList<>(List.of(institution("shared", "Shared Bank")));
        if (key.startsWith("test_")) {
            banks.add(institution("trial", "Trial Bank"));
        } else if (key.startsWith("live_")) {
            banks.add(institution("real", "Real Bank"));
        } else {
            throw new BankFailure(BankFailure.Kind.LOGIN_EXPIRED, "The network refuses the key");
        }
        return new Page(banks, Optional.empty());
    }

    private static Institution institution(String reference, String name) {
        return new Institution(
                reference,
                name,
                "NG",
                Optional.empty(),
                Optional.empty(),
                false,
                true,
                Set.of(Product.AUTH, Product.BALANCE),
                LOGIN,
                OptionalInt.empty());
    }

    @Override
    public SignInStep signIn(Access access, SignInRequest request) {
        signIns.incrementAndGet();
        access.key(KEY);
        return new SignInStep.Failed(SignInStep.Reason.EXPIRED, "This bank lets nobody in", false);
    }

    @Override
    public SignInStep answer(Access access, String state, SignInAnswer given) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<BankAccount> accounts(Access access, HeldGrant grant) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, AccountRead<BalanceAmounts>> balances(
            Access access, HeldGrant grant, Collection<AccountRequest> accounts) {
        throw new UnsupportedOperationException();
    }
}
