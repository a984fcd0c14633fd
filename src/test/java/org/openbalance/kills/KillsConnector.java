package org.openbalance.kills;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openbalance.api.Product;
import org.openbalance.bank.Access;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.AccountRequest;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankAccount;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.Connector;
import org.openbalance.bank.Grant;
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

/// Banks of four kinds in another process, which counts what they see: [BankStandIn].
final class KillsConnector implements Connector, SignsIn, ReadsAccounts, ReadsBalances {

    /// What is special about a bank.
    enum Kind {
        PLAIN,
        /// It states how often a day it may be read.
        STATED,
        /// It bounds that as well, and says so only when it refuses.
        UNSTATED,
        /// Each grant works once: who shows an old one ends the login.
        ROTATING
    }

    static final int BANKS = 2 * Kind.values().length;
    static final int DAILY = 6;
    static final Currency NAIRA = Currency.getInstance("NGN");

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI address;
    private final String process;

    /// @param process what the banks know this process by
    KillsConnector(URI address, String process) {
        this.address = address;
        this.process = process;
    }

    static Kind kind(int place) {
        return Kind.values()[place % Kind.values().length];
    }

    static String idOf(int place) {
        return "dead0b4a2c4e0b6d30f1090" + place;
    }

    private static Bank bank(int place) {
        return new Bank(
                idOf(place),
                "kills-bank-" + place,
                "81" + place,
                "Kills Bank " + place,
                "harmattan-bank.svg",
                new Bank.Colors("#111111", "#222222", "#333333", "#444444"),
                false,
                Set.of(Product.values()),
                new Bank.Login("password", List.of()),
                kind(place) == Kind.STATED ? OptionalInt.of(DAILY) : OptionalInt.empty());
    }

    @Override
    public Set<Environment> environments() {
        return Set.of(Environment.SANDBOX);
    }

    @Override
    public List<Bank> banks() {
        return IntStream.range(0, BANKS).mapToObj(KillsConnector::bank).toList();
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
        var references = accounts.stream().map(AccountRequest::reference).collect(Collectors.joining("\n"));
        var rotates = banks().stream()
                .filter(bank -> bank.id().equals(access.bank().id()))
                .anyMatch(bank -> kind(banks().indexOf(bank)) == Kind.ROTATING);
        var token = rotates
                ? grant.exchange(known -> new Grant(call("exchange", known.token(), references)))
                        .token()
                : grant.grant().token();
        var readings = new LinkedHashMap<String, AccountRead<BalanceAmounts>>();
        call("read", token, references).lines().forEach(line -> {
            var parts = line.split(" ");
            var amount = new Money(Long.parseLong(parts[1]), NAIRA);
            readings.put(parts[0], new AccountRead.Value<>(new BalanceAmounts(amount, amount)));
        });
        return readings;
    }

    private String call(String what, String token, String references) {
        var request = HttpRequest.newBuilder(address.resolve("/" + what))
                .timeout(Duration.ofSeconds(15))
                .header("process", process)
                .header("token", token)
                .POST(HttpRequest.BodyPublishers.ofString(references))
                .build();
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return switch (answer.statusCode()) {
                case 200 -> answer.body();
                case 401 -> throw new BankFailure(BankFailure.Kind.LOGIN_EXPIRED, "The bank has ended the login");
                case 429 -> throw BankFailure.quota("Enough for today", Optional.of(Instant.parse(answer.body())));
                default -> throw new BankFailure(BankFailure.Kind.ERROR, "Status " + answer.statusCode());
            };
        } catch (IOException failed) {
            throw new BankFailure(BankFailure.Kind.DOWN, failed.getClass().getSimpleName());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BankFailure(BankFailure.Kind.SLOW, "Nobody waits any more");
        }
    }
}
