package org.openbalance.bank.mono;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.openbalance.bank.Access;
import org.openbalance.bank.AccountCurrency;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.AccountRequest;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankAccount;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.BankIdentity;
import org.openbalance.bank.BankTransactions;
import org.openbalance.bank.Connector;
import org.openbalance.bank.DaySpan;
import org.openbalance.bank.EndsAccess;
import org.openbalance.bank.Grant;
import org.openbalance.bank.HearsReadiness;
import org.openbalance.bank.HeldGrant;
import org.openbalance.bank.ListsBanks;
import org.openbalance.bank.NetworkKeys;
import org.openbalance.bank.NetworkPost;
import org.openbalance.bank.PaidCalls;
import org.openbalance.bank.ReadsAccounts;
import org.openbalance.bank.ReadsBalances;
import org.openbalance.bank.ReadsIdentity;
import org.openbalance.bank.ReadsTransactions;
import org.openbalance.bank.SignInAnswer;
import org.openbalance.bank.SignInRequest;
import org.openbalance.bank.SignInStep;
import org.openbalance.bank.SignsIn;
import org.openbalance.bank.http.AccountReads;
import org.openbalance.bank.http.BankHttp;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.platform.Environment;

/// Speaks to Mono: [MonoSignIn] signs in, [MonoBalances] and [MonoLines] read, [MonoPosts] hears, [MonoDirectory] lists
/// the banks, [MonoCalls] asks and [MonoJson] understands.
@Singleton
public final class MonoConnector
        implements Connector,
                SignsIn,
                ReadsAccounts,
                ReadsBalances,
                ReadsTransactions,
                ReadsIdentity,
                EndsAccess,
                HearsReadiness,
                ListsBanks {

    static final String NETWORK = "mono";

    /// How long the balance of a new account is waited for, while the customer is.
    private static final Duration FIRST_BALANCE = Duration.ofSeconds(8);

    private static final Logger LOG = Logger.getLogger(MonoConnector.class);

    private final MonoCalls calls;
    private final MonoSignIn signIn;
    private final MonoPosts posts;
    private final MonoBalances balances;
    private final MonoLines lines;
    private final MonoDirectory directory;
    private final InstantSource clock;

    @Inject
    MonoConnector(BankHttp http, InstantSource clock, PaidCalls paid, HeardLinks links) {
        this(http, clock, paid, links, MonoCalls.BASE);
    }

    /// @param base where Mono stands, with a slash at its end
    MonoConnector(BankHttp http, InstantSource clock, PaidCalls paid, HeardLinks links, URI base) {
        this.calls = new MonoCalls(http, base);
        this.signIn = new MonoSignIn(calls, new MonoHostedLink(calls, links, clock), paid, clock);
        this.posts = new MonoPosts(links, clock);
        this.balances = new MonoBalances(calls, links, paid, clock);
        this.lines = new MonoLines(calls);
        this.directory = new MonoDirectory(calls);
        this.clock = clock;
    }

    /// Test keys and live keys work at one address.
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

    /// All of them are listed.
    @Override
    public List<Bank> banks() {
        return List.of();
    }

    /// The banks that Mono lists, on one page.
    ///
    /// @param after as the page before gave it: there is none
    /// @param keys of any owner in the environment that is asked for
    /// @throws BankFailure `DATA` if Mono does not take the key
    @Override
    public ListsBanks.Page institutions(Optional<String> after, NetworkKeys keys, Instant deadline) {
        return directory.institutions(keys, deadline);
    }

    @Override
    public SignInStep signIn(Access access, SignInRequest request) {
        return signIn.begin(access, request);
    }

    @Override
    public SignInStep answer(Access access, String state, SignInAnswer answer) {
        return signIn.answer(access, state, answer);
    }

    /// The one account of the login; none if its currency is not known. A balance that is not there yet is read later.
    @Override
    public List<BankAccount> accounts(Access access, HeldGrant grant) {
        var id = MonoGrant.of(grant.grant()).account();
        var data = calls.account(access, id);
        return AccountCurrency.read(
                        access.bank(), data.path("account").path("currency").textValue())
                .stream()
                .map(currency -> MonoJson.account(
                        access.bank(),
                        id,
                        data,
                        first(access, grant, id)
                                .filter(read -> read.value().currency() == currency)
                                .orElseGet(() -> new AccountRead.Value<>(BalanceAmounts.untold(currency)))))
                .toList();
    }

    /// No failure here is worth losing the sign-in for.
    private Optional<AccountRead.Value<BalanceAmounts>> first(Access access, HeldGrant grant, String id) {
        try {
            var read = balances.read(soon(access), grant, AccountRequest.of(id));
            return read instanceof AccountRead.Value<BalanceAmounts> value ? Optional.of(value) : Optional.empty();
        } catch (BankFailure failure) {
            LOG.infof("The first balance at %s is read later: %s", access.bank().slug(), failure.kind());
            return Optional.empty();
        }
    }

    private Access soon(Access access) {
        var soon = clock.instant().plus(FIRST_BALANCE);
        return new Access(
                access.tenant(),
                access.bank(),
                access.attendance(),
                soon.isBefore(access.deadline()) ? soon : access.deadline(),
                access.keyring());
    }

    @Override
    public Map<String, AccountRead<BalanceAmounts>> balances(
            Access access, HeldGrant grant, Collection<AccountRequest> accounts) {
        return AccountReads.each(accounts, request -> balances.read(access, grant, request));
    }

    @Override
    public Map<String, AccountRead<BankTransactions>> transactions(
            Access access, HeldGrant grant, Collection<AccountRequest> accounts, DaySpan days) {
        return AccountReads.each(accounts, request -> lines.read(access, request.reference(), days));
    }

    @Override
    public Map<String, AccountRead<BankIdentity>> identity(
            Access access, HeldGrant grant, Collection<AccountRequest> accounts) {
        return AccountReads.each(
                accounts,
                request -> new AccountRead.Value<>(MonoJson.identity(
                        access.bank(),
                        calls.data(calls.get(access, MonoCalls.at(access.bank(), request.reference(), "/identity"))))));
    }

    @Override
    public void endAccess(Access access, HeldGrant grant) {
        calls.unlink(access, MonoGrant.of(grant.grant()).account());
    }

    /// A renewal keeps the account's id.
    @Override
    public boolean isSameAccess(Grant one, Grant other) {
        return MonoGrant.of(one).account().equals(MonoGrant.of(other).account());
    }

    @Override
    public Set<String> finished(NetworkPost post) {
        return posts.finished(post);
    }
}
