package org.openbalance.platform.vault;

import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;

/// Seals what may not be read in the table, and marks what may not be forged.
///
/// The data key rests in the table, wrapped by KMS; a warm function unwraps it once, and one that never seals never
/// asks for it. There is one data key; the KMS key that wraps it is what rotates. A sealed text names its data key by
/// number, and one of another number is not opened.
@Singleton
public final class Vault {

    private static final String TYPE = "data-key";
    private static final int TYPE_VERSION = 1;
    private static final String PLACE = "VAULT";
    private static final int FIRST = 1;

    private final Table table;
    private final KeyWrapper wrapper;
    private final InstantSource clock;
    private final Map<Integer, byte[]> opened = new ConcurrentHashMap<>();

    public Vault(Table table, KeyWrapper wrapper, InstantSource clock) {
        this.table = table;
        this.wrapper = wrapper;
        this.clock = clock;
    }

    /// Seals a text to its place: it opens only with the same tenant, purpose and name.
    public byte[] seal(Tenant tenant, String purpose, String name, byte[] plain) {
        var sealed = Aes.seal(derived(FIRST, "seal"), plain, context(tenant, purpose, name));
        return ByteBuffer.allocate(Integer.BYTES + sealed.length)
                .putInt(FIRST)
                .put(sealed)
                .array();
    }

    /// @throws SealBroken if it was altered or belongs to another place
    public byte[] open(Tenant tenant, String purpose, String name, byte[] sealed) {
        if (sealed.length < Integer.BYTES) {
            throw new SealBroken();
        }
        var buffer = ByteBuffer.wrap(sealed);
        var number = buffer.getInt();
        var rest = new byte[buffer.remaining()];
        buffer.get(rest);
        if (number != FIRST) {
            throw new SealBroken();
        }
        return Aes.open(derived(number, "seal"), rest, context(tenant, purpose, name));
    }

    /// A text for a URL or an answer that only this deployment can read or make.
    public String sealText(Tenant tenant, String purpose, String name, String plain) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(seal(tenant, purpose, name, plain.getBytes(StandardCharsets.UTF_8)));
    }

    /// @throws SealBroken if it was made elsewhere, altered or belongs to another place
    public String openText(Tenant tenant, String purpose, String name, String sealed) {
        try {
            return new String(
                    open(tenant, purpose, name, Base64.getUrlDecoder().decode(sealed)), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            throw new SealBroken();
        }
    }

    /// A keyed digest of a personal fact, so that it can be found again without being kept (HMAC-SHA-256, hex).
    public String fingerprint(Tenant tenant, String purpose, String fact) {
        return HexFormat.of().formatHex(hmac(derived(FIRST, "fingerprint"), context(tenant, purpose, fact)));
    }

    private byte[] derived(int number, String use) {
        return hmac(key(number), ("openbalance/" + use).getBytes(StandardCharsets.UTF_8));
    }

    private byte[] key(int number) {
        return opened.computeIfAbsent(number, this::unwrap);
    }

    private byte[] unwrap(int number) {
        return table.get(place(number))
                .map(item -> wrapper.unwrap(item.bytes("wrapped")))
                .or(() -> make(number))
                .orElseGet(() -> wrapper.unwrap(
                        table.getLatest(place(number)).orElseThrow().bytes("wrapped")));
    }

    /// Empty if another function made the key meanwhile.
    private Optional<byte[]> make(int number) {
        var made = wrapper.generate();
        var item = Item.draft(place(number), TYPE, TYPE_VERSION)
                .with("wrapped", made.wrapped())
                .with("created_at", clock.instant())
                .done();
        return table.write(Write.create(item)).done() ? Optional.of(made.plain()) : Optional.empty();
    }

    private static ItemKey place(int number) {
        return new ItemKey(PLACE, "KEY#" + number);
    }

    /// Lengths in front keep two different triples from running together.
    private static byte[] context(Tenant tenant, String purpose, String name) {
        var text = new StringBuilder();
        for (var part : new String[] {tenant.prefix(), purpose, name}) {
            text.append(part.length()).append(':').append(part);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hmac(byte[] key, byte[] text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("HMAC-SHA-256 is part of every Java platform", impossible);
        }
    }
}
