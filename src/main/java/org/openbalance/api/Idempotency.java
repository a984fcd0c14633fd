package org.openbalance.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.openbalance.platform.Hashes;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Outcome;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.log.Unexpected;
import org.openbalance.platform.vault.Vault;

/// One effect for one `Idempotency-Key`, however often it is sent, for 24 hours.
///
/// Claimed first, as nearly every key is new: the usual case costs one conditional write before the work, and one
/// more in the transaction of the work itself ([Effect]). A call that dies before that leaves a claim, which
/// others take over after [Limits#IDEMPOTENCY_CLAIM]; one that dies after it has left its answer.
///
/// Only what changes something is remembered: a read is read anew, so that a repetition shows nothing that a
/// consent no longer covers. Answers rest sealed. What failed is not remembered: it changed nothing, and may be
/// tried again.
@Singleton
public final class Idempotency {

    private static final Logger LOG = Logger.getLogger(Idempotency.class);
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

    static boolean asked(Request request) {
        return request.header(HEADER).isPresent();
    }

    /// Runs the work, or answers as it was answered before.
    ///
    /// @param body as it was read: two texts of one JSON value are the same body
    /// @param scope whose keys these are
    /// @param work gets the mark that its [Effect] is to keep
    /// @throws ApiException 409 `IDEMPOTENCY` for a key that came with another body, or whose first call is
    /// under way
    Reply once(Operation operation, Request request, ObjectNode body, Tenant scope, Function<Mark, Reply> work) {
        var sent = request.header(HEADER);
        if (sent.isEmpty() || !operation.effect()) {
            return work.apply(Mark.NONE);
        }
        if (sent.get().isBlank() || sent.get().length() > Limits.IDEMPOTENCY_KEY_LENGTH) {
            throw Problem.field(HEADER, "must have 1 to " + Limits.IDEMPOTENCY_KEY_LENGTH + " characters")
                    .exception();
        }
        var place = new ItemKey(
                scope.prefix() + "#IDEMPOTENCY#" + Hashes.sha256(operation.path() + '\n' + sent.get()), "IDEMPOTENCY");
        var fingerprint = fingerprint(scope, operation, body);
        var claim = new Claim(place, Ids.token());
        return claim(claim, fingerprint) instanceof Outcome.Refused refused
                ? again(scope, refused.item().orElseThrow(), fingerprint)
                : first(scope, claim, fingerprint, work);
    }

    /// A key that one call holds: only its holder may keep an answer or give the key back.
    ///
    /// @param token by chance
    private record Claim(ItemKey place, String token) {

        Condition stands() {
            return Condition.equal("claim", token);
        }
    }

    private Outcome claim(Claim claim, String fingerprint) {
        var now = clock.instant();
        var item = Item.draft(claim.place(), TYPE, TYPE_VERSION)
                .with("claim", claim.token())
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

    private Reply first(Tenant scope, Claim claim, String fingerprint, Function<Mark, Reply> work) {
        var mark = Mark.of(
                Hashes.sha256(claim.place().partition() + fingerprint),
                clock.instant(),
                reply -> keeping(scope, claim, reply));
        Reply reply;
        try {
            reply = work.apply(mark);
        } catch (RuntimeException failed) {
            if (mark.kept().isPresent()) {
                LOG.error("What follows an effect failed: " + Unexpected.describe(failed));
                return mark.kept().get();
            }
            // Refused where the effect was committed and only its outcome was lost: then the answer stays.
            note(Write.delete(claim.place()).when(claim.stands()));
            throw failed;
        }
        if (mark.kept().isEmpty()) {
            note(
                    reply.body().length() > Limits.IDEMPOTENCY_REPLY_BYTES
                            ? Write.delete(claim.place()).when(claim.stands())
                            : keeping(scope, claim, reply));
        }
        return reply;
    }

    private Write keeping(Tenant scope, Claim claim, Reply reply) {
        return Write.change(claim.place())
                .set("status", reply.status())
                .set("reply", sealed(scope, claim.place(), reply))
                .remove("claim")
                .when(claim.stands());
    }

    /// The call has its answer by now, and must get it though the table fails at this moment.
    private void note(Write write) {
        try {
            table.write(write);
        } catch (RuntimeException failed) {
            LOG.error("An Idempotency-Key could not be noted: " + Unexpected.describe(failed));
        }
    }

    private Reply again(Tenant scope, Item before, String fingerprint) {
        if (!Hashes.same(before.text("fingerprint"), fingerprint)) {
            throw Problem.of(
                            409,
                            Problem.Type.IDEMPOTENCY,
                            "This Idempotency-Key came before with another body; take a new key for a new request")
                    .exception();
        }
        if (!before.has("status")) {
            throw underWay();
        }
        return remembered(scope, before);
    }

    static ApiException underWay() {
        return Problem.of(
                        409, Problem.Type.IDEMPOTENCY, "The first request with this Idempotency-Key is still under way")
                .retryAfter(1)
                .exception();
    }

    private byte[] sealed(Tenant scope, ItemKey place, Reply reply) {
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
    private String fingerprint(Tenant scope, Operation operation, ObjectNode body) {
        return vault.fingerprint(scope, TYPE + operation.path(), Json.canonical(body));
    }
}
