package org.openbalance.bank.sandbox;

import org.openbalance.platform.Tenant;

/// What the sandbox banks post, for tests elsewhere.
public final class SandboxMessages {

    private SandboxMessages() {}

    public static String ready(String job) {
        return "{\"ready\":[\"" + job + "\"]}";
    }

    public static String signature(Tenant tenant, String body) {
        return SandboxPosts.signature(tenant, body);
    }
}
