package org.openbalance.bank.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openbalance.bank.Secret;

/// How networks commonly sign what they post: HMAC-SHA-256 of the body in hex digits, with a key that both
/// sides know.
public final class PostSignature {

    private static final String ALGORITHM = "HmacSHA256";

    private PostSignature() {}

    /// Whether a signature is that of a body. Takes as long for any signature.
    public static boolean holds(String signature, Secret key, byte[] body) {
        var given = signature.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(given, of(key, body).getBytes(StandardCharsets.UTF_8));
    }

    public static String of(Secret key, byte[] body) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.value().getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException none) {
            throw new IllegalStateException("This Java has no " + ALGORITHM, none);
        }
    }
}
