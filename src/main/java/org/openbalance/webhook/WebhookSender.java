package org.openbalance.webhook;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.apache.hc.client5.http.utils.DateUtils;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.openbalance.api.WebAddress;
import org.openbalance.platform.PublicAddresses;

/// Posts a body to an address that an owner named, and learns the status of the answer and when to come again, nothing
/// else.
///
/// The name of the host is looked up once: all its addresses are checked, and the connection goes to one that was. A
/// name that means another machine a moment later leads nowhere. Redirects are not followed, proxies and cookies are
/// not known, no connection is used twice, and an answer is closed unread behind its head.
final class WebhookSender {

    private static final Duration CONNECT = Duration.ofSeconds(4);
    private static final int HEADERS = 100;
    private static final int TOO_MANY_REQUESTS = 429;
    /// Without a charset: JSON has none but UTF-8 (RFC 8259), and receivers compare the type as it stands.
    private static final ContentType JSON = ContentType.create("application/json");
    private static final String BROKEN = "The connection broke before an answer came";

    private final CloseableHttpClient client;
    private final Duration limit;

    /// Looks up names.
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /// What a post came to.
    ///
    /// @param retryAfter how long a receiver that is busy (429 or 503) wants not to be asked (RFC 9110, 10.2.3)
    record Posted(Delivery.Attempt attempt, Optional<Duration> retryAfter) {}

    private record Answer(int status, Optional<String> retryAfter) {}

    /// @param local whether this machine itself may be sent to
    /// @param limit for the whole of one post, looking up the name and the handshake included
    WebhookSender(Resolver resolver, Supplier<SSLContext> tls, boolean local, Duration limit) {
        this.limit = limit;
        this.client = client(new CheckedAddresses(resolver, local), tls.get());
    }

    private static CloseableHttpClient client(DnsResolver addresses, SSLContext tls) {
        var http = Http1Config.custom()
                .setMaxLineLength(WebhookLimits.HEAD_BYTES)
                .setMaxHeaderCount(HEADERS)
                .build();
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(addresses)
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls, new DefaultHostnameVerifier()))
                // The strict parser: the usual one of the client passes over what is not HTTP.
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(http)
                        .responseParserFactory(new DefaultHttpResponseParserFactory(http))
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(CONNECT.toMillis(), TimeUnit.MILLISECONDS)
                        .build())
                .setMaxConnTotal(Integer.MAX_VALUE)
                .setMaxConnPerRoute(Integer.MAX_VALUE)
                .build();
        return HttpClients.custom()
                .setConnectionManager(connections)
                .setConnectionReuseStrategy((_, _, _) -> false)
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAutomaticRetries()
                .disableAuthCaching()
                .disableContentCompression()
                .setUserAgent("OpenBalance")
                .build();
    }

    /// Every address of a name is one that may be sent to, or none is.
    private record CheckedAddresses(Resolver resolver, boolean local) implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            var addresses = resolver.resolve(host);
            for (var address : addresses) {
                if (!PublicAddresses.allowed(address, local)) {
                    throw new ClosedAddressException();
                }
            }
            return addresses;
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    private static final class ClosedAddressException extends UnknownHostException {
        private static final long serialVersionUID = 1L;
    }

    /// @param now the time that the log shows
    /// @param headers besides those of HTTP itself
    Posted post(WebAddress target, Map<String, String> headers, String body, Instant now) {
        var started = System.nanoTime();
        var request = request(target, headers, body);
        var call = new FutureTask<>(() -> exchange(target, request));
        // Looking a name up cannot be broken off, so a thread that hangs in it is left to itself.
        Thread.ofPlatform().daemon().name("delivery").start(call);
        try {
            var answer = call.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            var attempt = new Delivery.Attempt(now, Optional.of(answer.status()), Optional.empty(), since(started));
            return new Posted(attempt, answer.retryAfter().flatMap(text -> wait(text, now)));
        } catch (TimeoutException late) {
            return failed(now, "No answer within " + limit.toSeconds() + " s", started);
        } catch (ExecutionException failure) {
            return failed(now, why(failure.getCause()), started);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while delivering", interrupted);
        } finally {
            request.abort();
        }
    }

    private static HttpPost request(WebAddress target, Map<String, String> headers, String body) {
        var request = new HttpPost(target.path());
        request.setHeader(HttpHeaders.ACCEPT, "*/*");
        request.setHeader(HttpHeaders.CONNECTION, "close");
        headers.forEach(request::setHeader);
        request.setEntity(new ByteArrayEntity(body.getBytes(StandardCharsets.UTF_8), JSON));
        return request;
    }

    private Answer exchange(WebAddress target, ClassicHttpRequest request) throws IOException {
        var host = new HttpHost(target.scheme(), target.host(), target.port());
        try (var response = client.executeOpen(host, request, null)) {
            return new Answer(response.getCode(), retryAfter(response));
        }
    }

    private static Optional<String> retryAfter(ClassicHttpResponse response) {
        var busy = response.getCode() == TOO_MANY_REQUESTS || response.getCode() == HttpStatus.SC_SERVICE_UNAVAILABLE;
        return Optional.ofNullable(response.getFirstHeader(HttpHeaders.RETRY_AFTER))
                .filter(_ -> busy)
                .map(header -> header.getValue().strip());
    }

    /// Seconds, or a date of HTTP; anything else says nothing.
    static Optional<Duration> wait(String text, Instant now) {
        if (text.matches("[0-9]{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        return Optional.ofNullable(DateUtils.parseStandardDate(text))
                .map(at -> Duration.between(now, at))
                .filter(Duration::isPositive);
    }

    private static Posted failed(Instant at, String why, long started) {
        var attempt = new Delivery.Attempt(at, Optional.empty(), Optional.of(why), since(started));
        return new Posted(attempt, Optional.empty());
    }

    private static long since(long started) {
        return Duration.ofNanos(System.nanoTime() - started).toMillis();
    }

    /// In a sentence for the delivery log: it names no address and no secret.
    private static String why(Throwable failure) {
        return switch (failure) {
            case ClosedAddressException _ -> "The host has an address that is not a public one";
            case UnknownHostException _ -> "The host's name is not known";
            case SocketTimeoutException _ -> "The host cannot be reached";
            case ConnectException _ -> "The host cannot be reached";
            case SSLException _ -> "No secure connection: the certificate is not trusted, or is for another host";
            case NoHttpResponseException _ -> BROKEN;
            case MessageConstraintException _ ->
                "The head of the answer is larger than " + WebhookLimits.HEAD_BYTES / 1024 + " KB";
            case IOException io when io.getCause() instanceof HttpException -> "The answer is not HTTP";
            case IOException _ -> BROKEN;
            case RuntimeException unexpected -> throw unexpected;
            case Error fatal -> throw fatal;
            case Throwable other -> throw new IllegalStateException(other);
        };
    }
}
