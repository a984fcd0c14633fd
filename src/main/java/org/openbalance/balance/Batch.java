package org.openbalance.balance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openbalance.http.Json;
import org.openbalance.link.Reads;
import org.openbalance.store.Environment;
import org.openbalance.store.Queues;
import org.openbalance.store.Tenant;

/// A message of the queue of refreshes: claimed accounts of one bank, by their logins. Ids and times, nothing else.
///
/// @param logins their errands are claims
/// @param source what they are read for: they were due, or their owner asked for them
public record Batch(String bank, List<BankReads.Login> logins, Reads.Source source) {

    /// Accounts in one message.
    public static final int MOST_ACCOUNTS = 25;

    private static final int VERSION = 1;

    /// A claimed account.
    ///
    /// @param record the login that reads it
    public record Claimed(Tenant tenant, String account, String bank, String record, Errand.Claimed claim) {}

    /// Packs claimed accounts: those of one bank together, those of one login next to each other.
    public static List<Batch> pack(List<Claimed> claimed, Reads.Source source) {
        var byBank = new LinkedHashMap<String, Map<BankReads.Login, List<Claimed>>>();
        for (var one : claimed) {
            var login = new BankReads.Login(one.tenant(), one.record(), Map.of());
            byBank.computeIfAbsent(one.bank(), _ -> new LinkedHashMap<>())
                    .computeIfAbsent(login, _ -> new ArrayList<>())
                    .add(one);
        }
        var batches = new ArrayList<Batch>();
        byBank.forEach((bank, logins) -> pack(bank, logins.values(), source, batches));
        return batches;
    }

    private static void pack(String bank, Iterable<List<Claimed>> logins, Reads.Source source, List<Batch> batches) {
        var together = new ArrayList<BankReads.Login>();
        var accounts = 0;
        for (var login : logins) {
            if (accounts + login.size() > MOST_ACCOUNTS && !together.isEmpty()) {
                batches.add(new Batch(bank, List.copyOf(together), source));
                together.clear();
                accounts = 0;
            }
            together.add(login(login));
            accounts += login.size();
        }
        if (!together.isEmpty()) {
            batches.add(new Batch(bank, List.copyOf(together), source));
        }
    }

    private static BankReads.Login login(List<Claimed> accounts) {
        var errands = new LinkedHashMap<String, Errand>();
        accounts.forEach(one -> errands.put(one.account(), one.claim()));
        var first = accounts.getFirst();
        return new BankReads.Login(first.tenant(), first.record(), errands);
    }

    /// All its accounts.
    public List<Claimed> claimed() {
        return logins.stream().flatMap(login -> claimed(login).stream()).toList();
    }

    /// Those of one of its logins.
    public List<Claimed> claimed(BankReads.Login login) {
        return login.errands().entrySet().stream()
                .map(one -> new Claimed(
                        login.tenant(), one.getKey(), bank, login.record(), (Errand.Claimed) one.getValue()))
                .toList();
    }

    public Queues.Message toMessage() {
        var node = Json.object().put("v", VERSION).put("bank", bank).put("source", source.wire());
        node.set("logins", Json.array(logins, Batch::node));
        return Queues.Message.of(Json.write(node)).in(bank);
    }

    private static ObjectNode node(BankReads.Login login) {
        var node = Json.object()
                .put("owner", login.tenant().owner())
                .put("env", login.tenant().environment().wire())
                .put("record", login.record());
        var accounts = node.putArray("accounts");
        login.errands().forEach((id, errand) -> {
            var claim = (Errand.Claimed) errand;
            accounts.add(Json.object()
                    .put("id", id)
                    .put("claim", claim.lease().toEpochMilli())
                    .put("due", claim.due().toEpochMilli()));
        });
        return node;
    }

    /// Reads what [#toMessage] wrote.
    public static Batch of(String body) {
        var node = Json.readOwn(body);
        var logins = new ArrayList<BankReads.Login>();
        var source = Reads.Source.of(node.required("source").asText());
        node.required("logins").forEach(login -> logins.add(loginOf(login, source)));
        return new Batch(node.required("bank").asText(), List.copyOf(logins), source);
    }

    private static BankReads.Login loginOf(JsonNode node, Reads.Source source) {
        var errands = new LinkedHashMap<String, Errand>();
        for (var account : node.required("accounts")) {
            var claim = new Errand.Claimed(
                    Instant.ofEpochMilli(account.required("claim").asLong()),
                    Instant.ofEpochMilli(account.required("due").asLong()),
                    source);
            errands.put(account.required("id").asText(), claim);
        }
        var tenant = new Tenant(
                node.required("owner").asText(),
                Environment.of(node.required("env").asText()));
        return new BankReads.Login(tenant, node.required("record").asText(), errands);
    }

    /// How long the bank is waited for: who asked in the background may have met a slow bank in the foreground.
    public Duration patience() {
        return source == Reads.Source.REFRESH ? BalanceLimits.PATIENT_DEADLINE : BalanceLimits.CHECK_DEADLINE;
    }
}
