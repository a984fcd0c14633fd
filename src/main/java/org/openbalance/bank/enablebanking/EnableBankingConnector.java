package org.openbalance.bank.enablebanking;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openbalance.bank.Access;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.AccountRequest;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankAccount;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.BankTransactions;
import org.openbalance.bank.Connector;
import org.openbalance.bank.DaySpan;
import org.openbalance.bank.EndsAccess;
import org.openbalance.bank.Grant;
import org.openbalance.bank.HeldGrant;
import org.openbalance.bank.ListsBanks;
import org.openbalance.bank.NetworkKeys;
import org.openbalance.bank.ReadsAccounts;
import org.openbalance.bank.ReadsBalances;
import org.openbalance.bank.ReadsTransactions;
import org.openbalance.bank.SignInAnswer;
import org.openbalance.bank.SignInRequest;
import org.openbalance.bank.SignInStep;
import org.openbalance.bank.SignsIn;
import org.openbalance.bank.http.BankHttp;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;

/// Speaks to Enable Banking. Test and live applications are served at one address and told apart by the
/// owner's keys: `application_id`, and `private_key` in PEM.
@Singleton
public final class EnableBankingConnector
        implements Connector, SignsIn, ReadsAccounts, ReadsBalances, ReadsTransactions, EndsAccess, ListsBanks {

    static final String NETWORK = "enablebanking";

    /// The network itself, where no bank is asked.
    private static final Bank DIRECTORY = new Bank(
            "000000000000000000000000",
            "enable-banking",
            "",
            "Enable Banking",
            "",
            new Bank.Colors("", "", "", ""),
            false,
            Set.of(),
            new Bank.Login("redirect", List.of()));

    private final EnableBankingCalls calls;
    private final EnableBankingDirectory directory;
    private final EnableBankingSignIn signIn;
    private final EnableBankingReads reads;
    private final InstantSource clock;

    @Inject
    public EnableBankingConnector(BankHttp http, InstantSource clock) {
        this(http, clock, EnableBankingCalls.HOST);
    }

    /// @param base of the network's interface, with a slash at its end
    EnableBankingConnector(BankHttp http, InstantSource clock, URI base) {
        this.calls = new EnableBankingCalls(http, clock, base);
        this.directory = new EnableBankingDirectory(calls);
        this.signIn = new EnableBankingSignIn(calls, directory, clock);
        this.reads = new EnableBankingReads(calls);
        this.clock = clock;
    }

    @Override
    public Set<Environment> environments() {
        return Set.of(Environment.PRODUCTION, Environment.SANDBOX);
    }

    @Override
    public Optional<String> keyNetwork() {
        return Optional.of(NETWORK);
    }

    @Override
    public String network() {
        return NETWORK;
    }

    /// All of them are listed by the network.
    @Override
    public List<Bank> banks() {
        return List.of();
    }

    /// The banks of one country, as an owner's application reaches them.
    ///
    /// @param after the country of the page before
    @Override
    public ListsBanks.Page institutions(Optional<String> after, NetworkKeys keys, Instant deadline) {
        var nobody = new Tenant(NETWORK, Environment.PRODUCTION);
        var access = new Access(nobody, DIRECTORY, Optional.empty(), deadline, () -> Optional.of(keys));
        return directory.page(access, after);
    }

    @Override
    public SignInStep signIn(Access access, SignInRequest request) {
        return signIn.begin(access, request);
    }

    @Override
    public SignInStep answer(Access access, String state, SignInAnswer answer) {
        return signIn.goOn(access, state, answer);
    }

    /// What the session listed, with what each account holds. One that the bank bars from being read is
    /// listed too.
    @Override
    public List<BankAccount> accounts(Access access, HeldGrant held) {
        return reads.accounts(access, live(access, held));
    }

    @Override
    public Map<String, AccountRead<BalanceAmounts>> balances(
            Access access, HeldGrant held, Collection<AccountRequest> accounts) {
        return reads.balances(access, live(access, held), accounts);
    }

    @Override
    public Map<String, AccountRead<BankTransactions>> transactions(
            Access access, HeldGrant held, Collection<AccountRequest> accounts, DaySpan days) {
        return reads.transactions(access, live(access, held), accounts, days);
    }

    /// An end that is known is not asked about: the network may answer anything then.
    private EnableBankingGrant live(Access access, HeldGrant held) {
        var grant = EnableBankingGrant.of(held.grant());
        if (grant.hasEnded(clock.instant())) {
            throw new BankFailure(
                    BankFailure.Kind.LOGIN_EXPIRED, access.bank().name() + " asks the customer to sign in again");
        }
        return grant;
    }

    @Override
    public void endAccess(Access access, HeldGrant held) {
        calls.endSession(access, EnableBankingGrant.of(held.grant()).session());
    }

    @Override
    public boolean isSameAccess(Grant one, Grant other) {
        return EnableBankingGrant.of(one)
                .session()
                .equals(EnableBankingGrant.of(other).session());
    }
}
