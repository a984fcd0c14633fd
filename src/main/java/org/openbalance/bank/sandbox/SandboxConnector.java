package org.openbalance.bank.sandbox;

import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.openbalance.api.Product;
import org.openbalance.bank.Access;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.AccountRequest;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankAccount;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.BankTransaction;
import org.openbalance.bank.BankTransactions;
import org.openbalance.bank.Connector;
import org.openbalance.bank.DaySpan;
import org.openbalance.bank.EndsAccess;
import org.openbalance.bank.Grant;
import org.openbalance.bank.Health;
import org.openbalance.bank.HearsReadiness;
import org.openbalance.bank.HeldGrant;
import org.openbalance.bank.ListsBanks;
import org.openbalance.bank.NetworkKeys;
import org.openbalance.bank.NetworkPost;
import org.openbalance.bank.ReadsAccounts;
import org.openbalance.bank.ReadsBalances;
import org.openbalance.bank.ReadsTransactions;
import org.openbalance.bank.SignInAnswer;
import org.openbalance.bank.SignInRequest;
import org.openbalance.bank.SignInStep;
import org.openbalance.bank.SignsIn;
import org.openbalance.bank.WayBack;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;

/// Speaks for all sandbox banks.
///
/// The one-time password is [#OTP], the answer to the security question [#ANSWER]. Three wrong answers, or five wrong
/// passwords within 15 minutes, lock.
@Singleton
public final class SandboxConnector
        implements Connector,
                ListsBanks,
                SignsIn,
                ReadsAccounts,
                ReadsBalances,
                ReadsTransactions,
                EndsAccess,
                HearsReadiness {

    public static final String OTP = "123456";
    public static final String ANSWER = "openbalance";

    static final int MOST_ANSWERS = 3;

    /// How long a one-time password, a question or a moment to wait may be left open.
    static final Duration CHALLENGE_LIFETIME = Duration.ofMinutes(10);

    /// How long what is asked for of [WellKnownUser#USER_LATER] is fetched for.
    static final Duration FETCHING = Duration.ofSeconds(10);

    /// How long the bank of [WellKnownUser#USER_POSTED] says that it may take.
    private static final Duration AT_MOST = Duration.ofMinutes(30);

    /// After which [WellKnownUser#USER_ELSEWHERE] has approved.
    static final Duration APPROVING = Duration.ofSeconds(5);

    private static final int WAIT_MS = 1000;

    private static final int MONTHS_ON_A_PAGE = 6;

    private static final String QUESTION = "What was the name of your first school?";
    private static final String OTP_MESSAGE =
            "Enter the one-time password we sent to your phone (in the sandbox: " + OTP + ")";

    private final SandboxCustomers customers;
    private final SandboxBalances balances;
    private final Credentials credentials;
    private final SandboxGrants grants;
    private final RotatingGrants rotating;
    private final Outages outages;
    private final RedirectRequests requests;
    private final WrongTries answers;
    private final DailyReads dailyReads;
    private final InstantSource clock;
    private final Sleeper sleeper;

    SandboxConnector(
            SandboxStore store,
            SandboxCustomers customers,
            SandboxBalances balances,
            Credentials credentials,
            SandboxGrants grants,
            RotatingGrants rotating,
            Outages outages,
            RedirectRequests requests,
            InstantSource clock,
            Sleeper sleeper) {
        this.customers = customers;
        this.balances = balances;
        this.credentials = credentials;
        this.grants = grants;
        this.rotating = rotating;
        this.outages = outages;
        this.requests = requests;
        this.answers = new WrongTries(store, clock, "ANSWERS", MOST_ANSWERS, CHALLENGE_LIFETIME);
        this.dailyReads = new DailyReads(store, clock);
        this.clock = clock;
        this.sleeper = sleeper;
    }

    @Override
    public Set<Environment> environments() {
        return Set.of(Environment.SANDBOX);
    }

    @Override
    public List<Bank> banks() {
        return Arrays.stream(SandboxBanks.values()).map(SandboxBanks::bank).toList();
    }

    @Override
    public String network() {
        return SandboxNetwork.NAME;
    }

    @Override
    public Page institutions(Optional<String> after, NetworkKeys keys, Instant deadline) {
        return SandboxNetwork.page(after);
    }

    @Override
    public Health health(Tenant tenant, Bank bank) {
        return outages.health(tenant, bank);
    }

    @Override
    public Map<String, Health> health(Tenant tenant, Collection<Bank> banks) {
        return outages.health(tenant, banks);
    }

    /// Outages are each tenant's own.
    @Override
    public String line(Tenant tenant, Bank bank) {
        return bank.id() + '#' + tenant.owner();
    }

    @Override
    public SignInStep signIn(Access access, SignInRequest request) {
        enter(access);
        if (flow(access) == SandboxBanks.Flow.REDIRECT) {
            return redirect(access, request.back());
        }
        return switch (credentials.check(access.tenant(), access.bank(), request.fields())) {
            case Credentials.Verdict.Right right -> recognised(access, right.user());
            case Credentials.Verdict.Wrong wrong ->
                failed(SignInStep.Reason.BAD_CREDENTIALS, "The user name or the password is wrong", true);
            case Credentials.Verdict.Locked locked -> locked();
        };
    }

    private SignInStep redirect(Access access, WayBack back) {
        var request = requests.open(access.tenant(), access.bank(), back);
        var page = URI.create(back.url()).resolve(ConsentPage.PATH + '?' + ConsentPage.REQUEST + '=' + request);
        var state = SandboxSignIn.redirect(access.bank(), request, clock.instant());
        return new SignInStep.Redirect(page.toString(), state.text());
    }

    /// What comes after the right user name and password.
    private SignInStep recognised(Access access, SandboxUser user) {
        takeTime(access, user);
        if (user.is(WellKnownUser.USER_BAD_OTP)) {
            return otp(user);
        }
        if (user.is(WellKnownUser.USER_ELSEWHERE) && !rotates(access)) {
            return new SignInStep.Wait(WAIT_MS, begin(SandboxSignIn.Step.WAIT, user));
        }
        return switch (flow(access)) {
            case OTP -> otp(user);
            case QUESTION -> new SignInStep.Question(QUESTION, begin(SandboxSignIn.Step.QUESTION, user));
            case WAIT -> new SignInStep.Wait(WAIT_MS, begin(SandboxSignIn.Step.WAIT, user));
            case PASSWORD, CORPORATE, REDIRECT -> authenticated(access, user);
        };
    }

    private SignInStep otp(SandboxUser user) {
        return new SignInStep.Otp(OTP_MESSAGE, OTP.length(), begin(SandboxSignIn.Step.OTP, user));
    }

    private String begin(SandboxSignIn.Step step, SandboxUser user) {
        return SandboxSignIn.begin(step, user, clock.instant()).text();
    }

    @Override
    public SignInStep answer(Access access, String state, SignInAnswer answer) {
        enter(access);
        return SandboxSignIn.read(access.bank(), state)
                .filter(this::fresh)
                .map(known -> answer(access, known, answer))
                .orElseGet(SandboxConnector::expired);
    }

    private boolean fresh(SandboxSignIn state) {
        return clock.instant().getEpochSecond() - state.since() < CHALLENGE_LIFETIME.toSeconds();
    }

    private SignInStep answer(Access access, SandboxSignIn state, SignInAnswer answer) {
        if (state.step() == SandboxSignIn.Step.REDIRECT) {
            return cameBack(access, state, answer);
        }
        var typed =
                answer instanceof SignInAnswer.Typed(var text) ? text.value().strip() : "";
        return customers
                .find(access.tenant(), access.bank(), state.username())
                .map(user -> answer(access, state, user, typed))
                .orElseGet(SandboxConnector::expired);
    }

    private SignInStep answer(Access access, SandboxSignIn state, SandboxUser user, String answer) {
        takeTime(access, user);
        return switch (state.step()) {
            case OTP -> judged(access, state, user, OTP.equals(answer) && !user.is(WellKnownUser.USER_BAD_OTP));
            case QUESTION -> judged(access, state, user, ANSWER.equals(answer.toLowerCase(Locale.ROOT)));
            case WAIT ->
                approved(state, user) ? authenticated(access, user) : new SignInStep.Wait(WAIT_MS, state.text());
            case REDIRECT -> authenticated(access, user);
        };
    }

    private boolean approved(SandboxSignIn state, SandboxUser user) {
        return !user.is(WellKnownUser.USER_ELSEWHERE)
                || clock.instant().getEpochSecond() - state.since() >= APPROVING.toSeconds();
    }

    private SignInStep judged(Access access, SandboxSignIn state, SandboxUser user, boolean right) {
        if (answers.locked(access.tenant(), state.attempt())) {
            return locked();
        }
        if (right) {
            return authenticated(access, user);
        }
        return answers.wrong(access.tenant(), state.attempt())
                ? locked()
                : failed(SignInStep.Reason.BAD_ANSWER, "That is not the right answer", true);
    }

    private SignInStep cameBack(Access access, SandboxSignIn state, SignInAnswer answer) {
        // Without parameters the customer came back by another way than the page's buttons.
        var handed = answer instanceof SignInAnswer.Returned(var parameters) ? parameters : Map.<String, String>of();
        return switch (handed.getOrDefault("error", handed.containsKey("code") ? "" : ConsentPage.DENIED)) {
            case ConsentPage.DENIED ->
                failed(
                        SignInStep.Reason.CANCELLED,
                        "Access was not approved at " + access.bank().name(),
                        true);
            case ConsentPage.LOCKED -> locked();
            default ->
                requests.redeem(access.tenant(), state.attempt(), handed)
                        .flatMap(username -> customers.find(access.tenant(), access.bank(), username))
                        .map(user -> recognised(access, user))
                        .orElseGet(SandboxConnector::expired);
        };
    }

    @Override
    public List<BankAccount> accounts(Access access, HeldGrant grant) {
        enter(access);
        var user = signedIn(access, grant);
        var readings = balances.of(access.tenant(), user.customer());
        return user.customer().accounts().stream()
                .map(account -> new BankAccount(
                        account.reference(),
                        account.number(),
                        account.name(),
                        account.type(),
                        readings.get(account.reference())))
                .toList();
    }

    @Override
    public Map<String, AccountRead<BalanceAmounts>> balances(
            Access access, HeldGrant grant, Collection<AccountRequest> accounts) {
        var user = reading(access, grant, Product.BALANCE);
        var held = balances.of(access.tenant(), user.customer());
        return read(access, user, Product.BALANCE, accounts, held, Function.identity());
    }

    @Override
    public Map<String, AccountRead<BankTransactions>> transactions(
            Access access, HeldGrant grant, Collection<AccountRequest> accounts, DaySpan days) {
        var user = reading(access, grant, Product.TRANSACTIONS);
        var books = balances.books(access.tenant(), user.customer());
        return read(access, user, Product.TRANSACTIONS, accounts, books, book -> lines(access, book, days));
    }

    /// By pages of some months; where time runs out, what was read so far.
    private BankTransactions lines(Access access, AccountBook book, DaySpan days) {
        var now = BankTime.minute(clock.instant());
        var lines = new ArrayList<BankTransaction>();
        for (var first = days.first(); !first.isAfter(days.last()); first = first.plusMonths(MONTHS_ON_A_PAGE)) {
            if (!clock.instant().isBefore(access.deadline())) {
                return new BankTransactions(lines, false);
            }
            var last = first.plusMonths(MONTHS_ON_A_PAGE).minusDays(1);
            lines.addAll(book.booked(new DaySpan(first, last.isAfter(days.last()) ? days.last() : last), now));
        }
        lines.addAll(book.pending(now));
        return new BankTransactions(lines, true);
    }

    /// Who is read for a product, if their bank lets them be read at all.
    private SandboxUser reading(Access access, HeldGrant grant, Product product) {
        enter(access);
        var user = signedIn(access, grant);
        if (user.is(WellKnownUser.USER_EXPIRED)) {
            throw loginExpired(access);
        }
        if (user.is(WellKnownUser.USER_QUOTA) && access.attendance().isEmpty()) {
            dailyReads.take(access.tenant(), user.customer(), product);
        }
        return user;
    }

    /// @param known what the bank has of each account
    private <K, T> Map<String, AccountRead<T>> read(
            Access access,
            SandboxUser user,
            Product product,
            Collection<AccountRequest> accounts,
            Map<String, K> known,
            Function<K, T> value) {
        var reads = new LinkedHashMap<String, AccountRead<T>>();
        for (var account : accounts) {
            var refused = this.<T>later(user, product, account)
                    .or(() -> refused(access, user, account.reference(), known.keySet()));
            reads.put(
                    account.reference(),
                    refused.orElseGet(() -> new AccountRead.Value<>(value.apply(known.get(account.reference())))));
        }
        return reads;
    }

    /// A job is the second that it ends in, what is fetched, and the account that it is for.
    private <T> Optional<AccountRead<T>> later(SandboxUser user, Product product, AccountRequest account) {
        var posts = user.is(WellKnownUser.USER_POSTED);
        if (!posts && !user.is(WellKnownUser.USER_LATER)) {
            return Optional.empty();
        }
        var now = clock.instant().getEpochSecond();
        var ends = account.job().flatMap(SandboxConnector::second).orElse(now + FETCHING.toSeconds());
        return ends <= now
                ? Optional.empty()
                : Optional.of(new AccountRead.Later<>(
                        ends + "-" + product.wire() + "-" + account.reference(),
                        posts ? AT_MOST : Duration.ofSeconds(ends - now)));
    }

    @Override
    public Set<String> finished(NetworkPost post) {
        return SandboxPosts.finished(post);
    }

    private static Optional<Long> second(String job) {
        var second = job.split("-", 2)[0];
        return second.matches("[0-9]{1,12}") ? Optional.of(Long.valueOf(second)) : Optional.empty();
    }

    private static <T> Optional<AccountRead<T>> refused(
            Access access, SandboxUser user, String account, Set<String> known) {
        if (!known.contains(account)) {
            return Optional.of(new AccountRead.Gone<>());
        }
        var first = user.customer().accounts().getFirst().reference();
        return user.is(WellKnownUser.USER_PARTIAL) && !account.equals(first)
                ? Optional.of(new AccountRead.Failed<>(new BankFailure(
                        BankFailure.Kind.ERROR, access.bank().name() + " cannot show this account right now")))
                : Optional.empty();
    }

    private SandboxUser signedIn(Access access, HeldGrant held) {
        var user = plain(access, held)
                .flatMap(grant -> grants.check(access.tenant(), access.bank(), grant))
                .orElseThrow(() -> loginExpired(access));
        takeTime(access, user);
        return user;
    }

    @Override
    public void endAccess(Access access, HeldGrant grant) {
        enter(access);
        signedIn(access, grant);
        plain(access, grant).ifPresent(given -> grants.end(access.tenant(), given));
    }

    private Optional<Grant> plain(Access access, HeldGrant held) {
        if (!rotates(access)) {
            return Optional.of(held.grant());
        }
        var current = rotating.isOver(held.grant())
                ? held.exchange(
                        grant -> rotating.exchange(access.tenant(), grant).orElseThrow(() -> loginExpired(access)))
                : held.grant();
        return RotatingGrants.plain(current);
    }

    private static boolean rotates(Access access) {
        return flow(access) == SandboxBanks.Flow.REDIRECT;
    }

    private void enter(Access access) {
        SandboxCustomers.requireSandbox(access.tenant());
        outages.meet(access);
    }

    private void takeTime(Access access, SandboxUser user) {
        sleeper.keepWaiting(access.bank(), user.customer().latency());
    }

    private static SandboxBanks.Flow flow(Access access) {
        return access.bank().listing().isPresent()
                ? SandboxNetwork.flow(access.bank())
                : SandboxBanks.of(access.bank()).flow();
    }

    private SignInStep authenticated(Access access, SandboxUser user) {
        var until = user.wellKnown()
                .flatMap(WellKnownUser::access)
                .map(clock.instant().truncatedTo(ChronoUnit.SECONDS)::plus);
        var plain = SandboxGrants.give(access.tenant(), user, until);
        var grant = rotates(access) ? rotating.first(access.tenant(), plain) : plain;
        return new SignInStep.Authenticated(grant, user.customer().asKnown(), until);
    }

    private static SignInStep locked() {
        return failed(SignInStep.Reason.LOCKED, "The login is locked. Try again later", false);
    }

    private static SignInStep expired() {
        return failed(SignInStep.Reason.EXPIRED, "That took too long. Sign in again", true);
    }

    private static SignInStep failed(SignInStep.Reason reason, String message, boolean retry) {
        return new SignInStep.Failed(reason, message, retry);
    }

    private static BankFailure loginExpired(Access access) {
        return new BankFailure(
                BankFailure.Kind.LOGIN_EXPIRED, access.bank().name() + " asks the customer to sign in again");
    }
}
