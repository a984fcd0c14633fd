package org.openbalance.api;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.ConsoleHandler;

/// Prints the lines of [CallLog] as they are. Quarkus' formatter would put each into a field of a line of its own,
/// where CloudWatch finds no figures; its settings know no console without that formatter.
@IfBuildProfile("prod")
@Singleton
final class CallConsole {

    void open(@Observes StartupEvent started) {
        var calls = LogContext.getLogContext().getLogger(CallLog.LOGGER);
        calls.setUseParentHandlers(false);
        calls.addHandler(new ConsoleHandler(ConsoleHandler.Target.SYSTEM_OUT, new PatternFormatter("%s%n")));
    }
}
