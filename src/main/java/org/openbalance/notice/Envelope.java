package org.openbalance.notice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.openbalance.bank.Bank;
import org.openbalance.http.Json;

/// The body of a notice: the keys of the old envelope, and ours.
///
/// It names things and never tells amounts: it passes servers and logs that no consent covers. The receiver reads the
/// balance with its key, as long as the consent allows it.
final class Envelope {

    private Envelope() {}

    /// @param base the address of the API, if it is known
    static ObjectNode of(String id, Event event, Optional<String> base) {
        var about = event.about();
        var type = event.type();
        var body = Json.object()
                .put("event", type.wire())
                .put("id", id)
                .put("method", type.method().name())
                .put("callback_type", type.method().name())
                .put("callback_code", type.code())
                .put("status", type.status())
                .put("message", type.message())
                .put("env", about.tenant().environment().wire())
                .put("owner", about.tenant().owner());
        put(body, "record", about.record());
        put(body, "recordId", about.record());
        put(body, "customerId", about.customer());
        put(body, "accountId", about.account());
        put(body, "consentId", about.consent());
        put(body, "bankId", about.bank().map(Bank::id));
        put(body, "bankName", about.bank().map(Bank::name));
        put(body, "bankSlug", about.bank().map(Bank::slug));
        put(body, "callback_url", callbackUrl(event, base));
        event.sequence().ifPresentOrElse(sequence -> body.put("sequence", sequence), () -> body.putNull("sequence"));
        body.setAll(event.more());
        body.set("options", handed(event, "options"));
        body.set("meta", handed(event, "meta"));
        return body.put("started_at", Json.time(event.startedAt())).put("ended_at", Json.time(event.endedAt()));
    }

    private static Optional<String> callbackUrl(Event event, Optional<String> base) {
        var about = event.about();
        return base.flatMap(known -> about.record()
                .map(record -> known + about.tenant().environment().base() + "callback?record=" + record + "&method="
                        + event.type().method().name()));
    }

    private static JsonNode handed(Event event, String name) {
        var value = event.about().handed().get(name);
        return value == null ? Json.object() : value;
    }

    private static void put(ObjectNode body, String name, Optional<String> text) {
        text.ifPresentOrElse(present -> body.put(name, present), () -> body.putNull(name));
    }
}
