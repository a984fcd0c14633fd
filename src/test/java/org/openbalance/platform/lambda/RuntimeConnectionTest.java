package org.openbalance.platform.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuntimeConnectionTest {

    private static final String HEAD = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4";
    private static final byte[] BODY = "body".getBytes(StandardCharsets.UTF_8);
    private static final int CONNECT_MS = 5_000;

    private final ScriptedServer server = new ScriptedServer();

    @AfterEach
    void close() {
        server.close();
    }

    private RuntimeConnection connect() throws IOException {
        return RuntimeConnection.open("localhost", server.port(), CONNECT_MS, 10_000);
    }

    private static RuntimeResponse ask(RuntimeConnection connection) throws IOException {
        return connection.exchange(HEAD, BODY);
    }

    private static String text(RuntimeResponse answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void a_request_goes_out_in_one_piece() throws IOException {
        server.answers("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

        ask(connect());

        assertThat(server.requests()).containsExactly(HEAD + "\r\n\r\nbody");
    }

    @Test
    void an_answer_has_a_status_headers_in_any_case_and_a_body() throws IOException {
        server.answers("HTTP/1.1 400 Bad Request\r\ncontent-LENGTH: 2\r\nX-Two: a\r\nX-Two:  b \r\n\r\n{}");

        var answer = ask(connect());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("x-two")).contains("a");
        assertThat(answer.headers().get("X-TWO")).containsExactly("a", "b");
        assertThat(answer.header("x-three")).isEmpty();
        assertThat(text(answer)).isEqualTo("{}");
    }

    @Test
    void requests_follow_each_other_on_one_connection() throws IOException {
        server.answers("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none")
                .answers("HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\ntw\r\n1\r\no\r\n0\r\nX: y\r\n\r\n")
                .answers("HTTP/1.1 204 No Content\r\n\r\n")
                .answers("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfour");
        var connection = connect();

        assertThat(text(ask(connection))).isEqualTo("one");
        assertThat(text(ask(connection))).isEqualTo("two");
        assertThat(text(ask(connection))).isEmpty();
        assertThat(text(ask(connection))).isEqualTo("four");
        assertThat(connection.isReusable()).isTrue();
        assertThat(server.accepted()).isOne();
    }

    @Test
    void what_comes_before_the_answer_is_passed_over() throws IOException {
        server.answers("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

        assertThat(text(ask(connect()))).isEqualTo("ok");
    }

    @Test
    void an_answer_without_a_length_ends_with_its_connection() throws IOException {
        server.answersAndHangsUp("HTTP/1.1 200 OK\r\n\r\nall of it");
        var connection = connect();

        assertThat(text(ask(connection))).isEqualTo("all of it");
        assertThat(connection.isReusable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: Close\r\n\r\n",
                "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
                // RFC 9112, 6.1: what sends both may mean to smuggle.
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            })
    void a_connection_is_used_no_more_when_the_answer_says_so(String answer) throws IOException {
        server.answers(answer);
        var connection = connect();

        assertThat(ask(connection).status()).isEqualTo(200);
        assertThat(connection.isReusable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SSH-2.0-OpenSSH_9.6\\r\\n | no answer of HTTP/1.1",
                "HTTP/2 200\\r\\n\\r\\n | no answer of HTTP/1.1",
                "HTTP/1.1 2x0 OK\\r\\n\\r\\n | where a number belongs",
                "HTTP/1.1 101 Switching\\r\\n\\r\\n | another protocol",
                "HTTP/1.1 200 OK\\r\\n: nameless\\r\\n\\r\\n | without a name",
                "HTTP/1.1 200 OK\\r\\nno colon\\r\\n\\r\\n | without a name",
                "HTTP/1.1 200 OK\\r\\nContent-Length: -1\\r\\n\\r\\n | where a number belongs",
                "HTTP/1.1 200 OK\\r\\nContent-Length:\\r\\n\\r\\n | no length",
                "HTTP/1.1 200 OK\\r\\nContent-Length: 99999999999999999999\\r\\n\\r\\n | more than 8388608",
                "HTTP/1.1 200 OK\\r\\nContent-Length: 1\\r\\nContent-Length: 2\\r\\n\\r\\n | two lengths",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: gzip\\r\\n\\r\\n | nobody asked for",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\n | where a number belongs",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nfffffff\\r\\n | more than 8388608",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1\\r\\nab\\r\\n | without an end"
            })
    void what_is_no_answer_is_refused_with_the_reason(String bytes, String reason) throws IOException {
        server.answersAndHangsUp(bytes.replace("\\r\\n", "\r\n"));
        var connection = connect();

        assertThatThrownBy(() -> ask(connection))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(reason);
        assertThat(connection.isReusable()).isFalse();
    }

    @Test
    void digits_of_another_alphabet_are_no_length() throws IOException {
        server.answers("HTTP/1.1 200 OK\r\nContent-Length: \u00b2\r\n\r\n");

        assertThatThrownBy(() -> ask(connect())).hasMessageContaining("where a number belongs");
    }

    @Test
    void a_head_without_an_end_is_refused() throws IOException {
        server.answers("HTTP/1.1 200 OK\r\nX: " + "x".repeat(70_000));

        assertThatThrownBy(() -> ask(connect())).hasMessageContaining("without an end");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfour",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfour",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n"
            })
    void an_answer_that_breaks_off_is_none(String start) throws IOException {
        server.answersAndHangsUp(start);

        assertThatThrownBy(() -> ask(connect())).isInstanceOf(EOFException.class);
    }

    @Test
    void a_server_that_is_silent_is_given_up() throws IOException {
        var connection = RuntimeConnection.open("localhost", server.port(), CONNECT_MS, 50);

        assertThatThrownBy(() -> ask(connection)).isInstanceOf(SocketTimeoutException.class);
        assertThat(connection.isReusable()).isFalse();
    }
}
