package org.openbalance.bank.sandbox;

import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openbalance.bank.Access;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankAccount;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.Connector;
import org.openbalance.bank.Grant;
import org.openbalance.bank.Health;
import org.openbalance.bank.Reading;
import org.openbalance.bank.Secret;
import org.openbalance.bank.SignIn;
import org.openbalance.store.Environment;
import org.openbalance.store.Tenant;

/// Speaks for all sandbox banks.
///
/// The one-time password is [#OTP], the answer to the security question [#ANSWER]. Three wrong answers, or five wrong
/// passwords within 15 minutes, lock.
@Singleton
public final class SandboxConnector implements Connector {

    public static final String OTP = "123456";
    public static final String ANSWER = "openbalance";

    static final int MOST_ANSWERS = 3;

    /// How long a one-time password, a question or a moment to wait may be left open.
    static final Duration CHALLENGE_LIFETIME = Duration.ofMinutes(10);

    private static final int WAIT_MS = 1000;

    private static final String QUESTION = "What was the name of your first school?";
    private static final String OTP_MESSAGE =
            "Enter the one-time password we sent to your phone (in the sandbox: " + OTP + ")";

    private final SandboxCustomers customers;
    private final SandboxBalances balances;
    private final Credentials credentials;
    private final Grants grants;
    private final Outages outages;
    private final RedirectRequests requests;
    private final Tries answers;
    private final InstantSource clock;
    private final Sleeper sleeper;

    SandboxConnector(
            SandboxStore store,
            SandboxCustomers customers,
            SandboxBalances balances,
            Credentials credentials,
            Grants grants,
            Outages outages,
            RedirectRequests requests,
            InstantSource clock,
            Sleeper sleeper) {
        this.customers = customers;
        this.balances = balances;
        this.credentials = credentials;
        this.grants = grants;
        this.outages = outages;
        this.requests = requests;
        this.answers = new Tries(store, clock, "ANSWERS", MOST_ANSWERS, CHALLENGE_LIFETIME);
        this.clock = clock;
        this.sleeper = sleeper;
    }

    @Override
    public Environment environment() {
        return Environment.SANDBOX;
    }

    @Override
    public List<Bank> banks() {
        return Arrays.stream(SandboxBanks.values()).map(SandboxBanks::bank).toList();
    }

    @Override
    public Health health(Tenant tenant, Bank bank) {
        return outages.health(tenant, bank);
    }

    /// Outages are each tenant's own.
    @Override
    public String line(Tenant tenant, Bank bank) {
        return bank.id() + '#' + tenant.owner();
    }

    @Override
    public SignIn signIn(Access access, Map<String, Secret> fields, String returnUrl) {
        enter(access);
        if (flow(access) == SandboxBanks.Flow.REDIRECT) {
            return redirect(access, returnUrl);
        }
        return switch (credentials.check(access.tenant(), access.bank(), fields)) {
            case Credentials.Verdict.Right right -> recognised(access, right.user());
            case Credentials.Verdict.Wrong wrong ->
                failed(SignIn.Reason.BAD_CREDENTIALS, "The user name or the password is wrong", true);
            case Credentials.Verdict.Locked locked -> locked();
        };
    }

    private SignIn redirect(Access access, String returnUrl) {
        var request = requests.open(access.tenant(), access.bank(), returnUrl);
        var page = URI.create(returnUrl).resolve(ConsentPage.PATH + '?' + ConsentPage.REQUEST + '=' + request);
        var state = SignInState.redirect(access.bank(), request, clock.instant());
        return new SignIn.Redirect(page.toString(), state.text());
    }

    /// What comes after the right user name and password.
    private SignIn recognised(Access access, User user) {
        takeTime(access, user);
        if (user.is(WellKnown.USER_BAD_OTP)) {
            return otp(user);
        }
        return switch (flow(access)) {
            case OTP -> otp(user);
            case QUESTION -> new SignIn.Question(QUESTION, begin(SignInState.Step.QUESTION, user));
            case WAIT -> new SignIn.Wait(WAIT_MS, begin(SignInState.Step.WAIT, user));
            case PASSWORD, CORPORATE, REDIRECT -> authenticated(access, user);
        };
    }

    private SignIn otp(User user) {
        return new SignIn.Otp(OTP_MESSAGE, OTP.length(), begin(SignInState.Step.OTP, user));
    }

    private String begin(SignInState.Step step, User user) {
        return SignInState.begin(step, user, clock.instant()).text();
    }

    @Override
    public SignIn answer(Access access, String state, Secret answer) {
        enter(access);
        return SignInState.read(access.bank(), state)
                .filter(this::fresh)
                .map(known -> answer(access, known, answer.value()))
                .orElseGet(SandboxConnector::expired);
    }

    private boolean fresh(SignInState state) {
        return clock.instant().getEpochSecond() - state.since() < CHALLENGE_LIFETIME.toSeconds();
    }

    private SignIn answer(Access access, SignInState state, String answer) {
        if (state.step() == SignInState.Step.REDIRECT) {
            return cameBack(access, state, answer);
        }
        return customers
                .find(access.tenant(), access.bank(), state.username())
                .map(user -> answer(access, state, user, answer.strip()))
                .orElseGet(SandboxConnector::expired);
    }

    private SignIn answer(Access access, SignInState state, User user, String answer) {
        takeTime(access, user);
        return switch (state.step()) {
            case OTP -> judged(access, state, user, OTP.equals(answer) && !user.is(WellKnown.USER_BAD_OTP));
            case QUESTION -> judged(access, state, user, ANSWER.equals(answer.toLowerCase(Locale.ROOT)));
            case WAIT, REDIRECT -> authenticated(access, user);
        };
    }

    private SignIn judged(Access access, SignInState state, User user, boolean right) {
        if (answers.locked(access.tenant(), state.attempt())) {
            return locked();
        }
        if (right) {
            return authenticated(access, user);
        }
        return answers.wrong(access.tenant(), state.attempt())
                ? locked()
                : failed(SignIn.Reason.BAD_ANSWER, "That is not the right answer", true);
    }

    private SignIn cameBack(Access access, SignInState state, String answer) {
        return switch (answer) {
            // Without an answer the customer came back by another way than the page's buttons.
            case "", ConsentPage.DENIED ->
                failed(
                        SignIn.Reason.CANCELLED,
                        "Access was not approved at " + access.bank().name(),
                        true);
            case ConsentPage.LOCKED -> locked();
            default ->
                requests.redeem(access.tenant(), state.attempt(), answer)
                        .flatMap(username -> customers.find(access.tenant(), access.bank(), username))
                        .map(user -> recognised(access, user))
                        .orElseGet(SandboxConnector::expired);
        };
    }

    @Override
    public List<BankAccount> accounts(Access access, Grant grant) {
        enter(access);
        var user = signedIn(access, grant);
        var readings = balances.of(access.tenant(), user.customer());
        return user.customer().accounts().stream()
                .map(account -> new BankAccount(
                        account.reference(),
                        account.nuban(),
                        account.name(),
                        account.type(),
                        readings.get(account.reference())))
                .toList();
    }

    @Override
    public Map<String, Reading> balances(Access access, Grant grant, Collection<String> accounts) {
        enter(access);
        var user = signedIn(access, grant);
        if (user.is(WellKnown.USER_EXPIRED)) {
            throw loginExpired(access);
        }
        var readings = balances.of(access.tenant(), user.customer());
        readings.keySet().retainAll(accounts);
        return readings;
    }

    private User signedIn(Access access, Grant grant) {
        var user = grants.check(access.tenant(), access.bank(), grant).orElseThrow(() -> loginExpired(access));
        takeTime(access, user);
        return user;
    }

    private void enter(Access access) {
        SandboxCustomers.requireSandbox(access.tenant());
        outages.meet(access);
    }

    private void takeTime(Access access, User user) {
        sleeper.keepWaiting(access.bank(), user.customer().latency());
    }

    private static SandboxBanks.Flow flow(Access access) {
        return SandboxBanks.of(access.bank()).flow();
    }

    private static SignIn authenticated(Access access, User user) {
        return new SignIn.Authenticated(
                Grants.give(access.tenant(), user), user.customer().asKnown());
    }

    private static SignIn locked() {
        return failed(SignIn.Reason.LOCKED, "The login is locked. Try again later", false);
    }

    private static SignIn expired() {
        return failed(SignIn.Reason.EXPIRED, "That took too long. Sign in again", true);
    }

    private static SignIn failed(SignIn.Reason reason, String message, boolean retry) {
        return new SignIn.Failed(reason, message, retry);
    }

    private static BankFailure loginExpired(Access access) {
        return new BankFailure(
                BankFailure.Kind.LOGIN_EXPIRED, access.bank().name() + " asks the customer to sign in again");
    }
}
