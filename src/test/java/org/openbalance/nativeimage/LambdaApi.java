package org.openbalance.nativeimage;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A stand-in for Lambda's runtime API in front of one process: hands out events one at a time and takes what comes
/// back, with Lambda's limits and refusals. Plain sockets, so that a measurement is of the function and not of it.
final class LambdaApi implements AutoCloseable {

    /// Lambda's own limit for an answer.
    static final int MOST_ANSWER_BYTES = 6 * 1024 * 1024 + 100;

    private final ServerSocket server;
    private final LinkedBlockingQueue<Pending> waiting = new LinkedBlockingQueue<>();
    private final Map<String, Pending> underWay = new ConcurrentHashMap<>();
    private final CountDownLatch polled = new CountDownLatch(1);
    private volatile long firstPollNanos;

    private record Pending(String id, byte[] event, long deadlineMs, CompletableFuture<Outcome> outcome) {}

    /// How a call ended.
    sealed interface Outcome {

        /// @param bytes the answer's JSON
        record Answered(byte[] bytes) implements Outcome {}

        /// @param type what the header Lambda-Runtime-Function-Error-Type says, or nothing
        /// @param report the JSON that came with it
        record Failed(String type, String report) implements Outcome {}

        /// Lambda would have stopped the process.
        record TimedOut() implements Outcome {}
    }

    private LambdaApi(ServerSocket server) {
        this.server = server;
    }

    static LambdaApi start() {
        try {
            var api = new LambdaApi(new ServerSocket(0, 16, InetAddress.getLoopbackAddress()));
            Thread.ofPlatform().daemon().name("lambda-api").start(api::accept);
            return api;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// As AWS_LAMBDA_RUNTIME_API names it.
    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /// @return when the function first asked for an event, by [System#nanoTime]
    /// @throws AssertionError if it does not within the limit
    long awaitPoll(Duration limit) {
        try {
            if (!polled.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("The function did not ask for an event within " + limit);
            }
            return firstPollNanos;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    boolean hasPolled() {
        return polled.getCount() == 0;
    }

    /// Hands out an event and waits for what becomes of it.
    ///
    /// @param limit the function's time-out
    Outcome call(byte[] event, Duration limit) {
        var deadlineMs = System.currentTimeMillis() + limit.toMillis();
        var pending = new Pending(UUID.randomUUID().toString(), event, deadlineMs, new CompletableFuture<>());
        waiting.add(pending);
        try {
            return pending.outcome().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            waiting.remove(pending);
            underWay.remove(pending.id());
            return new Outcome.TimedOut();
        } catch (ExecutionException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var connection = server.accept();
                Thread.ofPlatform().daemon().name("lambda-api").start(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            var input = new BufferedInputStream(connection.getInputStream(), 64 * 1024);
            while (!connection.isClosed()) {
                answer(Request.read(input), connection.getOutputStream());
            }
        } catch (IOException | InterruptedException gone) {
            // The function has ended, or will be told when it comes again.
        }
    }

    private void answer(Request request, OutputStream output) throws IOException, InterruptedException {
        if (request.path().endsWith("/invocation/next")) {
            hand(output);
            return;
        }
        var parts = request.path().split("/");
        var answered = parts[parts.length - 1].equals("response");
        var tooLarge = answered && request.body().length > MOST_ANSWER_BYTES;
        var pending = tooLarge ? null : underWay.remove(parts[parts.length - 2]);
        if (pending == null) {
            send(output, tooLarge ? "413 Payload Too Large" : "400 Bad Request", "", "{}".getBytes());
            return;
        }
        send(output, "202 Accepted", "", "{\"status\":\"OK\"}".getBytes(StandardCharsets.UTF_8));
        pending.outcome()
                .complete(
                        answered
                                ? new Outcome.Answered(request.body())
                                : new Outcome.Failed(
                                        request.headers().getOrDefault("lambda-runtime-function-error-type", ""),
                                        new String(request.body(), StandardCharsets.UTF_8)));
    }

    private void hand(OutputStream output) throws IOException, InterruptedException {
        if (!hasPolled()) {
            firstPollNanos = System.nanoTime();
            polled.countDown();
        }
        var pending = waiting.take();
        underWay.put(pending.id(), pending);
        var headers = "Lambda-Runtime-Aws-Request-Id: " + pending.id() + "\r\nLambda-Runtime-Deadline-Ms: "
                + pending.deadlineMs()
                + "\r\nLambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:eu-west-1:000000000000:function:test\r\n"
                + "Lambda-Runtime-Trace-Id: Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=0\r\n";
        send(output, "200 OK", headers, pending.event());
    }

    private static void send(OutputStream output, String status, String headers, byte[] body) throws IOException {
        var head = "HTTP/1.1 " + status + "\r\n" + headers + "Content-Type: application/json\r\nContent-Length: "
                + body.length + "\r\n\r\n";
        var bytes = head.getBytes(StandardCharsets.ISO_8859_1);
        var whole = new byte[bytes.length + body.length];
        System.arraycopy(bytes, 0, whole, 0, bytes.length);
        System.arraycopy(body, 0, whole, bytes.length, body.length);
        output.write(whole);
        output.flush();
    }

    private record Request(String path, Map<String, String> headers, byte[] body) {

        static Request read(InputStream input) throws IOException {
            var path = line(input).split(" ")[1];
            var headers = new HashMap<String, String>();
            for (var line = line(input); !line.isEmpty(); line = line(input)) {
                var colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            return new Request(path, headers, body(input, headers));
        }

        private static byte[] body(InputStream input, Map<String, String> headers) throws IOException {
            if (!"chunked".equals(headers.get("transfer-encoding"))) {
                return input.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
            }
            var body = new java.io.ByteArrayOutputStream();
            for (var size = Integer.parseInt(line(input), 16); size > 0; size = Integer.parseInt(line(input), 16)) {
                body.write(input.readNBytes(size));
                line(input);
            }
            line(input);
            return body.toByteArray();
        }

        private static String line(InputStream input) throws IOException {
            var line = new StringBuilder();
            for (var next = input.read(); next != '\n'; next = input.read()) {
                if (next < 0) {
                    throw new EOFException();
                }
                if (next != '\r') {
                    line.append((char) next);
                }
            }
            return line.toString();
        }
    }
}
