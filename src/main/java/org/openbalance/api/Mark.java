package org.openbalance.api;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.openbalance.platform.dynamodb.Write;

/// The mark of a call's `Idempotency-Key`, which keeps the call's answer; nothing for a call without one.
public final class Mark {

    /// For a call without a key.
    public static final Mark NONE = new Mark(Optional.empty(), Instant.EPOCH, Optional.empty());

    private final Optional<String> id;
    private final Instant at;
    private final Optional<Function<Reply, Write>> keeping;
    private Optional<Reply> kept = Optional.empty();

    private Mark(Optional<String> id, Instant at, Optional<Function<Reply, Write>> keeping) {
        this.id = id;
        this.at = at;
        this.keeping = keeping;
    }

    /// @param id one for all calls with this key and this body
    /// @param at the time of this call
    /// @param keeping writes an answer down, if the key is still this call's
    static Mark of(String id, Instant at, Function<Reply, Write> keeping) {
        return new Mark(Optional.of(id), at, Optional.of(keeping));
    }

    /// One for all calls with this key and this body: what takes more than one transaction derives the ids of what it
    /// makes from it, and finds what an earlier call made. Empty for a call without a key.
    public Optional<String> id() {
        return id;
    }

    /// Tells every repetition of a call: what takes more than one transaction notes it in each thing that it
    /// changes, and leaves alone what it finds noted. Empty for a call without a key.
    public Optional<String> note() {
        return id.map(text -> text + '@' + at.getEpochSecond());
    }

    /// Whether a call noted in this way is a repetition of this one: a key is remembered for a day.
    public boolean is(String noted) {
        var parts = noted.split("@", 2);
        return id.filter(parts[0]::equals).isPresent()
                && parts.length == 2
                && at.minus(Limits.IDEMPOTENCY_MEMORY).getEpochSecond() < Long.parseLong(parts[1]);
    }

    /// What writes the answer down; empty for a call without a key.
    Optional<Write> keeping(Reply reply) {
        return keeping.map(write -> write.apply(reply));
    }

    void kept(Reply reply) {
        kept = Optional.of(reply);
    }

    /// The answer, once it is written down.
    Optional<Reply> kept() {
        return kept;
    }
}
