package org.openbalance.bank.enablebanking;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import org.openbalance.api.Json;
import org.openbalance.bank.Access;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.Secret;
import org.openbalance.platform.Hashes;
import org.openbalance.platform.WarmCache;

/// The tokens that Enable Banking knows an owner's application by: JWTs (RFC 7519) that are signed here
/// with the application's own key, RS256. A process makes one an hour for each application, and uses it
/// until five minutes before it ends.
final class EnableBankingTokens {

    static final String APPLICATION = "application_id";
    static final String KEY = "private_key";

    /// The network takes up to 24 hours.
    private static final Duration LIFE = Duration.ofHours(1);

    private static final Duration USED = LIFE.minusMinutes(5);
    private static final int MOST = 100;

    private final InstantSource clock;
    private final Cache<String, String> made;

    EnableBankingTokens(InstantSource clock) {
        this.clock = clock;
        this.made = WarmCache.of(clock, USED, MOST);
    }

    /// @throws BankFailure `DATA` if the owner has no keys, or none that can sign
    String of(Access access) {
        var application = access.key(APPLICATION).value().strip();
        var key = access.key(KEY);
        return made.get(Hashes.sha256(application + '\n' + key.value()), _ -> signed(application, key));
    }

    private String signed(String application, Secret key) {
        var now = clock.instant();
        var header = Json.object().put("typ", "JWT").put("alg", "RS256").put("kid", application);
        var claims = Json.object()
                .put("iss", "enablebanking.com")
                .put("aud", "api.enablebanking.com")
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(LIFE).getEpochSecond());
        var text = part(header) + '.' + part(claims);
        return text + '.' + base64(signature(privateKey(key), text));
    }

    private static String part(JsonNode json) {
        return base64(Json.write(json).getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static PrivateKey privateKey(Secret pem) {
        return RsaPrivateKeys.read(pem.value())
                .orElseThrow(() -> new BankFailure(
                        BankFailure.Kind.DATA,
                        "The owner's key " + KEY + " with Enable Banking is no RSA key in PEM: it begins with"
                                + " BEGIN PRIVATE KEY or BEGIN RSA PRIVATE KEY, and has no password"));
    }

    private static byte[] signature(PrivateKey key, String text) {
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException unfit) {
            throw new BankFailure(
                    BankFailure.Kind.DATA, "The owner's key " + KEY + " with Enable Banking cannot sign by RS256");
        }
    }
}
