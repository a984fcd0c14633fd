package org.openbalance.link;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.openbalance.api.Body;
import org.openbalance.api.Json;
import org.openbalance.api.Operation;
import org.openbalance.api.Paging;
import org.openbalance.api.Problem;
import org.openbalance.api.Reply;
import org.openbalance.api.Request;
import org.openbalance.bank.Bank;
import org.openbalance.bank.Banks;
import org.openbalance.bank.HealthStatistics;

/// How banks have answered lately, from the reads of all owners. Anyone may ask; the figures name nobody.
@Singleton
final class BankHealthCalls {

    private static final Duration MEMORY = Duration.ofSeconds(60);

    private final Banks banks;
    private final HealthStatistics statistics;
    private final InstantSource clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(HealthStatistics.Report report, Instant until) {}

    BankHealthCalls(Banks banks, HealthStatistics statistics, InstantSource clock) {
        this.banks = banks;
        this.statistics = statistics;
        this.clock = clock;
    }

    List<Operation> operations() {
        return List.of(Operation.open("banks/health", this::health).by("GET", "POST"));
    }

    /// The banks that connectors name themselves, or the one that is named: a network has too many to be asked for.
    Reply health(Request request, Body body) {
        var named = body.optionalText("bank", "id");
        body.check();
        var wanted = named.map(name -> List.of(banks.find(request.environment(), name)
                        .orElseThrow(() -> Problem.unknown("bank").exception())))
                .orElseGet(() -> banks.fixed(request.environment()));
        var nodes = Json.array(
                wanted.stream().sorted(Comparator.comparing(Bank::name)).toList(),
                bank -> Json.tree(BankHealthAnswer.of(bank, report(bank))));
        return Reply.success("Bank health successfully retrieved", Paging.single(nodes, "banks"))
                .with("cache-control", "public, max-age=" + MEMORY.toSeconds());
    }

    /// Remembered for [#MEMORY], so that however often it is asked for, a bank costs one Query a minute.
    private HealthStatistics.Report report(Bank bank) {
        var now = clock.instant();
        return known.compute(
                        bank.id(),
                        (_, seen) -> seen != null && now.isBefore(seen.until())
                                ? seen
                                : new Known(statistics.of(bank), now.plus(MEMORY)))
                .report();
    }
}
