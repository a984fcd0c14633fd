package org.openbalance.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.openbalance.api.Json;
import org.openbalance.bank.Bank;
import org.openbalance.platform.Tenant;

/// What an event is about: whose it is, and which things it touches.
///
/// @param callback the subscription that the session's `callback_url` made, which hears of its own record alone
/// @param handed what the company handed through the session: `options` and `meta`, or nothing
public record EventSubject(
        Tenant tenant,
        Optional<String> connection,
        Optional<String> customer,
        Optional<String> account,
        Optional<String> consent,
        Optional<Bank> bank,
        Optional<String> callback,
        ObjectNode handed) {

    public static EventSubject of(Tenant tenant) {
        return new EventSubject(
                tenant,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Json.object());
    }

    public EventSubject connection(String id) {
        return new EventSubject(tenant, Optional.of(id), customer, account, consent, bank, callback, handed);
    }

    public EventSubject customer(String id) {
        return new EventSubject(tenant, connection, Optional.of(id), account, consent, bank, callback, handed);
    }

    public EventSubject account(String id) {
        return new EventSubject(tenant, connection, customer, Optional.of(id), consent, bank, callback, handed);
    }

    public EventSubject consent(String id) {
        return new EventSubject(tenant, connection, customer, account, Optional.of(id), bank, callback, handed);
    }

    /// @param known empty for a bank that is not served any more
    public EventSubject bank(Optional<Bank> known) {
        return new EventSubject(tenant, connection, customer, account, consent, known, callback, handed);
    }

    public EventSubject callback(Optional<String> subscription) {
        return new EventSubject(tenant, connection, customer, account, consent, bank, subscription, handed);
    }

    public EventSubject handed(ObjectNode optionsAndMeta) {
        return new EventSubject(tenant, connection, customer, account, consent, bank, callback, optionsAndMeta);
    }
}
