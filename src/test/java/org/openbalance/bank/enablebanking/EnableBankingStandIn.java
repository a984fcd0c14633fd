package org.openbalance.bank.enablebanking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openbalance.api.Json;
import org.openbalance.api.Product;
import org.openbalance.bank.Attendance;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankTransaction;
import org.openbalance.bank.ChecksKeys;
import org.openbalance.bank.DaySpan;
import org.openbalance.bank.Grant;
import org.openbalance.bank.NetworkKeys;
import org.openbalance.bank.SignInAnswer;
import org.openbalance.bank.SignInRequest;
import org.openbalance.bank.SignInStep;
import org.openbalance.bank.WayBack;
import org.openbalance.bank.http.BankHttp;
import org.openbalance.bank.http.Fields;
import org.openbalance.bank.kit.AmountSample;
import org.openbalance.bank.kit.BankCall;
import org.openbalance.bank.kit.Feature;
import org.openbalance.bank.kit.HttpStandIn;
import org.openbalance.bank.kit.LineSample;
import org.openbalance.bank.kit.RawAnswer;
import org.openbalance.bank.kit.Visit;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.BalanceAmounts.Credit;
import org.openbalance.money.BalanceAmounts.Kind;
import org.openbalance.money.Money;

/// Enable Banking with a bank behind it. Its bodies stand in `src/test/resources/bank/enablebanking`.
public class EnableBankingStandIn extends HttpStandIn {

    public static final WayBack BACK = new WayBack("https://openbalance.example/v2/widget/return", "our-own-state");

    private static final String PAGE = "https://tilisy.enablebanking.example/welcome?sessionid=";
    private static final Duration CONSENT = Duration.ofDays(90);
    private static final Duration MOST = Duration.ofDays(180);
    private static final Duration CODE_LIFE = Duration.ofMinutes(5);
    private static final Set<String> OURSELVES = Set.of("authorization");
    private static final Set<String> PSU_HEADERS = Set.of("psu-ip-address", "psu-user-agent");
    private static final Set<String> READ_HEADERS = Set.of("authorization", "psu-ip-address", "psu-user-agent");
    private static final List<String> ACCOUNTS = List.of("a1", "a2", "a3", "a4");
    private static final String HASH = "WwpbCiJhY2NvdW50LWE";
    private static final String SESSION = "sessions/([a-z0-9-]+)";
    private static final String ACCOUNT = "accounts/([A-Za-z0-9-]+)/";
    private static final int UNPROCESSABLE = 422;

    /// One session: its accounts by names such as `a1`, each with the `uid` of this session.
    private static final class Session {
        private final String id = UUID.randomUUID().toString();
        private final Map<String, String> uids = new HashMap<>();
        private final Instant ends;
        private String status = "AUTHORIZED";

        private Session(Instant ends) {
            this.ends = ends;
            ACCOUNTS.forEach(account -> uids.put(account, UUID.randomUUID().toString()));
        }

        private String status(Instant now) {
            return now.isBefore(ends) ? status : "EXPIRED";
        }
    }

    /// What a customer is asked to agree to.
    private record Authorization(String state, Instant until) {}

    private record Code(Authorization authorization, Instant ends) {}

    private final List<String> secrets = new ArrayList<>();
    private final Set<String> tokens = new HashSet<>();
    private final Map<String, Authorization> authorizations = new HashMap<>();
    private final Map<String, Code> codes = new HashMap<>();
    private final Set<String> used = new HashSet<>();
    private final Map<String, String> bodies = new HashMap<>();
    private final List<Session> sessions = new ArrayList<>();
    private final List<String> statusCalls = new ArrayList<>();
    private Set<String> required = Set.of();
    private RawAnswer unauthorized = error(401, "UNAUTHORIZED_ACCESS");
    private boolean broken;
    private Optional<String> failing = Optional.empty();
    private Optional<String> gone = Optional.empty();
    private int readsLeft = Integer.MAX_VALUE;
    private Function<Optional<String>, Optional<String>> keyAfter = EnableBankingStandIn::threePages;
    private Optional<String> keyGiven = Optional.empty();

    public EnableBankingStandIn() {
        super(Path.of("src/test/resources/bank/enablebanking"));
    }

    @Override
    public EnableBankingConnector connector() {
        return new EnableBankingConnector(new BankHttp(this), this, base());
    }

    @Override
    public Bank bank() {
        return bank("Aurora Pankki", false);
    }

    /// A bank of Finland as it stands in our directory.
    Bank bank(String name, boolean corporate) {
        return new Bank(
                "4b0f3c5f5d1f4c0e9a571f6f",
                "aurora-pankki-4b0f3c",
                "",
                name,
                "",
                new Bank.Colors("", "", "", ""),
                corporate,
                Set.of(Product.AUTH, Product.BALANCE, Product.TRANSACTIONS),
                new Bank.Login("redirect", List.of()),
                OptionalInt.empty(),
                "FI",
                !corporate,
                Optional.of(new Bank.Listing("enablebanking", "FI:" + name, Instant.EPOCH, false)));
    }

    @Override
    public ChecksKeys keyCheck() {
        return new EnableBankingKeys(new BankHttp(this), this, base());
    }

    @Override
    public Optional<NetworkKeys> keys() {
        return Optional.of(TestApplication.keys());
    }

    @Override
    public Map<Feature, String> without() {
        return Map.of(
                Feature.TYPED_SECRETS, "everything is typed at the bank's own page",
                Feature.ROTATION, "a session is read by one id until it ends; the tokens are our own",
                Feature.LATER, "it answers when the bank has",
                Feature.POSTS, "it posts nothing about accounts",
                Feature.INDICATOR, "its balances are signed; lines have an indicator and are tried as lines",
                Feature.PAGES, "it gives keys, which lead nowhere else: EnableBankingConnectorTest tries them",
                Feature.IDENTITY, "it names who holds an account, and says no more of them");
    }

    @Override
    public SignInRequest request(Optional<Grant> earlier) {
        return new SignInRequest(Map.of(), BACK, earlier);
    }

    @Override
    public SignInAnswer customer(SignInStep step) {
        return returned("code", code(step), authorization(step).state());
    }

    private String code(SignInStep step) {
        var code = secret(UUID.randomUUID().toString());
        codes.put(code, new Code(authorization(step), instant().plus(CODE_LIFE)));
        return code;
    }

    private Authorization authorization(SignInStep step) {
        var url = ((SignInStep.Redirect) step).url();
        return authorizations.get(url.substring(PAGE.length()));
    }

    private static SignInAnswer returned(String name, String value, String state) {
        return new SignInAnswer.Returned(Map.of(name, value, "state", state));
    }

    @Override
    public SignInAnswer declining(SignInStep.Redirect step) {
        return returned("error", "access_denied", authorization(step).state());
    }

    @Override
    public Map<String, SignInAnswer> forged(SignInStep.Redirect step) {
        var state = authorization(step).state();
        var code = code(step);
        return Map.of(
                "another state", returned("code", code, "of-another-sign-in"),
                "no state", new SignInAnswer.Returned(Map.of("code", code)),
                "a code beside an error",
                        new SignInAnswer.Returned(Map.of("code", code, "error", "access_denied", "state", state)));
    }

    private String secret(String made) {
        secrets.add(made);
        return made;
    }

    @Override
    public List<String> secrets() {
        return List.copyOf(secrets);
    }

    URI address() {
        return base();
    }

    /// How many tokens were shown.
    int tokens() {
        return tokens.size();
    }

    /// Of which sessions it was asked whether they can be read by.
    List<String> statusCalls() {
        return List.copyOf(statusCalls);
    }

    /// The bank takes no read of an absent customer, and wants all of these headers of one who is present.
    void requires(String... headers) {
        required = Set.of(headers);
    }

    /// Refuses wrong tokens without a word on why.
    void refusesTokensSilently() {
        unauthorized = RawAnswer.empty(401);
    }

    void sessionIs(String file) {
        bodies.put("session", file);
    }

    /// The keys of the next pages, by the one that was asked with.
    void continues(Function<Optional<String>, Optional<String>> keys) {
        keyAfter = keys;
    }

    /// Ends the session that was made last, as one that the network knows by this status.
    void end(String status) {
        sessions.getLast().status = status;
    }

    @Override
    protected synchronized RawAnswer respond(BankCall call) {
        var token = call.header("authorization").orElse("");
        if (TestApplication.isOfAnother(token)) {
            return unauthorized;
        }
        var wrong = TestApplication.wrong(token, instant());
        if (wrong.isPresent()) {
            objection(wrong.get());
            return unauthorized;
        }
        tokens.add(call.header("authorization").orElseThrow());
        if (call.is("GET", "aspsps")) {
            return directory(call);
        }
        if (call.is("POST", "auth")) {
            return visit(Visit.Kind.SIGN_IN, Optional.empty(), () -> authorized(call));
        }
        if (call.is("POST", "sessions")) {
            return visit(Visit.Kind.SIGN_IN, Optional.empty(), () -> exchanged(call));
        }
        if (call.is("GET", SESSION)) {
            return status(call);
        }
        if (call.is("DELETE", SESSION)) {
            return visit(Visit.Kind.END, Optional.empty(), () -> closed(call));
        }
        if (call.is("GET", ACCOUNT + "balances")) {
            return visit(Visit.Kind.BALANCE, call.header("psu-ip-address"), () -> read(call, Set.of(), this::balances));
        }
        if (call.is("GET", ACCOUNT + "transactions")) {
            return visit(
                    Visit.Kind.TRANSACTIONS,
                    call.header("psu-ip-address"),
                    () -> read(
                            call,
                            Set.of("date_from", "date_to", "continuation_key"),
                            account -> transactions(account, call.query())));
        }
        return null;
    }

    private static RawAnswer error(int status, String code) {
        return RawAnswer.json(
                status,
                Json.write(Json.object()
                        .put("message", "Ask the bank")
                        .put("code", status)
                        .put("error", code)
                        .putNull("detail")));
    }

    private RawAnswer directory(BankCall call) {
        var asked = call.query();
        if (!allow(call, OURSELVES, Set.of("country", "psu_type"))
                || !asked.getOrDefault("country", "").matches("[A-Z]{2}")
                || !asked.getOrDefault("psu_type", "personal").matches("personal|business")) {
            objection("The directory is asked for by country and kind of customer");
            return error(UNPROCESSABLE, "WRONG_REQUEST_PARAMETERS");
        }
        var banks = asked.get("country").equals("FI") ? banks(asked.get("psu_type")) : List.<JsonNode>of();
        return RawAnswer.json(200, Json.write(Json.object().set("aspsps", Json.array(banks, bank -> bank))));
    }

    /// @param psuType null for all
    private List<JsonNode> banks(String psuType) {
        return Fields.each(Json.readOwn(body("aspsps-FI.json")), "aspsps")
                .filter(bank ->
                        psuType == null || Fields.texts(bank, "psu_types").contains(psuType))
                .toList();
    }

    private RawAnswer authorized(BankCall call) {
        var asked = json(call);
        if (!allow(call, OURSELVES, Set.of())
                || !names(asked).equals(Set.of("access", "aspsp", "state", "redirect_url", "psu_type"))
                || !names(asked.path("access")).equals(Set.of("valid_until", "balances", "transactions"))
                || !asked.path("psu_type").asText().matches("personal|business")) {
            return objection("A sign-in is not begun so");
        }
        if (!BACK.url().equals(asked.path("redirect_url").asText())) {
            return error(UNPROCESSABLE, "REDIRECT_URI_NOT_ALLOWED");
        }
        return longest(asked)
                .map(longest -> begun(asked, longest))
                .orElseGet(() -> error(UNPROCESSABLE, "WRONG_ASPSP_PROVIDED"));
    }

    /// How long the bank that was named gives access; empty if there is none of that name for such customers.
    private Optional<Duration> longest(JsonNode asked) {
        var named = asked.path("aspsp");
        return banks(asked.path("psu_type").asText()).stream()
                .filter(bank -> names(named).equals(Set.of("name", "country"))
                        && bank.path("name").equals(named.path("name"))
                        && bank.path("country").equals(named.path("country")))
                .map(bank ->
                        Duration.ofSeconds(bank.path("maximum_consent_validity").asLong()))
                .map(longest -> longest.compareTo(MOST) > 0 ? MOST : longest)
                .findFirst();
    }

    private RawAnswer begun(JsonNode asked, Duration longest) {
        var until = time(asked.path("access").path("valid_until").asText());
        if (until.isEmpty()
                || until.get().isAfter(instant().plus(longest))
                || !until.get().isAfter(instant())) {
            return objection("Access is asked for until a time of RFC 3339, no longer than the bank gives it");
        }
        var id = UUID.randomUUID().toString();
        authorizations.put(id, new Authorization(asked.path("state").asText(), until.get()));
        return RawAnswer.json(
                200,
                Json.write(Json.object()
                        .put("url", PAGE + id)
                        .put("authorization_id", id)
                        .put("psu_id_hash", UUID.randomUUID().toString())));
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }

    private static Set<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    private static JsonNode json(BankCall call) {
        try {
            return Json.read(call.body());
        } catch (JsonProcessingException noJson) {
            return Json.object();
        }
    }

    private RawAnswer exchanged(BankCall call) {
        var asked = json(call);
        if (!allow(call, OURSELVES, Set.of()) || !names(asked).equals(Set.of("code"))) {
            return objection("A session is not made so");
        }
        var text = asked.path("code").asText();
        var code = codes.get(text);
        if (code == null) {
            return error(UNPROCESSABLE, "WRONG_AUTHORIZATION_CODE");
        }
        if (!used.add(text)) {
            return error(UNPROCESSABLE, "ALREADY_AUTHORIZED");
        }
        if (!instant().isBefore(code.ends())) {
            return error(UNPROCESSABLE, "EXPIRED_AUTHORIZATION_CODE");
        }
        return made(code.authorization());
    }

    private RawAnswer made(Authorization authorization) {
        var session = new Session(authorization.until());
        sessions.add(session);
        secret(session.id);
        var body = body(bodies.getOrDefault("session", "session.json"))
                .replace("{session}", session.id)
                .replace("{ends}", session.ends.toString());
        for (var uid : session.uids.entrySet()) {
            body = body.replace("{uid-" + uid.getKey() + '}', uid.getValue());
        }
        return RawAnswer.json(200, body);
    }

    private Optional<Session> session(BankCall call) {
        var id = call.path().substring("sessions/".length());
        return sessions.stream().filter(session -> session.id.equals(id)).findFirst();
    }

    private RawAnswer status(BankCall call) {
        statusCalls.add(call.path());
        if (!allow(call, OURSELVES, Set.of())) {
            return error(UNPROCESSABLE, "WRONG_REQUEST_PARAMETERS");
        }
        return session(call)
                .map(session -> RawAnswer.json(200, "{\"status\":\"" + session.status(instant()) + "\"}"))
                .orElseGet(() -> error(404, "SESSION_DOES_NOT_EXIST"));
    }

    private RawAnswer closed(BankCall call) {
        if (!allow(call, OURSELVES, Set.of())) {
            return error(UNPROCESSABLE, "WRONG_REQUEST_PARAMETERS");
        }
        var session = session(call);
        if (session.isEmpty()) {
            return error(404, "SESSION_DOES_NOT_EXIST");
        }
        if (!session.get().status(instant()).equals("AUTHORIZED")) {
            return error(401, session.get().status(instant()) + "_SESSION");
        }
        session.get().status = "CLOSED";
        return RawAnswer.json(200, "{\"message\":\"OK\"}");
    }

    private RawAnswer read(BankCall call, Set<String> parameters, Function<String, RawAnswer> answer) {
        if (!allow(call, READ_HEADERS, parameters)) {
            return error(UNPROCESSABLE, "WRONG_REQUEST_PARAMETERS");
        }
        if (broken) {
            return RawAnswer.html(500, "<h1>Internal error</h1>");
        }
        var uid = call.path().split("/")[1];
        var session =
                sessions.stream().filter(each -> each.uids.containsValue(uid)).findFirst();
        if (session.isEmpty()) {
            objection("An account is read by the uid that its session has for it");
            return error(UNPROCESSABLE, "WRONG_REQUEST_PARAMETERS");
        }
        if (!session.get().status(instant()).equals("AUTHORIZED")) {
            return error(401, session.get().status(instant()) + "_SESSION");
        }
        return attended(call).orElseGet(() -> answer.apply(name(session.get(), uid)));
    }

    private static String name(Session session, String uid) {
        return ACCOUNTS.stream()
                .filter(account -> session.uids.get(account).equals(uid))
                .findFirst()
                .orElseThrow();
    }

    /// What is refused of headers about the customer: a part of those that the bank wants, and no public
    /// address.
    private Optional<RawAnswer> attended(BankCall call) {
        var given = PSU_HEADERS.stream()
                .filter(name -> call.header(name).isPresent())
                .collect(Collectors.toSet());
        if (given.isEmpty() && required.isEmpty()) {
            return Optional.empty();
        }
        if (!given.containsAll(required)) {
            if (!given.isEmpty()) {
                objection("All headers about the customer are given, or none");
            }
            return Optional.of(error(UNPROCESSABLE, "PSU_HEADER_NOT_PROVIDED"));
        }
        var address = call.header("psu-ip-address").orElse("");
        if (Attendance.of(address, Optional.empty()).isEmpty()) {
            objection("That is no public address");
            return Optional.of(error(UNPROCESSABLE, "PSU_HEADER_INVALID"));
        }
        return Optional.empty();
    }

    private RawAnswer balances(String account) {
        if (gone.filter(account::equals).isPresent()) {
            return error(404, "ACCOUNT_DOES_NOT_EXIST");
        }
        if (failing.filter(account::equals).isPresent()) {
            return error(400, "ASPSP_ERROR");
        }
        if (readsLeft-- <= 0) {
            return error(429, "ASPSP_RATE_LIMIT_EXCEEDED");
        }
        return RawAnswer.json(200, body(bodies.getOrDefault(account, "balances-" + account + ".json")));
    }

    private static Optional<String> threePages(Optional<String> asked) {
        return switch (asked.orElse("")) {
            case "" -> Optional.of("2");
            case "2" -> Optional.of("3");
            default -> Optional.empty();
        };
    }

    private RawAnswer transactions(String account, Map<String, String> asked) {
        var key = Optional.ofNullable(asked.get("continuation_key"));
        if (!isDay(asked.get("date_from")) || !isDay(asked.get("date_to"))) {
            return objection("Lines are asked for from a day to a day");
        }
        if (key.isPresent() && !key.equals(keyGiven)) {
            objection("A page is asked for by the key that the page before had");
            return error(UNPROCESSABLE, "WRONG_CONTINUATION_KEY");
        }
        var sampled = bodies.get("lines-" + account);
        keyGiven = sampled == null ? keyAfter.apply(key) : Optional.empty();
        var page = key.filter(known -> known.matches("[23]")).orElse("1");
        var next = keyGiven.map(known -> '"' + known + '"').orElse("null");
        return RawAnswer.json(
                200, body(sampled == null ? "lines-" + page + ".json" : sampled).replace("\"{next}\"", next));
    }

    private static boolean isDay(String text) {
        try {
            return text != null && LocalDate.parse(text).toString().equals(text);
        } catch (DateTimeException noDay) {
            return false;
        }
    }

    @Override
    public Map<String, BalanceAmounts> held() {
        var held = new LinkedHashMap<String, BalanceAmounts>();
        held.put(reference("a1", "EUR"), amounts("EUR", 120_000, 123_456));
        if (bodies.containsKey("a1")) {
            held.put(reference("a1", "USD"), amounts("USD", 1_203, 1_203));
        }
        held.put(reference("a2", "EUR"), booked(-39_600));
        held.put(reference("a3", "SEK"), amounts("SEK", 500_000, 500_000));
        return held;
    }

    /// By what the network calls the account in every session.
    static String reference(String account, String currency) {
        var last = Map.of("a1", "x", "a2", "y", "a3", "z");
        return HASH + last.get(account) + ':' + currency;
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

    private static BalanceAmounts counting(long available, long ledger, long credit) {
        return stated(
                Optional.of(of(available, Kind.AVAILABLE)),
                Optional.of(of(ledger, Kind.BOOKED)),
                Credit.included(Optional.of(money("EUR", credit))));
    }

    private static BalanceAmounts.Stated of(long minor, Kind kind) {
        return new BalanceAmounts.Stated(money("EUR", minor), kind);
    }

    private static BalanceAmounts stated(
            Optional<BalanceAmounts.Stated> available, Optional<BalanceAmounts.Stated> ledger, Credit credit) {
        return new BalanceAmounts(Currency.getInstance("EUR"), available, ledger, credit);
    }

    @Override
    public void prepare(Feature feature) {
        switch (feature) {
            case TWO_CURRENCIES -> bodies.put("a1", "balances-a1-two-currencies.json");
            case UNKNOWN_CURRENCY -> bodies.put("session", "session-of-four.json");
            default -> {}
        }
    }

    @Override
    public Optional<String> begin(Feature feature) {
        var second = Optional.of("a2");
        switch (feature) {
            case ENDS_EARLY -> end("EXPIRED");
            case KNOWN_END -> {
                pass(CONSENT.plusDays(1));
                broken = true;
            }
            case PARTIAL -> failing = second;
            case GONE -> gone = second;
            case QUOTA -> readsLeft = 0;
            case QUOTA_BY_ACCOUNT -> readsLeft = 2;
            case RENEWAL -> {}
            default -> throw new AssertionError(feature);
        }
        return second.map(account -> reference(account, "EUR"));
    }

    @Override
    public Instant announcedEnd() {
        return sessions.getLast().ends;
    }

    @Override
    public List<AmountSample> amounts(Feature feature) {
        return switch (feature) {
            case KINDS ->
                List.of(
                        // N26
                        sample(
                                "expected-alone",
                                stated(
                                        Optional.of(of(10_050, Kind.EXPECTED)),
                                        Optional.of(of(10_050, Kind.EXPECTED)),
                                        Credit.UNTOLD)),
                        // ABN AMRO
                        sample("booked-alone", booked(10_050)),
                        // Revolut
                        sample(
                                "available-beside-expected",
                                stated(
                                        Optional.of(of(9_000, Kind.AVAILABLE)),
                                        Optional.of(of(10_050, Kind.EXPECTED)),
                                        Credit.UNTOLD)),
                        // Comdirect
                        sample("six-kinds", amounts("EUR", 8_000, 10_050)),
                        sample(
                                "one-not-understood",
                                stated(Optional.of(of(9_000, Kind.AVAILABLE)), Optional.empty(), Credit.UNTOLD)));
            case CREDIT_INCLUDED ->
                List.of(
                        sample("overdraft-silent", amounts("EUR", 43_000, -10_000)),
                        sample("overdraft-told", counting(40_000, -10_000, 50_000)),
                        sample("overdraft-not-counted", amounts("EUR", 10_000, 10_000)));
            case CARDS ->
                List.of(
                        sample("a2", "card-left", counting(800_000, 0, 800_000)),
                        sample("a2", "card-owed", counting(750_000, -50_000, 800_000)));
            case STAMPS ->
                List.of(
                        stamped("stamp-with-a-zone", booked(10_050), "2026-03-09T12:00:00Z"),
                        stamped("stamp-without-a-zone", booked(10_050), "2026-03-09T10:00:00Z"),
                        stamped("stamp-of-a-day-alone", booked(10_050), "2026-03-08T22:00:00Z"),
                        stamped("stamp-of-one-alone", amounts("EUR", 9_000, 10_050), "2026-03-10T08:00:00Z"),
                        stamped("stamp-years-old-beside-today-s", booked(10_050), "2019-06-29T21:00:00Z"));
            case NUMBERS ->
                List.of(
                        sample("number-of-many-digits", amounts("EUR", 99_999_999_999_999L, 99_999_999_999_999L)),
                        sample("numbers-that-are-no-binary-fractions", amounts("EUR", 29, 115)),
                        sample("number-with-exponent", amounts("EUR", 120_000, 120_000)),
                        sample("text-of-four-decimals", amounts("EUR", 1_234, 1_234)));
            case MISSING ->
                List.of(
                        missing("no-amount"),
                        missing("null-amount"),
                        missing("empty-amount"),
                        missing("words-for-an-amount"),
                        missing("no-currency"),
                        missing("half-a-cent"),
                        missing("stamp-that-is-no-date"),
                        missing("another-kind-alone"),
                        missing("no-balances"));
            default -> throw new AssertionError(feature);
        };
    }

    private AmountSample sample(String name, BalanceAmounts amounts) {
        return sample("a1", name, amounts);
    }

    private AmountSample sample(String account, String name, BalanceAmounts amounts) {
        return sample(account, name, Optional.of(amounts), Optional.empty());
    }

    private AmountSample stamped(String name, BalanceAmounts amounts, String asOf) {
        return sample("a1", name, Optional.of(amounts), Optional.of(Instant.parse(asOf)));
    }

    private AmountSample missing(String name) {
        return sample("a1", name, Optional.empty(), Optional.empty());
    }

    private AmountSample sample(String account, String name, Optional<BalanceAmounts> amounts, Optional<Instant> asOf) {
        return new AmountSample(
                name, () -> bodies.put(account, "samples/" + name + ".json"), reference(account, "EUR"), amounts, asOf);
    }

    @Override
    public DaySpan days() {
        return new DaySpan(LocalDate.parse("2026-02-01"), LocalDate.parse("2026-03-10"));
    }

    @Override
    public List<BankTransaction> lines() {
        return List.of(
                line("t1", "2026-03-09", "2026-03-09", -150_000, "VUOKRA MAALISKUU", 123_456L),
                line("t2", "2026-03-08", "2026-03-10", 500_000, "PALKKA HELMIKUU", 273_456L),
                line(null, "2026-03-05", "2026-03-05", -450, "KAHVILA", null),
                line(null, "2026-03-05", "2026-03-05", -450, "KAHVILA", null),
                new BankTransaction(
                        Optional.of("t5"),
                        BankTransaction.Status.PENDING,
                        Optional.empty(),
                        Optional.empty(),
                        money("EUR", -1_000),
                        "PARKING",
                        Optional.empty()));
    }

    private static BankTransaction line(
            String id, String booked, String valued, long minor, String text, Long balance) {
        return new BankTransaction(
                Optional.ofNullable(id),
                BankTransaction.Status.BOOKED,
                Optional.of(LocalDate.parse(booked)),
                Optional.ofNullable(valued).map(LocalDate::parse),
                money("EUR", minor),
                text,
                Optional.ofNullable(balance).map(after -> money("EUR", after)));
    }

    @Override
    public List<LineSample> lineSamples() {
        return List.of(
                dated("without-a-zone", "2026-03-05"),
                dated("day-alone", "2026-03-05"),
                dated("in-the-bank-s-zone", "2026-03-05"),
                // 23:30 of UTC is the next day in Helsinki.
                dated("in-utc", "2026-03-06"),
                dated("ahead", "2026-03-14"));
    }

    private LineSample dated(String name, String day) {
        return new LineSample(
                name,
                () -> bodies.put("lines-a1", "dates/" + name + ".json"),
                reference("a1", "EUR"),
                List.of(line("d1", day, null, -100, "DATED", null)));
    }
}
