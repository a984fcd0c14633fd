package org.openbalance.consent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.openbalance.api.Json;

/// Consents on the wire.
final class ConsentJson {

    private ConsentJson() {}

    static ObjectNode of(Consent consent, Instant now) {
        var node = Json.object()
                .put("_id", consent.id())
                .put("id", consent.id())
                .put("status", consent.stateAt(now).name().toLowerCase(Locale.ROOT))
                .put("env", consent.tenant().environment().wire());
        node.set(
                "owner",
                Json.object()
                        .put("_id", consent.tenant().owner())
                        .put("name", consent.wording().company())
                        .put("app_name", consent.wording().appName()));
        put(node, "customer", consent.customer());
        put(node, "record", consent.connection());
        put(node, "bank", consent.bank());
        node.set("accounts", accounts(consent.accounts()));
        node.put("text", consent.wording().text())
                .put("version", consent.wording().version());
        node.set("scopes", scopes(consent.scopes()));
        node.put("created_at", Json.time(consent.createdAt()));
        put(node, "granted_at", Json.time(consent.grantedAt()));
        node.put("expires_at", Json.time(consent.endsAt()));
        put(node, "ended_at", Json.time(consent.ending().map(Consent.Ending::at)));
        put(node, "ended_by", consent.ending().map(how -> how.by().name().toLowerCase(Locale.ROOT)));
        put(node, "reason", consent.ending().map(Consent.Ending::reason).filter(reason -> !reason.isEmpty()));
        return node;
    }

    static ArrayNode scopes(List<Scope> scopes) {
        return Json.array(scopes, scope -> {
            var node = Json.object()
                    .put("product", scope.product().wire())
                    .put("purpose", scope.purpose())
                    .put("optional", scope.optional());
            scope.needed().ifPresent(why -> node.put("needed", why));
            return node;
        });
    }

    static ArrayNode audit(List<Consents.AuditEntry> entries) {
        return Json.array(entries, entry -> Json.object()
                .put("at", Json.time(entry.at()))
                .put("event", entry.event())
                .put("by", entry.by())
                .put("detail", entry.detail()));
    }

    private static ArrayNode accounts(Map<String, String> accounts) {
        return Json.array(
                accounts.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList(),
                account -> Json.object().put("_id", account.getKey()).put("label", account.getValue()));
    }

    private static void put(ObjectNode node, String name, Optional<String> text) {
        text.ifPresentOrElse(present -> node.put(name, present), () -> node.putNull(name));
    }
}
