package org.openbalance.bank.sandbox;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.openbalance.bank.Bank;
import org.openbalance.bank.Grant;
import org.openbalance.platform.Hashes;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;

/// What a sandbox bank gives for later reads: the bank, the user, the sign-in, the second that it ends at, and a proof
/// that it was given here.
///
/// The proof rests on the stored password, so it ends with it, and holds for one tenant, bank, user and sign-in.
@Singleton
final class SandboxGrants {

    private static final String PREFIX = "ENDED#";
    /// Longer than anybody tries a grant that has ended.
    private static final Duration REMEMBERED = Duration.ofDays(180);

    private static final int PARTS = 5;
    private static final int USERNAME = 1;
    private static final int SIGN_IN = 2;
    private static final int ENDS = 3;
    private static final long NEVER = 0;

    private final SandboxCustomers customers;
    private final SandboxStore store;
    private final InstantSource clock;

    SandboxGrants(SandboxCustomers customers, SandboxStore store, InstantSource clock) {
        this.customers = customers;
        this.store = store;
        this.clock = clock;
    }

    /// @param until when it ends by itself, if ever
    static Grant give(Tenant tenant, SandboxUser user, Optional<Instant> until) {
        return give(
                tenant,
                user,
                Ids.token() + '.' + until.map(Instant::getEpochSecond).orElse(NEVER));
    }

    private static Grant give(Tenant tenant, SandboxUser user, String signIn) {
        var bank = user.customer().bank();
        var username = user.customer().username().getBytes(StandardCharsets.UTF_8);
        var named = bank.id() + '.' + Base64.getUrlEncoder().withoutPadding().encodeToString(username) + '.' + signIn;
        return new Grant(named + '.' + proof(tenant, user, named));
    }

    /// Whom a grant speaks for; empty if the bank never gave it or takes it no more.
    Optional<SandboxUser> check(Tenant tenant, Bank bank, Grant grant) {
        var parts = grant.token().split("\\.", -1);
        if (parts.length != PARTS || !parts[0].equals(bank.id())) {
            return Optional.empty();
        }
        return username(parts[USERNAME])
                .flatMap(username -> customers.find(tenant, bank, username))
                .filter(user -> Hashes.same(
                        give(tenant, user, parts[SIGN_IN] + '.' + parts[ENDS]).token(), grant.token()))
                .filter(_ -> lasts(Long.parseLong(parts[ENDS])))
                .filter(_ -> store.get(tenant, PREFIX + parts[SIGN_IN]).isEmpty());
    }

    /// Lets a grant that [#check] takes be taken no more.
    void end(Tenant tenant, Grant grant) {
        var signIn = grant.token().split("\\.", -1)[SIGN_IN];
        store.put(
                tenant,
                PREFIX + signIn,
                SandboxStore.Entry.until(clock.instant().plus(REMEMBERED), "ended"));
    }

    private boolean lasts(long ends) {
        return ends == NEVER || clock.instant().getEpochSecond() < ends;
    }

    private static Optional<String> username(String encoded) {
        try {
            return Optional.of(new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String proof(Tenant tenant, SandboxUser user, String named) {
        return HexFormat.of().formatHex(SandboxMac.of(user.secret(), tenant.prefix() + '.' + named));
    }
}
