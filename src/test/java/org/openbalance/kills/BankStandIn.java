package org.openbalance.kills;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/// Banks that remember what they saw: every visit, every balance they gave, every grant they changed. They are slow at
/// times, fail now and then, and keep to their bounds.
final class BankStandIn implements AutoCloseable {

    private static final long FIRST_AMOUNT = 100;
    private static final String FIRST_TOKEN = "bench";

    private final HttpServer server;
    private final InstantSource clock;
    private final Random random;
    private final Map<String, Login> byReference = new ConcurrentHashMap<>();
    private final List<Login> logins = new ArrayList<>();
    private long amounts = FIRST_AMOUNT;
    private volatile boolean moody = true;

    /// An answer with the next grant, which was on its way to a process.
    ///
    /// @param given the next grant
    record Exchange(String process, String given, Instant at) {}

    /// What the banks know of one login.
    static final class Login {
        private final String connection;
        private final KillsConnector.Kind kind;
        /// The balances that were given, by account; each is larger than all before.
        private final Map<String, List<Long>> given = new HashMap<>();
        private final Map<LocalDate, Integer> visits = new HashMap<>();
        private String token = FIRST_TOKEN;
        private Optional<Exchange> last = Optional.empty();
        private boolean ended;
        private int refused;

        private Login(String connection, KillsConnector.Kind kind) {
            this.connection = connection;
            this.kind = kind;
        }

        String connection() {
            return connection;
        }

        KillsConnector.Kind kind() {
            return kind;
        }

        /// @param account its id, of which its reference is made
        List<Long> given(String account) {
            return given.get(reference(account));
        }

        Map<LocalDate, Integer> visits() {
            return visits;
        }

        Optional<Exchange> last() {
            return last;
        }

        /// Whether it ended as an old grant was shown.
        boolean ended() {
            return ended;
        }

        /// Visits that it refused as they were too many.
        int refused() {
            return refused;
        }
    }

    BankStandIn(InstantSource clock, long seed) {
        this.clock = clock;
        random = new Random(seed);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.createContext("/read", exchange -> answer(exchange, this::read));
        server.createContext("/exchange", exchange -> answer(exchange, this::exchanged));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// From now on they answer at once, and always.
    void behave() {
        moody = false;
    }

    synchronized void knows(String connection, KillsConnector.Kind kind, Collection<String> accounts) {
        var login = new Login(connection, kind);
        logins.add(login);
        for (var account : accounts) {
            login.given.put(reference(account), new ArrayList<>(List.of(FIRST_AMOUNT)));
            byReference.put(reference(account), login);
        }
    }

    private static String reference(String account) {
        return account + "-0";
    }

    synchronized List<Login> logins() {
        return List.copyOf(logins);
    }

    private record Asked(Login login, List<String> references, String token, String process) {}

    private record Answer(int status, String body) {}

    @FunctionalInterface
    private interface Bank {
        Answer answer(Asked asked) throws InterruptedException;
    }

    private void answer(HttpExchange exchange, Bank bank) throws IOException {
        try (exchange) {
            var references = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            var headers = exchange.getRequestHeaders();
            var asked = new Asked(
                    byReference.get(references.getFirst()),
                    references,
                    headers.getFirst("token"),
                    headers.getFirst("process"));
            var answer = bank.answer(asked);
            var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Answer read(Asked asked) throws InterruptedException {
        var refusal = visited(asked);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        takesItsTime(80);
        return balances(asked);
    }

    private synchronized Optional<Answer> visited(Asked asked) {
        var login = asked.login();
        var now = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
        var visits = login.visits.merge(now, 1, Integer::sum);
        var bounds = login.kind == KillsConnector.Kind.STATED || login.kind == KillsConnector.Kind.UNSTATED;
        if (bounds && visits > KillsConnector.DAILY) {
            login.refused++;
            return Optional.of(new Answer(
                    429,
                    now.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().toString()));
        }
        if (login.ended || !login.token.equals(asked.token())) {
            return Optional.of(new Answer(401, ""));
        }
        return moody && random.nextInt(50) == 0 ? Optional.of(new Answer(500, "")) : Optional.empty();
    }

    private synchronized Answer balances(Asked asked) {
        var lines = new StringBuilder();
        for (var reference : asked.references()) {
            var given = asked.login().given.get(reference);
            if (random.nextInt(3) == 0) {
                given.add(++amounts);
            }
            lines.append(reference).append(' ').append(given.getLast()).append('\n');
        }
        return new Answer(200, lines.toString());
    }

    /// The grant is changed first, and the answer takes its time.
    private Answer exchanged(Asked asked) throws InterruptedException {
        synchronized (this) {
            var login = asked.login();
            if (login.ended || !login.token.equals(asked.token())) {
                login.ended = true;
                return new Answer(401, "");
            }
            login.token = Long.toHexString(random.nextLong());
            login.last = Optional.of(new Exchange(asked.process(), login.token, Instant.now()));
        }
        takesItsTime(300);
        return new Answer(200, asked.login().token);
    }

    private void takesItsTime(int usual) throws InterruptedException {
        int millis;
        synchronized (this) {
            millis = !moody ? 0 : random.nextInt(20) == 0 ? 1000 + random.nextInt(1000) : random.nextInt(usual);
        }
        Thread.sleep(millis);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
