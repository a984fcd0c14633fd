package org.openbalance.local;

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

/// The demo: a lender's page that opens the widget, and the lender's own small back end, which holds the secret key.
/// Stands in front of the gateway, and knows of it only what a customer's company would.
final class Demo implements HttpHandler {

    private static final String FOLDER = "/demo";
    private static final String CHART = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final int BODY_LIMIT_BYTES = 4_096;
    private static final String API = "/v2/sandbox/";

    /// What the back end passes on, by its own path: the page cannot ask for anything else.
    private static final Map<String, String> CALLS = Map.of(
            "/demo/balances", "balance/getByCustomer", "/demo/read", "balance/check", "/demo/link", "links/create");

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
            Gateway.send(exchange, CALLS.containsKey(path) ? passedOn(exchange, path) : file(path));
        }
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
        var body = exchange.getRequestBody().readNBytes(BODY_LIMIT_BYTES);
        var address = "http://localhost:" + exchange.getLocalAddress().getPort() + API + CALLS.get(path);
        var request = HttpRequest.newBuilder(URI.create(address))
                .header("content-type", "application/json")
                .header("authorization", "Bearer " + Seed.SECRET_KEY)
                .POST(BodyPublishers.ofString(json.readTree(body).toString(), StandardCharsets.UTF_8))
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
}
