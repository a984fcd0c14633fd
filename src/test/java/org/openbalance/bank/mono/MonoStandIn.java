package org.openbalance.bank.mono;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.openbalance.api.Json;
import org.openbalance.api.Product;
import org.openbalance.bank.Access;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.BankTransaction;
import org.openbalance.bank.ChecksKeys;
import org.openbalance.bank.DaySpan;
import org.openbalance.bank.Grant;
import org.openbalance.bank.NetworkKeys;
import org.openbalance.bank.Secret;
import org.openbalance.bank.SignInAnswer;
import org.openbalance.bank.SignInRequest;
import org.openbalance.bank.SignInStep;
import org.openbalance.bank.WayBack;
import org.openbalance.bank.http.BankHttp;
import org.openbalance.bank.kit.AmountSample;
import org.openbalance.bank.kit.BankCall;
import org.openbalance.bank.kit.Feature;
import org.openbalance.bank.kit.HttpStandIn;
import org.openbalance.bank.kit.LineSample;
import org.openbalance.bank.kit.RawAnswer;
import org.openbalance.bank.kit.RawPost;
import org.openbalance.bank.kit.Trial;
import org.openbalance.bank.kit.Visit;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.BalanceAmounts.Credit;
import org.openbalance.money.BalanceAmounts.Kind;
import org.openbalance.money.Money;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;

/// Mono, from what its documents said in April 2026 (`docs/networks/mono.md`). Its bodies stand in
/// `src/test/resources/bank/mono`.
public class MonoStandIn extends HttpStandIn {

    static final String REFERENCE = "5f2d08bf60b92e2888287703";
    static final String SECRET_KEY = "test_sk_4f1d0c";
    static final String WEBHOOK_SECRET = "sec-of-the-hooks-81";
    static final String USER = "ada.obi";
    static final String PASSWORD = "pass-of-ada-7";
    static final String OTP = "493817";
    static final SignInRequest.Person PERSON =
            new SignInRequest.Person(Optional.of("Ada Obi"), Optional.of("ada@example.com"));

    private static final WayBack BACK = new WayBack("https://openbalance.example/v2/widget/return", "");
    private static final Duration CODE_LIFE = Duration.ofMinutes(10);
    private static final Duration JOB_EACH = Duration.ofMinutes(5);
    private static final String ACCOUNT = "v2/accounts/([a-f0-9]{24})";
    private static final int PAGES = 2;
    private static final String NUMBER = "0123456789";

    /// What the bank asks for after the form.
    enum Way {
        AT_ONCE,
        QUESTION,
        OTP_AND_CHOICE
    }

    /// A sign-in that was opened.
    private static final class Session {
        private final Optional<String> renews;
        private String state = "opened";

        private Session(Optional<String> renews) {
            this.renews = renews;
        }
    }

    /// What Mono has begun to fetch of an account.
    private record Job(String id, Instant begun, String status) {}

    private final Map<String, Session> sessions = new HashMap<>();
    private final Map<String, Instant> codes = new HashMap<>();
    private final Set<String> linked = new HashSet<>();
    private final Set<String> looked = new HashSet<>();
    private final Map<String, Job> jobs = new HashMap<>();
    private final Map<String, String> bodies = new HashMap<>();
    private final List<String> secrets = new ArrayList<>(List.of(USER, PASSWORD, OTP));
    private final List<String> paid = new ArrayList<>();
    private final Map<String, String> page = new HashMap<>();
    private final KeptLinks links = new KeptLinks();
    private boolean hosted;
    private Way way = Way.OTP_AND_CHOICE;
    private String account = "";
    private int accounts;
    private String nextStatus = "finished";
    private boolean newData = true;
    private boolean spent;

    public MonoStandIn() {
        super(Path.of("src/test/resources/bank/mono"));
    }

    @Override
    public MonoConnector connector() {
        return new MonoConnector(
                new BankHttp(this), this, (network, kind) -> paid.add(network + ' ' + kind), links, base());
    }

    Access access() {
        return access(bank());
    }

    Access access(Bank other) {
        var tenant = new Tenant("aaaaaaaaaaaaaaaaaaaaaaaa", Environment.SANDBOX);
        return new Access(tenant, other, Optional.empty(), instant().plusSeconds(20), this::keys);
    }

    /// Signs in, whatever is asked.
    SignInStep.Authenticated signedIn() {
        var step = connector().signIn(access(), request(Optional.empty()));
        while (!(step instanceof SignInStep.Authenticated)) {
            step = connector().answer(access(), Trial.state(step), customer(step));
        }
        return (SignInStep.Authenticated) step;
    }

    /// What was counted as paid.
    List<String> paid() {
        return List.copyOf(paid);
    }

    @Override
    public ChecksKeys keyCheck() {
        return new MonoKeys(new BankHttp(this), this, base());
    }

    @Override
    public Optional<NetworkKeys> keys() {
        var keys = new HashMap<>(
                Map.of("secret_key", new Secret(SECRET_KEY), "webhook_secret", new Secret(WEBHOOK_SECRET)));
        if (hosted) {
            keys.put("link", new Secret("hosted"));
        }
        return Optional.of(new NetworkKeys(Map.copyOf(keys)));
    }

    /// The owner links at Mono's page from now on.
    void linksAtItsPage() {
        hosted = true;
    }

    /// As the table keeps them, for all processes.
    private static final class KeptLinks implements HeardLinks {

        private final Map<String, Heard> kept = new HashMap<>();

        @Override
        public void keep(Tenant tenant, String ref, Heard heard) {
            kept.put(tenant.prefix() + ref, heard);
        }

        @Override
        public Optional<Heard> find(Tenant tenant, String ref) {
            return Optional.ofNullable(kept.get(tenant.prefix() + ref));
        }
    }

    @Override
    public BankFailure.Kind unauthorized() {
        return BankFailure.Kind.DATA;
    }

    @Override
    public Bank bank() {
        return new Bank(
                "7c1fd0b2a9e84d6f3b5a1c09",
                "gtbank-7c1fd0",
                "058",
                "GTBank",
                "",
                new Bank.Colors("#eeeeee", "#333333", "#222222", "#ffffff"),
                false,
                Set.of(Product.AUTH, Product.BALANCE, Product.IDENTITY, Product.TRANSACTIONS),
                new Bank.Login(
                        "password",
                        List.of(
                                new Bank.Field("username", "User ID", "text", 200),
                                new Bank.Field("password", "Password", "password", 200))),
                OptionalInt.empty(),
                "NG",
                true,
                Optional.of(new Bank.Listing("mono", REFERENCE, Instant.EPOCH, false)));
    }

    @Override
    public Map<Feature, String> without() {
        var one = "a login is one account";
        var without = new HashMap<Feature, String>();
        without.put(Feature.REDIRECT, "the bank's form is filled in at this company's page");
        without.put(Feature.ROTATION, "an account's id serves for ever");
        without.put(Feature.KNOWN_END, "it does not say when a link ends");
        without.put(Feature.PARTIAL, one);
        without.put(Feature.QUOTA_BY_ACCOUNT, one);
        without.put(Feature.GONE, "a login is one account: where that is gone, the login has ended");
        without.put(Feature.TWO_CURRENCIES, one);
        without.put(Feature.UNKNOWN_CURRENCY, one);
        without.put(Feature.ATTENDANCE, "it is not told where the customer is");
        without.put(Feature.KINDS, "it gives one balance and does not say of what kind");
        without.put(Feature.CREDIT_INCLUDED, "it says nothing of credits");
        without.put(Feature.CARDS, "it has no cards");
        without.put(Feature.INDICATOR, "its balances have a sign and no word beside it");
        without.put(Feature.STAMPS, "its balances have no time");
        without.put(Feature.PAGES, "its pages are asked for by number, as its links lead nowhere");
        return without;
    }

    @Override
    public SignInRequest request(Optional<Grant> earlier) {
        return new SignInRequest(
                Map.of("username", new Secret(USER), "password", new Secret(PASSWORD)), BACK, earlier, PERSON);
    }

    @Override
    public SignInAnswer customer(SignInStep step) {
        return switch (step) {
            case SignInStep.Otp _ -> new SignInAnswer.Typed(new Secret(OTP));
            case SignInStep.Question question ->
                new SignInAnswer.Typed(
                        new Secret(question.question().startsWith("Which account?") ? "2" : "St. Saviour"));
            case SignInStep.Wait _ -> new SignInAnswer.Waited();
            default -> throw new AssertionError(step);
        };
    }

    @Override
    public List<String> secrets() {
        return List.copyOf(secrets);
    }

    @Override
    public List<String> typed() {
        return List.of(USER, PASSWORD, OTP);
    }

    /// What the bank asks for from now on.
    void asks(Way other) {
        way = other;
    }

    /// Answers with another file in the place of one.
    void gives(String file, String other) {
        bodies.put(file, other);
    }

    /// What becomes of the jobs that are begun from now on.
    void nextJobs(String status) {
        nextStatus = status;
    }

    /// What became of those that went on.
    void jobsEnd(String status) {
        jobs.replaceAll((_, job) -> new Job(job.id(), job.begun(), status));
        nextStatus = status;
    }

    void nothingIsNew() {
        newData = false;
    }

    String account() {
        return account;
    }

    boolean isLinked(String id) {
        return linked.contains(id);
    }

    @Override
    protected synchronized RawAnswer respond(BankCall call) {
        if (!call.header("mono-sec-key").equals(Optional.of(SECRET_KEY))) {
            return RawAnswer.json(401, "{\"status\":\"failed\",\"message\":\"Invalid API key\"}");
        }
        return call.method().equals("GET") ? read(call) : done(call);
    }

    private RawAnswer done(BankCall call) {
        return switch (call.path()) {
            case "v2/connect/session" -> signIn(() -> opened(call));
            case "v2/connect/reauth/session" -> signIn(() -> reopened(call));
            case "v2/connect/login", "v2/connect/reauth/login" -> signIn(() -> loggedIn(call));
            case "v2/connect/commit" -> signIn(() -> committed(call));
            case "v2/accounts/initiate" -> signIn(() -> initiated(call));
            case "v2/accounts/auth" -> visit(Visit.Kind.EXCHANGE, Optional.empty(), () -> exchanged(call));
            case String path
            when path.matches(ACCOUNT + "/unlink") -> visit(Visit.Kind.END, Optional.empty(), () -> unlinked(call));
            default -> null;
        };
    }

    private RawAnswer signIn(Supplier<RawAnswer> own) {
        return visit(Visit.Kind.SIGN_IN, Optional.empty(), own);
    }

    /// A body with these fields and no others.
    private Optional<JsonNode> sent(BankCall call, Set<String> headers, String... fields) {
        var all = new HashSet<>(headers);
        all.add("mono-sec-key");
        var body = Json.readOwn(call.body());
        var names = new TreeSet<String>();
        body.fieldNames().forEachRemaining(names::add);
        if (!allow(call, all, Set.of())) {
            return Optional.empty();
        }
        if (!names.equals(new TreeSet<>(List.of(fields)))) {
            objection(call.path() + " is not asked with " + names);
            return Optional.empty();
        }
        return Optional.of(body);
    }

    private RawAnswer opened(BankCall call) {
        var body = sent(call, Set.of(), "institution", "auth_method", "scope", "customer");
        if (body.isEmpty()) {
            return refused();
        }
        var customer = body.get().path("customer");
        var right = REFERENCE.equals(body.get().path("institution").asText())
                && "financial_data".equals(body.get().path("scope").asText())
                && PERSON.name().equals(Optional.of(customer.path("name").asText()))
                && PERSON.email().equals(Optional.of(customer.path("email").asText()))
                && customer.size() == 2;
        if (!right) {
            return objection("A session is not opened so");
        }
        return "internet_banking".equals(body.get().path("auth_method").asText())
                ? json("session.json", session(Optional.empty()))
                : refused();
    }

    private String session(Optional<String> renews) {
        var id = "ses_" + UUID.randomUUID();
        sessions.put(id, new Session(renews));
        return id;
    }

    private RawAnswer reopened(BankCall call) {
        var named =
                sent(call, Set.of(), "account").map(body -> body.path("account").asText());
        if (named.filter(linked::contains).isEmpty()) {
            return notFound();
        }
        return way == Way.AT_ONCE ? json("reauthorised.json", "") : json("session.json", session(named));
    }

    private RawAnswer loggedIn(BankCall call) {
        var session = session(call);
        var renews = call.path().contains("reauth");
        if (session.isEmpty()
                || session.get().renews.isPresent() != renews
                || !session.get().state.equals("opened")) {
            return objection("That is no session to log in to");
        }
        var body = sent(call, Set.of("x-session-id"), "username", "password");
        var right = body.filter(typed -> USER.equals(typed.path("username").asText())
                        && PASSWORD.equals(typed.path("password").asText()))
                .isPresent();
        if (!right) {
            return refused();
        }
        if (renews) {
            account = session.get().renews.orElseThrow();
            return json("reauthorised.json", "");
        }
        return switch (way) {
            case AT_ONCE -> accepted();
            case QUESTION -> asked(session.get(), "question");
            case OTP_AND_CHOICE -> asked(session.get(), "otp");
        };
    }

    private Optional<Session> session(BankCall call) {
        return call.header("x-session-id").map(sessions::get);
    }

    private RawAnswer asked(Session session, String what) {
        session.state = what;
        return json(what + ".json", "");
    }

    private RawAnswer committed(BankCall call) {
        var session = session(call).orElse(new Session(Optional.empty()));
        return switch (session.state) {
            case "otp" -> is(call, "otp", OTP) ? asked(session, "choice") : refused();
            case "question" -> is(call, "answer", "St. Saviour") ? accepted() : refused();
            case "choice" -> is(call, "accountNumber", NUMBER) ? accepted() : refused();
            default -> objection("Nothing was asked");
        };
    }

    private boolean is(BankCall call, String name, String right) {
        return sent(call, Set.of("x-session-id"), name)
                .filter(body -> right.equals(body.path(name).asText()))
                .isPresent();
    }

    private RawAnswer accepted() {
        var code = "code_" + UUID.randomUUID();
        codes.put(code, instant());
        secrets.add(code);
        return RawAnswer.json(200, body("accepted.json").replace("{code}", code));
    }

    /// @return what an initiated link was called, and the address that its page leads back to
    Map<String, String> page() {
        return Map.copyOf(page);
    }

    private RawAnswer initiated(BankCall call) {
        var renews = Json.readOwn(call.body()).has("account");
        var body = renews
                ? sent(call, Set.of(), "scope", "account", "meta", "redirect_url")
                : sent(call, Set.of(), "scope", "customer", "institution", "meta", "redirect_url");
        if (body.isEmpty()) {
            return refused();
        }
        var asked = body.get();
        var right = renews
                ? "reauth".equals(asked.path("scope").asText())
                        && linked.contains(asked.path("account").asText())
                : "auth".equals(asked.path("scope").asText())
                        && REFERENCE.equals(asked.path("institution").path("id").asText());
        if (!right) {
            return objection("A link is not initiated so");
        }
        if (!renews
                && !"internet_banking"
                        .equals(asked.path("institution").path("auth_method").asText())) {
            return refused();
        }
        page.put("ref", asked.path("meta").path("ref").asText());
        page.put("redirect_url", asked.path("redirect_url").asText());
        return RawAnswer.json(200, "{\"status\":\"successful\",\"data\":{\"mono_url\":\"https://link.mono.co/ALZ1\"}}");
    }

    /// The customer links an account at Mono's page.
    ///
    /// @return what is posted then
    String linkedAtItsPage() {
        link();
        return body("hook-connected.json").replace("{account}", account).replace("{ref}", page.get("ref"));
    }

    /// What is posted once the bank lets Mono in no more.
    String dying() {
        return body("hook-account.json")
                .replace("65f0a1b2c3d4e5f6a7b80001", account)
                .replace("SUCCESSFUL", "REAUTHORISATION_REQUIRED")
                .replace("{status}", "AVAILABLE")
                .replace("{job}", "job-of-mono-s");
    }

    private void link() {
        accounts++;
        account = "65f0a1b2c3d4e5f6a7b8%04d".formatted(accounts);
        linked.add(account);
    }

    /// A code works once, for ten minutes. Each sign-in gives the account another id.
    private RawAnswer exchanged(BankCall call) {
        var given = sent(call, Set.of(), "code")
                .map(body -> codes.remove(body.path("code").asText()));
        if (given.isEmpty() || instant().isAfter(given.get().plus(CODE_LIFE))) {
            return refused();
        }
        link();
        return RawAnswer.json(
                200,
                accounts % 2 == 0
                        ? "{\"status\":\"successful\",\"data\":{\"id\":\"" + account + "\"}}"
                        : "{\"id\":\"" + account + "\"}");
    }

    private RawAnswer unlinked(BankCall call) {
        var id = call.path().split("/")[2];
        if (sent(call, Set.of()).isEmpty() || !linked.remove(id)) {
            return notFound();
        }
        return RawAnswer.json(200, "{\"status\":\"successful\",\"message\":\"Unlinked\",\"data\":null}");
    }

    private RawAnswer read(BankCall call) {
        if (call.path().equals("v3/institutions")) {
            return "financial_data".equals(call.query().get("scope"))
                            && allow(call, Set.of("mono-sec-key"), Set.of("scope"))
                    ? json("institutions.json", "")
                    : objection("The list is asked for by its scope");
        }
        return switch (call.path()) {
            case String path
            when path.matches(ACCOUNT) ->
                visit(look(call), Optional.empty(), () -> ofAccount(call, Set.of(), () -> json("account.json", "")));
            case String path when path.matches(ACCOUNT + "/balance") -> balance(call);
            case String path
            when path.matches(ACCOUNT + "/jobs/[a-z0-9-]+") -> ofAccount(call, Set.of(), () -> job(call));
            case String path
            when path.matches(ACCOUNT + "/identity") ->
                visit(
                        Visit.Kind.IDENTITY,
                        Optional.empty(),
                        () -> ofAccount(call, Set.of(), () -> json("identity.json", "")));
            case String path
            when path.matches(ACCOUNT + "/transactions") ->
                visit(
                        Visit.Kind.TRANSACTIONS,
                        Optional.empty(),
                        () -> ofAccount(call, Set.of("page", "start", "end", "paginate"), () -> lines(call)));
            default -> null;
        };
    }

    /// The first look at an account is the last step of its sign-in.
    private Visit.Kind look(BankCall call) {
        return looked.add(call.path()) ? Visit.Kind.SIGN_IN : Visit.Kind.ACCOUNTS;
    }

    private RawAnswer ofAccount(BankCall call, Set<String> parameters, Supplier<RawAnswer> own) {
        if (!allow(call, Set.of("mono-sec-key", "x-realtime"), parameters)) {
            return refused();
        }
        return linked.contains(call.path().split("/")[2]) ? own.get() : notFound();
    }

    /// What is counted is that the bank is asked; the copy may be had at any time.
    private RawAnswer balance(BankCall call) {
        return switch (call.header("x-realtime").orElse("")) {
            case "" -> ofAccount(call, Set.of(), () -> json("balance.json", ""));
            case "true" ->
                visit(Visit.Kind.BALANCE, Optional.empty(), () -> ofAccount(call, Set.of(), () -> realtime(call)));
            default -> objection("x-realtime is true or not there");
        };
    }

    /// Within five minutes there is no second job of an account, and the last one's headers stand.
    private RawAnswer realtime(BankCall call) {
        if (spent) {
            return RawAnswer.json(429, "{\"status\":\"failed\",\"message\":\"Slow down\"}");
        }
        var id = call.path().split("/")[2];
        var last = jobs.get(id);
        if (last == null || !instant().isBefore(last.begun().plus(JOB_EACH))) {
            last = new Job("job-" + UUID.randomUUID(), instant(), nextStatus);
            jobs.put(id, last);
        }
        var answer = json("balance.json", "").with("x-job-id", last.id()).with("x-job-status", last.status());
        return newData && last.status().equals("finished") ? answer.with("x-has-new-data", "true") : answer;
    }

    private RawAnswer job(BankCall call) {
        var parts = call.path().split("/");
        var job = jobs.get(parts[2]);
        return job != null && job.id().equals(parts[4])
                ? RawAnswer.json(
                        200, body("job.json").replace("{job}", job.id()).replace("{status}", job.status()))
                : notFound();
    }

    private RawAnswer lines(BankCall call) {
        var asked = call.query();
        var whole = asked.getOrDefault("start", "").matches("\\d{2}-\\d{2}-\\d{4}")
                && asked.getOrDefault("end", "").matches("\\d{2}-\\d{2}-\\d{4}")
                && asked.getOrDefault("page", "").matches("[1-9]\\d{0,2}");
        if (!whole) {
            return objection("Lines are asked for page by page, by days such as 31-01-2026");
        }
        var page = Integer.parseInt(asked.get("page"));
        return page > PAGES ? objection("There is no page " + page) : json("lines-" + page + ".json", "");
    }

    private RawAnswer json(String file, String session) {
        var text = body(bodies.getOrDefault(file, file));
        return RawAnswer.json(200, text.replace("{account}", account).replace("{session}", session));
    }

    private RawAnswer refused() {
        return RawAnswer.json(400, body("refused.json"));
    }

    private static RawAnswer notFound() {
        return RawAnswer.json(404, "{\"status\":\"failed\",\"message\":\"This account does not exist\",\"data\":null}");
    }

    @Override
    public Map<String, BalanceAmounts> held() {
        return Map.of(account, available(62_285_626));
    }

    static BalanceAmounts available(long minor) {
        var money = new Money(minor, Currency.getInstance("NGN"));
        return new BalanceAmounts(
                money.currency(),
                Optional.of(new BalanceAmounts.Stated(money, Kind.AVAILABLE)),
                Optional.empty(),
                Credit.UNTOLD);
    }

    @Override
    public Optional<String> begin(Feature feature) {
        switch (feature) {
            case ENDS_EARLY -> linked.remove(account);
            case LATER, POSTS -> {
                pass(JOB_EACH);
                nextStatus = "processing";
            }
            case QUOTA -> spent = true;
            case RENEWAL -> {}
            default -> throw new AssertionError(feature);
        }
        return Optional.of(account);
    }

    @Override
    public void end(Feature feature) {
        super.end(feature);
        if (feature == Feature.LATER) {
            jobsEnd("finished");
        }
    }

    @Override
    public RawPost posted(String job) {
        return post(WEBHOOK_SECRET, job);
    }

    @Override
    public Map<String, RawPost> forgedPosts(String job) {
        return Map.of(
                "no secret", RawPost.of(Map.of(), update(job, "finished")),
                "another secret", post("another-secret", job),
                "the beginning of the secret", post(WEBHOOK_SECRET.substring(0, 5), job),
                "an empty secret", post("", job));
    }

    private RawPost post(String secret, String job) {
        return RawPost.of(Map.of("mono-webhook-secret", secret), update(job, "finished"));
    }

    private String update(String job, String status) {
        return body("hook-job.json")
                .replace("{account}", account)
                .replace("{job}", job)
                .replace("{status}", status);
    }

    @Override
    public List<AmountSample> amounts(Feature feature) {
        return switch (feature) {
            case NUMBERS ->
                List.of(
                        sample("minor-units", 10_050),
                        sample("overdrawn", -39_600),
                        sample("many-digits", 99_999_999_999_999L),
                        sample("number-as-text", 1_234),
                        sample("currency-in-small-letters", 29),
                        sample("number-with-a-point", 115));
            case MISSING ->
                List.of(
                        missing("no-amount"),
                        missing("null-amount"),
                        missing("words-for-an-amount"),
                        missing("no-currency"),
                        missing("half-a-kobo"));
            default -> throw new AssertionError(feature);
        };
    }

    /// What a job brought that nobody saw begin may be five minutes old.
    private AmountSample sample(String name, long minor) {
        return new AmountSample(
                name,
                () -> gives("balance.json", "samples/" + name + ".json"),
                account,
                Optional.of(available(minor)),
                Optional.of(instant().minus(JOB_EACH)));
    }

    private AmountSample missing(String name) {
        return new AmountSample(
                name,
                () -> gives("balance.json", "samples/" + name + ".json"),
                account,
                Optional.empty(),
                Optional.empty());
    }

    @Override
    public DaySpan days() {
        return new DaySpan(LocalDate.parse("2026-02-01"), LocalDate.parse("2026-03-10"));
    }

    @Override
    public List<BankTransaction> lines() {
        return List.of(
                line("l1", "2026-03-09", -150_000, "POS LEKKI", 62_285_626L),
                line("l2", "2026-03-08", 5_000_000, "SALARY FEBRUARY", 62_435_626L),
                line("l3", "2026-03-05", -45_050, "COFFEE", 57_435_626L),
                line("l4", "2026-03-05", -45_050, "COFFEE", 57_480_676L));
    }

    private static BankTransaction line(String id, String booked, long minor, String text, Long balance) {
        var naira = Currency.getInstance("NGN");
        return new BankTransaction(
                Optional.of(id),
                BankTransaction.Status.BOOKED,
                Optional.of(LocalDate.parse(booked)),
                Optional.empty(),
                new Money(minor, naira),
                text,
                Optional.ofNullable(balance).map(after -> new Money(after, naira)));
    }

    @Override
    public List<LineSample> lineSamples() {
        return List.of(
                dated("without-a-zone", "2026-03-05"),
                dated("day-alone", "2026-03-05"),
                // 23:30 of UTC is the next day in Lagos.
                dated("in-utc", "2026-03-06"),
                dated("ahead", "2026-03-14"));
    }

    private LineSample dated(String name, String day) {
        return new LineSample(
                name,
                () -> gives("lines-1.json", "dates/" + name + ".json"),
                account,
                List.of(line("d1", day, -100, "DATED", null)));
    }
}
