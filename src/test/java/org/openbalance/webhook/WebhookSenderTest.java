package org.openbalance.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.api.WebAddress;

/// One post, against receivers that do as they like.
@Tag("slow")
class WebhookSenderTest {

    private static final Duration LIMIT = Duration.ofMillis(800);
    /// For what no test waits for: the first handshake of a process is slow.
    private static final Duration PATIENT = Duration.ofMinutes(1);
    private static final String BODY = "{\"event\":\"ping\"}";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    /// What a receiver does with a connection, once it has read the request.
    @FunctionalInterface
    private interface Behaviour {
        void answer(Socket socket) throws IOException, InterruptedException;
    }

    @AfterEach
    void close() throws Exception {
        for (var resource : open) {
            resource.close();
        }
    }

    private int receiver(Behaviour behaviour) throws IOException {
        return receiver(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()), behaviour);
    }

    private int receiver(ServerSocket server, Behaviour behaviour) {
        open.add(server);
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    var socket = server.accept();
                    open.add(socket);
                    Thread.ofVirtual().start(() -> serve(socket, behaviour));
                } catch (SocketException closed) {
                    return;
                } catch (IOException broken) {
                    throw new UncheckedIOException(broken);
                }
            }
        });
        return server.getLocalPort();
    }

    private void serve(Socket socket, Behaviour behaviour) {
        try {
            var request = new StringBuilder();
            while (!request.toString().endsWith(BODY)) {
                var next = socket.getInputStream().read();
                if (next < 0) {
                    return;
                }
                request.append((char) next);
            }
            heard.add(request.toString());
            behaviour.answer(socket);
            socket.close();
        } catch (IOException | InterruptedException cut) {
            // The other side has left, as it should in most of these tests.
        }
    }

    private static Behaviour says(String answer) {
        return socket -> {
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        };
    }

    private static SSLContext usualTls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static WebhookSender sender(WebhookSender.Resolver resolver) {
        return new WebhookSender(resolver, WebhookSenderTest::usualTls, true, LIMIT);
    }

    private static Delivery.Attempt post(int port) throws Exception {
        return post(sender(InetAddress::getAllByName), "http://localhost:" + port + "/hook?x=1");
    }

    private static Delivery.Attempt post(WebhookSender sender, String url) throws Exception {
        return sender.post(WebAddress.ofReceiver(url, true), Map.of("webhook-id", "abc"), BODY, NOW)
                .attempt();
    }

    @ParameterizedTest
    @CsvSource({"200 OK,200", "204 No Content,204", "202,202", "400 Bad,400", "410 Gone,410", "500 Oops,500"})
    void the_status_is_what_the_receiver_said(String line, int status) throws Exception {
        var port = receiver(says("HTTP/1.1 " + line + "\r\n\r\n"));

        var attempt = post(port);

        assertThat(attempt.status()).contains(status);
        assertThat(attempt.failure()).isEmpty();
        assertThat(attempt.accepted()).isEqualTo(status < 300);
        assertThat(attempt.gone()).isEqualTo(status == 410);
    }

    @Test
    void the_request_names_its_host_and_carries_the_headers_and_the_body() throws Exception {
        var port = receiver(says("HTTP/1.1 200 OK\r\n\r\n"));

        post(port);

        assertThat(heard.getFirst())
                .startsWith("POST /hook?x=1 HTTP/1.1\r\n")
                .contains("\r\nHost: localhost:" + port + "\r\n")
                .contains("\r\nUser-Agent: OpenBalance\r\n")
                .contains("\r\nConnection: close\r\n")
                .contains("\r\nContent-Type: application/json\r\n")
                .contains("\r\nContent-Length: " + BODY.length() + "\r\n")
                .contains("\r\nwebhook-id: abc\r\n")
                .endsWith("\r\n\r\n" + BODY);
    }

    @Test
    void a_redirect_is_not_followed() throws Exception {
        var secret = receiver(says("HTTP/1.1 200 OK\r\n\r\n"));
        var port = receiver(
                says("HTTP/1.1 307 Moved\r\nLocation: http://127.0.0.1:" + secret + "/latest/meta-data/\r\n\r\n"));

        var attempt = post(port);

        assertThat(attempt.status()).contains(307);
        assertThat(attempt.accepted()).isFalse();
        assertThat(heard).hasSize(1);
    }

    @Test
    void interim_answers_are_passed_over() throws Exception {
        var port = receiver(says(
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\nHTTP/1.1 201 Made\r\n\r\n"));

        assertThat(post(port).status()).contains(201);
    }

    @Test
    void a_receiver_that_hangs_is_left_after_the_limit() throws Exception {
        var port = receiver(_ -> Thread.sleep(Duration.ofMinutes(1)));

        var attempt = post(port);

        assertThat(attempt.failure()).hasValueSatisfying(why -> assertThat(why).startsWith("No answer within"));
        assertThat(attempt.millis()).isBetween(LIMIT.toMillis() - 50, LIMIT.toMillis() + 1_000);
    }

    @Test
    void an_answer_that_drips_is_left_after_the_limit() throws Exception {
        var port = receiver(socket -> {
            for (var letter : "HTTP/1.1 200 OK, but so very, very slowly that nobody waits for it".getBytes()) {
                socket.getOutputStream().write(letter);
                socket.getOutputStream().flush();
                Thread.sleep(100);
            }
        });

        assertThat(post(port).failure()).isPresent();
    }

    @Test
    void interim_answers_without_end_are_left() throws Exception {
        var port = receiver(socket -> {
            while (true) {
                says("HTTP/1.1 100 Continue\r\nX: " + "x".repeat(500) + "\r\n\r\n")
                        .answer(socket);
            }
        });

        assertThat(post(port).failure()).isPresent();
    }

    @Test
    void a_body_without_end_is_not_read() throws Exception {
        var sent = new AtomicInteger();
        var port = receiver(socket -> {
            says("HTTP/1.1 200 OK\r\n\r\n").answer(socket);
            while (true) {
                socket.getOutputStream().write(new byte[64 * 1024]);
                sent.addAndGet(64 * 1024);
            }
        });

        var attempt = post(port);

        assertThat(attempt.status()).contains(200);
        assertThat(sent.get()).isLessThan(32 * 1024 * 1024);
    }

    /// A stream, a heartbeat, a page of debugging: the status stands in front of it.
    @ParameterizedTest
    @ValueSource(ints = {200, 410, 422, 503})
    void what_drips_behind_the_status_changes_nothing(int status) throws Exception {
        var port = receiver(socket -> {
            says("HTTP/1.1 " + status + " X\r\n\r\n").answer(socket);
            while (true) {
                says(".").answer(socket);
                Thread.sleep(50);
            }
        });

        var attempt = post(port);

        assertThat(attempt.status()).contains(status);
        assertThat(attempt.millis()).isLessThan(LIMIT.toMillis());
    }

    @Test
    void each_post_has_a_connection_of_its_own() throws Exception {
        var connections = new AtomicInteger();
        var port = receiver(socket -> {
            connections.incrementAndGet();
            says("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n")
                    .answer(socket);
            Thread.sleep(Duration.ofMinutes(1));
        });
        var sender = sender(InetAddress::getAllByName);

        post(sender, "http://localhost:" + port + "/");
        post(sender, "http://localhost:" + port + "/");

        assertThat(connections).hasValue(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "429 Too Many | 60 | 60",
                "503 Busy | Thu, 01 Jan 2026 00:02:00 GMT | 120",
                "503 Busy | Wed, 31 Dec 2025 00:00:00 GMT | 0",
                "429 Busy | soon | 0",
                "429 Busy | -5 | 0",
                "500 Oops | 60 | 0"
            })
    void a_busy_receiver_says_when_to_come_again(String line, String retryAfter, long seconds) throws Exception {
        var port = receiver(says("HTTP/1.1 " + line + "\r\nRetry-After: " + retryAfter + "\r\n\r\n"));

        var posted = sender(InetAddress::getAllByName)
                .post(WebAddress.ofReceiver("http://localhost:" + port + "/", true), Map.of(), BODY, NOW);

        assertThat(posted.retryAfter().orElse(Duration.ZERO)).hasSeconds(seconds);
    }

    @Test
    void a_huge_head_is_not_read() throws Exception {
        var port = receiver(says("HTTP/1.1 200 " + "x".repeat(100_000)));

        assertThat(post(port).failure())
                .hasValueSatisfying(why -> assertThat(why).contains("larger than 16 KB"));
    }

    @ParameterizedTest
    @CsvSource({"SSH-2.0-OpenSSH_9.2", "HTTP/2 200", "HTTP/1.1 99", "HTTP/1.1 2000 OK", "hello"})
    void what_is_not_http_is_a_failure(String answer) throws Exception {
        var port = receiver(says(answer + "\r\n\r\n"));

        assertThat(post(port).failure()).contains("The answer is not HTTP");
    }

    @Test
    void a_receiver_that_says_nothing_is_a_failure() throws Exception {
        assertThat(post(receiver(_ -> {})).failure()).contains("The connection broke before an answer came");
    }

    @Test
    void a_port_that_nobody_listens_at_is_a_failure() throws Exception {
        var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        server.close();

        assertThat(post(server.getLocalPort()).failure()).contains("The host cannot be reached");
    }

    @Test
    void a_name_is_looked_up_once_so_that_a_second_meaning_leads_nowhere() throws Exception {
        var port = receiver(says("HTTP/1.1 200 OK\r\n\r\n"));
        var asked = new AtomicInteger();
        var rebinding = sender(_ -> new InetAddress[] {
            asked.getAndIncrement() == 0
                    ? InetAddress.getLoopbackAddress()
                    : InetAddress.getByAddress(new byte[] {10, 0, 0, 1})
        });

        assertThat(post(rebinding, "http://rebind.example:" + port + "/").status())
                .contains(200);
        assertThat(asked).hasValue(1);
        assertThat(post(rebinding, "http://rebind.example:" + port + "/").failure())
                .contains("The host has an address that is not a public one");
    }

    @Test
    void one_closed_address_among_open_ones_is_enough_to_refuse() throws Exception {
        var port = receiver(says("HTTP/1.1 200 OK\r\n\r\n"));
        var mixed = sender(
                _ -> new InetAddress[] {InetAddress.getLoopbackAddress(), InetAddress.getByName("169.254.169.254")});

        assertThat(post(mixed, "http://mixed.example:" + port + "/").failure())
                .contains("The host has an address that is not a public one");
        assertThat(heard).isEmpty();
    }

    @Test
    void this_machine_is_refused_outside_local_mode() throws Exception {
        var port = receiver(says("HTTP/1.1 200 OK\r\n\r\n"));
        var deployed = new WebhookSender(
                _ -> new InetAddress[] {InetAddress.getLoopbackAddress()}, WebhookSenderTest::usualTls, false, LIMIT);

        var attempt = deployed.post(
                        WebAddress.ofReceiver("https://hooks.example.com:" + port + "/", false), Map.of(), BODY, NOW)
                .attempt();

        assertThat(attempt.failure()).contains("The host has an address that is not a public one");
        assertThat(heard).isEmpty();
    }

    @Test
    void an_unknown_name_is_a_failure() throws Exception {
        var sender = sender(host -> {
            throw new UnknownHostException(host);
        });

        assertThat(post(sender, "http://nowhere.example/").failure()).contains("The host's name is not known");
    }

    @Test
    void a_name_server_that_hangs_is_left_after_the_limit() throws Exception {
        var sender = sender(_ -> {
            try {
                Thread.sleep(Duration.ofMinutes(1));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return new InetAddress[0];
        });

        assertThat(post(sender, "http://slow.example/").failure()).isPresent();
    }

    @Test
    void the_certificate_is_checked_against_the_name_in_the_url(@TempDir Path folder) throws Exception {
        var context = context(folder, "hooks.example");
        var server = context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        var port = receiver(server, says("HTTP/1.1 200 OK\r\n\r\n"));
        var sender = new WebhookSender(
                _ -> new InetAddress[] {InetAddress.getLoopbackAddress()}, () -> context, true, PATIENT);

        assertThat(post(sender, "https://hooks.example:" + port + "/").status()).contains(200);
        assertThat(post(sender, "https://other.example:" + port + "/").failure())
                .contains("No secure connection: the certificate is not trusted, or is for another host");
    }

    @Test
    void a_certificate_that_nobody_trusts_is_a_failure(@TempDir Path folder) throws Exception {
        var context = context(folder, "hooks.example");
        var server = context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        var port = receiver(server, says("HTTP/1.1 200 OK\r\n\r\n"));
        var sender = new WebhookSender(
                _ -> new InetAddress[] {InetAddress.getLoopbackAddress()}, WebhookSenderTest::usualTls, true, PATIENT);

        assertThat(post(sender, "https://hooks.example:" + port + "/").failure())
                .hasValueSatisfying(why -> assertThat(why).startsWith("No secure connection"));
    }

    /// A server's context that trusts itself, with a certificate for one name.
    private static SSLContext context(Path folder, String name) throws Exception {
        var file = folder.resolve("keys.p12");
        var password = "changeit";
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "a",
                        "-dname",
                        "CN=test",
                        "-ext",
                        "san=dns:" + name,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        password,
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(made.waitFor()).isZero();
        var keys = KeyStore.getInstance("PKCS12");
        try (var input = Files.newInputStream(file)) {
            keys.load(input, password.toCharArray());
        }
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, password.toCharArray());
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("a", keys.getCertificate("a"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
