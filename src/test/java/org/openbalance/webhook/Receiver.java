package org.openbalance.webhook;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A company's server that hears events on this machine.
public final class Receiver implements AutoCloseable {

    private final HttpServer server;
    private final List<Heard> heard = Collections.synchronizedList(new ArrayList<>());
    private volatile int status = 200;

    public record Heard(HttpHeaders headers, String body) {

        String id() {
            return headers.firstValue("webhook-id").orElseThrow();
        }

        public JsonPath json() {
            return JsonPath.from(body);
        }

        /// As the library of Standard Webhooks sees it.
        boolean verifies(String secret) {
            try {
                new Webhook(secret).verify(body, headers);
                return true;
            } catch (WebhookVerificationException forged) {
                return false;
            }
        }
    }

    public Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::hear);
        server.start();
    }

    private void hear(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            heard.add(new Heard(HttpHeaders.of(exchange.getRequestHeaders(), (_, _) -> true), body));
            exchange.sendResponseHeaders(status, -1);
        }
    }

    void answers(int next) {
        status = next;
    }

    public String url() {
        return url("/hook");
    }

    public String url(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    public List<Heard> heard() {
        return List.copyOf(heard);
    }

    public Heard only() {
        if (heard.size() != 1) {
            throw new AssertionError("Heard " + heard.size() + " events: " + heard);
        }
        return heard.getFirst();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
