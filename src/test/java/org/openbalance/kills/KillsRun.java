package org.openbalance.kills;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.openbalance.account.Account;
import org.openbalance.link.SignInItems;
import org.openbalance.local.LocalQueues;
import org.openbalance.local.LocalTable;
import org.openbalance.owner.Owners;
import org.openbalance.platform.Environment;
import org.openbalance.platform.ParallelCalls;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Due;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.vault.Vault;
import org.openbalance.reading.ReadBatch;
import org.openbalance.webhook.Listener;
import org.openbalance.webhook.Subscriptions;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/// Some days of reading by processes that are killed all the time.
///
/// Plays what no kill reaches: the bank, the clock, the schedule, and Lambda's poller of the queue, which shows a
/// message again whose process died. Time jumps while nothing is under way, so that leases, hidden messages and due
/// times end as on any day, and runs as always in between.
final class KillsRun implements AutoCloseable {

    /// What stays of a kill.
    ///
    /// @param logins that it had in hand
    record Kill(String process, Set<String> logins, Instant at) {}

    static final Duration CADENCE = Duration.ofHours(1);

    private static final int CONNECTIONS = 48;
    private static final int MOST_ACCOUNTS = 3;
    private static final int DISPATCHERS = 2;
    private static final int WORKERS = 3;
    private static final int MOST_MESSAGES = 4;
    private static final double KILLED = 0.45;
    /// As the template has it for the queue of refreshes.
    private static final Duration VISIBILITY = Duration.ofMinutes(6);
    /// The first falls short of a lease, the second of a due time; the last is all of a plan and more.
    private static final List<Duration> JUMPS =
            List.of(Duration.ofMinutes(7), Duration.ofMinutes(16), Duration.ofMinutes(50), Duration.ofHours(3));
    private static final Duration SETTLING = Duration.ofHours(7);
    private static final int SETTLING_ROUNDS = 5;
    private static final LocalTime LATE = LocalTime.of(23, 45);
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Random random;
    private final long seed;
    private final AtomicLong ahead = new AtomicLong();
    private final SqsClient queues = LocalQueues.open();
    private final String queue = LocalQueues.make(queues);
    private final BankStandIn bank;
    private final Map<String, String> settings;
    private final ChildJvm java;
    private final Path log;
    private final Beans beans;
    private final Tenant tenant;
    private final String listener;
    private final Map<String, List<String>> accounts = new HashMap<>();
    private final BlockingQueue<Child> idle = new LinkedBlockingQueue<>();
    private final Queue<Child> children = new ConcurrentLinkedQueue<>();
    private final Queue<Message> hidden = new ConcurrentLinkedQueue<>();
    private final Queue<Kill> kills = new ConcurrentLinkedQueue<>();
    private final Queue<String> lostQuotas = new ConcurrentLinkedQueue<>();
    private final AtomicInteger names = new AtomicInteger();
    private final AtomicLong usualMillis = new AtomicLong(1000);
    private volatile boolean killing = true;
    private int rounds;

    KillsRun(long seed, ChildJvm java) {
        this.seed = seed;
        this.java = java;
        random = new Random(seed);
        bank = new BankStandIn(this::now, seed);
        var table = "kills" + System.nanoTime();
        LocalTable.make(table);
        settings = Map.of(
                "openbalance.table",
                table,
                "openbalance.key-file",
                LocalTable.KEY_FILE.toString(),
                "openbalance.queue.refresh",
                queue,
                "openbalance.queue.deliveries",
                LocalQueues.make(queues),
                "openbalance.due-shards",
                "8",
                "bank",
                bank.address().toString());
        log = Path.of("target/kills/" + table + ".log");
        beans = FunctionProcess.beans(settings, LocalTable.client(DynamoDbClient.builder()), this::now);
        var owners = beans.get(Owners.class);
        tenant = new Tenant(owners.create("Kills", "Kills", 90).owner().id(), Environment.SANDBOX);
        owners.setCadence(tenant.owner(), Optional.of(CADENCE));
        listener = Listener.subscribe(beans.get(Subscriptions.class), tenant);
        IntStream.range(0, CONNECTIONS).forEach(this::link);
    }

    private Instant now() {
        return Instant.now().plusMillis(ahead.get());
    }

    private void link(int number) {
        var place = number % KillsConnector.BANKS;
        var table = beans.get(Table.class);
        var ids = SignInItems.write(
                table,
                beans.get(Vault.class),
                beans.get(Due.class),
                tenant,
                KillsConnector.idOf(place),
                1 + random.nextInt(MOST_ACCOUNTS),
                now().minusSeconds(60),
                now());
        var connection = Account.of(
                        Account.latest(table, tenant, ids.getFirst()).orElseThrow())
                .connection();
        accounts.put(connection, ids);
        bank.knows(connection, KillsConnector.kind(place), ids);
    }

    Beans beans() {
        return beans;
    }

    Tenant tenant() {
        return tenant;
    }

    BankStandIn bank() {
        return bank;
    }

    /// By connection.
    Map<String, List<String>> accounts() {
        return accounts;
    }

    List<Kill> kills() {
        return List.copyOf(kills);
    }

    /// The partition of the webhook's deliveries.
    String listener() {
        return listener;
    }

    /// The partitions of quotas whose write was done and not heard of.
    List<String> lostQuotas() {
        return List.copyOf(lostQuotas);
    }

    int rounds() {
        return rounds;
    }

    /// Kills until there were so many.
    void kills(int most) {
        another(0);
        taken().end();
        for (var number = 0; number < DISPATCHERS + WORKERS; number++) {
            another(seed + number + 1);
        }
        while (kills.size() < most) {
            round(JUMPS.get(random.nextInt(JUMPS.size())));
            KillsChecks.firstIsLast(this);
        }
    }

    /// Lets everything come to rest: nobody dies, and nothing else goes wrong.
    ///
    /// @return since when
    Instant settles() {
        killing = false;
        bank.behave();
        var calm = new ArrayList<Child>();
        while (calm.size() < DISPATCHERS + WORKERS) {
            var child = taken();
            child.call(ahead.get(), FunctionProcess.CALM);
            calm.add(child);
        }
        idle.addAll(calm);
        var since = now();
        for (var round = 0; round < SETTLING_ROUNDS; round++) {
            round(SETTLING);
        }
        return since;
    }

    private void another(long faults) {
        var all = new HashMap<>(settings);
        all.put("faults", Long.toString(faults));
        var child = Child.start("p" + names.incrementAndGet(), java, all, log, lostQuotas::add);
        children.add(child);
        Thread.ofVirtual().start(() -> idle.add(child.ready()));
    }

    private Child taken() {
        try {
            var child = idle.poll(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (child == null) {
                throw new AssertionError("No process started within " + START_LIMIT + "; see " + log);
            }
            return child;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private void round(Duration jump) {
        rounds++;
        advance(jump);
        if (jump.compareTo(VISIBILITY) > 0) {
            reappear();
        }
        var dispatching = new AtomicInteger(DISPATCHERS);
        var tasks = new ArrayList<Callable<Integer>>();
        for (var number = 0; number < DISPATCHERS; number++) {
            tasks.add(() -> {
                try {
                    call(FunctionProcess.SWEEP, Set.of());
                } finally {
                    dispatching.decrementAndGet();
                }
                return 0;
            });
        }
        for (var number = 0; number < WORKERS; number++) {
            tasks.add(() -> {
                work(dispatching);
                return 0;
            });
        }
        ParallelCalls.run(tasks);
    }

    /// Never to where a day ends while a visit is under way: the bank's day and ours would be two.
    private void advance(Duration jump) {
        ahead.addAndGet(jump.toMillis());
        if (now().atOffset(ZoneOffset.UTC).toLocalTime().isAfter(LATE)) {
            ahead.addAndGet(Duration.ofMinutes(20).toMillis());
        }
    }

    private void reappear() {
        for (var message = hidden.poll(); message != null; message = hidden.poll()) {
            var handle = message.receiptHandle();
            queues.changeMessageVisibility(
                    request -> request.queueUrl(queue).receiptHandle(handle).visibilityTimeout(0));
        }
    }

    private void work(AtomicInteger dispatching) throws InterruptedException, IOException {
        while (true) {
            var last = dispatching.get() == 0;
            var messages = queues.receiveMessage(
                            request -> request.queueUrl(queue).maxNumberOfMessages(MOST_MESSAGES))
                    .messages();
            if (!messages.isEmpty()) {
                deliver(messages);
            } else if (last) {
                return;
            } else {
                Thread.sleep(20);
            }
        }
    }

    private void deliver(List<Message> messages) throws IOException {
        var logins = new HashSet<String>();
        var event = JSON.createArrayNode();
        for (var message : messages) {
            event.addObject().put("id", message.messageId()).put("body", message.body());
            ReadBatch.of(message.body())
                    .claimed()
                    .forEach(claimed -> logins.add(claimed.due().connection()));
        }
        var answer = call(JSON.writeValueAsString(event), logins).filter(said -> said.startsWith(FunctionProcess.DONE));
        var unheld = answer.map(said -> Set.of(said.split(" ")));
        for (var message : messages) {
            if (unheld.filter(ids -> !ids.contains(message.messageId())).isPresent()) {
                queues.deleteMessage(request -> request.queueUrl(queue).receiptHandle(message.receiptHandle()));
            } else {
                hidden.add(message);
            }
        }
    }

    /// Calls a function in one of the processes, and kills it meanwhile, or not.
    ///
    /// @return what it said; empty if it said nothing more
    private Optional<String> call(String event, Set<String> logins) {
        var child = taken();
        var killer = killer(child);
        var started = System.nanoTime();
        var answer = child.call(ahead.get(), event);
        if (killer.isPresent() && killer.get().struck()) {
            kills.add(new Kill(child.name(), logins, Instant.now()));
            another(seed + names.get() + 1);
            return answer;
        }
        if (answer.isEmpty()) {
            throw new AssertionError("The process " + child.name() + " ended by itself; see " + log);
        }
        usualMillis.set((usualMillis.get() * 3 + (System.nanoTime() - started) / 1_000_000) / 4);
        idle.add(child);
        return answer;
    }

    /// Ends a process at a time by chance, unless it has answered before.
    private static final class Killer {

        private final Child child;
        private boolean over;
        private boolean struck;

        Killer(Child child, long millis) {
            this.child = child;
            Thread.ofVirtual().start(() -> {
                try {
                    Thread.sleep(millis);
                    strike();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        private synchronized void strike() {
            if (!over) {
                struck = true;
                child.kill();
            }
        }

        /// Whether it did; if not, it will not any more.
        synchronized boolean struck() {
            over = true;
            return struck;
        }
    }

    private Optional<Killer> killer(Child child) {
        synchronized (random) {
            return killing && random.nextDouble() < KILLED
                    ? Optional.of(new Killer(child, random.nextLong(usualMillis.get() + 1)))
                    : Optional.empty();
        }
    }

    @Override
    public void close() {
        children.forEach(Child::kill);
        bank.close();
        queues.close();
    }
}
