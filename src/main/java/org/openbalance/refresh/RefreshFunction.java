package org.openbalance.refresh;

import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.openbalance.account.AccessAtBank;
import org.openbalance.account.ConnectionSweep;
import org.openbalance.api.CallLog;
import org.openbalance.bank.DirectoryRefresh;
import org.openbalance.consent.ConsentExpiries;
import org.openbalance.platform.ParallelCalls;
import org.openbalance.platform.dynamodb.DueSweep;
import org.openbalance.platform.lambda.ScheduleEvent;
import org.openbalance.reading.Dispatcher;
import org.openbalance.reading.ReadingLimits;
import org.openbalance.transaction.RemovedLines;
import org.openbalance.webhook.DeliverySweep;

/// The function `refresh`: each minute it takes on what is due.
@Singleton
public final class RefreshFunction {

    private static final String NAME = "refresh";

    private final Dispatcher dispatcher;
    private final ConsentExpiries expiries;
    private final ConnectionSweep connections;
    private final DeliverySweep publisher;
    private final RemovedLines removedLines;
    private final DirectoryRefresh directories;
    private final CallLog log;
    private final InstantSource clock;
    private final Duration limit;

    /// @param limit how long a run may last; it begins nothing new in the last [ReadingLimits#RESERVE] of it
    RefreshFunction(
            Dispatcher dispatcher,
            ConsentExpiries expiries,
            ConnectionSweep connections,
            DeliverySweep publisher,
            RemovedLines removedLines,
            DirectoryRefresh directories,
            CallLog log,
            InstantSource clock,
            @ConfigProperty(name = "openbalance.refresh.time-limit", defaultValue = "60s") Duration limit) {
        this.dispatcher = dispatcher;
        this.expiries = expiries;
        this.connections = connections;
        this.publisher = publisher;
        this.removedLines = removedLines;
        this.directories = directories;
        this.log = log;
        this.clock = clock;
        this.limit = limit;
    }

    /// Events and consents first: they are few, and accounts may be more than a run can take on. Networks of banks are
    /// asked meanwhile, and banks told of ends, as that is waiting more than work. A part that fails makes the call
    /// fail, but only after the others have had their turn.
    @Funq(NAME)
    public void refresh(ScheduleEvent event) {
        var until = clock.instant().plus(limit).minus(ReadingLimits.RESERVE);
        var line = log.begin(NAME, event.id());
        line.operation("dispatch");
        try {
            var networks = directories.begin(until);
            var failures = Stream.<Runnable>of(
                            () -> tell(line, "DeliveriesSwept", publisher.sweep(until)),
                            () -> tell(line, "ConsentsSettled", expiries.sweep(until)),
                            atOnce(List.of(
                                    telling(() -> dispatcher.run(until), run -> tell(line, run)),
                                    telling(() -> connections.sweep(until), swept -> tell(line, swept)))),
                            () -> tell(line, "LinesDeleted", removedLines.sweep(until)),
                            () -> tell(line, networks.end()))
                    .flatMap(part -> failureOf(part, line).stream())
                    .toList();
            if (!failures.isEmpty()) {
                throw failures.getFirst();
            }
        } finally {
            line.end();
        }
    }

    /// Parts that run at the same time; what each tells is told after all of them.
    private static Runnable atOnce(List<Callable<Runnable>> parts) {
        return () -> ParallelCalls.run(parts).forEach(Runnable::run);
    }

    private static <T> Callable<Runnable> telling(Supplier<T> part, Consumer<T> told) {
        return () -> {
            var result = part.get();
            return () -> told.accept(result);
        };
    }

    private static Optional<RuntimeException> failureOf(Runnable part, CallLog.Line line) {
        try {
            part.run();
            return Optional.empty();
        } catch (RuntimeException unexpected) {
            line.failed(unexpected);
            return Optional.of(unexpected);
        }
    }

    private static void tell(CallLog.Line line, String done, DueSweep.Result swept) {
        var metrics = line.metrics();
        metrics.count(done, swept.done());
        metrics.count("EntriesBroken", swept.entries().broken());
        metrics.count("ShardsBroken", swept.brokenShards());
    }

    private static void tell(CallLog.Line line, DirectoryRefresh.Run run) {
        var metrics = line.metrics();
        metrics.count("DirectoriesRefreshed", run.refreshed());
        metrics.count("DirectoriesFailed", run.failed());
    }

    private static void tell(CallLog.Line line, ConnectionSweep.Swept swept) {
        tell(line, "ConnectionsSwept", swept.result());
        var metrics = line.metrics();
        metrics.count("AccessEnded", swept.ends().getOrDefault(AccessAtBank.End.CONFIRMED, 0));
        metrics.count("AccessEndsFailed", swept.ends().getOrDefault(AccessAtBank.End.FAILED, 0));
    }

    private static void tell(CallLog.Line line, Dispatcher.Run run) {
        var metrics = line.metrics();
        metrics.count("ConnectionsQueued", run.queued());
        metrics.count("ConnectionsRested", run.rested());
        metrics.count("ClaimsMissed", run.missed());
        metrics.count("ConnectionsUnsent", run.unsent());
        metrics.count("ShardsBroken", run.brokenShards());
        metrics.count("RunsUnfinished", run.finished() ? 0 : 1);
        metrics.count("EntriesBroken", run.malformed());
        metrics.count("ConnectionsLeft", run.left());
        metrics.seconds("RefreshLag", run.lag().toSeconds());
    }
}
