package org.openbalance.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.openbalance.wire.Answer;
import org.openbalance.wire.Connection;
import org.openbalance.wire.NoAnswerException;
import org.openbalance.wire.Origin;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.utils.AttributeMap;

/// Carries the requests of AWS' SDK to DynamoDB, SQS and KMS, over connections that are kept: decision 027.
///
/// Answers are read whole before the SDK sees them; none of these services sends more than 16 MB. A proxy is not asked.
public final class AwsHttpClient implements SdkHttpClient {

    private static final int CONNECT_MS = 2_000;
    private static final int READ_MS = 10_000;
    private static final int MOST_KEPT = 64;
    private static final Duration KEPT_FOR = Duration.ofSeconds(60);

    private final Map<Origin, Deque<Kept>> kept = new ConcurrentHashMap<>();
    private volatile boolean closed;

    AwsHttpClient() {}

    /// For the SDK, which gives each of its clients one of its own.
    public static SdkHttpClient.Builder<?> builder() {
        return new Builder();
    }

    private static final class Builder implements SdkHttpClient.Builder<Builder> {
        @Override
        public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
            return new AwsHttpClient();
        }
    }

    private record Kept(Connection connection, long sinceNanos) {

        boolean isFresh() {
            return System.nanoTime() - sinceNanos < KEPT_FOR.toNanos();
        }
    }

    @Override
    public String clientName() {
        return "OpenBalance";
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new Exchange(request);
    }

    /// Ends the connections that wait; one that is in use ends with its answer.
    @Override
    public void close() {
        closed = true;
        kept.values().forEach(connections -> {
            for (var next = connections.poll(); next != null; next = connections.poll()) {
                next.connection().close();
            }
        });
    }

    private final class Exchange implements ExecutableHttpRequest {

        private final HttpExecuteRequest request;
        private volatile Connection current;
        private volatile boolean aborted;

        private Exchange(HttpExecuteRequest request) {
            this.request = request;
        }

        @Override
        public HttpExecuteResponse call() throws IOException {
            var http = request.httpRequest();
            var origin = new Origin("https".equals(http.protocol()), http.host(), http.port());
            var body = bodyOf(request);
            var head = head(http, body.length);
            for (var waiting = take(origin); waiting != null; waiting = take(origin)) {
                try {
                    return exchange(origin, waiting, head, body);
                } catch (NoAnswerException closedMeanwhile) {
                    // As java.net's own client does, the same goes over the next one.
                }
            }
            return exchange(origin, origin.connect(CONNECT_MS, READ_MS), head, body);
        }

        private HttpExecuteResponse exchange(Origin origin, Connection connection, String head, byte[] body)
                throws IOException {
            current = connection;
            if (aborted) {
                connection.close();
                throw new IOException("The request was aborted");
            }
            try {
                return response(connection.exchange(head, body));
            } finally {
                giveBack(origin, connection);
            }
        }

        @Override
        public void abort() {
            aborted = true;
            if (current != null) {
                current.close();
            }
        }
    }

    private Connection take(Origin origin) {
        var connections = kept.get(origin);
        var next = connections == null ? null : connections.pollFirst();
        while (next != null && !next.isFresh()) {
            next.connection().close();
            next = connections.pollFirst();
        }
        return next == null ? null : next.connection();
    }

    /// The last one used is the first to be used again, so that those not needed grow old.
    private void giveBack(Origin origin, Connection connection) {
        var connections = kept.computeIfAbsent(origin, first -> new ConcurrentLinkedDeque<>());
        if (closed || !connection.isReusable() || connections.size() >= MOST_KEPT) {
            connection.close();
        } else {
            connections.addFirst(new Kept(connection, System.nanoTime()));
        }
    }

    private static byte[] bodyOf(HttpExecuteRequest request) throws IOException {
        var provider = request.contentStreamProvider();
        if (provider.isEmpty()) {
            return new byte[0];
        }
        try (var content = provider.get().newStream()) {
            return content.readAllBytes();
        }
    }

    private static String head(SdkHttpRequest http, int length) {
        var head = new StringBuilder(1024).append(http.method()).append(' ');
        head.append(http.encodedPath().isEmpty() ? "/" : http.encodedPath());
        http.encodedQueryParameters().ifPresent(query -> head.append('?').append(query));
        head.append(" HTTP/1.1");
        if (http.firstMatchingHeader("Host").isEmpty()) {
            header(head, "Host", http.host() + ':' + http.port());
        }
        http.forEachHeader((name, values) -> values.forEach(value -> header(head, name, value)));
        if (http.firstMatchingHeader("Content-Length").isEmpty() && http.method() != SdkHttpMethod.GET) {
            header(head, "Content-Length", Integer.toString(length));
        }
        return head.toString();
    }

    private static void header(StringBuilder head, String name, String value) {
        head.append("\r\n");
        append(head, name);
        head.append(": ");
        append(head, value);
    }

    /// A line break would begin a header that nobody meant.
    private static void append(StringBuilder head, String text) {
        for (var place = 0; place < text.length(); place++) {
            var character = text.charAt(place);
            if (character < ' ' && character != '\t') {
                throw new IllegalArgumentException("A header of a request to AWS has a control character");
            }
            head.append(character);
        }
    }

    private static HttpExecuteResponse response(Answer answer) {
        var headers = SdkHttpResponse.builder().statusCode(answer.status()).statusText(answer.reason());
        answer.headers().forEach((name, values) -> headers.putHeader(name, List.copyOf(values)));
        return HttpExecuteResponse.builder()
                .response(headers.build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(answer.body())))
                .build();
    }
}
