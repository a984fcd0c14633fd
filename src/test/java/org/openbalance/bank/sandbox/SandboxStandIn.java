package org.openbalance.bank.sandbox;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankTransaction;
import org.openbalance.bank.Connector;
import org.openbalance.bank.DaySpan;
import org.openbalance.bank.Grant;
import org.openbalance.bank.HeldGrant;
import org.openbalance.bank.Secret;
import org.openbalance.bank.SignInAnswer;
import org.openbalance.bank.SignInRequest;
import org.openbalance.bank.SignInStep;
import org.openbalance.bank.kit.BankCall;
import org.openbalance.bank.kit.Feature;
import org.openbalance.bank.kit.RawPost;
import org.openbalance.bank.kit.StandIn;
import org.openbalance.bank.kit.Trial;
import org.openbalance.bank.sandbox.StatementFile.Line;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.Money;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;

/// A sandbox bank, which is its own stand-in. Its users are its situations.
final class SandboxStandIn implements StandIn {

    private static final String MADE_UP = "its balances are reckoned here, and come from no bank";
    private static final String INSIDE = "it is asked inside this process";

    private static final Tenant TENANT = new Tenant("a".repeat(24), Environment.SANDBOX);

    private static final LocalDate FIRST = LocalDate.of(2025, 1, 2);
    private static final LocalDate LAST = LocalDate.of(2026, 3, 10);
    private static final long OPENING = 100;

    private static final Line BEFORE = new Line(FIRST.minusDays(1), FIRST, -60, "BEFORE", "", false);
    private static final Line FIRST_OF_ALL = new Line(FIRST, FIRST, 5000, "FIRST", "a1", false);
    private static final Line COFFEE = new Line(FIRST.plusMonths(8), FIRST.plusMonths(8), -350, "COFFEE", "", false);
    private static final Line HELD = new Line(FIRST.minusDays(9), FIRST, -700, "HELD", "p1", true);
    private static final Line TODAY = new Line(LAST, LAST, -1, "TODAY", "a2", false);

    /// Of two coffees each is a line, and what is pending shows whatever its day.
    private static final List<Line> FILE = List.of(BEFORE, FIRST_OF_ALL, COFFEE, COFFEE, HELD, TODAY);

    private final Sandbox sandbox = new Sandbox();
    private final Bank bank;
    private WellKnownUser user;

    SandboxStandIn(Bank bank) {
        this(bank, WellKnownUser.USER_GOOD);
    }

    SandboxStandIn(Bank bank, WellKnownUser user) {
        this.bank = bank;
        this.user = user;
        imported();
    }

    /// The first account has the lines of a file, which are known here without the connector.
    private void imported() {
        var account = sandbox.customers
                .find(TENANT, bank, user.username())
                .orElseThrow()
                .customer()
                .accounts()
                .getFirst();
        var lines = FILE.stream()
                .map(line -> new StatementImports.PageLine(line, Optional.empty()))
                .toList();
        var page = new StatementImports.Page(1, 1, Optional.of(LAST), Optional.of(OPENING), lines);
        sandbox.imports.take(TENANT, account, page);
    }

    private boolean redirects() {
        return bank.equals(Sandbox.REDIRECT);
    }

    @Override
    public Connector connector() {
        return sandbox.another();
    }

    @Override
    public Bank bank() {
        return bank;
    }

    @Override
    public InstantSource clock() {
        return sandbox;
    }

    @Override
    public void pass(Duration time) {
        sandbox.pass(time);
    }

    @Override
    public Map<Feature, String> without() {
        var without = new HashMap<Feature, String>();
        for (var feature : List.of(
                Feature.KINDS,
                Feature.CREDIT_INCLUDED,
                Feature.CARDS,
                Feature.INDICATOR,
                Feature.NUMBERS,
                Feature.STAMPS,
                Feature.MISSING,
                Feature.UNKNOWN_CURRENCY)) {
            without.put(feature, MADE_UP);
        }
        without.put(Feature.KEYS, "it is open to every owner");
        without.put(Feature.HTTP, INSIDE);
        without.put(Feature.COUNTED, INSIDE);
        without.put(Feature.ATTENDANCE, INSIDE);
        without.put(Feature.GONE, "its accounts are never closed");
        without.put(Feature.RENEWAL, "its accounts have one id for ever");
        without.put(Feature.TWO_CURRENCIES, "each of its accounts has a number of its own");
        without.put(Feature.KNOWN_END, "its logins have no end that is known");
        without.put(Feature.QUOTA_BY_ACCOUNT, "it counts reads by login");
        without.put(Feature.PAGES, "its pages are months, and no links lead from one to the next");
        without.put(Feature.DATES, "its days are days, without a time or a zone");
        without.put(Feature.IDENTITY, "it is not read for it yet");
        if (redirects()) {
            without.put(Feature.TYPED_SECRETS, "everything is typed at the bank's own page");
        } else {
            without.put(Feature.REDIRECT, "it has no page of its own");
            without.put(Feature.ROTATION, "its grants are not exchanged");
        }
        return Map.copyOf(without);
    }

    private String password() {
        return user == WellKnownUser.USER_GOOD ? WellKnownUser.GOOD_PASSWORD : "any-password";
    }

    @Override
    public SignInRequest request(Optional<Grant> earlier) {
        var fields = redirects() ? Map.<String, Secret>of() : Sandbox.fields(bank, user.username(), password());
        return new SignInRequest(fields, Sandbox.RETURN, earlier);
    }

    @Override
    public SignInAnswer customer(SignInStep step) {
        return switch (step) {
            case SignInStep.Otp otp -> Sandbox.typed(SandboxConnector.OTP);
            case SignInStep.Question question -> Sandbox.typed(SandboxConnector.ANSWER);
            case SignInStep.Wait wait -> waited(wait);
            case SignInStep.Redirect redirect -> new SignInAnswer.Returned(approved(redirect));
            case SignInStep.Authenticated done -> throw new AssertionError(done);
            case SignInStep.Failed failed -> throw new AssertionError(failed);
        };
    }

    /// All that the bank's page leads back with, in the query or in the fragment.
    private Map<String, String> approved(SignInStep.Redirect step) {
        var page = sandbox.decide(step, "approve", user.username(), password());
        var back = URI.create(((ConsentPage.Answer.Redirect) page).url());
        return BankCall.parameters(back.getRawFragment() == null ? back.getRawQuery() : back.getRawFragment());
    }

    private SignInAnswer waited(SignInStep.Wait wait) {
        sandbox.pass(Duration.ofMillis(wait.afterMs()));
        return new SignInAnswer.Waited();
    }

    @Override
    public SignInAnswer declining(SignInStep.Redirect step) {
        return Sandbox.returned(Sandbox.handedBack(sandbox.decide(step, "deny", "", "")));
    }

    @Override
    public Map<String, SignInAnswer> forged(SignInStep.Redirect step) {
        var right = approved(step);
        var forged = new HashMap<String, SignInAnswer>();
        forged.put("a code of nobody's", with(right, "code", "0".repeat(64)));
        forged.put("another state", with(right, "state", "of-another-sign-in"));
        forged.put("no state", with(right, "state", ""));
        if (right.containsKey("id_token")) {
            forged.put("no id_token", with(right, "id_token", ""));
            forged.put("an id_token that was altered", with(right, "id_token", right.get("id_token") + "A"));
        }
        return forged;
    }

    /// @param value empty to have none
    private static SignInAnswer with(Map<String, String> right, String name, String value) {
        var changed = new HashMap<>(right);
        changed.put(name, value);
        changed.values().removeIf(String::isEmpty);
        return new SignInAnswer.Returned(changed);
    }

    @Override
    public List<String> secrets() {
        return List.of(WellKnownUser.GOOD_PASSWORD, "any-password");
    }

    @Override
    public List<String> typed() {
        return secrets();
    }

    private Grant grant() {
        var step = sandbox.connector.signIn(sandbox.access(bank), request(Optional.empty()));
        while (!(step instanceof SignInStep.Authenticated)) {
            step = sandbox.connector.answer(sandbox.access(bank), Trial.state(step), customer(step));
        }
        return ((SignInStep.Authenticated) step).grant();
    }

    @Override
    public Map<String, BalanceAmounts> held() {
        var grant = HeldGrant.unkept(grant());
        var held = new LinkedHashMap<String, BalanceAmounts>();
        sandbox.connector
                .accounts(sandbox.access(bank), grant)
                .forEach(account -> held.put(account.reference(), account.amounts()));
        return held;
    }

    @Override
    public DaySpan days() {
        return new DaySpan(FIRST, LAST);
    }

    @Override
    public List<BankTransaction> lines() {
        return List.of(
                line(FIRST_OF_ALL, Optional.of(5040L)),
                line(COFFEE, Optional.of(4690L)),
                line(COFFEE, Optional.of(4340L)),
                line(TODAY, Optional.of(4339L)),
                line(HELD, Optional.empty()));
    }

    private static BankTransaction line(Line line, Optional<Long> balance) {
        var naira = NewCustomer.naira();
        return new BankTransaction(
                Optional.of(line.reference()).filter(reference -> !reference.isEmpty()),
                line.pending() ? BankTransaction.Status.PENDING : BankTransaction.Status.BOOKED,
                Optional.of(line.date()),
                Optional.of(line.valued()),
                new Money(line.amount(), naira),
                line.narration(),
                balance.map(minor -> new Money(minor, naira)));
    }

    @Override
    public void prepare(Feature feature) {
        user = switch (feature) {
            case ENDS_EARLY -> WellKnownUser.USER_EXPIRED;
            case PARTIAL -> WellKnownUser.USER_PARTIAL;
            case QUOTA -> WellKnownUser.USER_QUOTA;
            case LATER -> WellKnownUser.USER_LATER;
            case POSTS -> WellKnownUser.USER_POSTED;
            default -> user;
        };
    }

    @Override
    public Optional<String> begin(Feature feature) {
        return switch (feature) {
            case ROTATION -> {
                sandbox.pass(RotatingGrants.LIFETIME);
                yield Optional.empty();
            }
            case PARTIAL -> Optional.of(List.copyOf(held().keySet()).get(1));
            case QUOTA -> {
                spendReads();
                yield Optional.empty();
            }
            case LATER, POSTS -> Optional.of(held().keySet().iterator().next());
            case ENDS_EARLY -> Optional.empty();
            default -> throw new AssertionError(feature);
        };
    }

    @Override
    public void end(Feature feature) {
        if (feature == Feature.LATER) {
            sandbox.pass(SandboxConnector.FETCHING);
        }
    }

    @Override
    public RawPost posted(String job) {
        return post(body(job), SandboxPosts.signature(TENANT, body(job)));
    }

    @Override
    public Map<String, RawPost> forgedPosts(String job) {
        var of = new Tenant("b".repeat(24), Environment.SANDBOX);
        return Map.of(
                "no signature", RawPost.of(Map.of(), body(job)),
                "another's signature", post(body(job), "0".repeat(64)),
                "signed for another owner", post(body(job), SandboxPosts.signature(of, body(job))),
                "another body", post(body(job), SandboxPosts.signature(TENANT, body("another"))));
    }

    private static RawPost post(String body, String signature) {
        return RawPost.of(Map.of(SandboxPosts.SIGNATURE, signature), body);
    }

    private static String body(String job) {
        return "{\"ready\":[\"" + job + "\"]}";
    }

    private void spendReads() {
        var grant = HeldGrant.unkept(grant());
        for (var read = 0; read < DailyReads.MOST; read++) {
            sandbox.connector.balances(sandbox.access(bank), grant, List.of());
        }
    }

    @Override
    public List<String> objections() {
        return List.of();
    }

    @Override
    public void close() {}
}
