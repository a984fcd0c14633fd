package org.openbalance.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.local.FunctionHost.FunctionFailed;

/// What a function is given and what a client gets back, over real sockets.
class GatewayTest {

    private static final Instant NOW = Instant.parse("2020-03-12T19:03:58Z");

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client = HttpClient.newHttpClient();

    private HttpServer server;
    private FunctionHost function = (name, event) -> bytes("{\"statusCode\":200}");
    private JsonNode event;

    @BeforeEach
    void start() throws IOException {
        var template = Template.read(TemplateTest.FIXTURE);
        server = Gateway.serve(0, new Gateway(template, this::invoke, InstantSource.fixed(NOW)));
    }

    @AfterEach
    void stop() {
        server.stop(0);
        client.close();
    }

    private byte[] invoke(String name, byte[] given) throws FunctionFailed {
        try {
            event = json.readTree(given);
        } catch (IOException failed) {
            throw new FunctionFailed("No JSON", failed);
        }
        return function.invoke(name, given);
    }

    @Test
    void an_event_has_the_fields_of_payload_format_2() throws Exception {
        send("POST /pets/a%20b?q=1&q=2&e=x%20y&flag HTTP/1.1\r\nHost: api.example.com:8080\r\nUser-Agent: agent\r\n"
                + "Header1: value1\r\nHeader2: value1\r\nHeader2: value2\r\nCookie: c1=a; c2=b\r\nCookie: c3=c\r\n"
                + "X-Forwarded-For: 192.0.2.1\r\nContent-Type: application/json\r\nContent-Length: 7\r\n"
                + "Connection: close\r\n\r\n{\"a\":1}");

        var context = event.path("requestContext");
        var id = context.path("requestId").textValue();
        var trace = event.at("/headers/x-amzn-trace-id").textValue();
        assertTrue(trace.startsWith("Root=1-5e6a879e-"), trace);
        assertEquals(
                json.readTree(
                        """
                        {
                          "version": "2.0",
                          "routeKey": "ANY /pets/{proxy+}",
                          "rawPath": "/pets/a b",
                          "rawQueryString": "q=1&q=2&e=x%%20y&flag",
                          "cookies": ["c1=a", "c2=b", "c3=c"],
                          "headers": {
                            "content-length": "7",
                            "content-type": "application/json",
                            "header1": "value1",
                            "header2": "value1,value2",
                            "host": "api.example.com:8080",
                            "user-agent": "agent",
                            "x-amzn-trace-id": "%1$s",
                            "x-forwarded-for": "192.0.2.1, 127.0.0.1",
                            "x-forwarded-port": "%3$d",
                            "x-forwarded-proto": "http"
                          },
                          "queryStringParameters": {"e": "x y", "flag": "", "q": "1,2"},
                          "requestContext": {
                            "accountId": "123456789012",
                            "apiId": "local",
                            "domainName": "api.example.com",
                            "domainPrefix": "api",
                            "http": {
                              "method": "POST",
                              "path": "/pets/a b",
                              "protocol": "HTTP/1.1",
                              "sourceIp": "127.0.0.1",
                              "userAgent": "agent"
                            },
                            "requestId": "%2$s",
                            "routeKey": "ANY /pets/{proxy+}",
                            "stage": "$default",
                            "time": "12/Mar/2020:19:03:58 +0000",
                            "timeEpoch": 1584039838000
                          },
                          "pathParameters": {"proxy": "a b"},
                          "body": "{\\"a\\":1}",
                          "isBase64Encoded": false
                        }
                        """
                                .formatted(trace, id, port())),
                json.readTree(event.toString()));
    }

    @Test
    void a_request_without_query_cookies_variables_or_body_has_no_such_fields() throws Exception {
        get("/pets/dog/1");

        assertEquals("GET /pets/dog/1", event.path("routeKey").textValue());
        assertEquals("", event.path("rawQueryString").textValue());
        for (var absent : new String[] {"cookies", "queryStringParameters", "pathParameters", "body"}) {
            assertFalse(event.has(absent), absent);
        }
        assertFalse(event.path("isBase64Encoded").booleanValue());
    }

    @ParameterizedTest
    @CsvSource({
        "application/json,                   false",
        "Application/JSON; charset=utf-8,    false",
        "application/problem+json,           false",
        "text/plain,                         false",
        "application/xml,                    false",
        "application/javascript,             false",
        "application/x-www-form-urlencoded,  true",
        "application/octet-stream,           true",
        "image/png,                          true",
        "multipart/form-data; boundary=x,    true",
        "'',                                 true",
    })
    void a_body_is_text_or_base64_by_its_content_type(String type, boolean base64) throws Exception {
        var request = HttpRequest.newBuilder(uri("/pets/cat")).POST(BodyPublishers.ofString("é"));
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }

        client.send(request.build(), BodyHandlers.discarding());

        assertEquals(base64, event.path("isBase64Encoded").booleanValue());
        assertEquals(base64 ? "w6k=" : "é", event.path("body").textValue());
    }

    @Test
    void odd_paths_reach_the_function_as_they_are() throws Exception {
        send("GET //evil.example/x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        assertEquals("//evil.example/x", event.path("rawPath").textValue());

        send("GET http://other.example/pets/x?y HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        assertEquals("/pets/x", event.path("rawPath").textValue());
        assertEquals("y", event.path("rawQueryString").textValue());
    }

    @Test
    void an_answer_has_the_functions_status_headers_cookies_and_body() throws Exception {
        answers(
                """
                {"statusCode": 201, "headers": {"Content-Type": "application/json", "X-One": "1"},
                 "multiValueHeaders": {"X-Two": ["a", "b"]}, "cookies": ["a=1", "b=2"], "body": "{\\"é\\":1}",
                 "isBase64Encoded": false}
                """);

        var response = get("/pets/cat");

        assertEquals(201, response.statusCode());
        assertEquals("1", response.headers().firstValue("x-one").orElseThrow());
        assertEquals(2, response.headers().allValues("x-two").size());
        assertEquals(2, response.headers().allValues("set-cookie").size());
        assertTrue(response.headers().firstValue("apigw-requestid").isPresent());
        assertEquals("{\"é\":1}", new String(response.body(), StandardCharsets.UTF_8));
    }

    @Test
    void a_base64_body_is_sent_as_its_bytes() throws Exception {
        answers("{\"statusCode\":200,\"body\":\"/wD+\",\"isBase64Encoded\":true}");

        assertArrayEquals(new byte[] {-1, 0, -2}, get("/pets/cat").body());
    }

    @Test
    void json_without_a_status_is_the_body_of_a_200() throws Exception {
        answers("{\"a\":[1]}");

        var response = get("/pets/cat");

        assertEquals(200, response.statusCode());
        assertEquals(
                "application/json",
                response.headers().firstValue("content-type").orElseThrow());
        assertEquals("{\"a\":[1]}", new String(response.body(), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "{\"statusCode\":\"x\"}",
                "{\"statusCode\":99}",
                "{\"statusCode\":200,\"body\":\"%\",\"isBase64Encoded\":true}"
            })
    void a_malformed_answer_is_a_500(String answer) throws Exception {
        answers(answer);

        assertMessage(500, "Internal Server Error", get("/pets/cat"));
    }

    @Test
    void a_function_that_throws_is_a_500() throws Exception {
        function = (name, given) -> {
            throw new FunctionFailed("broken on purpose", null);
        };

        assertMessage(500, "Internal Server Error", get("/pets/cat"));
    }

    @Test
    void a_function_that_takes_too_long_is_a_503() throws Exception {
        var never = new CountDownLatch(1);
        function = (name, given) -> {
            try {
                never.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            return new byte[0];
        };
        var request = HttpRequest.newBuilder(uri("/slow")).POST(BodyPublishers.noBody());

        assertMessage(503, "Service Unavailable", client.send(request.build(), BodyHandlers.ofByteArray()));
    }

    @Test
    void a_body_over_10_MB_is_a_413_and_one_of_10_MB_arrives() throws Exception {
        var request = HttpRequest.newBuilder(uri("/pets/cat"));
        var most = new byte[Gateway.BODY_LIMIT_BYTES];

        var fits = client.send(request.POST(BodyPublishers.ofByteArray(most)).build(), BodyHandlers.discarding());
        assertEquals(200, fits.statusCode());

        var tooMuch = request.POST(BodyPublishers.ofByteArray(new byte[most.length + 1]));
        assertMessage(413, "Request Entity Too Large", client.send(tooMuch.build(), BodyHandlers.ofByteArray()));
    }

    @Test
    void head_has_the_headers_and_no_body() throws Exception {
        answers("{\"statusCode\":200,\"body\":\"four\"}");
        var request = HttpRequest.newBuilder(uri("/pets/cat")).HEAD().build();

        var response = client.send(request, BodyHandlers.ofByteArray());

        assertEquals("4", response.headers().firstValue("content-length").orElseThrow());
        assertEquals("HEAD", event.at("/requestContext/http/method").textValue());
        assertEquals(0, response.body().length);
    }

    @Test
    void without_a_route_it_is_a_404() throws Exception {
        var bare = new Template(
                List.of(), List.of(), Template.read(TemplateTest.FIXTURE).table());
        var empty = Gateway.serve(0, new Gateway(bare, this::invoke, InstantSource.system()));
        try {
            var address = URI.create("http://localhost:" + empty.getAddress().getPort() + "/x");
            var response = client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofByteArray());
            assertMessage(404, "Not Found", response);
        } finally {
            empty.stop(0);
        }
    }

    private void answers(String answer) {
        function = (name, given) -> bytes(answer);
    }

    private HttpResponse<byte[]> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofByteArray());
    }

    private void send(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.getOutputStream().write(bytes(request));
            try (InputStream answer = socket.getInputStream()) {
                answer.readAllBytes();
            }
        }
    }

    private void assertMessage(int status, String message, HttpResponse<byte[]> response) throws IOException {
        assertEquals(status, response.statusCode());
        assertEquals(message, json.readTree(response.body()).path("message").textValue());
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + port() + path);
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
