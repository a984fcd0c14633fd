package org.openbalance.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openbalance.wire.NoAnswerException;
import org.openbalance.wire.ScriptedServer;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

class AwsHttpClientTest {

    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Amzn-RequestId: one\r\n\r\n{}";

    private final ScriptedServer server = new ScriptedServer();
    private final AwsHttpClient client = new AwsHttpClient();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private HttpExecuteRequest post(String body) {
        return request(http().putHeader("Content-Length", Integer.toString(body.length())), body);
    }

    private SdkHttpRequest.Builder http() {
        return SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(URI.create("http://localhost:" + server.port()))
                .putHeader("Host", "dynamodb.eu-west-1.amazonaws.com")
                .putHeader("X-Amz-Target", "DynamoDB_20120810.GetItem");
    }

    private static HttpExecuteRequest request(SdkHttpRequest.Builder http, String body) {
        return HttpExecuteRequest.builder()
                .request(http.build())
                .contentStreamProvider(() -> new java.io.ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))
                .build();
    }

    private HttpExecuteResponse send(HttpExecuteRequest request) throws IOException {
        return client.prepareRequest(request).call();
    }

    private static String text(HttpExecuteResponse response) throws IOException {
        try (var body = response.responseBody().orElseThrow()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_request_goes_out_as_the_sdk_signed_it() throws IOException {
        server.answers(ANSWER);

        var response = send(post("{\"a\":1}"));

        assertThat(server.requests()).hasSize(1);
        assertThat(server.requests().getFirst())
                .startsWith("POST / HTTP/1.1\r\n")
                .contains("\r\nHost: dynamodb.eu-west-1.amazonaws.com\r\n")
                .contains("\r\nX-Amz-Target: DynamoDB_20120810.GetItem\r\n")
                .containsOnlyOnce("Content-Length: 7")
                .endsWith("\r\n\r\n{\"a\":1}");
        assertThat(response.httpResponse().statusCode()).isEqualTo(200);
        assertThat(response.httpResponse().firstMatchingHeader("x-amzn-requestid"))
                .contains("one");
        assertThat(text(response)).isEqualTo("{}");
    }

    @Test
    void what_the_sdk_leaves_out_is_added() throws IOException {
        server.answers(ANSWER);

        send(request(
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(URI.create("http://localhost:" + server.port() + "/a%20b"))
                        .putRawQueryParameter("q", "x y"),
                "four"));

        assertThat(server.requests().getFirst())
                .startsWith("POST /a%20b?q=x%20y HTTP/1.1\r\nHost: localhost:" + server.port() + "\r\n")
                .contains("Content-Length: 4");
    }

    @Test
    void one_connection_serves_requests_that_follow_each_other() throws IOException {
        for (var call = 0; call < 5; call++) {
            server.answers(ANSWER);
            assertThat(text(send(post("{}")))).isEqualTo("{}");
        }

        assertThat(server.accepted()).isOne();
    }

    @Test
    void a_connection_that_the_server_closed_meanwhile_costs_nothing_but_another() throws IOException {
        server.answers(ANSWER);
        send(post("first"));
        server.hangUp();
        server.answers(ANSWER);

        assertThat(text(send(post("second")))).isEqualTo("{}");
        assertThat(server.accepted()).isEqualTo(2);
    }

    @Test
    void a_server_that_hangs_up_on_a_new_connection_has_failed() {
        server.answersAndHangsUp("");

        assertThatThrownBy(() -> send(post("{}"))).isInstanceOf(NoAnswerException.class);
        assertThat(server.requests()).hasSize(1);
    }

    /// It may have done what was asked.
    @Test
    void an_answer_that_breaks_off_is_not_asked_for_again() throws IOException {
        server.answers(ANSWER).answersAndHangsUp("HTTP/1.1 200 OK\r\nContent-Len");
        send(post("{}"));

        assertThatThrownBy(() -> send(post("{}"))).isInstanceOf(IOException.class);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void a_connection_that_the_server_means_to_close_is_not_used_again() throws IOException {
        server.answersAndHangsUp("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
                .answers(ANSWER);
        send(post("{}"));
        send(post("{}"));

        assertThat(server.accepted()).isEqualTo(2);
    }

    @Test
    void a_header_cannot_begin_another() {
        var request = request(http().putHeader("X-Evil", "a\r\nX-Injected: b"), "{}");

        assertThatThrownBy(() -> send(request)).isInstanceOf(IllegalArgumentException.class);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void an_aborted_request_ends_at_once() {
        var request = client.prepareRequest(post("{}"));
        var call = CompletableFuture.supplyAsync(() -> {
            try {
                return request.call();
            } catch (IOException failed) {
                throw new CompletionException(failed);
            }
        });
        while (server.requests().isEmpty() && !call.isDone()) {
            Thread.onSpinWait();
        }

        request.abort();

        assertThatThrownBy(call::join).isInstanceOf(CompletionException.class).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void what_was_aborted_before_it_began_asks_nothing() {
        var request = client.prepareRequest(post("{}"));
        request.abort();

        assertThatThrownBy(request::call).hasMessageContaining("aborted");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void with_the_client_its_connections_end() throws IOException {
        server.answers(ANSWER);
        send(post("{}"));
        client.close();
        server.answers(ANSWER);
        send(post("{}"));

        assertThat(server.accepted()).isEqualTo(2);
    }
}
