package org.openbalance.bank;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.openbalance.api.Product;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.platform.Environment;

/// A network whose banks a test chooses, two or more on a page.
final class ListingNetwork implements Connector, ListsBanks, SignsIn, ReadsAccounts, ReadsBalances {

    private static final Bank.Login LOGIN =
            new Bank.Login("otp", List.of(new Bank.Field("username", "User name", "text", 64)));

    private final String network = "test-" + UUID.randomUUID();
    final AtomicInteger asked = new AtomicInteger();
    private volatile Callable<List<Institution>> answer = List::of;
    private volatile boolean circle;

    /// @param banks such as `REF Name of the bank`
    ListingNetwork tells(String... banks) {
        var institutions = Arrays.stream(banks)
                .map(bank -> bank.split(" ", 2))
                .map(parts -> institution(parts[0], parts[1], "NG"))
                .toList();
        answer = () -> institutions;
        return this;
    }

    ListingNetwork tells(List<Institution> institutions) {
        answer = () -> institutions;
        return this;
    }

    ListingNetwork does(Callable<List<Institution>> what) {
        answer = what;
        return this;
    }

    /// From now on each page says that the first comes after it.
    void leadsInACircle() {
        circle = true;
    }

    static Institution institution(String reference, String name, String country) {
        return new Institution(
                reference,
                name,
                country,
                Optional.of("907"),
                Optional.of("https://logos.example/" + reference + ".png"),
                false,
                true,
                Set.of(Product.AUTH, Product.BALANCE),
                LOGIN,
                OptionalInt.of(4));
    }

    @Override
    public String network() {
        return network;
    }

    @Override
    public Page institutions(Optional<String> after, NetworkKeys keys, Instant deadline) {
        var from = after.map(Integer::parseInt).orElse(0);
        if (from == 0) {
            asked.incrementAndGet();
        }
        var all = new ArrayList<Institution>();
        try {
            all.addAll(answer.call());
        } catch (RuntimeException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
        if (circle) {
            return new Page(all, Optional.of("0"));
        }
        var to = Math.min(all.size(), from + Math.max(2, all.size() / 10));
        return new Page(all.subList(from, to), to < all.size() ? Optional.of(String.valueOf(to)) : Optional.empty());
    }

    @Override
    public Set<Environment> environments() {
        return Set.of(Environment.PRODUCTION);
    }

    @Override
    public List<Bank> banks() {
        return List.of();
    }

    @Override
    public SignInStep signIn(Access access, SignInRequest request) {
        throw new UnsupportedOperationException();
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
