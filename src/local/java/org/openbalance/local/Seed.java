package org.openbalance.local;

import jakarta.inject.Singleton;
import org.openbalance.owner.Owners;

/// What a local table holds from the start: the sandbox owner with the fixed keys, which exist nowhere else.
@Singleton
public final class Seed {

    static final String SECRET_KEY = "sk_sandbox_local";
    static final String PUBLIC_KEY = "pk_sandbox_local";
    static final String CLIENT_TOKEN = "ct_sandbox_local";
    private static final String OWNER = "5f0cf73e0000000000000001";

    private final Owners owners;

    public Seed(Owners owners) {
        this.owners = owners;
    }

    /// Writes what is missing; the same on every start.
    public void sow() {
        owners.ensureSandbox(
                OWNER, "Acacia Credit", "Acacia", new Owners.KeyTexts(SECRET_KEY, PUBLIC_KEY, CLIENT_TOKEN));
    }
}
