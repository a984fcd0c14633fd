package org.openbalance.bank.sandbox;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openbalance.bank.Bank;
import org.openbalance.bank.Grant;
import org.openbalance.platform.Hashes;
import org.openbalance.platform.Tenant;

/// What a sandbox bank gives for later reads: the bank, the user, and a proof that it was given here.
///
/// The proof rests on the stored password, so it ends with it, and holds for one tenant, bank and user.
@Singleton
final class SandboxGrants {

    private static final String ALGORITHM = "HmacSHA256";

    private final SandboxCustomers customers;

    SandboxGrants(SandboxCustomers customers) {
        this.customers = customers;
    }

    static Grant give(Tenant tenant, SandboxUser user) {
        var bank = user.customer().bank();
        var username = user.customer().username().getBytes(StandardCharsets.UTF_8);
        var named = bank.id() + '.' + Base64.getUrlEncoder().withoutPadding().encodeToString(username);
        return new Grant(named + '.' + proof(tenant, user, named));
    }

    /// Whom a grant speaks for; empty if the bank never gave it or takes it no more.
    Optional<SandboxUser> check(Tenant tenant, Bank bank, Grant grant) {
        var parts = grant.token().split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals(bank.id())) {
            return Optional.empty();
        }
        return username(parts[1])
                .flatMap(username -> customers.find(tenant, bank, username))
                .filter(user -> Hashes.same(give(tenant, user).token(), grant.token()));
    }

    private static Optional<String> username(String encoded) {
        try {
            return Optional.of(new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String proof(Tenant tenant, SandboxUser user, String named) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(user.secret().getBytes(StandardCharsets.UTF_8), ALGORITHM));
            var proven = tenant.prefix() + '.' + named;
            return HexFormat.of().formatHex(mac.doFinal(proven.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no " + ALGORITHM, e);
        }
    }
}
