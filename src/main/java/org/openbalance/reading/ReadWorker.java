package org.openbalance.reading;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.CallDeadline;
import org.openbalance.bank.HealthStatistics;
import org.openbalance.bank.SharedBreakerState;
import org.openbalance.consent.Consents;
import org.openbalance.platform.ParallelCalls;
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
    private final ReadClaims claims;
    private final ReadFailures readFailures;
    private final Consents consents;
    private final HealthStatistics statistics;
    private final SharedBreakerState breakers;
    private final InstantSource clock;

    ReadWorker(
            BankReads reads,
            ReadClaims claims,
            ReadFailures readFailures,
            Consents consents,
            HealthStatistics statistics,
            SharedBreakerState breakers,
            InstantSource clock) {
        this.reads = reads;
        this.claims = claims;
        this.readFailures = readFailures;
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
        return batch.logins().stream()
                .<Callable<Visited>>map(login -> () -> {
                    MDC.put(Queues.REQUEST, message.request());
                    lane.acquireUninterruptibly();
                    try {
                        return visit(place, batch, login, until);
                    } finally {
                        lane.release();
                    }
                })
                .toList();
    }

    /// @param place of the message
    /// @param held whether the table took down all that became of it
    private record Visited(int place, String bank, List<End> ends, Duration took, boolean held) {}

    private Visited visit(int place, ReadBatch batch, BankReads.Login login, Instant until) {
        var started = System.nanoTime();
        try {
            var visit = reads.visit(login, new CallDeadline(until, batch.deadline()));
            var ends = new ArrayList<End>();
            for (var account : batch.claimed(login)) {
                ends.add(settle(account, visit.results().get(account.account())));
            }
            LOG.infof("A visit at bank %s came to %s", batch.bank(), ends);
            return new Visited(place, batch.bank(), ends, since(started), true);
        } catch (RuntimeException unheld) {
            LOG.error("A login goes back to the queue: " + Unexpected.describe(unheld));
            return new Visited(place, batch.bank(), List.of(), since(started), false);
        }
    }

    private static Duration since(long started) {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    private End settle(ReadBatch.Claimed claimed, BankReads.Result result) {
        var lease = claimed.claim().lease();
        return switch (result) {
            case BankReads.Result.Fresh _ -> End.READ;
            case BankReads.Result.Dropped _, BankReads.Result.Contested _ -> End.DROPPED;
            case BankReads.Result.Failed failed -> failed(claimed, failed);
            case BankReads.Result.Gone gone -> {
                readFailures.failed(gone.account(), lease, BankFailure.Kind.ERROR);
                yield End.FAILED;
            }
            case BankReads.Result.Unreadable _ -> {
                readFailures.unreadable(claimed);
                yield End.BROKEN;
            }
            case BankReads.Result.Exhausted exhausted -> {
                readFailures.exhausted(
                        exhausted.account(), lease, exhausted.quota().reset());
                yield End.EXHAUSTED;
            }
            case BankReads.Result.Denied denied -> {
                denied.consent().ifPresent(consent -> consents.find(claimed.tenant(), consent)
                        .ifPresent(consents::settled));
                yield End.DROPPED;
            }
        };
    }

    private End failed(ReadBatch.Claimed claimed, BankReads.Result.Failed failed) {
        var lease = claimed.claim().lease();
        return switch (failed.kind()) {
            case BUSY -> {
                claims.release(claimed);
                yield End.RELEASED;
            }
            case LOGIN_EXPIRED -> {
                readFailures.left(failed.account(), lease);
                yield End.DROPPED;
            }
            case RESTING -> {
                readFailures.rested(claimed, lease, failed.account().schedule().failures());
                yield End.FAILED;
            }
            case DATA -> {
                readFailures.failed(failed.account(), lease, failed.kind());
                yield End.BROKEN;
            }
            case DOWN, SLOW, ERROR, QUOTA -> {
                readFailures.failed(failed.account(), lease, failed.kind());
                yield End.FAILED;
            }
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
