package org.openbalance.journey;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.openbalance.api.Product;
import org.openbalance.bank.Access;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.AccountRequest;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankAccount;
import org.openbalance.bank.BankCustomer;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.Connector;
import org.openbalance.bank.Grant;
import org.openbalance.bank.HeldGrant;
import org.openbalance.bank.ReadsAccounts;
import org.openbalance.bank.ReadsBalances;
import org.openbalance.bank.Secret;
import org.openbalance.bank.SignInAnswer;
import org.openbalance.bank.SignInRequest;
import org.openbalance.bank.SignInStep;
import org.openbalance.bank.SignsIn;
import org.openbalance.money.AccountNumber;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.Money;
import org.openbalance.platform.Environment;

/// A bank that takes its time, locks nobody, and remembers what it was asked.
@Alternative
@Singleton
public class CountingConnector implements Connector, SignsIn, ReadsAccounts, ReadsBalances {

    static final String BANK = "counting-bank";
    static final String PASSWORD = "right";
    static final String OTP = "424242";
    /// A user who is signed in after a moment, without being asked anything.
    static final String PATIENT = "patient";

    private static final Bank ONLY = new Bank(
            "c0047b0a2c4e0b6d30f10900",
            BANK,
            "899",
            "Counting Bank",
            "harmattan-bank.svg",
            new Bank.Colors("#111111", "#222222", "#333333", "#444444"),
            false,
            Set.of(Product.values()),
            new Bank.Login(
                    "otp",
                    List.of(
                            new Bank.Field("username", "User name", "text", 64),
                            new Bank.Field("password", "Password", "password", 128))));

    private static final Optional<AccountNumber> NUMBER = AccountNumber.read(AccountNumber.Scheme.NUBAN, "0000014579");

    private final AtomicInteger signIns = new AtomicInteger();
    private final AtomicInteger answers = new AtomicInteger();
    private final Queue<BankFailure.Kind> failures = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Optional<Grant>> earlier = new AtomicReference<>(Optional.empty());
    private final AtomicReference<SignInRequest.Person> person = new AtomicReference<>(SignInRequest.Person.UNTOLD);
    private volatile Duration latency = Duration.ZERO;

    void answersAfter(Duration time) {
        latency = time;
        signIns.set(0);
        answers.set(0);
        failures.clear();
    }

    /// Fails the next call so.
    void failsOnce(BankFailure.Kind kind) {
        failures.add(kind);
    }

    /// Whom the last sign-in was for, as far as the owner said.
    SignInRequest.Person person() {
        return person.get();
    }

    /// What the last sign-in was to renew.
    Optional<Grant> renewed() {
        return earlier.get();
    }

    int signInsSeen() {
        return signIns.get();
    }

    int answersSeen() {
        return answers.get();
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
        signIns.incrementAndGet();
        earlier.set(request.earlier());
        person.set(request.person());
        takesItsTime();
        var username = request.fields().get("username").value();
        if (!request.fields().get("password").value().equals(PASSWORD)) {
            return new SignInStep.Failed(SignInStep.Reason.BAD_CREDENTIALS, "Wrong", true);
        }
        return username.equals(PATIENT)
                ? new SignInStep.Wait(1, username)
                : new SignInStep.Otp("Sent", OTP.length(), username);
    }

    @Override
    public SignInStep answer(Access access, String state, SignInAnswer answer) {
        answers.incrementAndGet();
        takesItsTime();
        return answer.equals(new SignInAnswer.Typed(new Secret(OTP))) || state.equals(PATIENT)
                ? new SignInStep.Authenticated(
                        new Grant(state),
                        new BankCustomer(state, "Ada Obi", Optional.empty(), Optional.empty(), Optional.empty()))
                : new SignInStep.Failed(SignInStep.Reason.BAD_ANSWER, "Wrong", true);
    }

    @Override
    public List<BankAccount> accounts(Access access, HeldGrant grant) {
        return List.of(new BankAccount(grant.grant().token() + "-0", NUMBER, "Ada Obi", "savings", amounts()));
    }

    @Override
    public Map<String, AccountRead<BalanceAmounts>> balances(
            Access access, HeldGrant grant, Collection<AccountRequest> accounts) {
        var readings = new LinkedHashMap<String, AccountRead<BalanceAmounts>>();
        accounts.forEach(account -> readings.put(account.reference(), new AccountRead.Value<>(amounts())));
        return readings;
    }

    private static BalanceAmounts amounts() {
        return new BalanceAmounts(
                new Money(100, Currency.getInstance("NGN")), new Money(100, Currency.getInstance("NGN")));
    }

    private void takesItsTime() {
        try {
            Thread.sleep(latency);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        var failure = failures.poll();
        if (failure != null) {
            throw new BankFailure(failure, "As the test wants it");
        }
    }
}
