package org.openbalance.http;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.openbalance.store.Condition;
import org.openbalance.store.Hashes;
import org.openbalance.store.Item;
import org.openbalance.store.Key;
import org.openbalance.store.Outcome;
import org.openbalance.store.Table;
import org.openbalance.store.Tenant;
import org.openbalance.store.Vault;
import org.openbalance.store.Write;

/// One effect for one `Idempotency-Key`, however often it is sent, for 24 hours.
///
/// Claimed first, as nearly every key is new: the usual case costs one conditional write before the work and one after.
/// What changes something is answered from memory; a read is read anew, so that a replay shows nothing that a
/// consent no longer covers. Answers rest sealed. What failed is not remembered: it changed nothing, and may be tried
/// again.
@Singleton
public final class Idempotency {

    private static final String TYPE = "idempotency";
    private static final int TYPE_VERSION = 1;
    private static final String HEADER = "idempotency-key";
    private static final String REPLAYED = "idempotent-replayed";

    private final Table table;
    private final Vault vault;
    private final InstantSource clock;

    public Idempotency(Table table, Vault vault, InstantSource clock) {
        this.table = table;
        this.vault = vault;
        this.clock = clock;
    }

    /// Runs the work, or answers as it was answered before.
    ///
    /// @param scope whose keys these are
    /// @throws Refused 409 `IDEMPOTENCY` for a key that came with another body, or whose first call is under way
    Reply once(Operation operation, Request request, Tenant scope, Supplier<Reply> work) {
        var sent = request.header(HEADER);
        if (sent.isEmpty()) {
            return work.get();
        }
        if (sent.get().isBlank() || sent.get().length() > Limits.IDEMPOTENCY_KEY_LENGTH) {
            throw Problem.field(HEADER, "must have 1 to " + Limits.IDEMPOTENCY_KEY_LENGTH + " characters")
                    .refused();
        }
        var place = new Key(
                scope.prefix() + "#IDEMPOTENCY#" + Hashes.sha256(operation.path() + '\n' + sent.get()), "IDEMPOTENCY");
        var fingerprint = fingerprint(scope, operation, request);
        return claim(place, fingerprint) instanceof Outcome.Refused refused
                ? again(operation, scope, refused.item().orElseThrow(), fingerprint, work)
                : first(operation, scope, place, work);
    }

    private Outcome claim(Key place, String fingerprint) {
        var now = clock.instant();
        var item = Item.draft(place, TYPE, TYPE_VERSION)
                .with("fingerprint", fingerprint)
                .with("claimed_until", now.plus(Limits.IDEMPOTENCY_CLAIM))
                .until(now.plus(Limits.IDEMPOTENCY_MEMORY))
                .done();
        var free = Condition.any(
                Condition.absent(),
                Condition.less(Item.TTL, now.getEpochSecond()),
                Condition.all(
                        Condition.equal("fingerprint", fingerprint),
                        Condition.lacks("status"),
                        Condition.less("claimed_until", now)));
        return table.write(Write.put(item).when(free));
    }

    private Reply first(Operation operation, Tenant scope, Key place, Supplier<Reply> work) {
        Reply reply;
        try {
            reply = work.get();
        } catch (RuntimeException failed) {
            table.write(Write.delete(place));
            throw failed;
        }
        if (reply.body().length() > Limits.IDEMPOTENCY_REPLY_BYTES) {
            table.write(Write.delete(place));
            return reply;
        }
        var answered = Write.change(place).set("status", reply.status());
        if (operation.effect()) {
            answered.set("reply", sealed(scope, place, reply));
        }
        table.write(answered);
        return reply;
    }

    private Reply again(Operation operation, Tenant scope, Item before, String fingerprint, Supplier<Reply> work) {
        if (!Hashes.same(before.text("fingerprint"), fingerprint)) {
            throw Problem.of(
                            409,
                            Problem.Type.IDEMPOTENCY,
                            "This Idempotency-Key came before with another body; take a new key for a new request")
                    .refused();
        }
        if (!before.has("status")) {
            throw Problem.of(
                            409,
                            Problem.Type.IDEMPOTENCY,
                            "The first request with this Idempotency-Key is still under way")
                    .retryAfter(1)
                    .refused();
        }
        return operation.effect() ? remembered(scope, before) : work.get();
    }

    private byte[] sealed(Tenant scope, Key place, Reply reply) {
        return vault.seal(scope, TYPE, place.partition(), reply.body().getBytes(StandardCharsets.UTF_8));
    }

    private Reply remembered(Tenant scope, Item before) {
        var body = vault.open(scope, TYPE, before.key().partition(), before.bytes("reply"));
        return new Reply(
                (int) before.number("status"),
                Map.of("content-type", "application/json", "cache-control", "no-store", REPLAYED, "true"),
                new String(body, StandardCharsets.UTF_8));
    }

    /// Keyed, since a body may hold what must not be guessed from a digest.
    private String fingerprint(Tenant scope, Operation operation, Request request) {
        var query = new TreeMap<>(request.query()).toString();
        return vault.fingerprint(scope, TYPE + operation.path() + query, request.text());
    }
}
