package org.openbalance.balance;

import java.util.Optional;
import org.openbalance.api.Json;
import org.openbalance.api.Reply;
import org.openbalance.bank.ReadQuotas;

/// What a bank allows of further reads, in the headers of an answer that it was asked for.
final class QuotaHeaders {

    private QuotaHeaders() {}

    static Reply on(Reply reply, Optional<ReadQuotas.Quota> quota) {
        return quota.map(left -> on(reply, left)).orElse(reply);
    }

    private static Reply on(Reply reply, ReadQuotas.Quota left) {
        var told = reply.with("x-bank-quota-remaining", Integer.toString(left.remaining()))
                .with("x-bank-quota-reset", Json.time(left.reset()));
        return left.limit().isPresent()
                ? told.with("x-bank-quota-limit", Integer.toString(left.limit().getAsInt()))
                : told;
    }
}
