package org.openbalance.bank.sandbox;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.openbalance.platform.Ids;

/// What a sandbox bank keeps of a password: PBKDF2 with HMAC-SHA256, salted.
///
/// @param salt hex digits
/// @param hash hex digits
record PasswordHash(int iterations, String salt, String hash) {

    /// Less than a real bank's, since these passwords guard invented money and a request may check ten.
    private static final int ITERATIONS = 100_000;

    private static final int BITS = 256;

    static PasswordHash of(String password) {
        var salt = Ids.token();
        return new PasswordHash(ITERATIONS, salt, derive(password, salt, ITERATIONS));
    }

    boolean fits(String password) {
        var parser = HexFormat.of();
        return MessageDigest.isEqual(parser.parseHex(hash), parser.parseHex(derive(password, salt, iterations)));
    }

    private static String derive(String password, String salt, int iterations) {
        var spec = new PBEKeySpec(password.toCharArray(), HexFormat.of().parseHex(salt), iterations, BITS);
        try {
            var key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec);
            return HexFormat.of().formatHex(key.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no PBKDF2", e);
        } finally {
            spec.clearPassword();
        }
    }

    @Override
    public String toString() {
        return "(password hash)";
    }
}
