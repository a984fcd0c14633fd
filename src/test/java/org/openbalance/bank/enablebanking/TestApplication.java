package org.openbalance.bank.enablebanking;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.openbalance.api.Json;
import org.openbalance.bank.NetworkKeys;
import org.openbalance.bank.Secret;

/// An application as it is registered with the network: its id, and the public half of its key.
final class TestApplication {

    static final String ID = "4f2c1d5e-7f0a-4c0e-9a57-1f6f0f3f8d11";

    private static final Duration LONGEST = Duration.ofHours(24);
    private static final KeyPair PAIR = pair();

    private TestApplication() {}

    private static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException none) {
            throw new IllegalStateException(none);
        }
    }

    static NetworkKeys keys() {
        return keys(pem());
    }

    static NetworkKeys keys(String pem) {
        return new NetworkKeys(Map.of("application_id", new Secret(ID), "private_key", new Secret(pem)));
    }

    static String pem() {
        return "-----BEGIN PRIVATE KEY-----\n" + lines(pkcs8()) + "\n-----END PRIVATE KEY-----\n";
    }

    /// As `openssl genrsa -traditional` writes it: what PKCS#8 has behind its first 26 bytes.
    static String pemOfPkcs1() {
        var der = pkcs8();
        var inner = Arrays.copyOfRange(der, 26, der.length);
        return "-----BEGIN RSA PRIVATE KEY-----\n" + lines(inner) + "\n-----END RSA PRIVATE KEY-----\n";
    }

    /// Another's, which the network does not know.
    static NetworkKeys strange() {
        return keys("-----BEGIN PRIVATE KEY-----\n" + lines(pair().getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n");
    }

    /// A token of the application's own key, whatever it says.
    static String token(JsonNode header, JsonNode claims) {
        try {
            var text = part(header) + '.' + part(claims);
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(PAIR.getPrivate());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + '.' + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static String part(JsonNode json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Json.write(json).getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] pkcs8() {
        return PAIR.getPrivate().getEncoded();
    }

    private static String lines(byte[] der) {
        return Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    }

    /// Whether a token names an application that nobody has. To ask with a wrong key is allowed, and refused.
    static boolean isOfAnother(String authorization) {
        var parts = authorization.split("\\.", -1);
        return parts.length == 3
                && authorization.startsWith("Bearer ")
                && !ID.equals(
                        json(parts[0].substring("Bearer ".length())).path("kid").asText());
    }

    /// What is wrong with a token; empty if it is taken.
    static Optional<String> wrong(String authorization, Instant now) {
        var parts = authorization.startsWith("Bearer ")
                ? authorization.substring("Bearer ".length()).split("\\.", -1)
                : new String[0];
        if (parts.length != 3) {
            return Optional.of("no token");
        }
        var header = json(parts[0]);
        var claims = json(parts[1]);
        if (!"RS256".equals(header.path("alg").asText())) {
            return Optional.of("its head is of another: alg");
        }
        if (!names(claims).equals(Set.of("iss", "aud", "iat", "exp"))
                || !"enablebanking.com".equals(claims.path("iss").asText())
                || !"api.enablebanking.com".equals(claims.path("aud").asText())) {
            return Optional.of("its claims are of another: iss and aud");
        }
        var issued = Instant.ofEpochSecond(claims.path("iat").asLong());
        var ends = Instant.ofEpochSecond(claims.path("exp").asLong());
        if (issued.isAfter(now) || !ends.isAfter(now) || ends.isAfter(issued.plus(LONGEST))) {
            return Optional.of("its time is over, or too long");
        }
        return signed(parts) ? Optional.empty() : Optional.of("its signature is of another key");
    }

    private static Set<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    private static JsonNode json(String part) {
        return Json.readOwn(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    }

    private static boolean signed(String[] parts) {
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(PAIR.getPublic());
            signature.update((parts[0] + '.' + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
        } catch (GeneralSecurityException broken) {
            return false;
        }
    }
}
