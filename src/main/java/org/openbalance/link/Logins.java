package org.openbalance.link;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.openbalance.consent.Session;
import org.openbalance.consent.Sessions;
import org.openbalance.http.Problem;
import org.openbalance.http.Refused;
import org.openbalance.store.Condition;
import org.openbalance.store.Environment;
import org.openbalance.store.Hashes;
import org.openbalance.store.Ids;
import org.openbalance.store.Item;
import org.openbalance.store.Key;
import org.openbalance.store.Table;
import org.openbalance.store.Tenant;
import org.openbalance.store.Vault;
import org.openbalance.store.Write;

/// Keeps the logins of sessions, beside them. Every change holds on to the revision it was made from: of two answers at
/// once, one is refused.
@Singleton
final class Logins {

    private static final String TYPE = "login";
    private static final int VERSION = 1;
    private static final String REVISION = "revision";
    private static final String STATE_PURPOSE = "login-state";
    private static final String CHOICE_PURPOSE = "login-choice";
    private static final String RETURN_PURPOSE = "login-return";

    private final Table table;
    private final Vault vault;
    private final Sessions sessions;
    private final InstantSource clock;

    Logins(Table table, Vault vault, Sessions sessions, InstantSource clock) {
        this.table = table;
        this.vault = vault;
        this.sessions = sessions;
        this.clock = clock;
    }

    /// A login as it stands.
    ///
    /// @param bankState the connector's memory of a challenge
    /// @param returned what the bank's own page handed back
    record Standing(
            Login login,
            long revision,
            Optional<String> bankState,
            Optional<Choice> choice,
            Optional<String> returned) {}

    /// Begins a login; the one before it in the session, if any, is left behind.
    Standing begin(Session session, String bank) {
        var login = Login.started(Ids.next(clock.instant()), bank);
        var item = Item.draft(key(session, login.id()), TYPE, VERSION)
                .with("id", login.id())
                .with("bank", bank)
                .with("state", text(login.state()))
                .with("answers", 0)
                .with(REVISION, 0)
                .until(session.endsAt())
                .done();
        if (!table.commit(List.of(sessions.at(session, login.id()), Write.create(item)))
                .done()) {
            throw notOpen();
        }
        return new Standing(login, 0, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// @throws org.openbalance.http.Refused 404 if the session has no such login, 409 if it has begun a later one
    Standing get(Session session, String id) {
        var item = table.getLatest(key(session, id))
                .orElseThrow(() -> Problem.unknown("login").refused());
        if (session.login().filter(id::equals).isEmpty()) {
            throw Problem.conflict("The session has gone on to a later login").refused();
        }
        return standing(session.tenant(), item);
    }

    /// Writes the next state of a login down.
    ///
    /// @throws org.openbalance.http.Refused 409 if it changed meanwhile
    void move(Session session, Standing before, Login next, Optional<String> bankState, Optional<Choice> choice) {
        if (!table.write(moving(session, before, next, bankState, choice)).done()) {
            throw Problem.conflict("This login was answered twice at once").refused();
        }
    }

    Write.Change moving(
            Session session, Standing before, Login next, Optional<String> bankState, Optional<Choice> choice) {
        var tenant = session.tenant();
        return Write.change(key(session, next.id()))
                .set("state", text(next.state()))
                .set("challenge", next.challenge().map(Login.Challenge::name))
                .set("answers", next.answers())
                .set("bank_state", bankState.map(text -> sealed(tenant, STATE_PURPOSE, next.id(), text)))
                .set("choice", choice.map(made -> sealed(tenant, CHOICE_PURPOSE, next.id(), made.text())))
                .remove("returned")
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
                .until(session.endsAt())
                .done()));
        return token;
    }

    /// Takes in what the bank's own page handed back, once.
    ///
    /// @return whether the widget had the window to itself, and so must be led back to; empty for a token that
    /// leads nowhere
    Optional<Boolean> comeBack(String token, Environment environment, String handedBack) {
        return table.get(returnKey(token))
                .filter(item -> item.text("env").equals(environment.wire()))
                .filter(item -> clock.instant().getEpochSecond() < item.number(Item.TTL))
                .map(item -> {
                    var tenant = new Tenant(item.text("owner"), environment);
                    var login = item.text("login");
                    var key = new Key("SESSION#" + item.text("session"), sort(login));
                    table.write(Write.change(key)
                            .set("returned", sealed(tenant, RETURN_PURPOSE, login, handedBack))
                            .when(Condition.all(
                                    Condition.equal("state", text(Login.State.CHALLENGED)),
                                    Condition.lacks("returned"))));
                    return item.flag("own_window");
                });
    }

    private Standing standing(Tenant tenant, Item item) {
        var id = item.text("id");
        var login = new Login(
                id,
                item.text("bank"),
                Login.State.valueOf(item.text("state").toUpperCase(Locale.ROOT)),
                item.optionalText("challenge").map(Login.Challenge::valueOf),
                (int) item.number("answers"));
        return new Standing(
                login,
                item.number(REVISION),
                item.optionalBytes("bank_state").map(bytes -> opened(tenant, STATE_PURPOSE, id, bytes)),
                item.optionalBytes("choice").map(bytes -> Choice.of(opened(tenant, CHOICE_PURPOSE, id, bytes))),
                item.optionalBytes("returned").map(bytes -> opened(tenant, RETURN_PURPOSE, id, bytes)));
    }

    static Refused notOpen() {
        return Problem.conflict("This session takes no login: the customer must agree first, and links once")
                .refused();
    }

    private byte[] sealed(Tenant tenant, String purpose, String login, String text) {
        return vault.seal(tenant, purpose, login, text.getBytes(StandardCharsets.UTF_8));
    }

    private String opened(Tenant tenant, String purpose, String login, byte[] bytes) {
        return new String(vault.open(tenant, purpose, login, bytes), StandardCharsets.UTF_8);
    }

    private static Key key(Session session, String login) {
        return Sessions.beside(session, sort(login));
    }

    private static String sort(String login) {
        return "LOGIN#" + login;
    }

    private static Key returnKey(String token) {
        return new Key("RETURN#" + Hashes.sha256(token), "RETURN");
    }

    private static String text(Login.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
