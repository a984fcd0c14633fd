package org.openbalance.bank.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import org.openbalance.bank.NetworkPost;
import org.openbalance.bank.http.Fields;
import org.openbalance.platform.Hashes;
import org.openbalance.platform.Tenant;

/// What the sandbox banks post once something is there that they fetched: `{"ready": [job, …]}`, signed for its owner.
final class SandboxPosts {

    static final String SIGNATURE = "sandbox-signature";

    /// No secret, as all of the sandbox is invented: it shows how a signature is held to.
    private static final String KEY = "the sandbox's own";

    private SandboxPosts() {}

    static Set<String> finished(NetworkPost post) {
        var body = new String(post.body(), StandardCharsets.UTF_8);
        var signed = post.header(SIGNATURE)
                .filter(given -> Hashes.same(given, signature(post.tenant(), body)))
                .isPresent();
        return signed
                ? post.object().stream()
                        .flatMap(node -> Fields.texts(node, "ready").stream())
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    static String signature(Tenant tenant, String body) {
        return HexFormat.of().formatHex(SandboxMac.of(KEY, tenant.prefix() + '.' + body));
    }
}
