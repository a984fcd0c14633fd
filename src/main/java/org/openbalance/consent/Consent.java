package org.openbalance.consent;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.openbalance.api.Problem;
import org.openbalance.api.Product;
import org.openbalance.platform.Tenant;

/// What a customer agreed to: `pending → granted → revoked / expired`.
///
/// @param company the name that the customer was told
/// @param callback the subscription that hears of what was linked under it
/// @param accounts what it covers: the accounts' ids with what the customer knows them by
/// @param endsAt when it expires
/// @param ending how it ended, if it did
public record Consent(
        String id,
        Tenant tenant,
        State state,
        String company,
        String appName,
        String text,
        String textVersion,
        List<Scope> scopes,
        Optional<String> customer,
        Optional<String> connection,
        Optional<String> bank,
        Optional<String> callback,
        Map<String, String> accounts,
        Instant createdAt,
        Optional<Instant> grantedAt,
        Instant endsAt,
        Optional<Ending> ending) {

    public enum State {
        PENDING,
        GRANTED,
        REVOKED,
        EXPIRED
    }

    public enum Actor {
        CUSTOMER,
        OWNER,
        SYSTEM
    }

    public record Ending(Instant at, Actor by, String reason) {}

    /// What a session offers, before the customer agrees.
    static Consent offered(
            String id,
            Tenant tenant,
            String company,
            String appName,
            String text,
            List<Scope> scopes,
            Instant now,
            Instant endsAt) {
        return new Consent(
                id,
                tenant,
                State.PENDING,
                company,
                appName,
                text,
                ConsentText.VERSION,
                scopes,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                now,
                Optional.empty(),
                endsAt,
                Optional.empty());
    }

    /// The customer agrees to the scopes given.
    ///
    /// @throws org.openbalance.api.ApiException 409 unless it is pending
    Consent granted(List<Scope> agreed, Instant now) {
        require(State.PENDING, "granted");
        return with(State.GRANTED, agreed, Optional.of(now), Optional.empty());
    }

    /// @throws org.openbalance.api.ApiException 409 unless it is in force
    Consent revoked(Ending how) {
        require(State.GRANTED, "revoked");
        if (!how.at().isBefore(endsAt)) {
            throw Problem.conflict("The consent has expired; it cannot be revoked any more")
                    .exception();
        }
        return with(State.REVOKED, scopes, grantedAt, Optional.of(how));
    }

    /// @throws org.openbalance.api.ApiException 409 unless it was granted and its time is over
    Consent expired(Instant now) {
        require(State.GRANTED, "expired");
        if (now.isBefore(endsAt)) {
            throw Problem.conflict("The consent has not reached its end").exception();
        }
        return with(State.EXPIRED, scopes, grantedAt, Optional.of(new Ending(endsAt, Actor.SYSTEM, "")));
    }

    /// Whether it allows reading now.
    public boolean inForce(Instant now) {
        return state == State.GRANTED && now.isBefore(endsAt);
    }

    public boolean covers(Product product) {
        return scopes.stream().anyMatch(scope -> scope.product() == product);
    }

    /// Its state as of now: a granted consent past its end counts as expired before anyone has written that down.
    State stateAt(Instant now) {
        return state == State.GRANTED && !now.isBefore(endsAt) ? State.EXPIRED : state;
    }

    private void require(State needed, String change) {
        if (state != needed) {
            throw Problem.conflict(
                            "A consent that is " + state.name().toLowerCase(Locale.ROOT) + " cannot be " + change)
                    .exception();
        }
    }

    private Consent with(State next, List<Scope> nextScopes, Optional<Instant> granted, Optional<Ending> nextEnding) {
        return new Consent(
                id,
                tenant,
                next,
                company,
                appName,
                text,
                textVersion,
                nextScopes,
                customer,
                connection,
                bank,
                callback,
                accounts,
                createdAt,
                granted,
                endsAt,
                nextEnding);
    }
}
