package org.openbalance.link;

import java.nio.charset.StandardCharsets;
import org.openbalance.bank.Grant;
import org.openbalance.store.Tenant;
import org.openbalance.store.Vault;

/// Bank tokens at rest: sealed to owner, environment and record.
final class Grants {

    private static final String PURPOSE = "grant";

    private Grants() {}

    static byte[] sealed(Vault vault, Tenant tenant, String record, Grant grant) {
        return vault.seal(tenant, PURPOSE, record, grant.token().getBytes(StandardCharsets.UTF_8));
    }

    static Grant opened(Vault vault, Record record) {
        return new Grant(new String(
                vault.open(record.tenant(), PURPOSE, record.id(), record.sealedGrant()), StandardCharsets.UTF_8));
    }
}
