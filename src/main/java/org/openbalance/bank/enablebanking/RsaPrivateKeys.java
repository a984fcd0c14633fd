package org.openbalance.bank.enablebanking;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads private keys of RSA as OpenSSL writes them: PEM with PKCS#8 (`BEGIN PRIVATE KEY`) or PKCS#1
/// (`BEGIN RSA PRIVATE KEY`) in it.
final class RsaPrivateKeys {

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN (RSA )?PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END (RSA )?PRIVATE KEY-----");

    /// The version 0, and RSA as the algorithm (RFC 5208, 5; RFC 8017, A.1): what PKCS#8 has in front of
    /// PKCS#1.
    private static final String FRONT = "020100300d06092a864886f70d0101010500";

    private static final byte SEQUENCE = 0x30;
    private static final byte OCTETS = 0x04;
    /// A length of which two bytes follow, as that of any key is that should be used.
    private static final byte TWO_BYTES = (byte) 0x82;

    private static final int HEAD = 4;

    private RsaPrivateKeys() {}

    /// @return empty for what is no such key, such as one under a password, or a certificate
    static Optional<PrivateKey> read(String pem) {
        var match = PEM.matcher(pem.strip());
        if (!match.matches()) {
            return Optional.empty();
        }
        try {
            var der = Base64.getMimeDecoder().decode(match.group(2));
            var key = new PKCS8EncodedKeySpec(match.group(1) == null ? der : inPkcs8(der));
            return Optional.of(KeyFactory.getInstance("RSA").generatePrivate(key));
        } catch (GeneralSecurityException | IllegalArgumentException noKey) {
            return Optional.empty();
        }
    }

    private static byte[] inPkcs8(byte[] pkcs1) {
        var front = HexFormat.of().parseHex(FRONT);
        var length = front.length + HEAD + pkcs1.length;
        return ByteBuffer.allocate(HEAD + length)
                .put(SEQUENCE)
                .put(TWO_BYTES)
                .putShort((short) length)
                .put(front)
                .put(OCTETS)
                .put(TWO_BYTES)
                .putShort((short) pkcs1.length)
                .put(pkcs1)
                .array();
    }
}
