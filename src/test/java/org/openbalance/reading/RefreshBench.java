package org.openbalance.reading;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.openbalance.api.Json;
import org.openbalance.bank.Banks;
import org.openbalance.journey.Meter;
import org.openbalance.journey.TestClock;
import org.openbalance.link.SignInItems;
import org.openbalance.local.LocalQueues;
import org.openbalance.owner.Owners;
import org.openbalance.platform.Environment;
import org.openbalance.platform.ParallelCalls;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Due;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.vault.Vault;

/// What `scripts/bench refresh` runs: a minute of a million accounts on DynamoDB Local, with the capacity that it
/// reports; a day of them in a model; and the pace of one worker at banks of three latencies.
@QuarkusTest
@TestProfile(RefreshBench.WithBenchBanks.class)
class RefreshBench {

    private static final PrintStream OUT = System.out;
    private static final int LOGIN_ACCOUNTS = 2;
    private static final int FUNCTIONS = 10;

    /// AWS's list prices in us-east-1 in 2025, dollars; without the free tier.
    private static final double READ_UNIT = 0.125e-6;

    private static final double WRITE_UNIT = 0.625e-6;
    private static final double SQS_REQUEST = 0.4e-6;
    private static final double LAMBDA_REQUEST = 0.2e-6;
    private static final double LAMBDA_GB_SECOND = 0.0000133334;
    private static final double GIGABYTES = 0.5;

    /// Enables the banks of the bench.
    public static final class WithBenchBanks implements QuarkusTestProfile {
        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(BenchConnector.class);
        }
    }

    @Inject
    Owners owners;

    @Inject
    TestClock clock;

    @Inject
    LocalQueues queues;

    @Inject
    Dispatcher dispatcher;

    @Inject
    ReadWorker worker;

    @Inject
    Table table;

    @Inject
    Vault vault;

    @Inject
    Due due;

    @Inject
    BenchConnector bank;

    private final ObjectNode json = Json.object();

    @Test
    void bench() throws IOException {
        queues.clear();
        // Both processes are warm before anything is measured.
        sample(RefreshModel.ACCOUNTS);
        var sample = growth();
        var pace = new RefreshModel.Pace(sample.claimMicros(), Duration.ofSeconds(1), FUNCTIONS * Banks.MAX_CALLS);
        day(new RefreshModel().run(pace));
        OUT.println();
        OUT.printf("Worker: one function, one bank, %d places, logins of one account%n", Banks.MAX_CALLS);
        OUT.println("  latency   accounts/s   bound   reached   of whole waves   CPU ms an account");
        var workers = json.putArray("worker");
        var perSecond = 0.0;
        for (var latency : List.of(200, 1000, 5000)) {
            var row = worker(Duration.ofMillis(latency));
            workers.add(row);
            perSecond = latency == 1000 ? row.get("accounts_per_second").asDouble() : perSecond;
        }
        cost(sample, perSecond);
        var file = Files.createDirectories(Path.of("target/bench")).resolve("refresh.json");
        Files.writeString(file, json.toPrettyString());
        OUT.println();
        OUT.println("Written to " + file);
    }

    private record Sample(
            long claimMicros, double reads, double writes, double requests, double messages, int accounts) {}

    /// The same minute at ten thousand, a hundred thousand and a million accounts.
    ///
    /// @return the last
    private Sample growth() throws IOException {
        var samples = new TreeMap<Integer, Sample>();
        for (var accounts : List.of(10_000, 100_000, RefreshModel.ACCOUNTS)) {
            var sample = sample(accounts);
            samples.put(accounts, sample);
        }
        var rows = json.putArray("growth");
        OUT.println();
        OUT.println("Growth: of a read   requests   read units   write units");
        samples.forEach((accounts, sample) -> {
            OUT.printf(
                    Locale.ROOT,
                    "  %,9d accounts   %8.2f   %10.2f   %11.2f%n",
                    accounts,
                    sample.requests(),
                    sample.reads(),
                    sample.writes());
            rows.addObject()
                    .put("accounts", accounts)
                    .put("requests", round(sample.requests()))
                    .put("read_units", round(sample.reads()))
                    .put("write_units", round(sample.writes()));
        });
        var file = Files.createDirectories(Path.of("target/bench")).resolve("growth.svg");
        Files.writeString(
                file,
                GrowthPicture.of(samples.entrySet().stream()
                        .map(each -> new GrowthPicture.Point(
                                each.getKey(),
                                each.getValue().requests(),
                                each.getValue().reads(),
                                each.getValue().writes()))
                        .toList()));
        return samples.lastEntry().getValue();
    }

    /// A minute of so many accounts, real requests all.
    private Sample sample(int of) {
        linked(of / 360 / LOGIN_ACCOUNTS, LOGIN_ACCOUNTS, place -> BenchConnector.idOf(place % 10));
        bank.answersAfter(Duration.ofMillis(1));
        var claims = new ArrayList<Meter.Use>();
        var ours = cpuNanos();
        var others = serversNanos();
        var started = System.nanoTime();
        claims.addAll(Meter.of(() -> dispatcher.run(clock.instant().plusSeconds(50))));
        var dispatchMillis = Math.max(1, (System.nanoTime() - started) / 1_000_000);
        ours = cpuNanos() - ours;
        others = serversNanos() - others;
        var messages = messages();
        var connections = messages.stream()
                .mapToInt(message -> ReadBatch.of(message.body()).claimed().size())
                .sum();
        var accounts = connections * LOGIN_ACCOUNTS;
        var reads = new ArrayList<Meter.Use>();
        for (var start = 0; start < messages.size(); start += 10) {
            var some = messages.subList(start, Math.min(messages.size(), start + 10));
            reads.addAll(Meter.of(() -> worker.work(some, clock.instant().plusSeconds(50))));
        }
        var all = new ArrayList<>(claims);
        all.addAll(reads);
        var sample = new Sample(
                dispatchMillis * 1000 / connections,
                units(all, false) / accounts,
                units(all, true) / accounts,
                (double) all.size() / accounts,
                (double) messages.size() / accounts,
                accounts);
        var node = json.putObject("sample");
        node.put("accounts", accounts)
                .put("dispatch_ms", dispatchMillis)
                .put("connections", connections)
                .put("claims_per_second", connections * 1000L / dispatchMillis)
                .put("processor_us_per_claim", ours / 1000 / connections)
                .put("servers_processor_us_per_claim", others / 1000 / connections)
                .put("messages", messages.size())
                .put("accounts_per_message", round(1.0 / sample.messages()))
                .put("requests_per_refresh", round(sample.requests()))
                .put("read_units_per_refresh", round(sample.reads()))
                .put("write_units_per_refresh", round(sample.writes()))
                .put("changed_one_in", BenchConnector.CHANGES_ONE_IN);
        OUT.println();
        OUT.printf(
                "One minute of %,d accounts at 6 h: %,d accounts, two by a login, one in %d changed; DynamoDB Local%n",
                of, accounts, BenchConnector.CHANGES_ONE_IN);
        OUT.printf(
                "  %,d connections dispatched in %,d ms (%,d a second), %,d messages%n",
                connections, dispatchMillis, connections * 1000L / dispatchMillis, messages.size());
        OUT.printf(
                "  processor a claim: ours %,d us, that of DynamoDB Local and the queue %,d us%n",
                ours / 1000 / connections, others / 1000 / connections);
        for (var operation : List.of(
                "Query", "BatchGetItem", "GetItem", "UpdateItem", "BatchExecuteStatement", "TransactWriteItems")) {
            var uses = all.stream()
                    .filter(use -> use.operation().equals(operation))
                    .toList();
            var units = uses.stream().mapToDouble(Meter.Use::units).sum();
            node.putObject(operation).put("requests", uses.size()).put("units", round(units));
            OUT.printf(
                    Locale.ROOT,
                    "  %-20s %6d requests %9.1f units  %.3f units a refresh%n",
                    operation,
                    uses.size(),
                    units,
                    units / accounts);
        }
        OUT.printf(
                Locale.ROOT,
                "  a refresh: %.2f requests, %.2f read units, %.2f write units%n",
                sample.requests(),
                sample.reads(),
                sample.writes());
        return sample;
    }

    private void day(RefreshModel.Day day) {
        var minutes = day.perMinute().clone();
        Arrays.sort(minutes);
        var node = json.putObject("model");
        node.put("accounts", RefreshModel.ACCOUNTS)
                .put("reads_in_a_day", day.reads())
                .put("least_in_a_minute", minutes[0])
                .put("median_in_a_minute", minutes[minutes.length / 2])
                .put("most_in_a_minute", minutes[minutes.length - 1])
                .put("hottest_shard_in_a_minute", day.hottest())
                .put("hottest_shard_writes_per_second", round(day.hottest() * 2 / 60.0))
                .put("lag_p50_ms", day.lag(500))
                .put("lag_p99_ms", day.lag(990))
                .put("lag_max_ms", day.lag(1000))
                .put("tries_at_the_bank_that_is_down", day.downTries())
                .put("put_off_at_the_bank_that_is_down", day.breakers());
        OUT.println();
        OUT.printf(
                "A day of %,d accounts, two by a connection, one bank of ten down (model, with the pace above)%n",
                RefreshModel.ACCOUNTS);
        OUT.printf(
                "  visits %,d; in a minute %,d to %,d, median %,d%n",
                day.reads(), minutes[0], minutes[minutes.length - 1], minutes[minutes.length / 2]);
        OUT.printf(
                Locale.ROOT,
                "  hottest shard of 64: %,d connections in a minute, %.1f writes a second of the 1,000 it takes%n",
                day.hottest(),
                day.hottest() * 2 / 60.0);
        OUT.printf(
                Locale.ROOT,
                "  lag p50 %.1f s, p99 %.1f s, most %.1f s (below zero: read a little early)%n",
                day.lag(500) / 1000.0,
                day.lag(990) / 1000.0,
                day.lag(1000) / 1000.0);
        OUT.printf("  at the bank that is down: %,d tries, %,d times put off%n", day.downTries(), day.breakers());
    }

    /// Batches as SQS gives them: ten messages of 25 accounts, one after the other.
    private ObjectNode worker(Duration latency) {
        var logins = latency.toMillis() >= 5000 ? 160 : 250;
        var rounds = latency.toMillis() < 1000 ? 4 : 1;
        bank.answersAfter(Duration.ofMillis(1));
        batch(Banks.MAX_CALLS * 5);
        bank.answersAfter(latency);
        var batches = IntStream.range(0, rounds).mapToObj(_ -> prepared(logins)).toList();
        var cpu = cpuNanos();
        var started = System.nanoTime();
        var read = batches.stream().mapToInt(this::read).sum();
        var seconds = (System.nanoTime() - started) / 1e9;
        var cpuMillis = (cpuNanos() - cpu) / 1e6 / read;
        var bound = Banks.MAX_CALLS / (latency.toMillis() / 1000.0);
        // A batch ends with a wave that may not fill all places: 250 logins take 13 waves of 20, not 12.5.
        var waves = Math.ceilDiv(logins, Banks.MAX_CALLS) * rounds * latency.toMillis() / 1000.0 / seconds;
        OUT.printf(
                Locale.ROOT,
                "  %5.1f s   %10.2f   %5.1f   %6.1f %%   %12.1f %%   %.1f%n",
                latency.toMillis() / 1000.0,
                read / seconds,
                bound,
                100 * read / seconds / bound,
                100 * waves,
                cpuMillis);
        return Json.object()
                .put("latency_ms", latency.toMillis())
                .put("accounts", read)
                .put("accounts_per_second", round(read / seconds))
                .put("bound", round(bound))
                .put("reached", round(read / seconds / bound))
                .put("reached_of_whole_waves", round(waves))
                .put("cpu_ms_per_account", round(cpuMillis));
    }

    private void batch(int logins) {
        read(prepared(logins));
    }

    private List<ReadWorker.Message> prepared(int logins) {
        queues.take("RefreshQueue");
        linked(logins, 1, _ -> BenchConnector.idOf(0));
        dispatcher.run(clock.instant().plusSeconds(50));
        return messages();
    }

    private int read(List<ReadWorker.Message> messages) {
        var work = worker.work(messages, clock.instant().plusSeconds(50));
        return work.ends().values().stream()
                .mapToInt(ends -> ends.getOrDefault(ReadWorker.End.READ, 0))
                .sum();
    }

    private void cost(Sample sample, double perSecond) {
        // A message is sent, received and deleted, each in requests of ten.
        var sqs = sample.messages() * 3 / 10;
        var lambda = GIGABYTES / perSecond * LAMBDA_GB_SECOND + sample.messages() / 10 * LAMBDA_REQUEST;
        var dollars = sample.reads() * READ_UNIT + sample.writes() * WRITE_UNIT + sqs * SQS_REQUEST + lambda;
        json.putObject("cost")
                .put("dollars_per_million_refreshes", round(dollars * 1e6))
                .put("of_it_writes", round(sample.writes() * WRITE_UNIT * 1e6))
                .put("of_it_reads", round(sample.reads() * READ_UNIT * 1e6))
                .put("of_it_queue", round(sqs * SQS_REQUEST * 1e6))
                .put("of_it_lambda_at_1_s", round(lambda * 1e6));
        OUT.println();
        OUT.printf(
                Locale.ROOT,
                "A million refreshes: $%.2f (writes %.2f, reads %.2f, queue %.2f, Lambda at a bank of 1 s %.2f)%n",
                dollars * 1e6,
                sample.writes() * WRITE_UNIT * 1e6,
                sample.reads() * READ_UNIT * 1e6,
                sqs * SQS_REQUEST * 1e6,
                lambda * 1e6);
    }

    private interface BankOf {
        String login(int place);
    }

    private void linked(int logins, int accounts, BankOf banks) {
        var tenant = new Tenant(owners.create("Bench", "Bench", 90).owner().id(), Environment.SANDBOX);
        var at = clock.instant();
        var strands = IntStream.range(0, 8)
                .<Callable<Integer>>mapToObj(strand -> () -> {
                    for (var login = strand; login < logins; login += 8) {
                        SignInItems.write(
                                table, vault, due, tenant, banks.login(login), accounts, at.minusSeconds(60), at);
                    }
                    return 0;
                })
                .toList();
        ParallelCalls.run(strands);
    }

    private List<ReadWorker.Message> messages() {
        return queues.take("RefreshQueue").stream()
                .map(body -> new ReadWorker.Message(body, "bench"))
                .toList();
    }

    /// What the processes of the table and the queue have used.
    private static long serversNanos() {
        return ProcessHandle.current()
                .descendants()
                .flatMap(server -> server.info().totalCpuDuration().stream())
                .mapToLong(Duration::toNanos)
                .sum();
    }

    private static double units(List<Meter.Use> uses, boolean writes) {
        return uses.stream()
                .filter(use -> use.writes() == writes)
                .mapToDouble(Meter.Use::units)
                .sum();
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
