package org.openbalance.bank.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.openbalance.bank.sandbox.RedirectRequests.Visit;
import org.openbalance.platform.Hashes;

/// What goes with the code of a bank that answers `code id_token` (OpenID Connect Core, 3.3.2.11): it binds the
/// code and the `state` to one sign-in, so that neither can be put in the place of another.
///
/// A sandbox bank signs it by a key that is the sign-in's own, and the same one makes it anew to compare, so
/// nothing of it is ever parsed.
final class IdToken {

    private static final String HEADER = "{\"alg\":\"HS256\"}";
    /// The left half of a SHA-256, in hex.
    private static final int HALF = 32;

    private IdToken() {}

    /// @param visit one that was approved
    static String of(Visit visit) {
        var claims = SandboxJson.object()
                .put("iss", visit.bank().slug())
                .put("sub", visit.username())
                .put("c_hash", half(visit.code()))
                .put("s_hash", half(visit.back().state()));
        var signed = encoded(HEADER.getBytes(StandardCharsets.UTF_8))
                + '.'
                + encoded(claims.toString().getBytes(StandardCharsets.UTF_8));
        return signed + '.' + encoded(SandboxMac.of(visit.token(), signed));
    }

    private static String half(String text) {
        return encoded(HexFormat.of().parseHex(Hashes.sha256(text).substring(0, HALF)));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
