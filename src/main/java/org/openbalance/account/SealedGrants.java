package org.openbalance.account;

import java.nio.charset.StandardCharsets;
import org.openbalance.bank.Grant;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.vault.Vault;

/// Bank tokens at rest: sealed to owner, environment and record.
public final class SealedGrants {

    private static final String PURPOSE = "grant";

    private SealedGrants() {}

    public static byte[] sealed(Vault vault, Tenant tenant, String connection, Grant grant) {
        return vault.seal(tenant, PURPOSE, connection, grant.token().getBytes(StandardCharsets.UTF_8));
    }

    /// @param sealed as it stands on the connection, which may have changed since that was read
    static Grant opened(Vault vault, Tenant tenant, String connection, byte[] sealed) {
        return new Grant(new String(vault.open(tenant, PURPOSE, connection, sealed), StandardCharsets.UTF_8));
    }
}
