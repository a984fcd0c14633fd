package org.openbalance.local;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.InstantSource;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// The gateway in front of the application under test: `given().baseUri(TestGateway.url())`.
@QuarkusTestResource(LocalTestResource.class)
@Singleton
public final class TestGateway {

    private final int port;
    private final Seed seed;

    private HttpServer server;

    TestGateway(@ConfigProperty(name = "openbalance.local.port") int port, Seed seed) {
        this.port = port;
        this.seed = seed;
    }

    /// The address of the gateway of the application that runs.
    public static String url() {
        return ConfigProvider.getConfig().getValue("openbalance.base-url", String.class);
    }

    void start(@Observes StartupEvent started) throws IOException {
        var template = Template.read(LocalTestResource.template());
        seed.sow();
        server = Gateway.serve(port, new Demo(new Gateway(template, new QuarkusFunctions(), InstantSource.system())));
    }

    void stop(@Observes ShutdownEvent stopping) {
        server.stop(0);
    }
}
