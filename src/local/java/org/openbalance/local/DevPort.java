package org.openbalance.local;

import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/// Opens dev mode's port before anything else starts. Quarkus' poll loop for Lambda starts ahead of all that
/// observe the application's start, asks this port for events, and ends the application if nobody is there.
@IfBuildProfile("dev")
@Singleton
final class DevPort {

    private static final Logger LOG = Logger.getLogger(DevPort.class);

    void open(@Observes @Initialized(ApplicationScoped.class) Object container) {
        var port = ConfigProvider.getConfig().getValue("openbalance.local.port", Integer.class);
        try {
            DevGateway.openStarting(port);
        } catch (IOException taken) {
            // LocalMode tries again, and says in words what is wrong.
            LOG.debugf("Port %d is taken: %s", port, taken.getMessage());
        }
    }
}
