package org.openbalance.bank.example;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.openbalance.bank.Access;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.AccountRequest;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankAccount;
import org.openbalance.bank.BankIdentity;
import org.openbalance.bank.BankTransactions;
import org.openbalance.bank.Connector;
import org.openbalance.bank.DaySpan;
import org.openbalance.bank.EndsAccess;
import org.openbalance.bank.Grant;
import org.openbalance.bank.HeldGrant;
import org.openbalance.bank.ReadsAccounts;
import org.openbalance.bank.ReadsBalances;
import org.openbalance.bank.ReadsIdentity;
import org.openbalance.bank.ReadsTransactions;
import org.openbalance.bank.SignInAnswer;
import org.openbalance.bank.SignInRequest;
import org.openbalance.bank.SignInStep;
import org.openbalance.bank.SignsIn;
import org.openbalance.bank.kit.Feature;
import org.openbalance.bank.kit.RawAnswer;
import org.openbalance.bank.kit.Visit;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.platform.Environment;

/// Example Bank among the banks of the sandbox, for tests of what comes after the sign-in: the connector and its
/// stand-in are those of the kit, and the stand-in's customer agrees by themselves,
/// whatever is typed.
@Alternative
@Singleton
public class ExampleBankInSandbox
        implements Connector, SignsIn, ReadsAccounts, ReadsBalances, ReadsTransactions, ReadsIdentity, EndsAccess {

    public static final String BANK = ExampleBankConnector.BANK.slug();

    private static final int CONSENTS_OF_A_TEST = 1_000;

    private int founded;
    private volatile ExampleBankStandIn standIn = ofToday();
    private volatile ExampleBankConnector connector = (ExampleBankConnector) standIn.connector();

    /// The bank as it was founded: it knows no login of before. No consent has the name of an earlier one: what a test
    /// before has asked to end, and comes late, ends none of these.
    public void anew() {
        standIn.close();
        standIn = ofToday();
        connector = (ExampleBankConnector) standIn.connector();
    }

    private ExampleBankStandIn ofToday() {
        var bank = new ExampleBankStandIn(CONSENTS_OF_A_TEST * founded++);
        bank.pass(Duration.between(bank.instant(), Instant.now()));
        return bank;
    }

    /// From now on the bank answers so where it is asked for this.
    public void answers(Visit.Kind kind, RawAnswer answer) {
        standIn.answer(kind, answer);
    }

    /// From now on an account, by its name such as `a1`, has these lines on some days.
    public void keeps(BiFunction<String, DaySpan, RawAnswer> lines) {
        standIn.keeps(lines);
    }

    /// From now on the bank has its own answers again.
    public void behaves() {
        standIn.end(Feature.HTTP);
    }

    /// How often it was asked for this.
    public long asked(Visit.Kind kind) {
        return standIn.visits().stream().filter(visit -> visit.kind() == kind).count();
    }

    @PreDestroy
    void close() {
        standIn.close();
    }

    @Override
    public Set<Environment> environments() {
        return Set.of(Environment.SANDBOX);
    }

    @Override
    public List<Bank> banks() {
        return List.of(new Bank(
                ExampleBankConnector.BANK.id(),
                BANK,
                ExampleBankConnector.BANK.code(),
                ExampleBankConnector.BANK.name(),
                ExampleBankConnector.BANK.artwork(),
                ExampleBankConnector.BANK.colors(),
                false,
                ExampleBankConnector.BANK.products(),
                new Bank.Login(
                        "password",
                        List.of(
                                new Bank.Field("username", "User name", "text", 64),
                                new Bank.Field("password", "Password", "password", 128)))));
    }

    private Access at(Access access) {
        return new Access(access.tenant(), access.bank(), access.attendance(), access.deadline(), standIn::keys);
    }

    @Override
    public SignInStep signIn(Access access, SignInRequest request) {
        var step = (SignInStep.Redirect) connector.signIn(at(access), standIn.request(Optional.empty()));
        return connector.answer(at(access), step.state(), standIn.customer(step));
    }

    @Override
    public void endAccess(Access access, HeldGrant grant) {
        connector.endAccess(at(access), grant);
    }

    @Override
    public boolean isSameAccess(Grant one, Grant other) {
        return connector.isSameAccess(one, other);
    }

    @Override
    public SignInStep answer(Access access, String state, SignInAnswer answer) {
        throw new IllegalStateException("The sign-in is done with its first step");
    }

    @Override
    public List<BankAccount> accounts(Access access, HeldGrant grant) {
        return connector.accounts(at(access), grant);
    }

    @Override
    public Map<String, AccountRead<BalanceAmounts>> balances(
            Access access, HeldGrant grant, Collection<AccountRequest> accounts) {
        return connector.balances(at(access), grant, accounts);
    }

    @Override
    public Map<String, AccountRead<BankTransactions>> transactions(
            Access access, HeldGrant grant, Collection<AccountRequest> accounts, DaySpan days) {
        return connector.transactions(at(access), grant, accounts, days);
    }

    @Override
    public Map<String, AccountRead<BankIdentity>> identity(
            Access access, HeldGrant grant, Collection<AccountRequest> accounts) {
        return connector.identity(at(access), grant, accounts);
    }
}
