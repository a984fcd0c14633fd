package org.openbalance.link;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.openbalance.bank.Bank;
import org.openbalance.bank.Banks;
import org.openbalance.bank.Healths;
import org.openbalance.http.Body;
import org.openbalance.http.Json;
import org.openbalance.http.Operation;
import org.openbalance.http.Paging;
import org.openbalance.http.Problem;
import org.openbalance.http.Reply;
import org.openbalance.http.Request;

/// How banks have answered lately, from the reads of all owners. Anyone may ask; the figures name nobody.
@Singleton
final class BankHealthCalls {

    private static final Duration MEMORY = Duration.ofSeconds(60);

    private final Banks banks;
    private final Healths healths;
    private final InstantSource clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(Healths.Report report, Instant until) {}

    BankHealthCalls(Banks banks, Healths healths, InstantSource clock) {
        this.banks = banks;
        this.healths = healths;
        this.clock = clock;
    }

    List<Operation> operations() {
        return List.of(Operation.open("banks/health", this::health).by("GET", "POST"));
    }

    /// All banks of the environment, or the one that is named.
    Reply health(Request request, Body body) {
        var named = body.optionalText("bank", "id");
        body.check();
        var wanted = named.map(name -> List.of(banks.find(request.environment(), name)
                        .orElseThrow(() -> Problem.unknown("bank").refused())))
                .orElseGet(() -> banks.visibleTo(request.environment()));
        var nodes = Json.array(
                wanted.stream().sorted(Comparator.comparing(Bank::name)).toList(), bank -> node(bank, report(bank)));
        return Reply.success("Bank health successfully retrieved", Paging.single(nodes, "banks"))
                .with("cache-control", "public, max-age=" + MEMORY.toSeconds());
    }

    /// Remembered for [#MEMORY], so that however often it is asked for, a bank costs one Query a minute.
    private Healths.Report report(Bank bank) {
        var now = clock.instant();
        return known.compute(
                        bank.id(),
                        (_, seen) -> seen != null && now.isBefore(seen.until())
                                ? seen
                                : new Known(healths.of(bank), now.plus(MEMORY)))
                .report();
    }

    private static ObjectNode node(Bank bank, Healths.Report report) {
        var node = Json.object()
                .put("_id", bank.id())
                .put("slug", bank.slug())
                .put("name", bank.name())
                .put("health", report.hour().health().wire());
        node.set("last_hour", figures(report.hour()));
        node.set("last_day", figures(report.day()));
        return node;
    }

    private static ObjectNode figures(Healths.Figures figures) {
        var node = Json.object()
                .put("reads", figures.reads())
                .put("failed", figures.failed())
                .put("timed_out", figures.slow());
        if (figures.reads() == 0) {
            node.putNull("success_rate");
        } else {
            node.put("success_rate", BigDecimal.valueOf(figures.success(), 4));
        }
        milliseconds(node, "median_ms", figures.latencies().percentile(50));
        milliseconds(node, "p95_ms", figures.latencies().percentile(95));
        return node;
    }

    private static void milliseconds(ObjectNode node, String name, OptionalLong value) {
        if (value.isPresent()) {
            node.put(name, value.getAsLong());
        } else {
            node.putNull(name);
        }
    }
}
