package org.openbalance.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/// A stand-in for API Gateway's HTTP API: finds the route of a request, calls its function with the event that AWS
/// would send, and answers as AWS would. Its limits are AWS's (10 MB of body, 30 s for a call).
public final class Gateway implements HttpHandler {

    static final int BODY_LIMIT_BYTES = 10 * 1024 * 1024;
    static final Duration CALL_LIMIT = Duration.ofSeconds(30);

    private static final Logger LOG = Logger.getLogger(Gateway.class);
    /// A client that is still sending when it is refused sees the refusal only if what it sends is read.
    private static final long DRAIN_LIMIT_BYTES = 100L * 1024 * 1024;

    private final List<Route> routes;
    private final Map<String, Duration> timeouts;
    private final FunctionHost functions;
    private final InstantSource clock;

    Gateway(Template template, FunctionHost functions, InstantSource clock) {
        this.routes = template.routes().stream().sorted(Route.BY_SPECIFICITY).toList();
        this.timeouts = template.functions().stream()
                .collect(Collectors.toMap(Template.Function::name, Template.Function::timeout));
        this.functions = functions;
        this.clock = clock;
    }

    /// Starts a server on the loopback interface.
    ///
    /// @param port 0 for a free one
    /// @throws IOException if the port is taken
    static HttpServer serve(int port, HttpHandler handler) throws IOException {
        // Without it each answer on a kept connection waits 40 ms for the client's acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", handler);
        server.start();
        return server;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var requestId = UUID.randomUUID().toString();
            var answer = answer(exchange, requestId);
            exchange.getResponseHeaders().set("Apigw-Requestid", requestId);
            send(exchange, answer);
        }
    }

    private HttpAnswer answer(HttpExchange exchange, String requestId) throws IOException {
        var body = body(exchange);
        if (body.isEmpty()) {
            return HttpAnswer.TOO_LARGE;
        }
        var call = call(exchange, body.get());
        for (var route : routes) {
            var variables = route.match(call.method(), call.path());
            if (variables.isPresent()) {
                var event = HttpEvent.of(call, route, variables.get(), requestId, clock.instant());
                return invoke(route.function(), event.toString().getBytes(StandardCharsets.UTF_8));
            }
        }
        return HttpAnswer.NOT_FOUND;
    }

    private static Optional<byte[]> body(HttpExchange exchange) throws IOException {
        var input = exchange.getRequestBody();
        var body = input.readNBytes(BODY_LIMIT_BYTES + 1);
        if (body.length <= BODY_LIMIT_BYTES) {
            return Optional.of(body);
        }
        var buffer = new byte[64 * 1024];
        var drained = 0L;
        for (var read = 0; read >= 0 && drained < DRAIN_LIMIT_BYTES; drained += read) {
            read = input.read(buffer);
        }
        return Optional.empty();
    }

    private static HttpCall call(HttpExchange exchange, byte[] body) {
        var target = HttpCall.pathAndQuery(exchange.getRequestURI());
        return new HttpCall(
                exchange.getRequestMethod(),
                target[0],
                target[1],
                exchange.getProtocol(),
                exchange.getRequestHeaders(),
                body,
                exchange.getRemoteAddress().getAddress().getHostAddress(),
                exchange.getLocalAddress().getPort());
    }

    private HttpAnswer invoke(String function, byte[] event) {
        try {
            return HttpAnswer.read(functions.invoke(function, event, limit(function)));
        } catch (TimeoutException late) {
            return HttpAnswer.TIMED_OUT;
        } catch (FunctionHost.FunctionFailed failed) {
            LOG.errorf(failed, "The function %s failed", function);
            return HttpAnswer.FAILED;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return HttpAnswer.TIMED_OUT;
        }
    }

    private Duration limit(String function) {
        var own = timeouts.getOrDefault(function, CALL_LIMIT);
        return own.compareTo(CALL_LIMIT) < 0 ? own : CALL_LIMIT;
    }

    static void send(HttpExchange exchange, HttpAnswer answer) throws IOException {
        var headers = exchange.getResponseHeaders();
        answer.headers().forEach((name, values) -> {
            if (!name.equals("content-length") && !name.equals("transfer-encoding")) {
                headers.put(name, values);
            }
        });
        var bodiless = answer.status() == 204 || answer.status() == 304;
        if (bodiless || exchange.getRequestMethod().equals("HEAD")) {
            if (!bodiless) {
                headers.set("Content-length", Integer.toString(answer.body().length));
            }
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
        if (answer.body().length > 0) {
            exchange.getResponseBody().write(answer.body());
        }
    }
}
