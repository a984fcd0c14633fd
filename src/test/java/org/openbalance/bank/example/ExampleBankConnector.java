package org.openbalance.bank.example;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openbalance.api.Product;
import org.openbalance.bank.*;
import org.openbalance.bank.http.*;
import org.openbalance.money.AccountNumber;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.Money;
import org.openbalance.platform.Environment;

/// Speaks to Example Bank: a page of its own at sign-in, an access token of five minutes, a refresh token that works
/// once, one call an account.
public final class ExampleBankConnector
        implements Connector, SignsIn, ReadsAccounts, ReadsBalances, ReadsTransactions, ReadsIdentity {

    static final ZoneId ZONE = ZoneId.of("Africa/Lagos");

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

    /// The bank gives one to three of them. What it expects is booked or reserved already.
    private static final BalanceKinds KINDS =
            new BalanceKinds(List.of("booked", "expected", "available"), List.of("available", "expected", "booked"));

    private final BankHttp http;
    private final InstantSource clock;
    private final URI base;
    private final Credentials own;

    /// What the bank knows this deployment by.
    public record Credentials(String id, Secret secret) {}

    /// @param base of the bank's interface, with a slash at its end
    public ExampleBankConnector(BankHttp http, InstantSource clock, URI base, Credentials own) {
        this.http = http;
        this.clock = clock;
        this.base = base;
        this.own = own;
    }

    @Override
    public Set<Environment> environments() {
        return Set.of(Environment.PRODUCTION);
    }

    @Override
    public List<Bank> banks() {
        return List.of(BANK);
    }

    @Override
    public SignInStep signIn(Access access, SignInRequest request) {
        var known = request.earlier()
                .map(earlier -> Map.of("consent", ExampleGrant.of(earlier).consent()))
                .orElse(Map.of());
        return CodeRedirect.to(base.resolve("authorize"), own.id(), request.back(), known);
    }

    @Override
    public SignInStep answer(Access access, String state, SignInAnswer answer) {
        return switch (CodeRedirect.back(BANK, state, answer, base.toString())) {
            case CodeRedirect.Return.Refused(var failed) -> failed;
            case CodeRedirect.Return.Code code -> exchanged(token(access, code.form()));
        };
    }

    private SignInStep exchanged(BankAnswer answer) {
        if (answer.status() == 400) {
            return new SignInStep.Failed(SignInStep.Reason.EXPIRED, "That took too long. Sign in again", true);
        }
        var customer = answer.json().path("customer");
        return new SignInStep.Authenticated(
                ExampleGrant.of(answer.json(), clock.instant()),
                new BankCustomer(
                        customer.path("id").asText(),
                        customer.path("name").asText(),
                        Fields.text(customer, "bvn"),
                        Fields.text(customer, "phone"),
                        Fields.text(customer, "email")));
    }

    private BankAnswer token(Access access, Map<String, String> what) {
        var form = new LinkedHashMap<>(what);
        form.put("client_id", own.id());
        form.put("client_secret", own.secret().value());
        return http.send(access, BankRequest.post(base.resolve("token"), form));
    }

    /// The token to ask with. An end that is known is not asked about: the bank may answer anything then.
    private String token(Access access, HeldGrant held) {
        var grant = ExampleGrant.of(held.grant());
        if (grant.hasEnded(clock.instant())) {
            throw new BankFailure(BankFailure.Kind.LOGIN_EXPIRED, "Example Bank asks the customer to sign in again");
        }
        return grant.isFresh(clock.instant())
                ? grant.access()
                : ExampleGrant.of(held.exchange(last -> exchanged(access, last)))
                        .access();
    }

    private Grant exchanged(Access access, Grant last) {
        var refresh = ExampleGrant.of(last).refresh();
        var answer = token(access, Map.of("grant_type", "refresh_token", "refresh_token", refresh));
        return ExampleGrant.of(answer.json(), clock.instant());
    }

    private BankAnswer get(Access access, String token, URI what) {
        return http.send(
                access,
                BankRequest.get(what)
                        .bearer(token)
                        .with("Customer-Address", access.attendance().map(Attendance::address))
                        .with("Customer-Agent", access.attendance().flatMap(Attendance::userAgent)));
    }

    /// An account may hold several currencies; here each of them is an account of its own.
    @Override
    public List<BankAccount> accounts(Access access, HeldGrant grant) {
        var token = token(access, grant);
        var listed = new LinkedHashMap<AccountRequest, JsonNode>();
        Fields.each(get(access, token, base.resolve("accounts")).json(), "accounts")
                .forEach(account ->
                        listed.put(AccountRequest.of(account.path("id").asText()), account));
        var reads = AccountReads.each(listed.keySet(), request -> balances(access, token, request));
        var accounts = new ArrayList<BankAccount>();
        listed.forEach((request, account) -> {
            if (reads.get(request.reference()) instanceof AccountRead.Value<Map<Currency, BalanceAmounts>> held) {
                held.value().forEach((currency, amounts) -> accounts.add(account(account, currency, amounts)));
            }
        });
        return accounts;
    }

    private static BankAccount account(JsonNode account, Currency currency, BalanceAmounts amounts) {
        return new BankAccount(
                new CurrencyReference(account.path("id").asText(), currency.getCurrencyCode()).toString(),
                AccountNumber.read(
                        AccountNumber.Scheme.NUBAN, account.path("number").asText()),
                account.path("name").asText(),
                account.path("type").asText(),
                amounts);
    }

    @Override
    public Map<String, AccountRead<BalanceAmounts>> balances(
            Access access, HeldGrant grant, Collection<AccountRequest> accounts) {
        var token = token(access, grant);
        return AccountReads.byCurrency(accounts, request -> balances(access, token, request));
    }

    private AccountRead<Map<Currency, BalanceAmounts>> balances(Access access, String token, AccountRequest id) {
        var job = id.job()
                .map(known -> "?" + BankRequest.query(Map.of("job", known)))
                .orElse("");
        var answer = get(access, token, base.resolve("accounts/" + id.reference() + "/balances" + job));
        if (answer.gone()) {
            return new AccountRead.Gone<>();
        }
        var later = answer.object().filter(_ -> answer.status() == 202).flatMap(body -> Fields.text(body, "job"));
        return later.isPresent()
                ? new AccountRead.Later<>(later.get(), Duration.ofSeconds(30))
                : new AccountRead.Value<>(KINDS.of(Fields.each(answer.json(), "balances")
                        .map(balance ->
                                new BalanceKinds.Given(balance.path("kind").asText(), amount(balance)))
                        .toList()));
    }

    private static Optional<Money> amount(JsonNode of) {
        return BankAmounts.directed(of.path("amount"), of.path("currency"), of.path("direction"));
    }

    @Override
    public Map<String, AccountRead<BankTransactions>> transactions(
            Access access, HeldGrant grant, Collection<AccountRequest> accounts, DaySpan days) {
        var token = token(access, grant);
        return AccountReads.each(accounts, request -> lines(access, token, request, days));
    }

    private AccountRead<BankTransactions> lines(Access access, String token, AccountRequest request, DaySpan days) {
        var account = CurrencyReference.of(request);
        var first =
                base.resolve("accounts/" + account.id() + "/transactions?from=" + days.first() + "&to=" + days.last());
        var links = new PageLinks(first);
        var lines = new ArrayList<BankTransaction>();
        for (var page = Optional.of(first); page.isPresent(); ) {
            var answer = get(access, token, page.get());
            if (answer.gone()) {
                return new AccountRead.Gone<>();
            }
            Fields.each(answer.json(), "transactions")
                    .filter(line ->
                            account.currency().equals(line.path("currency").asText()))
                    .forEach(line -> lines.add(line(line)));
            page = links.next(Fields.text(answer.json(), "next"));
        }
        return new AccountRead.Value<>(new BankTransactions(lines, links.complete()));
    }

    private static BankTransaction line(JsonNode line) {
        var booked = BankDates.day(line.path("booked"), ZONE);
        return new BankTransaction(
                Fields.text(line, "id"),
                booked.isPresent() ? BankTransaction.Status.BOOKED : BankTransaction.Status.PENDING,
                booked,
                BankDates.day(line.path("valued"), ZONE),
                amount(line)
                        .orElseThrow(() -> new BankFailure(
                                BankFailure.Kind.ERROR, "Example Bank gave a line that was not understood")),
                line.path("text").asText(""),
                BankAmounts.major(line.path("balance"), line.path("currency")));
    }

    /// One person for the whole login.
    @Override
    public Map<String, AccountRead<BankIdentity>> identity(
            Access access, HeldGrant grant, Collection<AccountRequest> accounts) {
        var person = get(access, token(access, grant), base.resolve("customer")).json();
        var identity = new BankIdentity(
                Fields.texts(person, "names"),
                BankDates.day(person.path("born"), ZONE),
                Fields.texts(person, "addresses"),
                Fields.texts(person, "phones"),
                Fields.texts(person, "emails"),
                Fields.text(person, "bvn"));
        return AccountReads.each(accounts, _ -> new AccountRead.Value<>(identity));
    }
}
