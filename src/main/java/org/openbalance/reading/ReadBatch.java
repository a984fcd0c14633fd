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

/// A message of the queue of refreshes: claimed accounts of one bank, by their logins. Ids and times, nothing else.
///
/// @param logins their errands are claims
/// @param source what they are read for: they were due, or their owner asked for them
public record ReadBatch(String bank, List<BankReads.Login> logins, PeriodReads.Source source) {

    /// Accounts in one message.
    public static final int MOST_ACCOUNTS = 25;

    private static final int VERSION = 1;

    /// A claimed account.
    ///
    /// @param record the login that reads it
    public record Claimed(Tenant tenant, String account, String bank, String connection, ReadRequest.Claimed claim) {}

    /// Packs claimed accounts: those of one bank together, those of one login next to each other.
    public static List<ReadBatch> pack(List<Claimed> claimed, PeriodReads.Source source) {
        var byBank = new LinkedHashMap<String, Map<BankReads.Login, List<Claimed>>>();
        for (var one : claimed) {
            var login = new BankReads.Login(one.tenant(), one.connection(), Map.of());
            byBank.computeIfAbsent(one.bank(), _ -> new LinkedHashMap<>())
                    .computeIfAbsent(login, _ -> new ArrayList<>())
                    .add(one);
        }
        var batches = new ArrayList<ReadBatch>();
        byBank.forEach((bank, logins) -> pack(bank, logins.values(), source, batches));
        return batches;
    }

    private static void pack(
            String bank, Iterable<List<Claimed>> logins, PeriodReads.Source source, List<ReadBatch> batches) {
        var together = new ArrayList<BankReads.Login>();
        var accounts = 0;
        for (var login : logins) {
            if (accounts + login.size() > MOST_ACCOUNTS && !together.isEmpty()) {
                batches.add(new ReadBatch(bank, List.copyOf(together), source));
                together.clear();
                accounts = 0;
            }
            together.add(login(login));
            accounts += login.size();
        }
        if (!together.isEmpty()) {
            batches.add(new ReadBatch(bank, List.copyOf(together), source));
        }
    }

    private static BankReads.Login login(List<Claimed> accounts) {
        var readRequests = new LinkedHashMap<String, ReadRequest>();
        accounts.forEach(one -> readRequests.put(one.account(), one.claim()));
        var first = accounts.getFirst();
        return new BankReads.Login(first.tenant(), first.connection(), readRequests);
    }

    /// All its accounts.
    public List<Claimed> claimed() {
        return logins.stream().flatMap(login -> claimed(login).stream()).toList();
    }

    /// Those of one of its logins.
    public List<Claimed> claimed(BankReads.Login login) {
        return login.readRequests().entrySet().stream()
                .map(one -> new Claimed(
                        login.tenant(), one.getKey(), bank, login.connection(), (ReadRequest.Claimed) one.getValue()))
                .toList();
    }

    public Queues.Message toMessage() {
        var node = Json.object().put("v", VERSION).put("bank", bank).put("source", source.wire());
        node.set("logins", Json.array(logins, ReadBatch::node));
        return Queues.Message.of(Json.write(node)).in(bank);
    }

    private static ObjectNode node(BankReads.Login login) {
        var node = Json.object()
                .put("owner", login.tenant().owner())
                .put("env", login.tenant().environment().wire())
                .put("record", login.connection());
        var accounts = node.putArray("accounts");
        login.readRequests().forEach((id, readRequest) -> {
            var claim = (ReadRequest.Claimed) readRequest;
            accounts.add(Json.object()
                    .put("id", id)
                    .put("claim", claim.lease().toEpochMilli())
                    .put("due", claim.due().toEpochMilli()));
        });
        return node;
    }

    /// Reads what [#toMessage] wrote.
    public static ReadBatch of(String body) {
        var node = Json.readOwn(body);
        var logins = new ArrayList<BankReads.Login>();
        var source = PeriodReads.Source.of(node.required("source").asText());
        node.required("logins").forEach(login -> logins.add(loginOf(login, source)));
        return new ReadBatch(node.required("bank").asText(), List.copyOf(logins), source);
    }

    private static BankReads.Login loginOf(JsonNode node, PeriodReads.Source source) {
        var readRequests = new LinkedHashMap<String, ReadRequest>();
        for (var account : node.required("accounts")) {
            var claim = new ReadRequest.Claimed(
                    Instant.ofEpochMilli(account.required("claim").asLong()),
                    Instant.ofEpochMilli(account.required("due").asLong()),
                    source);
            readRequests.put(account.required("id").asText(), claim);
        }
        var tenant = new Tenant(
                node.required("owner").asText(),
                Environment.of(node.required("env").asText()));
        return new BankReads.Login(tenant, node.required("record").asText(), readRequests);
    }

    /// How long the bank is waited for: who asked in the background may have met a slow bank in the foreground.
    public Duration deadline() {
        return source == PeriodReads.Source.REFRESH ? ReadingLimits.PATIENT_DEADLINE : ReadingLimits.CHECK_DEADLINE;
    }
}
