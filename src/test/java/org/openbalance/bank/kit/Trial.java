package org.openbalance.bank.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;
import org.openbalance.bank.Access;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.AccountRequest;
import org.openbalance.bank.Attendance;
import org.openbalance.bank.BankAccount;
import org.openbalance.bank.BankCustomer;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.BankTransactions;
import org.openbalance.bank.EndsAccess;
import org.openbalance.bank.Grant;
import org.openbalance.bank.HeldGrant;
import org.openbalance.bank.NetworkKeys;
import org.openbalance.bank.ReadsAccounts;
import org.openbalance.bank.ReadsBalances;
import org.openbalance.bank.ReadsTransactions;
import org.openbalance.bank.Secret;
import org.openbalance.bank.SignInStep;
import org.openbalance.bank.SignsIn;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;

/// One rule being tried on one stand-in. Every call is made with a connector of its own, as any process may get it.
public final class Trial implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    /// No sign-in has more steps.
    private static final int MOST_STEPS = 10;

    private static final String OWNER = "aaaaaaaaaaaaaaaaaaaaaaaa";

    final StandIn standIn;
    final Heard heard = new Heard();
    /// What is kept of a sign-in and after it: states and grants.
    final List<String> kept = new ArrayList<>();
    final Tenant tenant;

    Trial(StandIn standIn) {
        this.standIn = standIn;
        this.tenant = new Tenant(OWNER, environment(standIn));
    }

    /// Stand-ins have test keys.
    private static Environment environment(StandIn standIn) {
        return standIn.connector().environments().contains(Environment.SANDBOX)
                ? Environment.SANDBOX
                : Environment.PRODUCTION;
    }

    /// A login, and the account that a situation is about.
    record Login(SignInStep.Authenticated done, List<BankAccount> accounts, Optional<String> about) {

        Grant grant() {
            return done.grant();
        }

        BankCustomer customer() {
            return done.customer();
        }

        List<String> references() {
            return accounts.stream().map(BankAccount::reference).toList();
        }

        String first() {
            return accounts.getFirst().reference();
        }
    }

    /// Goes on only where the network has it.
    void needs(Feature... features) {
        for (var feature : features) {
            var why = standIn.without().get(feature);
            if (why != null) {
                assertThat(why).as("why " + feature + " is not there").isNotBlank();
                Assumptions.abort(standIn.bank().name() + " has no " + feature + ": " + why);
            }
        }
    }

    Access access() {
        return access(Optional.empty(), PATIENCE);
    }

    Access access(Optional<Attendance> attendance, Duration patience) {
        return access(attendance, patience, standIn.keys());
    }

    /// For an owner with other keys, or none.
    Access access(Optional<NetworkKeys> keys) {
        return access(Optional.empty(), PATIENCE, keys);
    }

    private Access access(Optional<Attendance> attendance, Duration patience, Optional<NetworkKeys> keys) {
        var deadline = standIn.clock().instant().plus(patience);
        return new Access(tenant, standIn.bank(), attendance, deadline, () -> keys);
    }

    /// The owner's, as texts that may stand nowhere.
    List<String> keys() {
        return standIn.keys().stream()
                .flatMap(keys -> keys.named().values().stream())
                .map(Secret::value)
                .toList();
    }

    SignsIn signsIn() {
        return (SignsIn) standIn.connector();
    }

    /// Signs the customer in, whatever the bank asks.
    SignInStep.Authenticated signedIn(Optional<Grant> earlier) {
        var step = signsIn().signIn(access(), standIn.request(earlier));
        for (var steps = 0; steps < MOST_STEPS; steps++) {
            heard.note(step);
            if (step instanceof SignInStep.Authenticated done) {
                kept.add(done.grant().token());
                return done;
            }
            kept.add(state(step));
            step = signsIn().answer(access(), state(step), standIn.customer(step));
        }
        return fail("The sign-in did not end: " + step);
    }

    /// What a step that is not the last has to be gone on with.
    public static String state(SignInStep step) {
        return switch (step) {
            case SignInStep.Otp otp -> otp.state();
            case SignInStep.Question question -> question.state();
            case SignInStep.Redirect redirect -> redirect.state();
            case SignInStep.Wait wait -> wait.state();
            case SignInStep.Authenticated done -> fail("The sign-in has ended already: " + done);
            case SignInStep.Failed failed -> fail("Refused, " + failed.reason() + ": " + failed.message());
        };
    }

    Login login() {
        var done = signedIn(Optional.empty());
        var accounts = accounts(done.grant());
        assertThat(accounts).as("the customer's accounts").hasSizeGreaterThanOrEqualTo(1);
        return new Login(done, accounts, Optional.empty());
    }

    /// A login in a situation that its network has.
    Login login(Feature feature) {
        needs(feature);
        standIn.prepare(feature);
        var login = login();
        return new Login(login.done(), login.accounts(), standIn.begin(feature));
    }

    List<BankAccount> accounts(Grant grant) {
        return ((ReadsAccounts) standIn.connector()).accounts(access(), HeldGrant.unkept(grant));
    }

    Map<String, AccountRead<BalanceAmounts>> balances(Grant grant, Collection<String> references) {
        return balances(access(), HeldGrant.unkept(grant), references);
    }

    Map<String, AccountRead<BalanceAmounts>> balances(Access access, HeldGrant grant, Collection<String> references) {
        return requests(
                access, grant, references.stream().map(AccountRequest::of).toList());
    }

    Map<String, AccountRead<BalanceAmounts>> requests(
            Access access, HeldGrant grant, Collection<AccountRequest> requests) {
        return ((ReadsBalances) standIn.connector()).balances(access, grant, requests);
    }

    Map<String, AccountRead<BankTransactions>> transactions(Grant grant, String reference) {
        return ((ReadsTransactions) standIn.connector())
                .transactions(access(), HeldGrant.unkept(grant), List.of(AccountRequest.of(reference)), standIn.days());
    }

    EndsAccess endsAccess() {
        return (EndsAccess) standIn.connector();
    }

    /// Tells the bank that an access has ended.
    ///
    /// @return what it failed with
    Optional<BankFailure> end(HeldGrant grant) {
        return thrown(() -> endsAccess().endAccess(access(), grant));
    }

    Optional<BankFailure> thrown(Runnable call) {
        try {
            call.run();
            return Optional.empty();
        } catch (BankFailure failed) {
            heard.note(failed);
            return Optional.of(failed);
        }
    }

    boolean expired(HeldGrant grant, Collection<String> references) {
        var failure = failure(() -> balances(access(), grant, references));
        return failure.kind() == BankFailure.Kind.LOGIN_EXPIRED;
    }

    /// What a read fails with, whether as a whole or for the accounts it was about.
    <T> BankFailure failure(Supplier<Map<String, AccountRead<T>>> read) {
        var failed = failed(read);
        heard.note(failed);
        heard.note(failed.getCause());
        return failed;
    }

    private static <T> BankFailure failed(Supplier<Map<String, AccountRead<T>>> read) {
        try {
            var reads = read.get();
            assertThat(reads).isNotEmpty();
            assertThat(reads.values()).allSatisfy(one -> assertThat(one).isInstanceOf(AccountRead.Failed.class));
            return ((AccountRead.Failed<T>) reads.values().iterator().next()).failure();
        } catch (BankFailure thrown) {
            return thrown;
        }
    }

    List<Visit> visits(Visit.Kind kind) {
        return standIn.visits().stream().filter(visit -> visit.kind() == kind).toList();
    }

    @Override
    public void close() {
        heard.close();
        standIn.close();
    }
}
