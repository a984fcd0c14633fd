package org.openbalance.bank.sandbox;

import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.openbalance.bank.Bank;
import org.openbalance.bank.WayBack;
import org.openbalance.bank.sandbox.SandboxStore.Entry;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Hashes;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;

/// The visits of customers to the redirect bank's own page. Where a visit leads back to is kept here and never taken
/// from the page's address.
@Singleton
final class RedirectRequests {

    static final Duration LIFETIME = Duration.ofMinutes(10);

    private static final String REQUEST = "REQUEST#";

    /// What cannot be guessed, and then whose sandbox it is: the page has no other way to know.
    private static final Pattern ID = Pattern.compile("([0-9a-f]{64})([0-9A-Za-z_-]{1,64})");

    private final SandboxStore store;
    private final InstantSource clock;

    RedirectRequests(SandboxStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /// @param username who approved; empty until then
    /// @param code what proves the approval; empty until then and once it was used
    record Visit(Tenant tenant, String token, Bank bank, WayBack back, String username, String code) {

        String text() {
            return SandboxJson.object()
                    .put("bank", bank.id())
                    .put("return", back.url())
                    .put("state", back.state())
                    .put("user", username)
                    .put("code", code)
                    .toString();
        }

        static Visit read(Tenant tenant, String token, String text) {
            var json = SandboxJson.read(text).orElseThrow();
            return new Visit(
                    tenant,
                    token,
                    SandboxBanks.find(json.get("bank").textValue())
                            .orElseThrow()
                            .bank(),
                    new WayBack(
                            json.get("return").textValue(), json.get("state").textValue()),
                    json.get("user").textValue(),
                    json.get("code").textValue());
        }

        boolean hasIdToken() {
            return username.equals(WellKnownUser.USER_FRAGMENT.username());
        }

        Visit approved(String by, String with) {
            return new Visit(tenant, token, bank, back, by, with);
        }
    }

    /// @return the opaque id of the request
    String open(Tenant tenant, Bank bank, WayBack back) {
        requireAddress(back.url());
        var visit = new Visit(tenant, Ids.token(), bank, back, "", "");
        store.put(tenant, REQUEST + visit.token(), entry(visit));
        return visit.token() + tenant.owner();
    }

    private static void requireAddress(String returnUrl) {
        var uri = URI.create(returnUrl);
        var web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
        if (!web || uri.getHost() == null || uri.getUserInfo() != null) {
            throw new IllegalArgumentException("A bank's page leads back to an absolute web address");
        }
    }

    Optional<Visit> find(String id) {
        var matcher = ID.matcher(id);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var tenant = new Tenant(matcher.group(2), Environment.SANDBOX);
        var token = matcher.group(1);
        return store.get(tenant, REQUEST + token)
                .filter(entry -> entry.countsAt(clock.instant()))
                .map(entry -> Visit.read(tenant, token, entry.text()));
    }

    /// @return the visit with the code that proves it
    Visit approve(Visit visit, String username) {
        var approved = visit.approved(username, Ids.token());
        store.put(visit.tenant(), REQUEST + visit.token(), entry(approved));
        return approved;
    }

    void deny(Visit visit) {
        store.remove(visit.tenant(), REQUEST + visit.token());
    }

    /// Takes the one use of a code.
    ///
    /// @param handed what came back: the code, with the `state` of the same sign-in (RFC 6749, 10.12)
    /// @return who approved; empty for a code that proves nothing
    Optional<String> redeem(Tenant tenant, String id, Map<String, String> handed) {
        var code = handed.getOrDefault("code", "");
        return find(id).filter(visit -> visit.tenant().equals(tenant))
                .filter(visit -> visit.back().state().equals(handed.get("state")))
                .filter(visit -> !visit.code().isEmpty() && Hashes.same(visit.code(), code))
                .filter(visit ->
                        !visit.hasIdToken() || Hashes.same(IdToken.of(visit), handed.getOrDefault("id_token", "")))
                .filter(this::use)
                .map(Visit::username);
    }

    private boolean use(Visit visit) {
        var used = visit.approved(visit.username(), "");
        return store.swap(visit.tenant(), REQUEST + visit.token(), Optional.of(entry(visit)), entry(used));
    }

    private Entry entry(Visit visit) {
        return Entry.until(clock.instant().plus(LIFETIME), visit.text());
    }
}
