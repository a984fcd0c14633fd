package org.openbalance.bank.example;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.openbalance.api.Product;
import org.openbalance.bank.*;
import org.openbalance.bank.StatedBalances.Chosen;
import org.openbalance.bank.http.*;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.platform.Environment;

/// Speaks to Example Bank: a page of its own at sign-in, an access token of five minutes, a refresh token that works
/// once, one call an account. [ExampleBankCalls] asks, [ExampleBankJson] reads what is answered.
public final class ExampleBankConnector
        implements Connector,
                SignsIn,
                ReadsAccounts,
                ReadsBalances,
                ReadsTransactions,
                ReadsIdentity,
                EndsAccess,
                HearsReadiness {

    static final Bank BANK = new Bank(
            "5b1a6e2f9c0d4e7f8a910907",
            "example-bank",
            "907",
            "Example Bank",
            "example-bank.svg",
            new Bank.Colors("#eeeeee", "#333333", "#222222", "#ffffff"),
            false,
            Set.of(Product.AUTH, Product.BALANCE, Product.IDENTITY, Product.TRANSACTIONS),
            new Bank.Login("redirect", List.of()));

    private final ExampleBankCalls calls;

    /// @param base of the bank's interface, with a slash at its end
    public ExampleBankConnector(BankHttp http, InstantSource clock, URI base) {
        this.calls = new ExampleBankCalls(http, clock, base);
    }

    @Override
    public Set<Environment> environments() {
        return Set.of(Environment.PRODUCTION);
    }

    /// Each owner is known to the bank by a key of their own.
    @Override
    public Optional<String> keyNetwork() {
        return Optional.of("example");
    }

    @Override
    public List<Bank> banks() {
        return List.of(BANK);
    }

    @Override
    public SignInStep signIn(Access access, SignInRequest request) {
        calls.requireKey(access);
        var known = request.earlier()
                .map(earlier -> Map.of("consent", ExampleGrant.of(earlier).consent()))
                .orElse(Map.of());
        return CodeRedirect.to(calls.at("authorize"), ExampleBankCalls.CLIENT, request.back(), known);
    }

    @Override
    public SignInStep answer(Access access, String state, SignInAnswer answer) {
        return switch (CodeRedirect.back(BANK, state, answer, calls.issuer())) {
            case CodeRedirect.Return.Refused(var failed) -> failed;
            case CodeRedirect.Return.Code code -> calls.exchanged(access, code);
        };
    }

    /// An account may hold several currencies; here each of them is an account of its own.
    @Override
    public List<BankAccount> accounts(Access access, HeldGrant grant) {
        var token = calls.token(access, grant);
        var listed = new LinkedHashMap<AccountRequest, JsonNode>();
        Fields.each(calls.get(access, token, calls.at("accounts")).json(), "accounts")
                .forEach(account ->
                        listed.put(AccountRequest.of(account.path("id").asText()), account));
        var reads = AccountReads.each(listed.keySet(), request -> balances(access, token, request));
        return listed.entrySet().stream()
                .flatMap(each -> ExampleBankJson.accounts(
                        each.getValue(), reads.get(each.getKey().reference())))
                .toList();
    }

    @Override
    public Map<String, AccountRead<BalanceAmounts>> balances(
            Access access, HeldGrant grant, Collection<AccountRequest> accounts) {
        var token = calls.token(access, grant);
        return AccountReads.byCurrency(accounts, request -> balances(access, token, request));
    }

    private AccountRead<Map<Currency, Chosen>> balances(Access access, String token, AccountRequest id) {
        var job = id.job()
                .map(known -> "?" + BankRequest.query(Map.of("job", known)))
                .orElse("");
        var answer = calls.get(access, token, calls.at("accounts/" + id.reference() + "/balances" + job));
        if (answer.gone()) {
            return new AccountRead.Gone<>();
        }
        var later = answer.object().filter(_ -> answer.status() == 202).flatMap(body -> Fields.text(body, "job"));
        return later.isPresent()
                ? new AccountRead.Later<>(later.get(), Duration.ofSeconds(30))
                : new AccountRead.Value<>(ExampleBankJson.balances(answer.json()));
    }

    @Override
    public String network() {
        return "example";
    }

    @Override
    public Set<String> finished(NetworkPost post) {
        return calls.isSigned(post)
                ? post.object().flatMap(body -> Fields.text(body, "ready")).stream()
                        .collect(Collectors.toSet())
                : Set.of();
    }

    @Override
    public Map<String, AccountRead<BankTransactions>> transactions(
            Access access, HeldGrant grant, Collection<AccountRequest> accounts, DaySpan days) {
        var token = calls.token(access, grant);
        return AccountReads.each(accounts, request -> lines(access, token, request, days));
    }

    private AccountRead<BankTransactions> lines(Access access, String token, AccountRequest request, DaySpan days) {
        var account = CurrencyReference.of(request);
        var first = calls.at("accounts/" + account.id() + "/transactions?from=" + days.first() + "&to=" + days.last());
        var links = new PageLinks(first);
        var lines = new ArrayList<BankTransaction>();
        for (var page = Optional.of(first); page.isPresent(); ) {
            var answer = calls.get(access, token, page.get());
            if (answer.gone()) {
                return new AccountRead.Gone<>();
            }
            ExampleBankJson.lines(answer.json(), account.currency()).forEach(lines::add);
            page = links.next(Fields.text(answer.json(), "next"));
        }
        return new AccountRead.Value<>(new BankTransactions(lines, links.complete()));
    }

    /// One person for the whole login.
    @Override
    public Map<String, AccountRead<BankIdentity>> identity(
            Access access, HeldGrant grant, Collection<AccountRequest> accounts) {
        var answer = calls.get(access, calls.token(access, grant), calls.at("customer"));
        var identity = ExampleBankJson.identity(answer.json());
        return AccountReads.each(accounts, _ -> new AccountRead.Value<>(identity));
    }

    @Override
    public void endAccess(Access access, HeldGrant grant) {
        var answer = calls.revoke(access, ExampleGrant.of(grant.grant()).consent());
        if (!answer.gone()) {
            answer.done();
        }
    }

    /// A renewal goes on with the consent before.
    @Override
    public boolean isSameAccess(Grant one, Grant other) {
        return ExampleGrant.of(one).consent().equals(ExampleGrant.of(other).consent());
    }
}
