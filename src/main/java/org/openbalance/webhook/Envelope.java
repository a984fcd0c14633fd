package org.openbalance.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.openbalance.api.Json;
import org.openbalance.bank.Bank;

/// The body of an event: the keys of the old envelope, and ours.
///
/// It names things and never tells amounts: it passes servers and logs that no consent covers. The receiver reads the
/// balance with its key, as long as the consent allows it.
final class Envelope {

    private Envelope() {}

    /// @param base the address of the API, if it is known
    static ObjectNode of(String id, Event event, Optional<String> base) {
        var subject = event.subject();
        var type = event.type();
        var body = Json.object()
                .put("event", type.wire())
                .put("id", id)
                .put("method", type.method().name())
                .put("callback_type", type.method().name())
                .put("callback_code", type.code())
                .put("status", type.status())
                .put("message", type.message())
                .put("env", subject.tenant().environment().wire())
                .put("owner", subject.tenant().owner());
        put(body, "record", subject.connection());
        put(body, "recordId", subject.connection());
        put(body, "customerId", subject.customer());
        put(body, "accountId", subject.account());
        put(body, "consentId", subject.consent());
        put(body, "bankId", subject.bank().map(Bank::id));
        put(body, "bankName", subject.bank().map(Bank::name));
        put(body, "bankSlug", subject.bank().map(Bank::slug));
        put(body, "callback_url", callbackUrl(event, base));
        event.sequence().ifPresentOrElse(sequence -> body.put("sequence", sequence), () -> body.putNull("sequence"));
        body.setAll(event.more());
        body.set("options", handed(event, "options"));
        body.set("meta", handed(event, "meta"));
        return body.put("started_at", Json.time(event.startedAt())).put("ended_at", Json.time(event.endedAt()));
    }

    private static Optional<String> callbackUrl(Event event, Optional<String> base) {
        var subject = event.subject();
        return base.flatMap(known -> subject.connection()
                .map(connection -> known + subject.tenant().environment().base() + "callback?record=" + connection
                        + "&method=" + event.type().method().name()));
    }

    private static JsonNode handed(Event event, String name) {
        var value = event.subject().handed().get(name);
        return value == null ? Json.object() : value;
    }

    private static void put(ObjectNode body, String name, Optional<String> text) {
        text.ifPresentOrElse(present -> body.put(name, present), () -> body.putNull(name));
    }
}
