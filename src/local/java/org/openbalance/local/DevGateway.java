package org.openbalance.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.quarkus.amazon.lambda.runtime.LambdaHotReplacementRecorder;
import io.quarkus.dev.console.DevConsoleManager;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/// The gateway in dev mode: looks for changed sources before each call, as Quarkus' own servers do.
///
/// A reload replaces every class of ours, and the server must outlive it. So the server's handler is a reference, kept
/// with the server where dev mode keeps what lasts, and each reload puts its own gateway there.
final class DevGateway implements HttpHandler {

    private static final Logger LOG = Logger.getLogger(DevGateway.class);
    private static final String SERVER = "openbalance.gateway.server";
    private static final String CURRENT = "openbalance.gateway.current";
    private static final String RELOAD = "openbalance.gateway.reload";
    private static final String ANSWERED = "openbalance.gateway.answered";

    private final HttpHandler gateway;
    private final AtomicReference<HttpHandler> current;
    private final ReentrantLock reload;

    private DevGateway(HttpHandler gateway, AtomicReference<HttpHandler> current, ReentrantLock reload) {
        this.gateway = gateway;
        this.current = current;
        this.reload = reload;
    }

    /// Opens the port, or takes over the server of the application before; every call is answered 503 until
    /// [#open] says that all is ready.
    static void openStarting(int port) throws IOException {
        serve(port, exchange -> {
            try (exchange) {
                Gateway.send(exchange, HttpAnswer.STARTING);
            }
        });
    }

    private static void serve(int port, HttpHandler starting) throws IOException {
        if (isOpen()) {
            AtomicReference<HttpHandler> current = DevConsoleManager.getGlobal(CURRENT);
            current.set(starting);
            return;
        }
        var current = new AtomicReference<>(starting);
        DevConsoleManager.setGlobal(CURRENT, current);
        DevConsoleManager.setGlobal(RELOAD, new ReentrantLock());
        DevConsoleManager.setGlobal(SERVER, Gateway.serve(port, new IdleRuntimeApi(exchange -> current.get()
                .handle(exchange))));
    }

    /// Lets the gateway answer from now on.
    static void open(HttpHandler gateway) {
        AtomicReference<HttpHandler> current = DevConsoleManager.getGlobal(CURRENT);
        current.set(new DevGateway(gateway, current, DevConsoleManager.getGlobal(RELOAD)));
        DevConsoleManager.setGlobal(ANSWERED, true);
    }

    private static boolean isOpen() {
        return DevConsoleManager.getGlobal(SERVER) != null;
    }

    /// Whether an application of this dev mode has answered calls before.
    static boolean hasAnswered() {
        return DevConsoleManager.getGlobal(ANSWERED) != null;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (!upToDate()) {
            try (exchange) {
                Gateway.send(exchange, HttpAnswer.message(500, "The sources do not compile or start: see the console"));
            }
            return;
        }
        var latest = current.get();
        if (latest == this) {
            gateway.handle(exchange);
        } else {
            latest.handle(exchange);
        }
    }

    /// One call reloads, the others wait for it: this application stops while the next one starts.
    private boolean upToDate() {
        reload.lock();
        try {
            if (current.get() == this) {
                Thread.currentThread().setContextClassLoader(DevGateway.class.getClassLoader());
                LambdaHotReplacementRecorder.checkHotReplacement();
            }
            return DevConsoleManager.getHotReplacementContext().getDeploymentProblem() == null;
        } catch (Exception failed) {
            LOG.error("The changed sources could not be loaded", failed);
            return false;
        } finally {
            reload.unlock();
        }
    }
}
