package org.openbalance.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/// A Lambda runtime API without events: whoever asks for the next one waits for as long as the process lives.
///
/// Quarkus' poll loop ends the application if nothing answers it. In dev mode and tests the gateway calls functions
/// itself, so the loop has nothing to do.
final class IdleRuntimeApi implements HttpHandler {

    private static final String RUNTIME_API = "/2018-06-01/runtime/";
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private final HttpHandler others;

    /// @param others takes every other path
    IdleRuntimeApi(HttpHandler others) {
        this.others = others;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestURI().getPath().startsWith(RUNTIME_API)) {
            others.handle(exchange);
            return;
        }
        try (exchange) {
            NEVER.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
