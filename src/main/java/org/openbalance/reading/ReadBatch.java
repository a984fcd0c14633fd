package org.openbalance.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openbalance.account.PeriodReads;
import org.openbalance.api.Json;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.queue.Queues;

/// A message of the queue of refreshes: claimed connections of one bank. Ids and times, nothing else.
///
/// @param source what they are read for: they were due, or their owner asked for them
public record ReadBatch(String bank, List<Claimed> claimed, PeriodReads.Source source) {

    /// Connections in one message.
    public static final int MOST_CONNECTIONS = 25;

    private static final int VERSION = 2;

    /// A connection that is to be read.
    ///
    /// @param first the account that its due time stands on
    public record Due(Tenant tenant, String first, String bank, String connection) {}

    /// One that was claimed.
    public record Claimed(Due due, ReadRequest.Claimed claim) {}

    /// Packs claimed connections: those of one bank together.
    public static List<ReadBatch> pack(List<Claimed> claimed, PeriodReads.Source source) {
        var byBank = new LinkedHashMap<String, List<Claimed>>();
        claimed.forEach(one ->
                byBank.computeIfAbsent(one.due().bank(), _ -> new ArrayList<>()).add(one));
        var batches = new ArrayList<ReadBatch>();
        for (Map.Entry<String, List<Claimed>> entry : byBank.entrySet()) {
            var together = entry.getValue();
            for (var start = 0; start < together.size(); start += MOST_CONNECTIONS) {
                var end = Math.min(together.size(), start + MOST_CONNECTIONS);
                batches.add(new ReadBatch(entry.getKey(), List.copyOf(together.subList(start, end)), source));
            }
        }
        return batches;
    }

    public Queues.Message toMessage() {
        var node = Json.object().put("v", VERSION).put("bank", bank).put("source", source.wire());
        node.set("reads", Json.array(claimed, ReadBatch::node));
        return Queues.Message.of(Json.write(node)).in(bank);
    }

    private static ObjectNode node(Claimed one) {
        return Json.object()
                .put("owner", one.due().tenant().owner())
                .put("env", one.due().tenant().environment().wire())
                .put("record", one.due().connection())
                .put("account", one.due().first())
                .put("claim", one.claim().lease().toEpochMilli())
                .put("due", one.claim().due().toEpochMilli());
    }

    /// Reads what [#toMessage] wrote.
    public static ReadBatch of(String body) {
        var node = Json.readOwn(body);
        var bank = node.required("bank").asText();
        var source = PeriodReads.Source.of(node.required("source").asText());
        var claimed = new ArrayList<Claimed>();
        node.required("reads").forEach(read -> claimed.add(claimed(read, bank, source)));
        return new ReadBatch(bank, List.copyOf(claimed), source);
    }

    private static Claimed claimed(JsonNode node, String bank, PeriodReads.Source source) {
        var tenant = new Tenant(
                node.required("owner").asText(),
                Environment.of(node.required("env").asText()));
        var first = node.required("account").asText();
        return new Claimed(
                new Due(tenant, first, bank, node.required("record").asText()),
                new ReadRequest.Claimed(
                        first,
                        bank,
                        Instant.ofEpochMilli(node.required("claim").asLong()),
                        Instant.ofEpochMilli(node.required("due").asLong()),
                        source));
    }

    /// How long the bank is waited for: who asked in the background may have met a slow bank in the foreground.
    public Duration deadline() {
        return source == PeriodReads.Source.REFRESH ? ReadingLimits.PATIENT_DEADLINE : ReadingLimits.CHECK_DEADLINE;
    }
}
