package org.openbalance.reading;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.openbalance.bank.CallDeadline;
import org.openbalance.bank.HealthStatistics;
import org.openbalance.bank.SharedBreakerState;
import org.openbalance.consent.Consents;
import org.openbalance.platform.ParallelCalls;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.log.Unexpected;
import org.openbalance.platform.queue.Queues;

/// Reads what was queued: each login in one visit at its bank, all logins at the same time.
///
/// Whatever a visit comes to is decided in the table, and its message is done with. Only what the table could not hold
/// goes back to the queue; there, whatever is done already is dropped, as its claim is.
@Singleton
public final class ReadWorker {

    private static final Logger LOG = Logger.getLogger(ReadWorker.class);

    private final BankReads reads;
    private final Consents consents;
    private final HealthStatistics statistics;
    private final SharedBreakerState breakers;
    private final InstantSource clock;

    ReadWorker(
            BankReads reads,
            Consents consents,
            HealthStatistics statistics,
            SharedBreakerState breakers,
            InstantSource clock) {
        this.reads = reads;
        this.consents = consents;
        this.statistics = statistics;
        this.breakers = breakers;
        this.clock = clock;
    }

    /// What may become of a queued account.
    public enum End {
        READ,
        FAILED,
        /// The bank allows no more today.
        EXHAUSTED,
        /// The bank has begun to fetch it.
        WAITING,
        /// Its consent or login ended, or its claim was taken over.
        DROPPED,
        /// What is kept of it, or of its login, does not open.
        BROKEN,
        /// There was no time left for it.
        RELEASED
    }

    /// @param ends how many accounts of each bank came to what
    /// @param visits how long each login's visit at a bank took, waiting for its turn and writing down included
    /// @param unheld the messages, by their place, that the table could not hold
    public record Work(Map<String, Map<End, Integer>> ends, Map<String, List<Duration>> visits, Set<Integer> unheld) {}

    /// @param request on whose behalf it was sent
    public record Message(String body, String request) {}

    /// @param until when no bank is waited for any more
    public Work work(List<Message> messages, Instant until) {
        var work = new Work(new TreeMap<>(), new TreeMap<>(), new TreeSet<>());
        var visits = new ArrayList<Callable<Visited>>();
        var lanes = new ConcurrentHashMap<String, Semaphore>();
        for (var place = 0; place < messages.size(); place++) {
            try {
                visits.addAll(visits(place, messages.get(place), lanes, until));
            } catch (RuntimeException unreadable) {
                LOG.error("A message was not understood: " + Unexpected.describe(unreadable));
                work.unheld().add(place);
            }
        }
        for (var visited : ParallelCalls.run(visits)) {
            if (!visited.held()) {
                work.unheld().add(visited.place());
            }
            var ends = work.ends().computeIfAbsent(visited.bank(), _ -> new EnumMap<>(End.class));
            visited.ends().forEach(end -> ends.merge(end, 1, Integer::sum));
            if (visited.ends().stream().anyMatch(end -> end == End.READ || end == End.FAILED)) {
                work.visits()
                        .computeIfAbsent(visited.bank(), _ -> new ArrayList<>())
                        .add(visited.took());
            }
        }
        tellOfBanks();
        return work;
    }

    private List<Callable<Visited>> visits(int place, Message message, Map<String, Semaphore> lanes, Instant until) {
        var batch = ReadBatch.of(message.body());
        var lane = lanes.computeIfAbsent(batch.bank(), _ -> new Semaphore(ReadingLimits.LANE));
        return batch.claimed().stream()
                .<Callable<Visited>>map(claimed -> () -> {
                    MDC.put(Queues.REQUEST, message.request());
                    lane.acquireUninterruptibly();
                    try {
                        return visit(place, batch, claimed, until);
                    } finally {
                        lane.release();
                    }
                })
                .toList();
    }

    /// @param place of the message
    /// @param held whether the table took down all that became of it
    private record Visited(int place, String bank, List<End> ends, Duration took, boolean held) {}

    private Visited visit(int place, ReadBatch batch, ReadBatch.Claimed claimed, Instant until) {
        var started = System.nanoTime();
        try {
            var visit = reads.visit(BankReads.Visiting.of(claimed), new CallDeadline(until, batch.deadline()));
            var ends = visit.results().values().stream().map(ReadWorker::end).toList();
            settle(claimed.due().tenant(), visit.results().values());
            LOG.infof("A visit at bank %s came to %s", batch.bank(), ends);
            return new Visited(place, batch.bank(), ends, since(started), true);
        } catch (RuntimeException unheld) {
            LOG.error("A connection goes back to the queue: " + Unexpected.describe(unheld));
            return new Visited(place, batch.bank(), List.of(), since(started), false);
        }
    }

    private static Duration since(long started) {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    /// Consents that were found to have run out are written down as expired.
    private void settle(Tenant tenant, Collection<BankReads.Result> results) {
        results.stream()
                .flatMap(result ->
                        result instanceof BankReads.Result.Denied denied ? denied.consent().stream() : Stream.empty())
                .distinct()
                .forEach(id -> consents.find(tenant, id).ifPresent(consents::settled));
    }

    private static End end(BankReads.Result result) {
        return switch (result) {
            case BankReads.Result.Fresh _ -> End.READ;
            case BankReads.Result.Dropped _, BankReads.Result.Contested _, BankReads.Result.Denied _ -> End.DROPPED;
            case BankReads.Result.Gone _ -> End.FAILED;
            case BankReads.Result.Unreadable _ -> End.BROKEN;
            case BankReads.Result.Exhausted _ -> End.EXHAUSTED;
            case BankReads.Result.Later _ -> End.WAITING;
            case BankReads.Result.Failed failed ->
                switch (failed.kind()) {
                    case BUSY -> End.RELEASED;
                    case LOGIN_EXPIRED -> End.DROPPED;
                    case DATA -> End.BROKEN;
                    case DOWN, SLOW, ERROR, QUOTA, RESTING -> End.FAILED;
                };
        };
    }

    /// Statistics matter less than the reads: if they cannot be written, no read fails.
    private void tellOfBanks() {
        try {
            statistics.flush();
            breakers.share();
        } catch (RuntimeException unheld) {
            LOG.error("What was learnt of banks is lost: " + Unexpected.describe(unheld));
        }
    }
}
