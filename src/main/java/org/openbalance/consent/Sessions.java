package org.openbalance.consent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.openbalance.http.Json;
import org.openbalance.http.Problem;
import org.openbalance.http.Refused;
import org.openbalance.store.Condition;
import org.openbalance.store.Environment;
import org.openbalance.store.Hashes;
import org.openbalance.store.Ids;
import org.openbalance.store.Item;
import org.openbalance.store.Key;
import org.openbalance.store.Outcome;
import org.openbalance.store.Table;
import org.openbalance.store.Tenant;
import org.openbalance.store.Vault;
import org.openbalance.store.Write;

/// Opens sessions, finds them by their token, moves them on. Finding one also counts the call against its limit: one
/// request does both.
@Singleton
public final class Sessions {

    private static final String TYPE = "session";
    private static final int VERSION = 1;
    private static final String OPTIONS_PURPOSE = "session-options";
    private static final int SECONDS_A_MINUTE = 60;

    private final Table table;
    private final Vault vault;
    private final InstantSource clock;

    public Sessions(Table table, Vault vault, InstantSource clock) {
        this.table = table;
        this.vault = vault;
        this.clock = clock;
    }

    record Opened(Session session, String token) {}

    Opened open(
            Tenant tenant,
            String ownerName,
            String appName,
            List<Scope> scopes,
            String text,
            Instant consentEnds,
            ObjectNode options) {
        var now = clock.instant();
        var token = Ids.token();
        var session = new Session(
                Hashes.sha256(token),
                tenant,
                ownerName,
                appName,
                Session.State.OFFERED,
                scopes,
                Ids.next(now),
                text,
                consentEnds,
                options,
                Optional.empty(),
                now,
                now.plus(SessionLimits.LIFE));
        table.write(Write.create(toItem(session)));
        return new Opened(session, token);
    }

    /// Counts the opening of a session against the limit of its public key.
    ///
    /// @throws Refused 429 past [SessionLimits#SESSIONS_A_MINUTE]
    void countOpening(String publicKey) {
        var now = clock.instant();
        var minute = now.getEpochSecond() / SECONDS_A_MINUTE;
        var key = new Key("RATE#" + Hashes.sha256(publicKey), Long.toString(minute));
        var counted = table.write(Write.change(key)
                .first(Item.TYPE, "rate")
                .first(Item.VERSION, VERSION)
                .first(Item.TTL, now.plus(Duration.ofMinutes(5)).getEpochSecond())
                .add("calls", 1)
                .when(Condition.any(
                        Condition.lacks("calls"), Condition.less("calls", SessionLimits.SESSIONS_A_MINUTE))));
        if (!counted.done()) {
            throw tooMany("Too many sessions were opened with this public key", now);
        }
    }

    /// The session that a token opens.
    ///
    /// @throws Refused 401 `EXPIRED` if it is unknown or over, 403 `ENV` on the other environment's path, 429 past
    /// its limit
    public Session find(String token, Environment environment) {
        var now = clock.instant();
        var calls = "calls_" + (now.getEpochSecond() / SECONDS_A_MINUTE);
        var counted = table.write(Write.change(key(Hashes.sha256(token)))
                .add(calls, 1)
                .when(Condition.all(
                        Condition.exists(),
                        Condition.greater("ends_at", now),
                        Condition.any(Condition.lacks(calls), Condition.less(calls, SessionLimits.CALLS_A_MINUTE)))));
        var session =
                switch (counted) {
                    case Outcome.Done done -> of(done.item().orElseThrow());
                    case Outcome.Refused refused -> throw whyNot(refused.item(), calls, now);
                };
        if (session.state() == Session.State.CLOSED || session.state() == Session.State.DECLINED) {
            throw over();
        }
        if (session.tenant().environment() != environment) {
            throw Problem.of(403, Problem.Type.ENV, "This session belongs to the other environment's path")
                    .refused();
        }
        return session;
    }

    private static Refused whyNot(Optional<Item> session, String calls, Instant now) {
        var running = session.filter(item -> now.isBefore(item.instant("ends_at")));
        return running.filter(item -> item.number(calls, 0) >= SessionLimits.CALLS_A_MINUTE)
                .map(item -> tooMany("Too many calls in this session", now))
                .orElseGet(Sessions::over);
    }

    private static Refused over() {
        return Problem.of(401, Problem.Type.EXPIRED, "The session is unknown or over; open a new one")
                .refused();
    }

    private static Refused tooMany(String message, Instant now) {
        var wait = SECONDS_A_MINUTE - (int) (now.getEpochSecond() % SECONDS_A_MINUTE);
        return Problem.of(429, Problem.Type.RATE_LIMIT, message + "; wait until the minute is over")
                .retryAfter(wait)
                .refused();
    }

    /// A move of the session, to stand in a transaction with what goes along with it.
    public Write.Change move(Session session, Session.State from, Session.State to) {
        return Write.change(key(session.digest())).set("state", state(to)).when(Condition.equal("state", state(from)));
    }

    /// Remembers which login the session is at.
    public Write.Change at(Session session, String login) {
        return Write.change(key(session.digest()))
                .set("login", login)
                .when(Condition.equal("state", state(Session.State.CONSENTED)));
    }

    public void close(Session session) {
        table.write(Write.change(key(session.digest())).set("state", state(Session.State.CLOSED)));
    }

    void decline(Session session) {
        if (!table.write(move(session, Session.State.OFFERED, Session.State.DECLINED))
                .done()) {
            throw Problem.conflict("The customer has answered in this session already")
                    .refused();
        }
    }

    /// Where what belongs to the session stands beside it.
    public static Key beside(Session session, String sort) {
        return new Key(partition(session.digest()), sort);
    }

    private static Key key(String digest) {
        return new Key(partition(digest), "SESSION");
    }

    private static String partition(String digest) {
        return "SESSION#" + digest;
    }

    private Item toItem(Session session) {
        var options = vault.seal(
                session.tenant(),
                OPTIONS_PURPOSE,
                session.digest(),
                Json.write(session.options()).getBytes(StandardCharsets.UTF_8));
        return Item.draft(key(session.digest()), TYPE, VERSION)
                .with("digest", session.digest())
                .with("owner", session.tenant().owner())
                .with("env", session.tenant().environment().wire())
                .with("owner_name", session.ownerName())
                .with("app_name", session.appName())
                .with("state", state(session.state()))
                .with("scopes", ConsentItems.scopes(session.scopes()))
                .with("consent", session.consent())
                .with("consent_text", session.consentText())
                .with("consent_ends", session.consentEnds())
                .with("options", options)
                .with("created_at", session.createdAt())
                .with("ends_at", session.endsAt())
                .until(session.endsAt())
                .done();
    }

    private Session of(Item item) {
        var tenant = new Tenant(item.text("owner"), Environment.of(item.text("env")));
        var options = vault.open(tenant, OPTIONS_PURPOSE, item.text("digest"), item.bytes("options"));
        return new Session(
                item.text("digest"),
                tenant,
                item.text("owner_name"),
                item.text("app_name"),
                Session.State.valueOf(item.text("state").toUpperCase(Locale.ROOT)),
                ConsentItems.scopes(item.text("scopes")),
                item.text("consent"),
                item.text("consent_text"),
                item.instant("consent_ends"),
                (ObjectNode) Json.readOwn(new String(options, StandardCharsets.UTF_8)),
                item.optionalText("login"),
                item.instant("created_at"),
                item.instant("ends_at"));
    }

    private static String state(Session.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
