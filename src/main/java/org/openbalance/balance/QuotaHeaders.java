package org.openbalance.balance;

import java.util.Optional;
import org.openbalance.bank.Quotas;
import org.openbalance.http.Json;
import org.openbalance.http.Reply;

/// What a bank allows of further reads, in the headers of an answer that it was asked for.
final class QuotaHeaders {

    private QuotaHeaders() {}

    static Reply on(Reply reply, Optional<Quotas.Quota> quota) {
        return quota.map(left -> reply.with("x-bank-quota-limit", Integer.toString(left.limit()))
                        .with("x-bank-quota-remaining", Integer.toString(left.remaining()))
                        .with("x-bank-quota-reset", Json.time(left.reset())))
                .orElse(reply);
    }
}
