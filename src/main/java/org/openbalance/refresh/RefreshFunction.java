package org.openbalance.refresh;

import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.openbalance.api.CallLog;
import org.openbalance.bank.DirectoryRefresh;
import org.openbalance.consent.ConsentExpiries;
import org.openbalance.platform.dynamodb.DueSweep;
import org.openbalance.platform.lambda.ScheduleEvent;
import org.openbalance.reading.Dispatcher;
import org.openbalance.reading.ReadingLimits;
import org.openbalance.webhook.DeliverySweep;

/// The function `refresh`: each minute it takes on what is due.
@Singleton
public final class RefreshFunction {

    private static final String NAME = "refresh";

    private final Dispatcher dispatcher;
    private final ConsentExpiries expiries;
    private final DeliverySweep publisher;
    private final DirectoryRefresh directories;
    private final CallLog log;
    private final InstantSource clock;
    private final Duration limit;

    /// @param limit how long a run may last; it begins nothing new in the last [ReadingLimits#RESERVE] of it
    RefreshFunction(
            Dispatcher dispatcher,
            ConsentExpiries expiries,
            DeliverySweep publisher,
            DirectoryRefresh directories,
            CallLog log,
            InstantSource clock,
            @ConfigProperty(name = "openbalance.refresh.time-limit", defaultValue = "60s") Duration limit) {
        this.dispatcher = dispatcher;
        this.expiries = expiries;
        this.publisher = publisher;
        this.directories = directories;
        this.log = log;
        this.clock = clock;
        this.limit = limit;
    }

    /// Events and consents first: they are few, and accounts may be more than a run can take on. Networks of banks are
    /// asked meanwhile, as they may take their time. A part that fails makes the call fail, but only after the
    /// others have had their turn.
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
                            () -> tell(line, dispatcher.run(until)),
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
