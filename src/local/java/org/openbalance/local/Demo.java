package org.openbalance.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The demo: a lender's page that opens the widget, and the lender's own small back end, which holds the secret key.
/// Stands in front of the gateway, and knows of it only what a customer's company would.
final class Demo implements HttpHandler {

    private static final String FOLDER = "/demo";
    private static final String CHART = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final int BODY_LIMIT_BYTES = 4_096;
    private static final String API = "/v2/sandbox/";

    /// What the back end passes on, by its own path: the page cannot ask for anything else.
    private static final Map<String, String> CALLS = Map.of(
            "/demo/balances", "balance/getByCustomer",
            "/demo/history", "balances/history",
            "/demo/lines", "transactions/getByAccount",
            "/demo/read", "balance/check",
            "/demo/link", "links/create");

    private static final Map<String, String> FILES = Map.of(
            "/demo", "web/demo.html",
            "/demo/demo.js", "web/demo.js",
            "/demo/demo.css", "web/demo.css",
            "/demo/uplot.js", CHART + "uPlot.esm.js",
            "/demo/uplot.css", CHART + "uPlot.min.css");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8");

    private static final Pattern THIS_MACHINE = Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]{1,5})?");
    private static final HttpAnswer FOREIGN = HttpAnswer.message(403, "The demo answers its own page alone");

    private final HttpHandler gateway;
    private final ObjectMapper json = new ObjectMapper();

    Demo(HttpHandler gateway) {
        this.gateway = gateway;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        if (path == null || !path.equals(FOLDER) && !path.startsWith(FOLDER + '/')) {
            gateway.handle(exchange);
            return;
        }
        try (exchange) {
            if (!fromItsOwnPage(exchange)) {
                Gateway.send(exchange, FOREIGN);
                return;
            }
            Gateway.send(exchange, CALLS.containsKey(path) ? passedOn(exchange, path) : file(path));
        }
    }

    /// The back end of the demo asks for no key. So it answers its own page alone: neither another site's script in the
    /// same browser, nor a name that is made to lead to this machine.
    private static boolean fromItsOwnPage(HttpExchange exchange) {
        var host = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host"))
                .orElse("");
        var origin = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Origin"));
        return THIS_MACHINE.matcher(host).matches()
                && origin.map(("http://" + host)::equals).orElse(true);
    }

    private static HttpAnswer file(String path) throws IOException {
        var name = FILES.get(path);
        try (var file = name == null ? null : Demo.class.getResourceAsStream(name)) {
            if (file == null) {
                return HttpAnswer.NOT_FOUND;
            }
            var type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
            return new HttpAnswer(
                    200,
                    Map.of("content-type", List.of(type), "cache-control", List.of("no-store")),
                    file.readAllBytes());
        }
    }

    private HttpAnswer passedOn(HttpExchange exchange, String path) throws IOException {
        var body = json(exchange.getRequestBody().readNBytes(BODY_LIMIT_BYTES));
        if (body.isEmpty()) {
            return HttpAnswer.message(400, "The body is no JSON");
        }
        var address = "http://localhost:" + exchange.getLocalAddress().getPort() + API + CALLS.get(path);
        var request = HttpRequest.newBuilder(URI.create(address))
                .header("content-type", "application/json")
                .header("authorization", "Bearer " + Seed.SECRET_KEY)
                .POST(BodyPublishers.ofString(body.get().toString(), StandardCharsets.UTF_8))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var response = client.send(request, BodyHandlers.ofByteArray());
            return new HttpAnswer(
                    response.statusCode(), Map.of("content-type", List.of("application/json")), response.body());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return HttpAnswer.FAILED;
        }
    }

    private Optional<JsonNode> json(byte[] body) {
        try {
            return Optional.ofNullable(json.readTree(body));
        } catch (IOException malformed) {
            return Optional.empty();
        }
    }
}
