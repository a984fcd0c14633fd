package org.openbalance.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The demo's back end holds a secret key and asks for none.
class DemoTest {

    private static HttpServer server;

    @BeforeAll
    static void the_demo_is_served() throws IOException {
        server = Gateway.serve(0, new Demo(exchange -> {
            try (exchange) {
                Gateway.send(exchange, HttpAnswer.message(200, "the API"));
            }
        }));
    }

    @AfterAll
    static void it_ends() {
        server.stop(0);
    }

    private static String post(String headers, String body) throws IOException {
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), server.getAddress().getPort())) {
            socket.setSoTimeout(10_000);
            var request = "POST /demo/balances HTTP/1.1\r\n" + headers + "Connection: close\r\nContent-Length: "
                    + body.length() + "\r\n\r\n" + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String here() {
        return "localhost:" + server.getAddress().getPort();
    }

    @Test
    void its_own_page_is_answered() throws IOException {
        assertThat(post("Host: " + here() + "\r\nOrigin: http://" + here() + "\r\n", "{}"))
                .startsWith("HTTP/1.1 200")
                .contains("the API");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://localhost.evil.example", "http://localhost:1"})
    void a_script_of_another_site_is_not(String origin) throws IOException {
        assertThat(post("Host: " + here() + "\r\nOrigin: " + origin + "\r\n", "{}"))
                .startsWith("HTTP/1.1 403");
    }

    @Test
    void a_name_that_is_made_to_lead_here_is_not() throws IOException {
        assertThat(post("Host: rebound.example\r\n", "{}")).startsWith("HTTP/1.1 403");
    }

    @Test
    void what_is_no_json_is_answered_400() throws IOException {
        assertThat(post("Host: " + here() + "\r\n", "[1")).startsWith("HTTP/1.1 400");
    }
}
