package org.openbalance.refresh;

import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.openbalance.consent.Expiries;
import org.openbalance.http.CallLog;
import org.openbalance.http.ScheduleEvent;
import org.openbalance.notice.Sweep;

/// The function `refresh`: each minute it takes on what is due.
@Singleton
public final class RefreshFunction {

    private static final String NAME = "refresh";

    private final Dispatcher dispatcher;
    private final Expiries expiries;
    private final Sweep notices;
    private final CallLog log;
    private final InstantSource clock;
    private final Duration limit;

    /// @param limit how long a run may last; it begins nothing new in the last [RefreshLimits#RESERVE] of it
    RefreshFunction(
            Dispatcher dispatcher,
            Expiries expiries,
            Sweep notices,
            CallLog log,
            InstantSource clock,
            @ConfigProperty(name = "openbalance.refresh.time-limit", defaultValue = "60s") Duration limit) {
        this.dispatcher = dispatcher;
        this.expiries = expiries;
        this.notices = notices;
        this.log = log;
        this.clock = clock;
        this.limit = limit;
    }

    /// Notices and consents first: they are few, and accounts may be more than a run can take on. A part that
    /// fails makes the call fail, but only after the others have had their turn.
    @Funq(NAME)
    public void refresh(ScheduleEvent event) {
        var until = clock.instant().plus(limit).minus(RefreshLimits.RESERVE);
        var line = log.begin(NAME, event.id());
        line.operation("dispatch");
        try {
            var failures = Stream.<Runnable>of(
                            () -> line.figures().count("NoticesSwept", notices.sweep(until)),
                            () -> line.figures().count("ConsentsSettled", expiries.sweep(until)),
                            () -> tell(line, dispatcher.run(until)))
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

    private static void tell(CallLog.Line line, Dispatcher.Run run) {
        var figures = line.figures();
        figures.count("AccountsQueued", run.queued());
        figures.count("AccountsRested", run.rested());
        figures.count("ClaimsMissed", run.missed());
        figures.count("AccountsUnsent", run.unsent());
        figures.count("ShardsBroken", run.brokenShards());
        figures.count("RunsUnfinished", run.finished() ? 0 : 1);
        if (run.queued() > 0) {
            figures.seconds("RefreshLag", run.lag().toSeconds());
        }
    }
}
