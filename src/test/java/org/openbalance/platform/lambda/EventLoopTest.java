package org.openbalance.platform.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The loop itself, with functions that fail in every way; [org.openbalance.nativeimage] has the same of the binary.
class EventLoopTest {

    private static final long SECONDS = 10;

    private ServerSocket lambda;
    private final LinkedBlockingQueue<Handed> events = new LinkedBlockingQueue<>();
    /// What the loop posts: the end of the path, and the body.
    private final LinkedBlockingQueue<String> posts = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile int status = 202;
    private volatile boolean chunked;

    private record Handed(String id, String event, long deadlineMs) {}

    @BeforeEach
    void lambda_listens() throws IOException {
        lambda = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!lambda.isClosed()) {
                try {
                    var connection = lambda.accept();
                    Thread.ofVirtual().start(() -> serve(connection));
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    @AfterEach
    void lambda_is_gone() throws IOException {
        lambda.close();
    }

    @Test
    void an_answer_follows_its_event() throws Exception {
        run((event, answer) -> answer.write(event.readAllBytes()));

        assertThat(call("1", "{}")).isEqualTo("1/response {}");
        assertThat(call("2", "[2]")).isEqualTo("2/response [2]");
    }

    @Test
    void an_event_may_come_in_chunks() throws Exception {
        chunked = true;
        run((event, answer) -> answer.write(event.readAllBytes()));

        assertThat(call("1", "{\"a\":\"long enough for two chunks\"}"))
                .isEqualTo("1/response {\"a\":\"long enough for two chunks\"}");
    }

    @Test
    void whatever_is_thrown_is_reported_by_its_class_alone_and_the_next_event_is_taken() throws Exception {
        run((event, answer) -> {
            switch (new String(event.readAllBytes(), StandardCharsets.UTF_8)) {
                case "exception" -> throw new IllegalStateException("a customer's name");
                case "checked" -> throw new IOException("a customer's name");
                case "heap" -> throw new OutOfMemoryError("a customer's name");
                case "stack" -> throw new StackOverflowError();
                case "linkage" -> throw new NoClassDefFoundError("Lost");
                default -> answer.write('1');
            }
        });

        assertThat(call("1", "exception"))
                .contains("1/error", "IllegalStateException")
                .doesNotContain("customer");
        assertThat(call("2", "checked")).contains("2/error", "IOException").doesNotContain("customer");
        assertThat(call("3", "heap")).contains("3/error", "OutOfMemoryError").doesNotContain("customer");
        assertThat(call("4", "stack")).contains("4/error", "StackOverflowError");
        assertThat(call("5", "linkage")).contains("5/error", "NoClassDefFoundError");
        assertThat(call("6", "well")).isEqualTo("6/response 1");
    }

    @Test
    void half_an_answer_is_none() throws Exception {
        run((event, answer) -> {
            answer.write('{');
            throw new IllegalStateException();
        });

        assertThat(call("1", "{}")).startsWith("1/error").doesNotContain("1/error {{");
    }

    @Test
    void a_call_past_its_time_is_reported_before_it_ends_and_its_late_answer_is_kept_back() throws Exception {
        var interrupted = new CountDownLatch(1);
        run((event, answer) -> {
            if (new String(event.readAllBytes(), StandardCharsets.UTF_8).equals("slow")) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException given) {
                    interrupted.countDown();
                }
            }
            answer.write('1');
        });

        events.add(new Handed("1", "slow", System.currentTimeMillis() + EventLoop.MARGIN_MS + 100));

        assertThat(posted()).contains("1/error", EventLoop.TIMED_OUT);
        assertThat(interrupted.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(call("2", "quick")).isEqualTo("2/response 1");
    }

    @Test
    void a_process_whose_calls_do_not_end_ends() throws Exception {
        run((event, answer) -> {
            while (!lambda.isClosed()) {
                Thread.onSpinWait();
            }
        });

        for (var call = 0; call <= EventLoop.MOST_LEFT_BEHIND; call++) {
            events.add(new Handed("stuck", "", System.currentTimeMillis() + EventLoop.MARGIN_MS));
            assertThat(posted()).contains(EventLoop.TIMED_OUT);
        }

        assertEnds();
    }

    @Test
    void an_answer_that_lambda_does_not_take_is_reported_and_the_next_event_is_taken() throws Exception {
        run((event, answer) -> answer.write(event.readAllBytes()));
        status = 413;

        assertThat(call("1", "too large")).startsWith("1/response");
        assertThat(posted()).startsWith("1/error");
        status = 202;
        assertThat(call("2", "small")).isEqualTo("2/response small");
    }

    @Test
    void without_lambda_the_process_ends() throws Exception {
        run((event, answer) -> {});
        lambda.close();
        events.add(new Handed("", "hang up", 0));

        assertEnds();
    }

    private void run(EventLoop.Function function) {
        new EventLoop("127.0.0.1:" + lambda.getLocalPort(), () -> {}, function, () -> ended.complete(null)).start();
    }

    private String call(String id, String event) throws InterruptedException {
        events.add(new Handed(id, event, System.currentTimeMillis() + 60_000));
        return posted();
    }

    private String posted() throws InterruptedException {
        return String.valueOf(posts.poll(SECONDS, TimeUnit.SECONDS));
    }

    private void assertEnds() throws InterruptedException, ExecutionException, TimeoutException {
        ended.get(SECONDS, TimeUnit.SECONDS);
        assertThat(ended).isDone();
    }

    private void serve(Socket connection) {
        try (connection) {
            var input =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
            for (var line = input.readLine(); line != null; line = input.readLine()) {
                var path = line.split(" ")[1];
                var length = 0;
                for (var header = input.readLine(); !header.isEmpty(); header = input.readLine()) {
                    if (header.startsWith("Content-Length: ")) {
                        length = Integer.parseInt(header.substring(16));
                    }
                }
                var body = new char[length];
                for (var read = 0; read < length; read += input.read(body, read, length - read)) {}
                if (path.endsWith("/next")) {
                    var handed = events.take();
                    if (handed.id().isEmpty()) {
                        return;
                    }
                    connection.getOutputStream().write(told(handed).getBytes(StandardCharsets.UTF_8));
                } else {
                    var parts = path.split("/");
                    posts.add(parts[parts.length - 2] + '/' + parts[parts.length - 1] + ' ' + new String(body));
                    connection.getOutputStream().write(taken().getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException | InterruptedException gone) {
            Thread.currentThread().interrupt();
        }
    }

    private String taken() {
        return "HTTP/1.1 " + status + " X\r\nContent-Length: 2\r\n\r\n{}";
    }

    private String told(Handed handed) {
        var head = "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: " + handed.id()
                + "\r\nLambda-Runtime-Deadline-Ms: " + handed.deadlineMs() + "\r\n";
        var event = handed.event();
        if (!chunked) {
            return head + "Content-Length: " + event.length() + "\r\n\r\n" + event;
        }
        var half = event.length() / 2;
        return head + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(half) + "\r\n"
                + event.substring(0, half) + "\r\n" + Integer.toHexString(event.length() - half) + ";x=y\r\n"
                + event.substring(half) + "\r\n0\r\n\r\n";
    }
}
