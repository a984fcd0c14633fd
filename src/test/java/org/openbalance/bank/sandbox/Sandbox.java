package org.openbalance.bank.sandbox;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openbalance.api.Mark;
import org.openbalance.bank.Access;
import org.openbalance.bank.Bank;
import org.openbalance.bank.Grant;
import org.openbalance.bank.Secret;
import org.openbalance.bank.SignInAnswer;
import org.openbalance.bank.SignInRequest;
import org.openbalance.bank.SignInStep;
import org.openbalance.bank.WayBack;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;

/// All of the sandbox over a store in memory, at a time that tests move, with sleeps that only are noted.
final class Sandbox implements InstantSource {

    static final Tenant TENANT = new Tenant("aaaaaaaaaaaaaaaaaaaaaaaa", Environment.SANDBOX);
    static final Tenant OTHER = new Tenant("bbbbbbbbbbbbbbbbbbbbbbbb", Environment.SANDBOX);
    static final WayBack RETURN = new WayBack("https://openbalance.example/v2/sandbox/widget/return", "abc");

    static final Bank PASSWORD = SandboxBanks.HARMATTAN.bank();
    static final Bank OTP = SandboxBanks.CALABASH.bank();
    static final Bank QUESTION = SandboxBanks.TAMARIND.bank();
    static final Bank REDIRECT = SandboxBanks.LAGOON.bank();
    static final Bank CORPORATE = SandboxBanks.IRONWOOD.bank();
    static final Bank WAIT = SandboxBanks.MONSOON.bank();

    private Instant now = Instant.parse("2026-03-10T09:30:00Z");

    final MemorySandboxStore store = new MemorySandboxStore();
    final List<Duration> sleeps = new ArrayList<>();
    final Sleeper sleeper = sleeps::add;
    final SandboxCustomers customers = new SandboxCustomers(store, this);
    final StatementStore statements = new StatementStore(store);
    final SandboxBalances balances = new SandboxBalances(store, statements, customers, this);
    final StatementImports imports = new StatementImports(store, statements, balances, this);
    final Credentials credentials = new Credentials(store, customers, this);
    final Outages outages = new Outages(store, this, sleeper);
    final RedirectRequests requests = new RedirectRequests(store, this);
    final ConsentPage page = new ConsentPage(requests, credentials);
    final SandboxConnector connector = connector(outages, sleeper);

    @Override
    public Instant instant() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /// The same sandbox, with a bank that really sleeps.
    SandboxConnector awake() {
        var real = new ThreadSleeper();
        return connector(new Outages(store, this, real), real);
    }

    /// The same sandbox as another process reaches it.
    SandboxConnector another() {
        return connector(outages, sleeper);
    }

    private SandboxConnector connector(Outages troubles, Sleeper asleep) {
        var grants = new SandboxGrants(customers, store, this);
        var rotating = new RotatingGrants(store, this);
        return new SandboxConnector(
                store, customers, balances, credentials, grants, rotating, troubles, requests, this, asleep);
    }

    Access access(Bank bank) {
        return access(TENANT, bank);
    }

    Access access(Tenant tenant, Bank bank) {
        return new Access(tenant, bank, Optional.empty(), now.plusSeconds(20));
    }

    SignInStep signIn(Bank bank, String username, String password) {
        return signIn(access(bank), fields(bank, username, password));
    }

    SignInStep signIn(Access access, Map<String, Secret> fields) {
        return connector.signIn(access, new SignInRequest(fields, RETURN, Optional.empty()));
    }

    SignInStep answer(Bank bank, String state, String answer) {
        return connector.answer(access(bank), state, bank.equals(REDIRECT) ? returned(answer) : typed(answer));
    }

    static SignInAnswer typed(String answer) {
        return answer.isEmpty() ? new SignInAnswer.Waited() : new SignInAnswer.Typed(new Secret(answer));
    }

    /// @param handedBack the value of `code` or of `error`
    static SignInAnswer returned(String handedBack) {
        var name = handedBack.startsWith("access_") || handedBack.startsWith("account_") ? "error" : "code";
        return new SignInAnswer.Returned(handedBack.isEmpty() ? Map.of() : Map.of(name, handedBack, "state", "abc"));
    }

    /// Signs in to the end, whatever the bank asks.
    SignInStep through(Bank bank, String username, String password) {
        var step = signIn(bank, username, password);
        return switch (step) {
            case SignInStep.Otp otp -> answer(bank, otp.state(), SandboxConnector.OTP);
            case SignInStep.Question question -> answer(bank, question.state(), SandboxConnector.ANSWER);
            case SignInStep.Wait wait -> answer(bank, wait.state(), "");
            case SignInStep.Redirect redirect -> answer(bank, redirect.state(), approve(redirect, username, password));
            case SignInStep.Authenticated done -> done;
            case SignInStep.Failed failed -> failed;
        };
    }

    Grant grant(Bank bank, String username, String password) {
        return assertInstanceOf(SignInStep.Authenticated.class, through(bank, username, password))
                .grant();
    }

    Grant good(Bank bank) {
        return grant(bank, "user_good", "pass_good");
    }

    String approve(SignInStep.Redirect redirect, String username, String password) {
        return handedBack(decide(redirect, "approve", username, password));
    }

    ConsentPage.Answer decide(SignInStep.Redirect redirect, String decision, String username, String password) {
        var request = redirect.url().substring(redirect.url().indexOf("request=") + "request=".length());
        return page.decide(
                Map.of("request", request, "decision", decision, "username", username, "password", password));
    }

    /// The value of `code` or of `error` on the way back.
    static String handedBack(ConsentPage.Answer answer) {
        var url = assertInstanceOf(ConsentPage.Answer.Redirect.class, answer).url();
        return url.substring(url.indexOf('=') + 1, url.indexOf('&'));
    }

    static Map<String, Secret> fields(Bank bank, String username, String password) {
        return bank.corporate()
                ? fields(WellKnownUser.COMPANY_ID, username, password)
                : Map.of("username", new Secret(username), "password", new Secret(password));
    }

    static Map<String, Secret> fields(String company, String username, String password) {
        return Map.of(
                "company_id", new Secret(company),
                "username", new Secret(username),
                "password", new Secret(password));
    }

    SandboxCustomer made(Tenant tenant, NewCustomer wanted) {
        return assertInstanceOf(SandboxCustomers.Creation.Created.class, customers.create(tenant, wanted, Mark.NONE))
                .customer();
    }

    static NewCustomer wanted(Bank bank, String username) {
        return wanted(bank, username, 3, NewCustomer.QUICKEST);
    }

    static NewCustomer wanted(Bank bank, String username, int accounts, int internetSpeed) {
        return new NewCustomer(
                accounts,
                "Ada Okafor",
                bank,
                username,
                new Secret("correct horse"),
                Holder.IND,
                ActivityLevel.MEDIUM,
                100,
                internetSpeed);
    }
}
