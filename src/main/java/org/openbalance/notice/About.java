package org.openbalance.notice;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.openbalance.bank.Bank;
import org.openbalance.http.Json;
import org.openbalance.store.Tenant;

/// What an event is about: whose it is, and which things it touches.
///
/// @param callback the subscription that the session's `callback_url` made, which hears of its own record alone
/// @param handed what the company handed through the session: `options` and `meta`, or nothing
public record About(
        Tenant tenant,
        Optional<String> record,
        Optional<String> customer,
        Optional<String> account,
        Optional<String> consent,
        Optional<Bank> bank,
        Optional<String> callback,
        ObjectNode handed) {

    public static About of(Tenant tenant) {
        return new About(
                tenant,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Json.object());
    }

    public About record(String id) {
        return new About(tenant, Optional.of(id), customer, account, consent, bank, callback, handed);
    }

    public About customer(String id) {
        return new About(tenant, record, Optional.of(id), account, consent, bank, callback, handed);
    }

    public About account(String id) {
        return new About(tenant, record, customer, Optional.of(id), consent, bank, callback, handed);
    }

    public About consent(String id) {
        return new About(tenant, record, customer, account, Optional.of(id), bank, callback, handed);
    }

    /// @param known empty for a bank that is not served any more
    public About bank(Optional<Bank> known) {
        return new About(tenant, record, customer, account, consent, known, callback, handed);
    }

    public About callback(Optional<String> subscription) {
        return new About(tenant, record, customer, account, consent, bank, subscription, handed);
    }

    public About handed(ObjectNode optionsAndMeta) {
        return new About(tenant, record, customer, account, consent, bank, callback, optionsAndMeta);
    }
}
