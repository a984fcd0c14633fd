package org.openbalance.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.openbalance.platform.dynamodb.Outcome;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.log.Unexpected;

/// What a call changes, and its answer: both are written in one transaction, so that an `Idempotency-Key` has one
/// effect and one answer, whenever the process ends.
///
/// @param <T> what the answer is made of
public final class Effect<T> {

    private static final Logger LOG = Logger.getLogger(Effect.class);

    private final Mark mark;
    private final Optional<Function<T, Reply>> answer;
    private Optional<Reply> given = Optional.empty();

    private Effect(Mark mark, Optional<Function<T, Reply>> answer) {
        this.mark = mark;
        this.answer = answer;
    }

    /// @param answer must not need what is written only by the effect
    static <T> Effect<T> answered(Mark mark, Function<T, Reply> answer) {
        return new Effect<>(mark, Optional.of(answer));
    }

    /// Of what nobody waits for an answer to, such as the end of a webhook that answers 410.
    public static <T> Effect<T> unanswered() {
        return new Effect<>(Mark.NONE, Optional.empty());
    }

    /// All of the writes and the answer, or nothing. The one that decides: what comes after it may fail.
    ///
    /// @param result what there is once these writes are done
    /// @throws ApiException 409 `IDEMPOTENCY` if another call has taken the key over meanwhile
    public Outcome commit(Table table, List<? extends Write> writes, T result) {
        var reply = answer.map(made -> made.apply(result));
        var keeping = reply.flatMap(mark::keeping);
        var outcome = keeping.map(kept -> table.commit(with(writes, kept)))
                .orElseGet(() -> writes.size() == 1 ? table.write(writes.getFirst()) : table.commit(writes));
        if (outcome instanceof Outcome.Refused refused && refused.failed().contains(writes.size())) {
            throw Idempotency.underWay();
        }
        if (outcome.done()) {
            given = reply;
            reply.ifPresent(mark::kept);
        }
        return outcome;
    }

    private static List<Write> with(List<? extends Write> writes, Write kept) {
        var all = new ArrayList<Write>(writes);
        all.add(kept);
        return all;
    }

    /// What follows a committed effect, such as sending what was raised: its failure is logged and takes no answer
    /// away.
    public static void then(Runnable following) {
        try {
            following.run();
        } catch (RuntimeException failed) {
            LOG.error("What follows an effect failed: " + Unexpected.describe(failed));
        }
    }

    /// The answer: as it was committed, or of this result if nothing had to be written.
    public Reply reply(T result) {
        return given.or(() -> answer.map(made -> made.apply(result))).orElseThrow();
    }
}
