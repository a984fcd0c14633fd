package org.openbalance.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.openbalance.api.Json;
import org.openbalance.api.Problem;
import org.openbalance.bank.DaySpan;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.vault.SealBroken;
import org.openbalance.platform.vault.Vault;
import org.openbalance.transaction.LineSelection;

/// A link that opens one file for whoever holds it, for a short time. Nothing is stored for it: the link itself says,
/// sealed, what is in the file, and the file is made when it is fetched.
///
/// @param until when it ends
record FileLink(Tenant tenant, LineSelection.Wanted wanted, Optional<DaySpan> days, FileFormat format, Instant until) {

    private static final String PURPOSE = "file-link";
    private static final String NAME = "transactions";
    /// The owner is within the seal, and not to be read from the link: it is sealed for all owners alike.
    private static final String ANY_OWNER = "file-links";

    String token(Vault vault) {
        var node = Json.object().put("owner", tenant.owner()).put("until", until.toString());
        node.put("format", format.kind().name()).put("bom", format.bom());
        put(node, "account", wanted.account());
        put(node, "record", wanted.record());
        put(node, "nuban", wanted.nuban());
        put(node, "customer", wanted.customer());
        put(node, "bank", wanted.bank());
        put(node, "first", days.map(span -> span.first().toString()));
        put(node, "last", days.map(span -> span.last().toString()));
        return vault.sealText(ofAny(tenant.environment()), PURPOSE, NAME, Json.write(node));
    }

    private static void put(ObjectNode node, String name, Optional<String> value) {
        value.ifPresent(text -> node.put(name, text));
    }

    /// @throws org.openbalance.api.ApiException 404 for what is no link of ours, 403 for one that has ended
    static FileLink opened(Vault vault, Environment environment, String token, Instant now) {
        try {
            var link = of(environment, Json.readOwn(vault.openText(ofAny(environment), PURPOSE, NAME, token)));
            if (!now.isBefore(link.until())) {
                throw Problem.of(403, Problem.Type.EXPIRED, "This link has ended; ask for a new one")
                        .exception();
            }
            return link;
        } catch (SealBroken forged) {
            throw Problem.unknown("file").exception();
        }
    }

    private static Tenant ofAny(Environment environment) {
        return new Tenant(ANY_OWNER, environment);
    }

    private static FileLink of(Environment environment, JsonNode node) {
        var tenant = new Tenant(node.path("owner").asText(), environment);
        var wanted = new LineSelection.Wanted(
                text(node, "account"),
                text(node, "record"),
                text(node, "nuban"),
                text(node, "customer"),
                text(node, "bank"));
        var days = text(node, "first")
                .map(first -> new DaySpan(
                        LocalDate.parse(first),
                        LocalDate.parse(node.path("last").asText())));
        var kind = FileFormat.Kind.valueOf(node.path("format").asText());
        var format = new FileFormat(kind, node.path("bom").asBoolean());
        return new FileLink(
                tenant, wanted, days, format, Instant.parse(node.path("until").asText()));
    }

    private static Optional<String> text(JsonNode node, String name) {
        return Optional.of(node.path(name)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }
}
