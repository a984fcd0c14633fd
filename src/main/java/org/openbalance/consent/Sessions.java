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
import java.util.Set;
import org.openbalance.api.ApiException;
import org.openbalance.api.Effect;
import org.openbalance.api.Json;
import org.openbalance.api.Problem;
import org.openbalance.api.RateLimits;
import org.openbalance.owner.OwnerPlans;
import org.openbalance.owner.Owners;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Hashes;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Outcome;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.vault.Vault;

/// Opens sessions, finds them by their token, moves them on. Finding one also counts the call against its limit: one
/// request does both.
@Singleton
public final class Sessions {

    private static final String TYPE = "session";
    private static final int VERSION = 1;
    private static final String OPTIONS_PURPOSE = "session-options";
    private static final String SIGN_INS = "sign_ins";
    private static final int SECONDS_A_MINUTE = 60;

    private final Table table;
    private final Vault vault;
    private final RateLimits limits;
    private final Owners owners;
    private final OwnerPlans plans;
    private final InstantSource clock;

    public Sessions(Table table, Vault vault, RateLimits limits, Owners owners, OwnerPlans plans, InstantSource clock) {
        this.table = table;
        this.vault = vault;
        this.limits = limits;
        this.owners = owners;
        this.plans = plans;
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
            ObjectNode options,
            Set<String> vouched,
            Effect<Opened> effect) {
        var now = clock.instant();
        var token = Ids.token();
        var session = new Session(
                Hashes.sha256(token),
                tenant,
                Session.State.OFFERED,
                new Session.Offer(Ids.next(now), ownerName, appName, scopes, text, consentEnds),
                options,
                vouched,
                Optional.empty(),
                now,
                now.plus(SessionLimits.LIFE));
        var opened = new Opened(session, token);
        effect.commit(table, List.of(Write.create(toItem(session))), opened);
        return opened;
    }

    /// Counts the opening of a session by a page: one visitor cannot use up what an owner's customers have, and one
    /// owner's sessions do not count for another.
    ///
    /// @param network the visitor's
    /// @throws ApiException 429 past [SessionLimits#SESSIONS_OF_VISITOR] or [SessionLimits#SESSIONS_OF_OWNER]
    void countOpening(Tenant tenant, String network) {
        var visitor = vault.fingerprint(tenant, "network", network);
        limits.count(
                tenant.prefix() + "#SESSION#" + visitor,
                SessionLimits.SESSIONS_OF_VISITOR,
                "Too many sessions were opened from this network; wait until the minute is over");
        limits.count(
                tenant.prefix() + "#SESSION",
                SessionLimits.SESSIONS_OF_OWNER,
                "Too many sessions of this company were opened; wait until the minute is over");
    }

    /// Counts the opening of a session by its owner's server, which visitors cannot use up.
    ///
    /// @throws ApiException 429 past [SessionLimits#SESSIONS_OF_OWNER]
    void countOpeningByKey(Tenant tenant) {
        limits.count(
                tenant.prefix() + "#SESSION#KEY",
                SessionLimits.SESSIONS_OF_OWNER,
                "Too many sessions were opened with the secret key; wait until the minute is over");
    }

    /// The session that a token opens.
    ///
    /// @throws ApiException 401 `EXPIRED` if it is unknown or over, 403 `ENV` on the other environment's
    /// path, 403 `SUSPENDED` for a disabled owner, 429 past its limit
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
                    .exception();
        }
        plans.remember(owners.requireEnabled(session.tenant().owner()));
        return session;
    }

    private static ApiException whyNot(Optional<Item> session, String calls, Instant now) {
        var running = session.filter(item -> now.isBefore(item.instant("ends_at")));
        return running.filter(item -> item.number(calls, 0) >= SessionLimits.CALLS_A_MINUTE)
                .map(item -> tooMany("Too many calls in this session", now))
                .orElseGet(Sessions::over);
    }

    private static ApiException over() {
        return Problem.of(401, Problem.Type.EXPIRED, "The session is unknown or over; open a new one")
                .exception();
    }

    private static ApiException tooMany(String message, Instant now) {
        var wait = SECONDS_A_MINUTE - (int) (now.getEpochSecond() % SECONDS_A_MINUTE);
        return Problem.of(429, Problem.Type.RATE_LIMIT, message + "; wait until the minute is over")
                .retryAfter(wait)
                .exception();
    }

    /// A move of the session, to stand in a transaction with what goes along with it.
    public Write.Change move(Session session, Session.State from, Session.State to) {
        return Write.change(key(session.digest())).set("state", state(to)).when(Condition.equal("state", state(from)));
    }

    /// Remembers which login the session is at, and counts it: [SessionLimits#SIGN_INS] at most.
    public Write.Change at(Session session, String login) {
        return Write.change(key(session.digest()))
                .set("login", login)
                .add(SIGN_INS, 1)
                .when(Condition.all(
                        Condition.equal("state", state(Session.State.CONSENTED)),
                        Condition.any(Condition.lacks(SIGN_INS), Condition.less(SIGN_INS, SessionLimits.SIGN_INS))));
    }

    /// @throws ApiException 429 if the session has had all its sign-ins
    public void requireSignInLeft(Session session) {
        var used = table.getLatest(key(session.digest()))
                .map(item -> item.number(SIGN_INS, 0))
                .orElse(0L);
        if (used >= SessionLimits.SIGN_INS) {
            var left = Duration.between(clock.instant(), session.endsAt()).toSeconds();
            throw Problem.of(
                            429,
                            Problem.Type.RATE_LIMIT,
                            "Too many sign-ins in this session; open a new one, or wait until it is over")
                    .retryAfter((int) Math.max(1, left))
                    .exception();
        }
    }

    public void close(Session session, Effect<Session> effect) {
        var closing = Write.change(key(session.digest())).set("state", state(Session.State.CLOSED));
        effect.commit(table, List.of(closing), session);
    }

    void decline(Session session, Effect<Session> effect) {
        var declining = move(session, Session.State.OFFERED, Session.State.DECLINED);
        if (!effect.commit(table, List.of(declining), session).done()) {
            throw Problem.conflict("The customer has answered in this session already")
                    .exception();
        }
    }

    /// Where what belongs to the session stands beside it.
    public static ItemKey beside(Session session, String sort) {
        return new ItemKey(partition(session.digest()), sort);
    }

    private static ItemKey key(String digest) {
        return new ItemKey(partition(digest), "SESSION");
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
                .with("owner_name", session.offer().ownerName())
                .with("app_name", session.offer().appName())
                .with("state", state(session.state()))
                .with("scopes", ConsentItems.scopes(session.scopes()))
                .with("consent", session.consent())
                .with("consent_text", session.offer().text())
                .with("consent_ends", session.offer().ends())
                .with("options", options)
                .with("vouched", session.vouched())
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
                Session.State.valueOf(item.text("state").toUpperCase(Locale.ROOT)),
                new Session.Offer(
                        item.text("consent"),
                        item.text("owner_name"),
                        item.text("app_name"),
                        ConsentItems.scopes(item.text("scopes")),
                        item.text("consent_text"),
                        item.instant("consent_ends")),
                (ObjectNode) Json.readOwn(new String(options, StandardCharsets.UTF_8)),
                Set.copyOf(item.texts("vouched")),
                item.optionalText("login"),
                item.instant("created_at"),
                item.instant("ends_at"));
    }

    private static String state(Session.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
