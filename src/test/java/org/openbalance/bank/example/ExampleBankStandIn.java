package org.openbalance.bank.example;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankTransaction;
import org.openbalance.bank.ChecksKeys;
import org.openbalance.bank.Connector;
import org.openbalance.bank.DaySpan;
import org.openbalance.bank.Grant;
import org.openbalance.bank.NetworkKeys;
import org.openbalance.bank.Secret;
import org.openbalance.bank.SignInAnswer;
import org.openbalance.bank.SignInRequest;
import org.openbalance.bank.SignInStep;
import org.openbalance.bank.WayBack;
import org.openbalance.bank.http.BankHttp;
import org.openbalance.bank.http.PostSignature;
import org.openbalance.bank.kit.AmountSample;
import org.openbalance.bank.kit.BankCall;
import org.openbalance.bank.kit.Feature;
import org.openbalance.bank.kit.HttpStandIn;
import org.openbalance.bank.kit.Lie;
import org.openbalance.bank.kit.LineSample;
import org.openbalance.bank.kit.RawAnswer;
import org.openbalance.bank.kit.RawPost;
import org.openbalance.bank.kit.Visit;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.BalanceAmounts.Credit;
import org.openbalance.money.BalanceAmounts.Kind;
import org.openbalance.money.Money;

/// Example Bank. Its bodies stand in `src/test/resources/bank/example`.
class ExampleBankStandIn extends HttpStandIn {

    private static final WayBack BACK = new WayBack("https://openbalance.example/v2/widget/return", "our-own-state");
    private static final String CLIENT = ExampleBankCalls.CLIENT;
    private static final String CLIENT_SECRET = "client-secret-71f2";
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(5);
    private static final Set<String> READ_HEADERS = Set.of("authorization", "customer-address", "customer-agent");
    private static final String ACCOUNT = "accounts/([a-z0-9-]+)/";
    private static final int PAGES = 3;
    private static final Duration PAST_THE_END = Duration.ofDays(91);

    private final List<String> secrets = new ArrayList<>(List.of(CLIENT_SECRET));
    private final Map<String, String> codes = new HashMap<>();
    private final Map<String, String> bodies = new HashMap<>();
    private String consent = "";
    private int consents;
    private String refresh = "";
    private String access = "";
    private Instant accessEnds = Instant.MIN;
    private boolean ended;
    private LocalDate consentEnds = LocalDate.MIN;
    private boolean broken;
    private boolean twoCurrencies;
    private Optional<String> failing = Optional.empty();
    private Optional<String> gone = Optional.empty();
    private Optional<String> late = Optional.empty();
    private Optional<String> job = Optional.empty();
    private int readsLeft = Integer.MAX_VALUE;
    private Optional<Lie> lie = Optional.empty();
    private Optional<BiFunction<String, DaySpan, RawAnswer>> book = Optional.empty();

    ExampleBankStandIn() {
        this(0);
    }

    /// @param consents how many it has given already: the next ones have other names
    ExampleBankStandIn(int consents) {
        super(Path.of("src/test/resources/bank/example"));
        this.consents = consents;
    }

    @Override
    public Connector connector() {
        return connector(new BankHttp(this), base());
    }

    Connector connector(BankHttp http, URI base) {
        return new ExampleBankConnector(http, this, base);
    }

    @Override
    public Optional<NetworkKeys> keys() {
        return Optional.of(new NetworkKeys(Map.of("client_secret", new Secret(CLIENT_SECRET))));
    }

    @Override
    public ChecksKeys keyCheck() {
        return new ExampleBankKeys(new BankHttp(this), base());
    }

    @Override
    public Bank bank() {
        return ExampleBankConnector.BANK;
    }

    @Override
    public Map<Feature, String> without() {
        return Map.of(Feature.TYPED_SECRETS, "everything is typed at the bank's own page");
    }

    @Override
    public SignInRequest request(Optional<Grant> earlier) {
        return new SignInRequest(Map.of(), BACK, earlier);
    }

    @Override
    public SignInAnswer customer(SignInStep step) {
        var page = page((SignInStep.Redirect) step);
        if (!page.containsKey("consent")) {
            consents++;
        }
        var agreed = page.getOrDefault("consent", "c" + consents);
        var code = secret("code");
        codes.put(code, agreed);
        return returned("code", code, page.get("state"), base().toString());
    }

    /// What the customer's browser asks the bank's page for.
    private Map<String, String> page(SignInStep.Redirect step) {
        var address = URI.create(step.url());
        var page = BankCall.parameters(address);
        var right = address.toString().startsWith(base().resolve("authorize").toString())
                && "code".equals(page.get("response_type"))
                && CLIENT.equals(page.get("client_id"))
                && BACK.url().equals(page.get("redirect_uri"))
                && Set.of("response_type", "client_id", "redirect_uri", "state", "consent")
                        .containsAll(page.keySet());
        if (!right) {
            objection("The page is not asked for so");
        }
        return page;
    }

    private static SignInAnswer returned(String name, String value, String state, String issuer) {
        return new SignInAnswer.Returned(Map.of(name, value, "state", state, "iss", issuer));
    }

    @Override
    public SignInAnswer declining(SignInStep.Redirect step) {
        return returned("error", "access_denied", page(step).get("state"), base().toString());
    }

    @Override
    public Map<String, SignInAnswer> forged(SignInStep.Redirect step) {
        var state = page(step).get("state");
        var code = secret("code");
        codes.put(code, "c1");
        return Map.of(
                "another state", returned("code", code, "of-another-sign-in", base().toString()),
                "no state", new SignInAnswer.Returned(Map.of("code", code, "iss", base().toString())),
                "another bank", returned("code", code, state, "https://another-bank.example/"),
                "no bank", new SignInAnswer.Returned(Map.of("code", code, "state", state)),
                "a code beside an error",
                        new SignInAnswer.Returned(Map.of(
                                "code", code, "error", "access_denied", "state", state, "iss", base().toString())));
    }

    private String secret(String what) {
        var made = what + '-' + UUID.randomUUID();
        secrets.add(made);
        return made;
    }

    @Override
    public List<String> secrets() {
        return List.copyOf(secrets);
    }

    @Override
    protected synchronized RawAnswer respond(BankCall call) {
        if (call.is("POST", "token")) {
            return token(call);
        }
        if (call.is("POST", "revoke")) {
            return visit(Visit.Kind.END, Optional.empty(), () -> revoked(call));
        }
        if (call.is("POST", "client")) {
            return known(call);
        }
        if (!call.method().equals("GET")) {
            return null;
        }
        var attendance = call.header("customer-address");
        return switch (call.path()) {
            case "accounts" -> visit(Visit.Kind.ACCOUNTS, attendance, () -> read(call, Set.of(), this::accounts));
            case "customer" ->
                visit(Visit.Kind.IDENTITY, attendance, () -> read(call, Set.of(), () -> json("customer.json")));
            case String path
            when path.matches(ACCOUNT + "balances") ->
                visit(Visit.Kind.BALANCE, attendance, () -> read(call, Set.of("job"), () -> balances(call)));
            case String path
            when path.matches(ACCOUNT + "transactions") ->
                visit(
                        Visit.Kind.TRANSACTIONS,
                        attendance,
                        () -> read(call, Set.of("from", "to", "page"), () -> transactions(call)));
            default -> null;
        };
    }

    private RawAnswer json(String file) {
        return RawAnswer.json(200, body(file).replace("{consent}", consent));
    }

    private static RawAnswer error(int status, String code) {
        return RawAnswer.json(status, "{\"error\":\"" + code + "\",\"message\":\"Ask the bank\"}");
    }

    private RawAnswer token(BankCall call) {
        var renews = "refresh_token".equals(call.form().get("grant_type"));
        return visit(renews ? Visit.Kind.EXCHANGE : Visit.Kind.SIGN_IN, Optional.empty(), () -> {
            var allowed = renews ? Set.of("refresh_token") : Set.of("code", "redirect_uri");
            var all = new ArrayList<>(allowed);
            all.addAll(List.of("grant_type", "client_id", "client_secret"));
            if (!allow(call, Set.of(), Set.copyOf(all))) {
                return error(400, "invalid_request");
            }
            if (!CLIENT_SECRET.equals(call.form().get("client_secret"))) {
                return error(401, "invalid_client");
            }
            return renews ? renewed(call) : begun(call);
        });
    }

    private RawAnswer revoked(BankCall call) {
        if (!allow(call, Set.of(), Set.of("consent", "client_id", "client_secret"))) {
            return error(400, "invalid_request");
        }
        if (!CLIENT_SECRET.equals(call.form().get("client_secret"))) {
            return error(401, "invalid_client");
        }
        var named = call.form().getOrDefault("consent", "");
        if (!named.matches("c[0-9]+")) {
            return objection("A consent is named by its id");
        }
        if (ended || !consent.equals(named)) {
            return error(404, "CONSENT_UNKNOWN");
        }
        ended = true;
        return RawAnswer.empty(204);
    }

    private RawAnswer known(BankCall call) {
        if (!allow(call, Set.of(), Set.of("client_id", "client_secret"))) {
            return error(400, "invalid_request");
        }
        return CLIENT_SECRET.equals(call.form().get("client_secret"))
                ? RawAnswer.empty(204)
                : error(401, "invalid_client");
    }

    private RawAnswer begun(BankCall call) {
        var agreed = codes.remove(call.form().getOrDefault("code", ""));
        if (agreed == null || !BACK.url().equals(call.form().get("redirect_uri"))) {
            return error(400, "invalid_grant");
        }
        consent = agreed;
        consentEnds = LocalDate.ofInstant(instant(), ZoneOffset.UTC).plusDays(90);
        ended = false;
        return given();
    }

    /// A token that is shown twice ends the consent.
    private RawAnswer renewed(BankCall call) {
        if (ended || !refresh.equals(call.form().get("refresh_token"))) {
            ended = true;
            return error(400, "invalid_grant");
        }
        return given();
    }

    private RawAnswer given() {
        refresh = secret("refresh");
        access = secret("access");
        accessEnds = instant().plus(TOKEN_LIFE);
        return RawAnswer.json(
                200,
                body("token.json")
                        .replace("{access}", access)
                        .replace("{refresh}", refresh)
                        .replace("{consent}", consent)
                        .replace("{ends}", consentEnds.toString()));
    }

    @Override
    public Instant announcedEnd() {
        return consentEnds.atStartOfDay(ExampleBankJson.ZONE).toInstant();
    }

    private RawAnswer read(BankCall call, Set<String> parameters, Supplier<RawAnswer> answer) {
        if (!allow(call, READ_HEADERS, parameters)) {
            return error(400, "BAD_REQUEST");
        }
        if (broken) {
            return RawAnswer.html(500, "<h1>Internal error</h1>");
        }
        var known = call.header("authorization").equals(Optional.of("Bearer " + access));
        if (ended || !known || !instant().isBefore(accessEnds)) {
            return error(401, "EXPIRED_SESSION");
        }
        return answer.get();
    }

    private RawAnswer accounts() {
        return json(bodies.getOrDefault("accounts", "accounts.json"));
    }

    private RawAnswer balances(BankCall call) {
        var account = call.path().split("/")[1];
        if (!account.endsWith('-' + consent) || gone.filter(account::equals).isPresent()) {
            return error(404, "ACCOUNT_UNKNOWN");
        }
        if (failing.filter(account::equals).isPresent()) {
            return error(400, "BANK_ERROR");
        }
        if (readsLeft-- <= 0) {
            return error(429, "ACCESS_EXCEEDED");
        }
        if (late.filter(account::equals).isPresent()) {
            return later(call);
        }
        return json(bodies.getOrDefault(name(account), "balances-" + name(account) + ".json"));
    }

    private RawAnswer later(BankCall call) {
        var asked = Optional.ofNullable(call.query().get("job"));
        if (job.isPresent() && !asked.equals(job)) {
            return objection("A job is under way already");
        }
        job = Optional.of("job-1");
        return RawAnswer.json(202, "{\"job\":\"job-1\"}");
    }

    private static String name(String account) {
        return account.substring(0, account.indexOf('-'));
    }

    /// From now on an account, by its name such as `a1`, has these lines on some days.
    void keeps(BiFunction<String, DaySpan, RawAnswer> lines) {
        book = Optional.of(lines);
    }

    private RawAnswer transactions(BankCall call) {
        var account = call.path().split("/")[1];
        if (book.isPresent()) {
            var days = new DaySpan(
                    LocalDate.parse(call.query().get("from")),
                    LocalDate.parse(call.query().get("to")));
            return book.get().apply(name(account), days);
        }
        var sampled = bodies.get("lines-" + name(account));
        if (sampled != null) {
            return json(sampled);
        }
        var days = call.query();
        var whole = days.getOrDefault("from", "").matches("\\d{4}-\\d{2}-\\d{2}")
                && days.getOrDefault("to", "").matches("\\d{4}-\\d{2}-\\d{2}");
        if (!whole && lie.isEmpty()) {
            return objection("Lines are asked for from a day to a day");
        }
        var page = Integer.parseInt(days.getOrDefault("page", "1"));
        return RawAnswer.json(
                200, body("lines-" + Math.min(page, PAGES) + ".json").replace("{next}", next(call, page)));
    }

    /// Relative on one page and whole on another, as banks do.
    private String next(BankCall call, int page) {
        var days = "from=" + call.query().get("from") + "&to=" + call.query().get("to") + "&page=";
        if (lie.isPresent()) {
            return lied(call.path(), days, page);
        }
        return switch (page) {
            case 1 -> "?" + days + 2;
            case 2 -> base().resolve(call.path()) + "?" + days + PAGES;
            default -> "";
        };
    }

    private String lied(String path, String days, int page) {
        return switch (lie.orElseThrow()) {
            case OTHER_HOST -> elsewhere().resolve(path) + "?" + days + 2;
            case OTHER_RESOURCE -> "../a2-" + consent + "/transactions?" + days + 2;
            case NO_HOST -> "null/transactions?" + days + 2;
            case ITSELF -> page == 1 ? "?" + days + 2 : "?" + days + page;
            case ENDLESS -> "?" + days + (page + 1);
            case BROKEN_PARAMETER -> "?from" + days.substring("from=".length()) + 2;
        };
    }

    @Override
    public void lie(Lie other) {
        lie = Optional.of(other);
    }

    @Override
    public Map<String, BalanceAmounts> held() {
        var held = new LinkedHashMap<String, BalanceAmounts>();
        held.put(reference("a1", "NGN"), amounts("NGN", 62_285_626, 62_785_626));
        held.put(reference("a2", "NGN"), booked(-39_600));
        if (twoCurrencies) {
            held.put(reference("a2", "USD"), amounts("USD", 1_203, 1_203));
        }
        held.put(reference("a3", "GBP"), amounts("GBP", 1, 0));
        return held;
    }

    private String reference(String account, String currency) {
        return account + '-' + consent + ':' + currency;
    }

    private static Money money(String currency, long minor) {
        return new Money(minor, Currency.getInstance(currency));
    }

    private static BalanceAmounts amounts(String currency, long available, long ledger) {
        return new BalanceAmounts(money(currency, available), money(currency, ledger));
    }

    private static BalanceAmounts booked(long ledger) {
        return stated(Optional.empty(), Optional.of(of(ledger, Kind.BOOKED)), Credit.UNTOLD);
    }

    private static BalanceAmounts expected(long expected, BalanceAmounts.Stated ledger) {
        return stated(Optional.of(of(expected, Kind.EXPECTED)), Optional.of(ledger), Credit.UNTOLD);
    }

    private static BalanceAmounts available(long available, Credit credit) {
        return stated(Optional.of(of(available, Kind.AVAILABLE)), Optional.empty(), credit);
    }

    /// With a credit in what is available.
    private static BalanceAmounts counting(long available, long ledger, Optional<Long> credit) {
        return stated(
                Optional.of(of(available, Kind.AVAILABLE)),
                Optional.of(of(ledger, Kind.BOOKED)),
                Credit.included(credit.map(minor -> money("NGN", minor))));
    }

    private static BalanceAmounts.Stated of(long minor, Kind kind) {
        return new BalanceAmounts.Stated(money("NGN", minor), kind);
    }

    private static BalanceAmounts stated(
            Optional<BalanceAmounts.Stated> available, Optional<BalanceAmounts.Stated> ledger, Credit credit) {
        return new BalanceAmounts(Currency.getInstance("NGN"), available, ledger, credit);
    }

    @Override
    public void prepare(Feature feature) {
        switch (feature) {
            case TWO_CURRENCIES -> {
                twoCurrencies = true;
                bodies.put("accounts", "accounts-two-currencies.json");
                bodies.put("a2", "balances-a2-two-currencies.json");
            }
            case UNKNOWN_CURRENCY -> bodies.put("accounts", "accounts-of-four.json");
            default -> {}
        }
    }

    @Override
    public Optional<String> begin(Feature feature) {
        var second = Optional.of("a2-" + consent);
        switch (feature) {
            case ROTATION -> pass(TOKEN_LIFE);
            case ENDS_EARLY -> ended = true;
            case KNOWN_END -> {
                pass(PAST_THE_END);
                broken = true;
            }
            case PARTIAL -> failing = second;
            case GONE -> gone = second;
            case LATER, POSTS -> late = second;
            case QUOTA -> readsLeft = 0;
            case QUOTA_BY_ACCOUNT -> readsLeft = 2;
            case RENEWAL -> {}
            default -> throw new AssertionError(feature);
        }
        return second.map(_ -> reference("a2", "NGN"));
    }

    @Override
    public void end(Feature feature) {
        super.end(feature);
        if (feature == Feature.LATER) {
            late = Optional.empty();
        }
    }

    @Override
    public RawPost posted(String job) {
        return post(job, PostSignature.of(new Secret(CLIENT_SECRET), posting(job)));
    }

    @Override
    public Map<String, RawPost> forgedPosts(String job) {
        return Map.of(
                "no signature", new RawPost(Map.of(), posting(job)),
                "signed by another", post(job, PostSignature.of(new Secret("another-key"), posting(job))),
                "another body", post(job, PostSignature.of(new Secret(CLIENT_SECRET), posting("another"))));
    }

    private static RawPost post(String job, String signature) {
        return new RawPost(Map.of("example-signature", signature), posting(job));
    }

    private static byte[] posting(String job) {
        return ("{\"ready\":\"" + job + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public List<AmountSample> amounts(Feature feature) {
        return switch (feature) {
            case KINDS ->
                List.of(
                        sample("expected-alone", expected(10_050, of(10_050, Kind.EXPECTED))),
                        sample("booked-alone", booked(10_050)),
                        sample("available-alone", available(10_050, Credit.UNTOLD)),
                        sample("one-not-understood", available(9_000, Credit.UNTOLD)),
                        sample("expected-beside-booked", expected(9_000, of(10_050, Kind.BOOKED))),
                        sample("six-kinds", amounts("NGN", 8_000, 10_050)));
            case CREDIT_INCLUDED ->
                List.of(
                        sample("overdraft-silent", amounts("NGN", 40_000, -10_000)),
                        sample("overdraft-in-available", counting(40_000, -10_000, Optional.empty())),
                        sample("overdraft-told", counting(40_000, -10_000, Optional.of(50_000L))),
                        sample("overdraft-not-counted", available(0, Credit.EXCLUDED)));
            case CARDS ->
                List.of(
                        sample("card-left", counting(800_000, 0, Optional.of(800_000L))),
                        sample("card-owed", counting(750_000, -50_000, Optional.of(800_000L))));
            case INDICATOR ->
                List.of(
                        sample("minus-and-debit", booked(-39_600)),
                        sample("plus-and-debit", booked(-39_600)),
                        sample("minus-alone", booked(-39_600)),
                        sample("credit", booked(39_600)));
            case STAMPS ->
                List.of(
                        stamped("stamp-with-a-zone", booked(10_050), "2026-03-09T12:00:00Z"),
                        stamped("stamp-without-a-zone", booked(10_050), "2026-03-09T11:00:00Z"),
                        stamped("stamp-of-a-day-alone", booked(10_050), "2026-03-08T23:00:00Z"),
                        stamped("stamp-of-one-alone", amounts("NGN", 9_000, 10_050), "2026-03-10T08:00:00Z"),
                        stamped(
                                "stamp-years-old-beside-today-s",
                                amounts("NGN", 9_000, 10_050),
                                "2019-06-29T23:00:00Z"));
            case NUMBERS ->
                List.of(
                        sample("number-of-many-digits", amounts("NGN", 99_999_999_999_999L, 99_999_999_999_999L)),
                        sample("numbers-that-are-no-binary-fractions", amounts("NGN", 29, 115)),
                        sample("number-with-exponent", amounts("NGN", 120_000, 120_000)),
                        sample("text-of-four-decimals", amounts("NGN", 1_234, 1_234)));
            case MISSING ->
                List.of(
                        missing("no-amount"),
                        missing("null-amount"),
                        missing("empty-amount"),
                        missing("words-for-an-amount"),
                        missing("no-currency"),
                        missing("half-a-cent"),
                        missing("an-unknown-direction"),
                        missing("another-day-alone"),
                        missing("stamp-that-is-no-date"),
                        missing("no-balances"));
            default -> throw new AssertionError(feature);
        };
    }

    private AmountSample sample(String name, BalanceAmounts amounts) {
        return sample(name, Optional.of(amounts), Optional.empty());
    }

    private AmountSample stamped(String name, BalanceAmounts amounts, String asOf) {
        return sample(name, Optional.of(amounts), Optional.of(Instant.parse(asOf)));
    }

    private AmountSample missing(String name) {
        return sample(name, Optional.empty(), Optional.empty());
    }

    private AmountSample sample(String name, Optional<BalanceAmounts> amounts, Optional<Instant> asOf) {
        return new AmountSample(name, answering(name), reference("a1", "NGN"), amounts, asOf);
    }

    private Runnable answering(String name) {
        return () -> bodies.put("a1", "samples/" + name + ".json");
    }

    @Override
    public DaySpan days() {
        return new DaySpan(LocalDate.parse("2026-02-01"), LocalDate.parse("2026-03-10"));
    }

    @Override
    public List<BankTransaction> lines() {
        return List.of(
                line("t1", "2026-03-09", "2026-03-09", -150_000, "POS LEKKI", 62_785_626L),
                line("t2", "2026-03-08", "2026-03-10", 5_000_000, "SALARY FEBRUARY", 62_935_626L),
                line(null, "2026-03-05", "2026-03-05", -45_050, "COFFEE", null),
                line(null, "2026-03-05", "2026-03-05", -45_050, "COFFEE", null),
                new BankTransaction(
                        Optional.of("t5"),
                        BankTransaction.Status.PENDING,
                        Optional.empty(),
                        Optional.empty(),
                        money("NGN", -10_000),
                        "AIRTIME",
                        Optional.empty()));
    }

    private static BankTransaction line(
            String id, String booked, String valued, long minor, String text, Long balance) {
        return new BankTransaction(
                Optional.ofNullable(id),
                BankTransaction.Status.BOOKED,
                Optional.of(LocalDate.parse(booked)),
                Optional.of(LocalDate.parse(valued)),
                money("NGN", minor),
                text,
                Optional.ofNullable(balance).map(after -> money("NGN", after)));
    }

    @Override
    public List<LineSample> lineSamples() {
        return List.of(
                dated("without-a-zone", "2026-03-05"),
                dated("day-alone", "2026-03-05"),
                dated("in-the-bank-s-zone", "2026-03-05"),
                // 23:30 of UTC is the next day in Lagos.
                dated("in-utc", "2026-03-06"),
                dated("ahead", "2026-03-14"));
    }

    private LineSample dated(String name, String day) {
        return new LineSample(
                name,
                () -> bodies.put("lines-a1", "dates/" + name + ".json"),
                reference("a1", "NGN"),
                List.of(line("d1", day, day, -100, "DATED", null)));
    }
}
