package org.openbalance.local;

import jakarta.inject.Singleton;

/// What a local table holds from the start: the sandbox owner with the fixed keys, which exist nowhere else.
@Singleton
final class Seed {

    static final String SECRET_KEY = "sk_sandbox_local";
    static final String PUBLIC_KEY = "pk_sandbox_local";
    static final String CLIENT_TOKEN = "ct_sandbox_local";

    /// Writes what is missing; the same on every start.
    void sow() {}
}
