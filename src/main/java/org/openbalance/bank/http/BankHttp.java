package org.openbalance.bank.http;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.openbalance.bank.Access;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankFailure;

/// Sends requests to banks, each within the deadline of its call.
///
/// Redirects are not followed, as the customer's token would go along; cookies, proxies and retries are not known. A
/// connection that is used again is tried first, since a function may have been frozen meanwhile. Plain HTTP is
/// taken to this machine alone, where tests run.
@Singleton
public final class BankHttp {

    /// The longest answer that is read: a page of lines is a tenth of it.
    static final int MOST_BYTES = 4 * 1024 * 1024;

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration TRIED_AFTER = Duration.ofMillis(100);
    private static final char MARK = '\uFEFF';

    private final InstantSource clock;
    private CloseableHttpClient client;

    public BankHttp(InstantSource clock) {
        this.clock = clock;
    }

    /// Made at the first call, as most functions never speak to a bank.
    private synchronized CloseableHttpClient client() {
        if (client == null) {
            client = made();
        }
        return client;
    }

    private static CloseableHttpClient made() {
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT.toMillis(), TimeUnit.MILLISECONDS)
                                .setValidateAfterInactivity(TRIED_AFTER.toMillis(), TimeUnit.MILLISECONDS)
                                .build())
                        // What bounds calls is the places of Banks.
                        .setMaxConnTotal(Integer.MAX_VALUE)
                        .setMaxConnPerRoute(Integer.MAX_VALUE)
                        .build())
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAutomaticRetries()
                .disableAuthCaching()
                .disableContentCompression()
                .setUserAgent("OpenBalance")
                .build();
    }

    /// As [#send(Bank, Instant, BankRequest)], for the call that a connector serves.
    public BankAnswer send(Access access, BankRequest request) {
        return send(access.bank(), access.deadline(), request);
    }

    /// @param bank that failures name; for what is asked of a network as a whole, one of its name
    /// @return whatever the bank answered
    /// @throws BankFailure `SLOW` when no whole answer came in time, also when the thread was interrupted, as it
    /// then still is; `DOWN` when the bank cannot be reached or the connection broke; `ERROR` for an answer that is
    /// too long
    public BankAnswer send(Bank bank, Instant deadline, BankRequest request) {
        requireSafe(request.uri());
        var call = prepared(request);
        var exchange = new FutureTask<>(() -> exchange(bank, call));
        Thread.ofVirtual().name("bank-http").start(exchange);
        try {
            var left = Duration.between(clock.instant(), deadline);
            return exchange.get(Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw slow(bank);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw slow(bank);
        } catch (ExecutionException failed) {
            throw failure(bank, failed.getCause());
        } finally {
            call.abort();
        }
    }

    private static void requireSafe(URI uri) {
        var own = "localhost".equals(uri.getHost()) || "127.0.0.1".equals(uri.getHost());
        if (!"https".equals(uri.getScheme()) && !("http".equals(uri.getScheme()) && own)) {
            throw new IllegalArgumentException("A bank is asked over TLS");
        }
    }

    private static HttpUriRequestBase prepared(BankRequest request) {
        var call = new HttpUriRequestBase(request.method(), request.uri());
        call.setHeader(HttpHeaders.ACCEPT, "application/json");
        request.headers().forEach(call::setHeader);
        request.body()
                .ifPresent(body -> call.setEntity(
                        new StringEntity(body.text(), ContentType.create(body.type(), StandardCharsets.UTF_8))));
        return call;
    }

    private BankAnswer exchange(Bank bank, HttpUriRequestBase call) throws IOException {
        return client().execute(
                        call,
                        response -> new BankAnswer(
                                bank, response.getCode(), headers(response), body(bank, response), clock.instant()));
    }

    private static Map<String, String> headers(ClassicHttpResponse response) {
        var headers = new HashMap<String, String>();
        for (var header : response.getHeaders()) {
            headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
        }
        return Map.copyOf(headers);
    }

    private static String body(Bank bank, ClassicHttpResponse response) throws IOException {
        if (response.getEntity() == null) {
            return "";
        }
        try (var content = response.getEntity().getContent()) {
            var bytes = content.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new BankFailure(BankFailure.Kind.ERROR, bank.name() + " gave an answer without an end");
            }
            var text = new String(bytes, charset(response));
            return !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
        }
    }

    private static Charset charset(ClassicHttpResponse response) {
        var type = ContentType.parseLenient(response.getEntity().getContentType());
        return type == null || type.getCharset() == null ? StandardCharsets.UTF_8 : type.getCharset();
    }

    private static BankFailure failure(Bank bank, Throwable cause) {
        return switch (cause) {
            case BankFailure known -> known;
            case UnknownHostException _, ConnectException _, SocketTimeoutException _ -> down(bank, "be reached");
            case IOException _ -> down(bank, "hold a connection");
            case RuntimeException unexpected -> throw unexpected;
            case Error fatal -> throw fatal;
            case Throwable other -> throw new IllegalStateException(other);
        };
    }

    private static BankFailure down(Bank bank, String cannot) {
        return new BankFailure(BankFailure.Kind.DOWN, bank.name() + " cannot " + cannot);
    }

    private static BankFailure slow(Bank bank) {
        return new BankFailure(BankFailure.Kind.SLOW, bank.name() + " did not answer in time");
    }
}
