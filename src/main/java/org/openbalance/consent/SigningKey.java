package org.openbalance.consent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import org.openbalance.api.Json;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Hashes;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.vault.Vault;

/// The deployment's Ed25519 key (RFC 8032), made on first use; its private half rests sealed.
///
/// Signs as a JSON Web Signature, compact form (RFC 7515 with RFC 8037), so that any JOSE library verifies it.
@Singleton
final class SigningKey {

    private static final String ALGORITHM = "Ed25519";
    private static final String TYPE = "signing-key";
    private static final int VERSION = 1;
    private static final int PUBLIC_BYTES = 32;
    private static final ItemKey PLACE = new ItemKey("SIGNING", "KEY#1");
    /// The key is the deployment's, not an owner's.
    private static final Tenant DEPLOYMENT = new Tenant("deployment", Environment.PRODUCTION);

    private final Table table;
    private final Vault vault;
    private final InstantSource clock;
    private final AtomicReference<Item> known = new AtomicReference<>();

    SigningKey(Table table, Vault vault, InstantSource clock) {
        this.table = table;
        this.vault = vault;
        this.clock = clock;
    }

    String sign(ObjectNode payload) {
        var item = item();
        var header =
                Json.object().put("alg", "EdDSA").put("kid", item.text("kid")).put("typ", "JWT");
        var signed = encode(Json.write(header)) + '.' + encode(Json.write(payload));
        try {
            var signature = Signature.getInstance(ALGORITHM);
            signature.initSign(privateKey(item));
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + '.' + encode(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Ed25519 is part of every Java platform", impossible);
        }
    }

    /// The public half as a JSON Web Key (RFC 8037).
    ObjectNode publicKey() {
        var item = item();
        return Json.object()
                .put("kty", "OKP")
                .put("crv", ALGORITHM)
                .put("alg", "EdDSA")
                .put("use", "sig")
                .put("kid", item.text("kid"))
                .put("x", encode(item.bytes("public")));
    }

    private PrivateKey privateKey(Item item) throws GeneralSecurityException {
        var encoded = vault.open(DEPLOYMENT, TYPE, item.text("kid"), item.bytes("private"));
        return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    private Item item() {
        var item = known.get();
        if (item == null) {
            item = table.getLatest(PLACE).orElseGet(this::make);
            known.set(item);
        }
        return item;
    }

    private Item make() {
        try {
            var pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            var encoded = pair.getPublic().getEncoded();
            var raw = Arrays.copyOfRange(encoded, encoded.length - PUBLIC_BYTES, encoded.length);
            var kid = encode(Hashes.sha256(raw)).substring(0, 16);
            var item = Item.draft(PLACE, TYPE, VERSION)
                    .with("kid", kid)
                    .with("public", raw)
                    .with(
                            "private",
                            vault.seal(DEPLOYMENT, TYPE, kid, pair.getPrivate().getEncoded()))
                    .with("created_at", clock.instant())
                    .done();
            return table.write(Write.create(item)).done()
                    ? item
                    : table.getLatest(PLACE).orElseThrow();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Ed25519 is part of every Java platform", impossible);
        }
    }

    private static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
