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
/// @param endsAt when it expires
/// @param ending how it ended, if it did
public record Consent(
        String id,
        Tenant tenant,
        State state,
        Wording wording,
        List<Scope> scopes,
        Coverage coverage,
        Instant createdAt,
        Optional<Instant> grantedAt,
        Instant endsAt,
        Optional<Ending> ending) {

    /// What the customer read.
    ///
    /// @param company the name that the customer knows the owner by
    public record Wording(String company, String appName, String text, String version) {}

    /// What was linked under it, if anything was.
    ///
    /// @param callback the subscription that hears of it
    /// @param accounts the accounts' ids with what the customer knows them by
    public record Coverage(
            Optional<String> customer,
            Optional<String> connection,
            Optional<String> bank,
            Optional<String> callback,
            Map<String, String> accounts) {

        static final Coverage NOTHING =
                new Coverage(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
    }

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
                new Wording(company, appName, text, ConsentText.VERSION),
                scopes,
                Coverage.NOTHING,
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

    public Optional<String> customer() {
        return coverage.customer();
    }

    public Optional<String> connection() {
        return coverage.connection();
    }

    public Optional<String> bank() {
        return coverage.bank();
    }

    public Optional<String> callback() {
        return coverage.callback();
    }

    public Map<String, String> accounts() {
        return coverage.accounts();
    }

    /// Whether it allows reading now.
    public boolean inForce(Instant now) {
        return state == State.GRANTED && now.isBefore(endsAt);
    }

    public boolean covers(Product product) {
        return scopes.stream().anyMatch(scope -> scope.product() == product);
    }

    /// How many months of account activity it allows to read; none if it does not cover that.
    public int monthsOfTransactions() {
        return scopes.stream()
                .filter(scope -> scope.product() == Product.TRANSACTIONS)
                .mapToInt(scope -> scope.months().orElse(SessionLimits.MONTHS_OF_STATEMENT))
                .findFirst()
                .orElse(0);
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
        return new Consent(id, tenant, next, wording, nextScopes, coverage, createdAt, granted, endsAt, nextEnding);
    }
}
