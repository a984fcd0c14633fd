package org.openbalance.link;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.openbalance.api.ApiException;
import org.openbalance.api.Effect;
import org.openbalance.api.Json;
import org.openbalance.api.Problem;
import org.openbalance.api.RateLimits;
import org.openbalance.bank.SignInStep;
import org.openbalance.consent.Scope;
import org.openbalance.consent.Session;
import org.openbalance.consent.Sessions;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Hashes;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.vault.Vault;

/// Keeps the logins of sessions, beside them. Every change holds on to the revision it was made from: of two answers at
/// once, one is refused.
@Singleton
final class SignIns {

    private static final String RETURN_CODE = "return_code";
    private static final String TYPE = "login";
    private static final int VERSION = 1;
    private static final String REVISION = "revision";
    private static final String COUNTED = "counted";
    private static final String ANSWERS = "answers";
    private static final String CLAIMED_UNTIL = "claimed_until";
    private static final String STATE_PURPOSE = "login-state";
    private static final String CHOICE_PURPOSE = "login-choice";
    private static final String RETURN_PURPOSE = "login-return";

    private final Table table;
    private final Vault vault;
    private final Sessions sessions;
    private final InstantSource clock;

    SignIns(Table table, Vault vault, Sessions sessions, InstantSource clock) {
        this.table = table;
        this.vault = vault;
        this.sessions = sessions;
        this.clock = clock;
    }

    /// A login as it stands.
    ///
    /// @param bankState the connector's memory of a challenge
    /// @param returned what the bank's own page handed back, and what shows that it came to this customer's browser
    /// @param counted what is given back once it succeeds
    record Standing(
            SignIn login,
            long revision,
            Optional<String> bankState,
            Optional<AccountChoice> choice,
            Optional<Returned> returned,
            List<RateLimits.Counted> counted) {

        private Standing claimed() {
            return new Standing(login, revision + 1, bankState, choice, returned, counted);
        }
    }

    /// What came back from a bank's own page.
    ///
    /// @param codeDigest of the code that the browser was shown which came back
    record Returned(Map<String, String> parameters, String codeDigest) {

        boolean isShownBy(String typed) {
            var letters = typed.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
            return Hashes.same(codeDigest, Hashes.sha256(letters));
        }
    }

    /// The way back, for the browser that comes back.
    ///
    /// @param code shown to it alone, and once: without it the sign-in does not go on, so that whoever sends
    /// a bank's address to somebody else has nothing of what that person does there
    /// @param ownWindow whether the widget had the window to itself, and so must be led back to
    record Return(String code, boolean ownWindow, String company, List<String> purposes) {}

    /// Begins a login; the one before it in the session, if any, is left behind.
    ///
    /// @param counted what is given back once it succeeds
    /// @throws org.openbalance.api.ApiException 429 if the session has had all its sign-ins
    Standing begin(Session session, String bank, List<RateLimits.Counted> counted) {
        var login = SignIn.started(Ids.next(clock.instant()), bank);
        var item = Item.draft(key(session, login.id()), TYPE, VERSION)
                .with("id", login.id())
                .with("bank", bank)
                .with("state", text(login.state()))
                .with(ANSWERS, 0)
                .with(REVISION, 0)
                .with(COUNTED, counted.stream().map(RateLimits.Counted::text).toList())
                .until(session.endsAt())
                .done();
        if (!table.commit(List.of(sessions.at(session, login.id()), Write.create(item)))
                .done()) {
            sessions.requireSignInLeft(session);
            throw notOpen();
        }
        return new Standing(login, 0, Optional.empty(), Optional.empty(), Optional.empty(), counted);
    }

    /// @throws org.openbalance.api.ApiException 404 if the session has no such login, 409 if it has begun a later one
    Standing get(Session session, String id) {
        var item = table.getLatest(key(session, id))
                .orElseThrow(() -> Problem.unknown("login").exception());
        if (session.login().filter(id::equals).isEmpty()) {
            throw Problem.conflict("The session has gone on to a later login").exception();
        }
        return standing(session.tenant(), item);
    }

    /// Takes the turn to ask the bank: nobody else asks it about this login until the next state is written down, or
    /// [LinkLimits#ANSWER_CLAIM] has passed. A typed answer counts as wrong from here on, until it is known.
    ///
    /// @return empty if another has the turn, or the login went on, or has had all its answers
    Optional<Standing> claim(Session session, Standing before) {
        var now = clock.instant();
        var counts = before.login().isAsked();
        var free = Condition.all(
                Condition.equal(REVISION, before.revision()),
                Condition.less(ANSWERS, LinkLimits.ANSWERS_A_LOGIN),
                Condition.any(Condition.lacks(CLAIMED_UNTIL), Condition.less(CLAIMED_UNTIL, now)));
        var claimed = table.write(Write.change(key(session, before.login().id()))
                .set(CLAIMED_UNTIL, now.plus(LinkLimits.ANSWER_CLAIM))
                .add(ANSWERS, counts ? 1 : 0)
                .add(REVISION, 1)
                .when(free));
        return claimed.done() ? Optional.of(before.claimed()) : Optional.empty();
    }

    /// Where a login goes on to.
    ///
    /// @param step what the customer is shown of it
    record Next(SignIn login, Optional<String> bankState, Optional<AccountChoice> choice, ObjectNode step) {

        static Next failed(SignIn login, SignInStep.Failed failed) {
            return new Next(login.failed(), Optional.empty(), Optional.empty(), SignInSteps.failed(failed));
        }
    }

    /// Writes the next state of a login down, with what belongs to it.
    ///
    /// @throws org.openbalance.api.ApiException 409 if it changed meanwhile
    void move(Session session, Standing before, Next next, List<Write> beside, Effect<ObjectNode> effect) {
        var writes = new ArrayList<Write>();
        writes.add(moving(session, before, next.login(), next.bankState(), next.choice()));
        writes.addAll(beside);
        if (!effect.commit(table, writes, next.step()).done()) {
            throw Problem.conflict("This login was answered twice at once").exception();
        }
    }

    Write.Change moving(
            Session session, Standing before, SignIn next, Optional<String> bankState, Optional<AccountChoice> choice) {
        var tenant = session.tenant();
        return Write.change(key(session, next.id()))
                .set("state", text(next.state()))
                .set("challenge", next.challenge().map(SignIn.Challenge::name))
                .set(ANSWERS, next.answers())
                .set("bank_state", bankState.map(text -> sealed(tenant, STATE_PURPOSE, next.id(), text)))
                .set("choice", choice.map(made -> sealed(tenant, CHOICE_PURPOSE, next.id(), made.text())))
                .remove("returned", RETURN_CODE, CLAIMED_UNTIL)
                .add(REVISION, 1)
                .when(Condition.equal(REVISION, before.revision()));
    }

    /// Where the bank's own page leads the customer back to: a token that finds the login, as no session may stand in a
    /// URL.
    String openReturn(Session session, String login) {
        var token = Ids.token();
        table.write(Write.create(Item.draft(returnKey(token), "login-return", VERSION)
                .with("owner", session.tenant().owner())
                .with("env", session.tenant().environment().wire())
                .with("session", session.digest())
                .with("login", login)
                .with("own_window", session.options().path("own_window").asBoolean(false))
                .with("company", session.offer().ownerName())
                .with("purposes", session.scopes().stream().map(Scope::purpose).toList())
                .until(session.endsAt())
                .done()));
        return token;
    }

    /// Takes in what the bank's own page handed back, once.
    ///
    /// @return empty for a token that leads nowhere, or that a browser has come back by before
    Optional<Return> comeBack(String token, Environment environment, Map<String, String> handedBack) {
        return table.get(returnKey(token))
                .filter(item -> item.text("env").equals(environment.wire()))
                .filter(item -> clock.instant().getEpochSecond() < item.number(Item.TTL))
                .flatMap(item -> comeBack(item, environment, handedBack));
    }

    private Optional<Return> comeBack(Item item, Environment environment, Map<String, String> handedBack) {
        var tenant = new Tenant(item.text("owner"), environment);
        var login = item.text("login");
        var code = Ids.code();
        var key = new ItemKey("SESSION#" + item.text("session"), sort(login));
        var taken = table.write(Write.change(key)
                .set("returned", sealed(tenant, RETURN_PURPOSE, login, Json.write(parameters(handedBack))))
                .set(RETURN_CODE, Hashes.sha256(code))
                .when(Condition.all(
                        Condition.equal("state", text(SignIn.State.CHALLENGED)), Condition.lacks(RETURN_CODE))));
        return taken.done()
                ? Optional.of(new Return(code, item.flag("own_window"), item.text("company"), item.texts("purposes")))
                : Optional.empty();
    }

    private Standing standing(Tenant tenant, Item item) {
        var id = item.text("id");
        var login = new SignIn(
                id,
                item.text("bank"),
                SignIn.State.valueOf(item.text("state").toUpperCase(Locale.ROOT)),
                item.optionalText("challenge").map(SignIn.Challenge::valueOf),
                (int) item.number(ANSWERS));
        return new Standing(
                login,
                item.number(REVISION),
                item.optionalBytes("bank_state").map(bytes -> opened(tenant, STATE_PURPOSE, id, bytes)),
                item.optionalBytes("choice").map(bytes -> AccountChoice.of(opened(tenant, CHOICE_PURPOSE, id, bytes))),
                item.optionalBytes("returned")
                        .map(bytes -> new Returned(
                                parameters(opened(tenant, RETURN_PURPOSE, id, bytes)),
                                item.optionalText(RETURN_CODE).orElse(""))),
                item.texts(COUNTED).stream().map(RateLimits.Counted::of).toList());
    }

    private static ObjectNode parameters(Map<String, String> handedBack) {
        var parameters = Json.object();
        handedBack.forEach(parameters::put);
        return parameters;
    }

    private static Map<String, String> parameters(String kept) {
        var parameters = new LinkedHashMap<String, String>();
        Json.readOwn(kept)
                .properties()
                .forEach(
                        entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
        return parameters;
    }

    static ApiException notOpen() {
        return Problem.conflict("This session takes no login: the customer must agree first, and links once")
                .exception();
    }

    private byte[] sealed(Tenant tenant, String purpose, String login, String text) {
        return vault.seal(tenant, purpose, login, text.getBytes(StandardCharsets.UTF_8));
    }

    private String opened(Tenant tenant, String purpose, String login, byte[] bytes) {
        return new String(vault.open(tenant, purpose, login, bytes), StandardCharsets.UTF_8);
    }

    private static ItemKey key(Session session, String login) {
        return Sessions.beside(session, sort(login));
    }

    private static String sort(String login) {
        return "LOGIN#" + login;
    }

    private static ItemKey returnKey(String token) {
        return new ItemKey("RETURN#" + Hashes.sha256(token), "RETURN");
    }

    private static String text(SignIn.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
