package org.openbalance.consent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import org.openbalance.api.Json;

/// The receipt of a consent: what the customer keeps, signed, with the link that ends it.
@Singleton
final class Receipts {

    private final Consents consents;
    private final SigningKey key;
    private final InstantSource clock;

    Receipts(Consents consents, SigningKey key, InstantSource clock) {
        this.consents = consents;
        this.key = key;
        this.clock = clock;
    }

    /// The receipt in clear, and the same signed: the payload of `jws` is the receipt.
    ObjectNode of(Consent consent, String base) {
        var now = clock.instant();
        var receipt = Json.object()
                .put("issuer", base)
                .put("issued_at", Json.time(now))
                .put("manage_url", link(base, consents.token(consent)))
                .put("verify_with", base + "/.well-known/openbalance.json");
        receipt.set("consent", ConsentJson.of(consent, now));
        var node = Json.object();
        node.set("receipt", receipt);
        node.put("jws", key.sign(receipt));
        return node;
    }

    /// The page where the customer sees and ends the consent. The token stands behind `#`, so no server logs it.
    static String link(String base, String token) {
        return base + "/consents#" + token;
    }

    /// What `/.well-known/openbalance.json` tells.
    ObjectNode wellKnown(String base) {
        var keys = Json.object();
        keys.set("keys", Json.array(List.of(key.publicKey()), node -> node));
        var node = Json.object().put("issuer", base);
        node.set("jwks", keys);
        return node;
    }
}
